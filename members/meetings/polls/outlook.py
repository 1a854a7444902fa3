"""What would happen if a meeting got another date, another form or none: said before an organiser presses."""

import copy
import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from members.meetings import changes, following, seating
from members.meetings.models import DateAnswer, RoomMeeting
from members.models import Membership
from network.models import MeetingPage
from network.models.meeting_page import WHEN_AND_WHERE
from samrum.core.page_life import translations_of


@dataclass(frozen=True)
class Outlook:
    page: MeetingPage  # as it would be, not saved
    change: changes.Change | None  # None: nobody is told
    is_public: bool
    in_english: bool
    registered: int  # have a seat, are held one or wait; told whatever they have chosen
    held: int  # said yes to the day and get a seat held
    waiting: int  # said yes as well, but the seats are not enough
    held_until: datetime.date
    changing: int  # registered for a way to take part that is no longer offered
    letters: int
    unwanted: int  # have chosen no letters
    has_closed: bool  # the last day to register has passed


def would_be(meeting: RoomMeeting, **appointment: object) -> RoomMeeting:
    """The meeting as `appointment` (fields of its page) would make it, not saved."""
    facts = {name: getattr(meeting.page, name) for name in WHEN_AND_WHERE}
    preview = copy.copy(meeting)
    preview.page = MeetingPage(title=meeting.page.title, **facts | appointment)
    return preview


def outlook(meeting: RoomMeeting, **appointment: object) -> Outlook:
    preview = would_be(meeting, **appointment)
    before, now = changes.appointment_of(meeting.page), changes.appointment_of(preview.page)
    change = changes.change_between(before, now)
    registered = following.registered_at(meeting)
    held, waiting = (
        _seats(preview) if now["start_date"] and change is not changes.Change.CANCELLED else (0, 0)
    )
    letters, unwanted = _letters(meeting, () if changes.is_settled(before, now) else registered)
    strangers = meeting.registrations.in_force().concerned().exclude(answer__in=preview.ways)
    return Outlook(
        page=preview.page,
        change=change,
        is_public=meeting.page.live,
        in_english=translations_of(meeting.page).live().filter(alias_of__isnull=True).exists(),
        registered=len(registered),
        held=held,
        waiting=waiting,
        held_until=seating.held_until(preview),
        changing=strangers.count(),
        letters=letters,
        unwanted=unwanted,
        has_closed=bool(meeting.register_by and meeting.register_by < timezone.localdate()),
    )


def _seats(meeting: RoomMeeting) -> tuple[int, int]:
    """How many of those who said yes would be held a seat, and how many would wait."""
    has_answered = set(meeting.registrations.values_list("membership", flat=True))
    said_yes = [key for key in following.answered(meeting, DateAnswer.Answer.YES) if key not in has_answered]
    way = meeting.ways[0]
    limit = meeting.limit_of(way)
    if limit is None:
        return len(said_yes), 0
    held = min(len(said_yes), max(0, limit - seating.seats_taken(meeting).get(way, 0)))
    return held, len(said_yes) - held


def _letters(meeting: RoomMeeting, registered: Collection[int]) -> tuple[int, int]:
    """How many get a letter, and how many have chosen to get none."""
    people = Membership.objects.joined().in_room(meeting.room).values_list("pk", "notices")
    unwanted = [
        key for key, notices in people if notices == Membership.Notices.NONE and key not in registered
    ]
    return len(people) - len(unwanted), len(unwanted)
