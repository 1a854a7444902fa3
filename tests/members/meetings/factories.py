"""Meetings in rooms. A published page has its row in the room at once: `MeetingPageFactory(parent=room.network).room_meeting`."""

import datetime

from django.utils import timezone

from members.meetings import following, seating
from members.meetings.models import DateAnswer, Proposal, Registration, RoomMeeting
from members.models import Membership, Room
from network.models import CalendarEntry
from tests.factories import MeetingPageFactory


def meeting_in(room: Room, *, days: int | None = 30, **page) -> RoomMeeting:
    """A confirmed whole-day meeting in Stockholm so many days from now; `days=None`: its date is open."""
    today = timezone.localdate()
    if days is None:
        dates = {"state": "undecided", "start_date": None, "term": "autumn", "term_year": today.year + 1}
    else:
        dates = {"start_date": today + datetime.timedelta(days=days)}
    made = MeetingPageFactory(parent=room.network, bare=True, **(dates | page))
    # What publishing leaves: the rows beside the page.
    following.ensure_rows(room)
    CalendarEntry.for_meeting(made).save()
    return RoomMeeting.objects.select_related("page", "room__network").get(page=made)


def seat(meeting: RoomMeeting, membership: Membership, answer: str = "on_site", **details) -> Registration:
    """As the person would register; also for a meeting that has been."""
    return seating.register(meeting, membership, answer, by=membership.user, also_late=True, **details)


def propose(meeting: RoomMeeting, *days: int, **details) -> list[Proposal]:
    """Days from now."""
    today = timezone.localdate()
    return [
        meeting.proposals.create(start_date=today + datetime.timedelta(days=number), **details)
        for number in days
    ]


def answers(proposal: Proposal, membership: Membership, answer: str = "yes") -> DateAnswer:
    return proposal.answers.create(membership=membership, answer=answer)
