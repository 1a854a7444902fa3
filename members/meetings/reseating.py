"""Seats that a meeting has given already, when it gets another day or is held in another way.

The caller holds the meeting (meetings.holding). As many statements for 300 people as for three.
"""

from collections.abc import Iterable

from .models import Registration, RoomMeeting
from .seating import held_until, seats_taken

Answer, Seat = Registration.Answer, Registration.Seat


def keep_to_ways(meeting: RoomMeeting) -> None:
    """Whoever registered for a way that is no longer offered takes part in the one that is.

    Those who are there already keep their seats; the others follow in their order, and wait beyond the limit.
    """
    way = meeting.ways[0]
    strangers = meeting.registrations.in_force().concerned().exclude(answer__in=meeting.ways)
    rows = list(strangers.order_by("line", "pk"))
    if not rows:
        return
    limit = meeting.limit_of(way)
    free = len(rows) if limit is None else max(0, limit - seats_taken(meeting).get(way, 0))
    with_seats = [row.pk for row in rows if row.seat != Seat.WAITING]
    Registration.objects.filter(pk__in=[row.pk for row in rows]).update(answer=way)
    Registration.objects.filter(pk__in=with_seats[free:]).update(seat=Seat.WAITING, held_until=None)


def hold_on(meeting: RoomMeeting) -> None:
    """The date is open again: nobody can confirm a seat, so none is let go before there is a day."""
    meeting.registrations.filter(seat=Seat.HELD).update(held_until=meeting.page.last_day)


def hold_anew(meeting: RoomMeeting) -> None:
    """There is a new day: time to answer begins anew."""
    meeting.registrations.filter(seat=Seat.HELD).update(held_until=held_until(meeting))


def let_go(meeting: RoomMeeting, memberships: Iterable[int]) -> None:
    """A seat that was held for a yes to another day is none for whoever said no to this one.

    Whoever has confirmed a seat is told of the new day, and gives it back or not.
    """
    held = meeting.registrations.filter(seat=Seat.HELD, membership__in=memberships)
    held.update(answer=Answer.NO, seat="", held_until=None)
