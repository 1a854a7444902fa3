"""A meeting as its letters tell of it: what is public, one's own seat, and the way on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from members.access import GUEST
from members.meetings.models import Registration, RoomMeeting
from members.models import Membership, Room
from network.meeting_line import entry_for
from samrum.core.addresses import page_path
from samrum.core.dates import day_in_words

Answer, Seat = Registration.Answer, Registration.Seat


@dataclass(frozen=True)
class Told:
    """A meeting with the registrations of those who are in the room, by membership (key)."""

    meeting: RoomMeeting
    registrations: Mapping[int, Registration]


def find_meetings(keys: Iterable[int]) -> dict[int, Told]:
    """Two queries, however many: a bunch of letters is about one meeting, as a rule."""
    meetings = RoomMeeting.objects.filter(pk__in=keys).select_related("page", "room__network").in_bulk()
    rows: dict[int, dict[int, Registration]] = {key: {} for key in meetings}
    for row in Registration.objects.filter(meeting__in=meetings).in_force():
        row.meeting = meetings[row.meeting_id]
        rows[row.meeting_id][row.membership_id] = row
    return {key: Told(meeting, rows[key]) for key, meeting in meetings.items()}


def facts_of(meeting: RoomMeeting) -> str:
    """Title, when and where, on lines of their own; nothing that the public page does not say."""
    entry = entry_for(meeting.page, "")
    when = entry.when
    if meeting.page.start_date is None:
        when = ", ".join(filter(None, [_("Date not set"), entry.when]))
    elif entry.state:
        when = f"{entry.when} ({entry.state[:1].lower()}{entry.state[1:]})"
    return "\n".join(filter(None, [meeting.page.title, when, ", ".join(entry.facts)]))


def reads_room(membership: Membership) -> bool:
    """Whether the person comes in today: the room is open, or they lead it."""
    return membership.leads or membership.room.state in (Room.State.OPEN, Room.State.READ_ONLY)


def may_register(meeting: RoomMeeting, membership: Membership) -> bool:
    """A guest reads; so does everybody but organisers in a room that is open for reading alone."""
    if not meeting.takes_registrations or membership.role == GUEST:
        return False
    return membership.leads or membership.room.state == Room.State.OPEN


def way_to(meeting: RoomMeeting, membership: Membership, name: str = "meeting") -> str:
    """The path of a page of the meeting; of the public one while the room is shut to the person; "" if that is not public."""
    if reads_room(membership):
        return reverse(f"room_meetings:{name}", args=[membership.room.slug, meeting.pk])
    return public_path(meeting)


def public_path(meeting: RoomMeeting) -> str:
    return page_path(meeting.page) if meeting.page.live else ""


def seat_in_words(row: Registration, *, of_colleague: bool = False) -> str:
    """What a registration has given. `of_colleague`: said to the colleague who goes instead of the person."""
    is_own = of_colleague or not row.colleague_name
    if row.answer == Answer.NO:
        return _("You have answered that you do not come.")
    if row.seat == Seat.WAITING:
        if is_own:
            return _("You are on the waiting list. If a seat becomes free it is yours, and you get a letter.")
        return _("Your colleague is on the waiting list. If a seat becomes free, you get a letter.")
    if row.seat == Seat.HELD:
        return _held_in_words(row, of_colleague)
    if is_own:
        is_on_site = row.answer == Answer.ON_SITE
        return _("You have a seat on site.") if is_on_site else _("You have a seat and take part online.")
    if row.answer == Answer.ON_SITE:
        return _("Your colleague has a seat on site.")
    return _("Your colleague has a seat and takes part online.")


def _held_in_words(row: Registration, of_colleague: bool) -> str:
    if of_colleague:
        return _("A seat is held for you. Whoever put you down for the meeting confirms it.")
    if row.held_until is None or row.meeting.page.start_date is None:
        return _("A seat is held for you.")
    words = _("A seat is held for you until %(day)s. Confirm it by then, or somebody else gets it.")
    return words % {"day": day_in_words(row.held_until)}
