"""Who was at a meeting, as an organiser noted it."""

from collections.abc import Iterable

from django.utils import timezone

from samrum.users.models import User

from .holding import hold_meeting
from .models import Registration, RoomMeeting
from .seating import Closed, next_in_line, seats_taken

Answer, Seat = Registration.Answer, Registration.Seat


def note_attendance(meeting: RoomMeeting, present: Iterable[int], absent: Iterable[int], *, by: User) -> None:
    """Who was there and who was not: memberships (keys). Who came unasked is registered; nobody gets a letter.

    Raises Closed where nobody can have been there yet; Gone if the meeting is no longer there.
    """
    with hold_meeting(meeting.pk) as held:
        start = held.page.start_date
        if held.is_cancelled or start is None or start > timezone.localdate():
            raise Closed
        present, absent = list(present), list(absent)
        rows = {
            row.membership_id: row for row in held.registrations.filter(membership__in=[*present, *absent])
        }
        way, line = held.ways[0], next_in_line(held)
        taken, limit = seats_taken(held).get(way, 0), held.limit_of(way)
        for key in present:
            row = rows.setdefault(key, Registration(meeting=held, membership_id=key, answer=Answer.NO, by=by))
            row.attended = True
            if row.answer == Answer.NO:
                # Whoever finds room although all seats are taken was there, but has no seat.
                row.seat = Seat.SEATED if limit is None or taken < limit else Seat.WAITING
                row.answer, row.line = way, line
                taken, line = taken + (row.seat == Seat.SEATED), line + 1
        for key in absent:
            if key in rows and rows[key].answer != Answer.NO:
                rows[key].attended = False
        new = [row for row in rows.values() if row.pk is None]
        changed = [row for row in rows.values() if row.pk]
        Registration.objects.bulk_create(new)
        Registration.objects.bulk_update(changed, ["attended", "answer", "seat", "line"], batch_size=100)
