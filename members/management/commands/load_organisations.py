from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from members.organisations import listed, loading


class Command(BaseCommand):
    """Part of setup_site; by hand for another list, or to see what one would change."""

    help = "Load municipalities, regions and others from the list; what somebody has changed stays."

    def add_arguments(self, parser):
        parser.add_argument(
            "--file", type=Path, default=listed.PATH, help="another list than the one of the site"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )

    def handle(self, *, file, dry_run, verbosity, **options):
        try:
            outcome = loading.load(listed.read(file), dry_run=dry_run)
        except listed.BrokenList as error:
            raise CommandError(f"Nothing is changed. {error}") from error
        for word in ("created", "updated", "deactivated", "refused"):
            names = getattr(outcome, word)
            self.stdout.write(f"{word}: {len(names)}")
            if verbosity > 1 or word in ("deactivated", "refused"):
                self.stdout.writelines(f"  {name}" for name in names)
        if outcome.refused:
            self.stderr.write(
                "Refused: another organisation has the name already. Rename or merge it in the admin."
            )
        if dry_run:
            self.stdout.write("A trial: nothing is changed.")
