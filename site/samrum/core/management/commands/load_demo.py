from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from samrum.core.collect import app_modules


class Command(BaseCommand):
    """Loads the demo content of every app (`<app>/demo.py`). Idempotent; refuses on a real site."""

    help = "Load the demo content: Swedish with English translations, fictional members. Not for production."

    def handle(self, *args, **options):
        if settings.PRODUCTION:
            raise CommandError(
                "The demo has sign-ins with a known password: it is never loaded on a real site."
            )
        call_command("setup_site", stdout=self.stdout)
        for module in app_modules("demo"):
            # No transaction around it: translations are published on commit, each before the next needs it.
            module.load(self.stdout.write)
            self.stdout.write(f"{module.__name__}: loaded")
