from django.core.management.base import BaseCommand

from members.notices import delivery, digests


class Command(BaseCommand):
    """Every minute (command schedule): what a killed worker left, and the letters that gather."""

    help = "Turn waiting notices into letters, and send the daily and weekly letters that are due."

    def handle(self, *args, **options):
        delivered = delivery.deliver_all()
        gathered = digests.send_due()
        if options["verbosity"] > 0:
            self.stdout.write(f"{delivered} notices delivered, {gathered} letters that gather")
