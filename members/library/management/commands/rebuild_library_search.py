from django.core.management.base import BaseCommand

from members.library import search


class Command(BaseCommand):
    """Publishing keeps the index by itself; this is for names and texts that changed past it."""

    help = "Make the index of all rooms' libraries anew."

    def handle(self, *args, **options):
        self.stdout.write(f"{search.rebuild()} models and tools can be found.")
