from django.core.management.base import BaseCommand

from members.meetings.models import RoomMeeting


class Command(BaseCommand):
    """Erases the links to recordings whose last day has passed. Nobody sees them from that day; then they go for good."""

    help = "Erase links to recordings after their last day. Run daily."

    def handle(self, *args, **options):
        # A date without a link says nothing: it goes too.
        number = RoomMeeting.objects.recording_over().update(recording_link="", recording_until=None)
        self.stdout.write(f"recordings: {number} erased")
