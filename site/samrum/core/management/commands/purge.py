from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from samrum.core.collect import app_modules


class Command(BaseCommand):
    """Erases what has been kept long enough: each app says in `<app>/retention.py` what that is."""

    help = "Erase what has been kept long enough (messages, sent letters, sessions). Run daily."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Only say how much would be erased.")

    def handle(self, *args, dry_run: bool, **options):
        now = timezone.now()
        for module in app_modules("retention"):
            for name, rows in module.outdated(now).items():
                with transaction.atomic():
                    number = rows.count()
                    if number and not dry_run:
                        rows.delete()
                self.stdout.write(f"{name}: {number} {'to erase' if dry_run else 'erased'}")
