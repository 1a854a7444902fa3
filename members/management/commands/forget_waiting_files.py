from django.core.management.base import BaseCommand
from django.db import transaction

from members.admission.quota import forget_waiting


class Command(BaseCommand):
    help = "Erase the files of applications that nobody has confirmed within two hours. Run every minute."

    def handle(self, *args, **options) -> None:
        with transaction.atomic():
            number = forget_waiting()
        if number and options["verbosity"]:
            self.stdout.write(f"{number} erased")
