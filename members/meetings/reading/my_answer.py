"""What the reader has answered to a meeting, in words, and what there is left to answer."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from members.door import RoomRequest, may_contribute
from members.meetings.models import Registration, RoomMeeting
from samrum.core.dates import day_in_words

Answer, Seat = Registration.Answer, Registration.Seat


@dataclass(frozen=True)
class MyAnswer:
    kind: str  # a seat (Registration.Seat), or "no", "none", "past"
    words: str  # empty: there is nothing to say
    button: str = ""  # what the way to the registration says; empty: there is none
    url: str = ""


def own_registrations(request: RoomRequest) -> dict[int, Registration]:
    """The reader's own, by meeting (key)."""
    rows = Registration.objects.visible_to(request.user).of(request.user).in_room(request.room)
    return {row.meeting_id: row for row in rows}


def may_answer(request: RoomRequest) -> bool:
    """Whoever brings something to the room answers its meetings; a guest reads."""
    return may_contribute(request)


def my_answer(
    request: RoomRequest, meeting: RoomMeeting, row: Registration | None, *, may_answer: bool
) -> MyAnswer:
    kind, words = _in_words(meeting, row)
    if not (may_answer and meeting.takes_registrations):
        return MyAnswer(kind, words if row or may_answer else "")
    url = reverse("room_meetings:register", args=[request.room.slug, meeting.pk])
    return MyAnswer(kind, words, _button(row), url)


def _in_words(meeting: RoomMeeting, row: Registration | None) -> tuple[str, str]:
    if meeting.is_past:
        return "past", _afterwards(row)
    if meeting.is_cancelled or meeting.page.start_date is None:
        return "none", ""
    if row is None:
        open_words = (
            _("You have not answered") if meeting.takes_registrations else _("Registration is closed")
        )
        return "none", open_words
    if row.answer == Answer.NO:
        return "no", _("You do not come")
    if row.seat == Seat.HELD:
        if row.held_until is None:
            return "held", _("A seat is held for you")
        return "held", _("A seat is held for you until %(day)s") % {"day": day_in_words(row.held_until)}
    if row.seat == Seat.WAITING:
        return "waiting", _("You are on the waiting list")
    if row.colleague_name:
        return "seated", _("%(name)s comes instead of you") % {"name": row.colleague_name}
    return "seated", _("You come on site") if row.answer == Answer.ON_SITE else _("You take part online")


def _afterwards(row: Registration | None) -> str:
    if row is None or not row.is_seated:
        return ""
    if row.colleague_name:
        return _("%(name)s had your seat") % {"name": row.colleague_name}
    if row.attended is None:
        return _("You had a seat")
    return _("You were there") if row.attended else _("You were not there")


def _button(row: Registration | None) -> str:
    if row is None:
        return _("Register")
    return _("Confirm your seat") if row.seat == Seat.HELD else _("Change your answer")
