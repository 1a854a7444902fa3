from django.core.management.base import BaseCommand

from members.library import tasks
from members.library.models import ResourceFile

State = ResourceFile.TextState


class Command(BaseCommand):
    """Uploading orders it by itself; this is for files that failed, or were left when a worker was killed."""

    help = (
        "Let the worker read the text of files again: those not read yet, with --failed or --all others too."
    )

    def add_arguments(self, parser):
        parser.add_argument("--failed", action="store_true", help="also those that could not be read")
        parser.add_argument("--all", action="store_true", help="every file, for example after a new release")

    def handle(self, *args, failed: bool, **options):
        files = ResourceFile.objects.all()
        if not options["all"]:
            files = files.filter(text_state__in=[State.PENDING, *([State.FAILED] if failed else [])])
        keys = list(files.values_list("pk", flat=True))
        for pk in keys:
            ResourceFile.objects.filter(pk=pk).update(text_state=State.PENDING)
            tasks.read_file.enqueue(pk)
        self.stdout.write(f"{len(keys)} files to read.")
