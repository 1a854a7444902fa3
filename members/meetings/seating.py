"""Seats of a meeting: who gets one, who waits, and who comes next. Each step holds the meeting (meetings.holding).

A seat is given in the order in which it was asked for. Whoever changes to another way of taking part asks anew.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max
from django.utils import timezone

from members.models import Membership
from members.notices.outbox import tell
from samrum.users.models import User

from .holding import hold_meeting
from .models import Registration, RoomMeeting, SpecialNeeds
from .querysets import HOLDS_A_SEAT

Answer, Seat = Registration.Answer, Registration.Seat
# How long a seat is held for whoever said yes to the day.
HELD = datetime.timedelta(days=14)


class Closed(Exception):
    """The meeting takes no registrations (no date, cancelled, the last day has passed), no longer takes place in that
    way, or the person has left the room meanwhile."""


@dataclass(frozen=True)
class Colleague:
    """Who goes instead, from the same organisation."""

    name: str
    email: str = ""


def register(
    meeting: RoomMeeting,
    membership: Membership,
    answer: str,
    *,
    by: User,
    colleague: Colleague | None = None,
    diet: str | None = None,
    access: str | None = None,
    also_late: bool = False,
) -> Registration:
    """`membership` answers, or answers anew. A receipt goes to the person (and to the colleague).

    `answer` is one of `meeting.ways`, or "no". `diet`, `access`: None leaves what is said. `also_late`: an organiser
    registers somebody after the last day; of a meeting that has been there is no receipt.
    Raises Closed; Gone if the meeting is no longer there.
    """
    with hold_meeting(meeting.pk) as held:
        if not held.takes_registrations and not (
            also_late and held.page.start_date and not held.is_cancelled
        ):
            raise Closed
        if answer not in (Answer.NO, *held.ways) or not Membership.objects.joined().filter(pk=membership.pk):
            raise Closed
        # Nobody is given a seat before those who wait for it.
        move_up(held)
        row = held.registrations.filter(membership=membership).first()
        row = row or Registration(meeting=held, membership=membership)
        colleague_before, had_seat = row.colleague_name, row.seat in HOLDS_A_SEAT
        _take_seat(held, row, answer)
        row.by = by
        row.colleague_name = colleague.name if colleague and answer != Answer.NO else ""
        row.colleague_email = colleague.email if colleague and answer != Answer.NO else ""
        row.save()
        _keep_needs(row, diet, access, somebody_else=row.colleague_name != colleague_before)
        if had_seat:
            move_up(held)
        if not held.is_past:
            tell("registration_receipt", row.pk, [membership.pk], always=True)
        return row


def _take_seat(meeting: RoomMeeting, row: Registration, answer: str) -> None:
    if answer == Answer.NO:
        row.answer, row.seat, row.held_until = Answer.NO, "", None
    elif row.answer == answer and row.seat == Seat.HELD:
        row.seat, row.held_until = Seat.SEATED, None
    elif row.answer != answer or not row.seat:
        row.answer, row.held_until, row.line = answer, None, next_in_line(meeting)
        row.seat = Seat.SEATED if _fits(meeting, answer) else Seat.WAITING


def _keep_needs(row: Registration, diet: str | None, access: str | None, *, somebody_else: bool) -> None:
    """Needs that are not spoken of stay, unless they were of somebody else than who comes now, or nobody comes."""
    kept = SpecialNeeds.objects.filter(registration=row)
    if somebody_else or row.answer == Answer.NO:
        kept.delete()
    said = {name: words for name, words in (("diet", diet), ("access", access)) if words is not None}
    if said and row.answer != Answer.NO:
        SpecialNeeds.objects.update_or_create(registration=row, defaults=said)
        kept.filter(diet="", access="").delete()


def move_up(meeting: RoomMeeting) -> None:
    """Give free seats to those who have waited longest. The caller holds the meeting.

    Call it after everything that can free a seat: an answer, a larger limit, a place in the room that ended.
    """
    if meeting.is_cancelled or meeting.is_past or meeting.page.start_date is None:
        return
    taken = seats_taken(meeting)
    for way in (Answer.ON_SITE, Answer.ONLINE):
        limit = meeting.limit_of(way)
        waiting = meeting.registrations.in_force().waiting().filter(answer=way)
        free = None if limit is None else max(0, limit - taken.get(way, 0))
        moved = list(waiting[:free])
        Registration.objects.filter(pk__in=[row.pk for row in moved]).update(seat=Seat.SEATED)
        for row in moved:
            tell("registration_seated", row.pk, [row.membership_id], always=True)


def hold_seats(meeting: RoomMeeting, memberships: Iterable[int]) -> None:
    """A seat for each who said yes to the day that was chosen, in their order; beyond the limit they wait.

    Who has answered the meeting already keeps that answer; who waits already comes first. The caller holds the meeting.
    """
    move_up(meeting)
    way = meeting.ways[0]
    answered = set(meeting.registrations.values_list("membership", flat=True))
    wanted = [key for key in memberships if key not in answered]
    taken = seats_taken(meeting).get(way, 0)
    limit, line, until = meeting.limit_of(way), next_in_line(meeting), held_until(meeting)
    rows = [
        Registration(
            meeting=meeting,
            membership_id=key,
            answer=way,
            line=line + number,
            seat=Seat.HELD if limit is None or taken + number < limit else Seat.WAITING,
            held_until=until if limit is None or taken + number < limit else None,
        )
        for number, key in enumerate(wanted)
    ]
    Registration.objects.bulk_create(rows)


def held_until(meeting: RoomMeeting) -> datetime.date:
    """The last day on which a held seat can be confirmed: two weeks, but not past the last day to register."""
    today = timezone.localdate()
    start = meeting.page.start_date or today
    last = start - datetime.timedelta(days=1)
    # A last day that has passed was meant for another date.
    if meeting.register_by and meeting.register_by >= today:
        last = meeting.register_by
    return max(today, min(today + HELD, last))


def release_held(meeting: RoomMeeting, today: datetime.date) -> int:
    """Seats that nobody has confirmed in time are free again. Returns how many."""
    with hold_meeting(meeting.pk) as held:
        late = held.registrations.filter(seat=Seat.HELD, held_until__lt=today)
        count = late.count()
        late.delete()
        return count


def seats_taken(meeting: RoomMeeting) -> dict[str, int]:
    """Answer -> how many seats are taken or held, of people who are in the room."""
    rows = meeting.registrations.in_force().with_a_seat().order_by()
    return dict(rows.values_list("answer").annotate(number=Count("pk")))


def _fits(meeting: RoomMeeting, way: str) -> bool:
    limit = meeting.limit_of(way)
    return limit is None or seats_taken(meeting).get(way, 0) < limit


def next_in_line(meeting: RoomMeeting) -> int:
    return (meeting.registrations.aggregate(last=Max("line"))["last"] or 0) + 1
