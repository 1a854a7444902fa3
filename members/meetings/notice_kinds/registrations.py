"""One's own seat: the receipt for an answer, and the seat that became free. Diet and access needs are never told."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from members.meetings.models import Registration
from members.models import Membership
from members.notices.kinds import Kind, Letter
from samrum.core.dates import day_in_words

from .calendar_file import calendar_file
from .colleagues import letters_to_colleague
from .told import facts_of, may_register, seat_in_words, way_to


def find(keys: Iterable[int]) -> Mapping[int, Registration]:
    rows = Registration.objects.filter(pk__in=keys).select_related("meeting__page", "meeting__room__network")
    return {row.pk: row for row in rows}


def receipt(row: Registration, membership: Membership) -> Sequence[Letter]:
    """What holds by now: whoever answers twice in a minute gets one letter."""
    if not _is_current(row, membership):
        return []
    return [_letter(row, membership), *letters_to_colleague(row)]


def seated(row: Registration, membership: Membership) -> Sequence[Letter]:
    if not _is_current(row, membership) or not row.is_seated:
        return []
    return [_letter(row, membership), *letters_to_colleague(row)]


def _is_current(row: Registration, membership: Membership) -> bool:
    """A meeting that is cancelled has a letter of its own."""
    return row.membership_id == membership.pk and not row.meeting.is_cancelled and not row.meeting.is_past


def _letter(row: Registration, membership: Membership) -> Letter:
    meeting = row.meeting
    may_change = may_register(meeting, membership)
    context: dict[str, Any] = {
        "facts": facts_of(meeting),
        "seat": seat_in_words(row),
        "is_no": not row.seat,
        "is_waiting": row.seat == Registration.Seat.WAITING,
        "is_colleague_told": bool(row.colleague_email),
        "by_somebody_else": row.by_id is not None and row.by_id != membership.user_id,
        "may_change": may_change,
        "register_by": day_in_words(meeting.register_by) if meeting.register_by else "",
    }
    return Letter(
        title=meeting.page.title,
        path=way_to(meeting, membership, "register" if may_change else "meeting"),
        context=context,
        about=[meeting],
        attachments=(
            calendar_file(meeting, membership.user.email, has_seat=row.is_seated)
            if row.seat in ("seated", "held")
            else ()
        ),
        link_text=_("Change your answer") if may_change else _("Open the meeting"),
    )


KINDS = [
    Kind("registration_receipt", find, receipt),
    Kind("registration_seated", find, seated),
]
