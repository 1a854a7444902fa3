import logging

from django.core.management.base import BaseCommand

from members.files.sweep import sweep

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """What a crash in the middle of an upload has left. The schedule runs it every day."""

    help = "Remove private files that no row names (older than a day), and report rows whose file is missing."

    def handle(self, *args, **options):
        swept = sweep()
        for row in swept.missing:
            # A backup has it: nothing here can bring it back.
            logger.error("The private file of %s is missing", row)
            self.stderr.write(f"missing: {row}")
        self.stdout.write(f"{len(swept.removed)} files removed, {len(swept.missing)} rows without their file")
