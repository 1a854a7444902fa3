from django.core.management.base import BaseCommand

from members.meetings import reminders


class Command(BaseCommand):
    """Every minute (command schedule), so that a morning without the schedule is made up for."""

    help = "Remind of meetings, ask how they were, release seats that nobody has confirmed: from 7 in the morning."

    def handle(self, *args, **options):
        count = reminders.send_due()
        if options["verbosity"] > 0:
            self.stdout.write(f"{count} meetings looked after")
