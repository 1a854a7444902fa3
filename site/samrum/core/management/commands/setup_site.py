from django.core.management.base import BaseCommand
from django.db import transaction

from samrum.core.collect import app_modules


class Command(BaseCommand):
    """Brings what every installation needs: languages, front pages, contact page, groups, workflow. Idempotent."""

    help = "Create what every installation needs (languages, front pages, groups); safe to run at every deployment."

    @transaction.atomic
    def handle(self, *args, **options):
        for module in app_modules("bootstrap"):
            module.setup()
            self.stdout.write(f"{module.__name__}: ready")
