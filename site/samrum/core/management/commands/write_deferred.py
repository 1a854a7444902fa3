from django.core.management.base import BaseCommand

from samrum.core.write_lock import deferred


class Command(BaseCommand):
    help = "Write into the database what readers left while it took no writes: visits and downloads."

    def handle(self, *args, verbosity: int = 1, **options):
        done = deferred.flush()
        if verbosity:
            self.stdout.write(f"Written: {done}")
