"""Seats of those who leave the room, or whose account goes. Whoever waits moves up (meetings.receivers)."""

from members.models import Membership

from .holding import hold_meeting
from .models import Registration, RoomMeeting


def leave(membership: Membership) -> None:
    """Somebody is no longer in the room: what is to come happens without them, what has been stays a fact.

    Every meeting is held, also those without a row of theirs: whoever registers them in this moment holds it too, and
    one of the two sees the other. In the order of the keys, so that two who leave do not wait for each other.
    """
    coming = RoomMeeting.objects.in_room(membership.room).coming().order_by("pk")
    for key in list(coming.values_list("pk", flat=True)):
        with hold_meeting(key) as held:
            if not held.is_past:
                held.registrations.filter(membership=membership).delete()


def hold_meetings_of(user: int) -> None:
    """Before an account goes with its registrations: hold their meetings, in the order of the keys."""
    registered = Registration.objects.filter(membership__user=user).values("meeting")
    rows = RoomMeeting.objects.filter(pk__in=registered).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk", flat=True))
