"""What follows in the room when the public page of a meeting says something new, whoever changed it and where.

Within the transaction of the change: who said yes to the day is held a seat, everybody concerned is told, once.
"""

from members.models import Membership, Room
from members.notices.outbox import tell
from network.models import CalendarEntry, MeetingPage

from . import reseating, seating
from .changes import Change, appointment_of, change_between, has_new_day, is_settled
from .holding import hold_meeting
from .models import DateAnswer, Proposal, RoomMeeting


def ensure_rows(room: Room) -> None:
    """A row for each published meeting of the room's network; those that are new are as if told of already."""
    pages = MeetingPage.objects.child_of(room.network).live().filter(room_meeting=None, alias_of=None)
    rows = [RoomMeeting(page=page, room=room, announced=appointment_of(page)) for page in pages]
    RoomMeeting.objects.bulk_create(rows, ignore_conflicts=True)


def follow(page: MeetingPage) -> None:
    """`page` is the Swedish page of a meeting, as it is now. Nothing happens where its network has no room."""
    room = Room.objects.filter(network__path=page.path[: -page.steplen]).first()
    if room is None:
        return
    known = {} if is_news(page) else appointment_of(page)
    meeting, _is_new = RoomMeeting.objects.get_or_create(
        page=page, defaults={"room": room, "announced": known}
    )
    with hold_meeting(meeting.pk) as held:
        held.page = page
        before, now = held.announced, appointment_of(page)
        if before == now:
            return
        held.announced = now
        held.save(update_fields=["announced"])
        change = change_between(before, now)
        if change is None or held.is_past:
            return
        # Before seats are held: whoever is held one by this change has chosen nothing yet.
        registered = [] if is_settled(before, now) else registered_at(held)
        if change is not Change.CANCELLED:
            follow_with_seats(held, before, now)
        announce(held, change, registered)


def is_news(page: MeetingPage) -> bool:
    """False for a meeting that was unpublished for a while and comes back as it was: nobody is told of it twice."""
    if page.first_published_at == page.last_published_at:
        return True
    entries = CalendarEntry.objects.filter(translation_key=page.appointment_key)
    return entries.filter(changed_at__gte=page.last_published_at).exists()


def follow_with_seats(meeting: RoomMeeting, before: dict[str, str], now: dict[str, str]) -> None:
    """Who is registered stays so; who said yes to the day is held a seat, again where it is another day."""
    reseating.keep_to_ways(meeting)
    if not now["start_date"]:
        reseating.hold_on(meeting)
    elif has_new_day(before, now):
        yes, no = (answered(meeting, answer) for answer in (DateAnswer.Answer.YES, DateAnswer.Answer.NO))
        reseating.let_go(meeting, set(no).difference(yes))
        reseating.hold_anew(meeting)
        # Whoever waited comes before those who are held a seat now.
        seating.hold_seats(meeting, yes)
    else:
        seating.move_up(meeting)


def answered(meeting: RoomMeeting, answer: str) -> list[int]:
    """Memberships (keys) that gave that answer to the day that the meeting has got, whoever answered first at first."""
    answers = (
        DateAnswer.objects.in_force().of_contributors().filter(proposal__in=proposed(meeting), answer=answer)
    )
    keys = answers.order_by("answered_at", "pk").values_list("membership", flat=True)
    return list(dict.fromkeys(keys))


def proposed(meeting: RoomMeeting) -> list[Proposal]:
    """The proposals of the day that the meeting has got: the one with its hours, or else all of that day.

    A day may be proposed twice, morning and afternoon.
    """
    page = meeting.page
    if page.start_date is None:
        return []
    same_day = [
        row
        for row in meeting.proposals.all()
        if (row.start_date, row.end_date or row.start_date) == (page.start_date, page.last_day)
    ]
    exact = [
        row
        for row in same_day
        if (row.start_time, row.end_time) == (page.start_time, page.end_time)
        and row.part_of_day in ("", page.part_of_day)
    ]
    return exact or same_day


def registered_at(meeting: RoomMeeting) -> list[int]:
    """Memberships (keys) of those who have a seat, are held one or wait for one."""
    return list(meeting.registrations.in_force().concerned().values_list("membership", flat=True))


def announce(meeting: RoomMeeting, change: Change, registered: list[int]) -> None:
    """`registered` hear of it whatever they have chosen; the others as they have chosen."""
    tell(change.value, meeting.pk, registered, always=True)
    others = Membership.objects.joined().in_room(meeting.room).exclude(pk__in=registered)
    tell(change.value, meeting.pk, others.order_by("pk").values_list("pk", flat=True))
