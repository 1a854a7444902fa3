"""For whom, and how long, an evaluation is open."""

import datetime

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.meetings.models import Registration, RoomMeeting
from members.models import Room
from samrum.users.models import User

OPEN = datetime.timedelta(days=30)


class Closed(TextChoices):
    """Why somebody cannot evaluate a meeting."""

    NOT_THERE = "not_there", _("Those who had a seat of their own and were there evaluate the meeting.")
    NOT_ASKED = "not_asked", _("This meeting is not evaluated.")
    NOT_OVER = "not_over", _("The meeting is not over yet. Come back when it is.")
    TOO_LATE = "too_late", _("The evaluation was open for 30 days after the meeting.")
    ANSWERED = (
        "answered",
        _("You have answered already. Your answers are tied to nobody, so they cannot be changed."),
    )


def why_closed(meeting: RoomMeeting, registration: Registration | None) -> Closed | None:
    """`registration`: the person's own, if there is one. None: it is open."""
    if registration is None or not registration.took_part or registration.colleague_name:
        return Closed.NOT_THERE
    if not meeting.asks_evaluation or meeting.is_cancelled:
        return Closed.NOT_ASKED
    if not meeting.is_past:
        return Closed.NOT_OVER
    if registration.evaluated:
        return Closed.ANSWERED
    last = last_day(meeting)
    return None if last and timezone.localdate() <= last else Closed.TOO_LATE


def is_open_for(meeting: RoomMeeting, registration: Registration | None) -> bool:
    return why_closed(meeting, registration) is None


def last_day(meeting: RoomMeeting) -> datetime.date | None:
    """On which one can still answer. Of a meeting that is past; None where not even its term is known."""
    return meeting.page.last_day + OPEN if meeting.page.last_day else None


def open_for(user: User, room: Room) -> list[RoomMeeting]:
    """What waits for the person's evaluation, the oldest first. One query."""
    today = timezone.localdate()
    own = Registration.objects.of(user).in_room(room).took_part().filter(
        meeting__page__ends_on__range=(today - OPEN, today)
    )  # fmt: skip
    rows = own.select_related("meeting__page", "meeting__room__network").order_by(
        "meeting__page__ends_on", "pk"
    )
    return [row.meeting for row in rows if is_open_for(row.meeting, row)]
