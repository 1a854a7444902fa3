"""The day of a meeting: decided, moved, cancelled."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from members.meetings.models import Registration, RoomMeeting
from members.models import Membership
from members.notices.kinds import Kind, Letter
from samrum.core.dates import day_in_words

from .calendar_file import calendar_file
from .colleagues import letters_to_colleague
from .told import Told, facts_of, find_meetings, may_register, seat_in_words, way_to

HELD = Registration.Seat.HELD


def decided(told: Told, membership: Membership) -> Sequence[Letter]:
    meeting, page = told.meeting, told.meeting.page
    if page.start_date is None or meeting.is_cancelled or meeting.is_past or not page.live:
        return []
    row = told.registrations.get(membership.pk)
    is_asked = may_register(meeting, membership) and (row is None or row.seat == HELD)
    context = {
        "is_preliminary": page.is_open,
        "is_invited": is_asked and row is None,
        "register_by": day_in_words(meeting.register_by) if meeting.register_by else "",
    }
    name = "register" if is_asked else "meeting"
    return [_letter(meeting, membership, row, name, context)]


def moved(told: Told, membership: Membership) -> Sequence[Letter]:
    """Also where the date is open again: whoever had the old day in the calendar must know."""
    meeting = told.meeting
    if meeting.is_cancelled or meeting.is_past or not meeting.page.live:
        return []
    row = _coming(told, membership)
    may_change = row is not None and may_register(meeting, membership)
    context = {"is_dated": meeting.page.start_date is not None, "may_change": may_change}
    letters = [_letter(meeting, membership, row, "register" if may_change else "meeting", context)]
    return letters + (letters_to_colleague(row, is_dated=context["is_dated"]) if row else [])


def cancelled(told: Told, membership: Membership) -> Sequence[Letter]:
    """Also where the page has been taken away meanwhile: nobody must set out for it."""
    meeting = told.meeting
    if not meeting.is_cancelled or meeting.is_past:
        return []
    row = _coming(told, membership)
    letters = [_letter(meeting, membership, row, "meeting", {})]
    return letters + (letters_to_colleague(row) if row else [])


def _coming(told: Told, membership: Membership) -> Registration | None:
    """The person's registration, unless they do not come anyway."""
    row = told.registrations.get(membership.pk)
    return row if row and row.seat else None


def _letter(
    meeting: RoomMeeting, membership: Membership, row: Registration | None, name: str, context: dict[str, Any]
) -> Letter:
    return Letter(
        title=meeting.page.title,
        path=way_to(meeting, membership, name),
        context={"facts": facts_of(meeting), "seat": seat_in_words(row) if row else "", **context},
        about=[meeting],
        attachments=(
            calendar_file(meeting, membership.user.email, has_seat=row.is_seated) if row and row.seat else ()
        ),
        link_text=_button(row) if name == "register" else _("Open the meeting"),
    )


def _button(row: Registration | None) -> str:
    if row is None:
        return _("Register")
    return _("Confirm your seat") if row.seat == HELD else _("Change your answer")


KINDS = [
    Kind("meeting_decided", find_meetings, decided),
    Kind("meeting_moved", find_meetings, moved),
    Kind("meeting_cancelled", find_meetings, cancelled),
]
