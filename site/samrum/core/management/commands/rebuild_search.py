from django.core.management.base import BaseCommand

from samrum.core.search import pages


class Command(BaseCommand):
    """Publishing keeps the index by itself; this is for text that changed past it, and forgets old words."""

    help = "Make the index of the public search anew from all live pages."

    def handle(self, *args, **options):
        self.stdout.write(f"{pages.rebuild()} pages can be found.")
