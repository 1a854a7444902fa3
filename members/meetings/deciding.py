"""Organisers decide when a meeting takes place: the public page in all languages, the calendars and the room at once.

The page is changed by `network.appointment`; what follows in the room is `meetings.following`, as when an editor
changes the page. One transaction: all of it, or nothing.
"""

import hashlib

from django.db import transaction
from django.utils.translation import gettext_noop

from members.log import note
from network.appointment import set_appointment
from network.models import MeetingPage
from network.models.meeting_page import WHEN_AND_WHERE
from samrum.core.tree_lock import hold_tree
from samrum.users.models import User

from .following import follow
from .models import Proposal, RoomMeeting

State = MeetingPage.State


class Overtaken(Exception):
    """Somebody has decided something else since one looked."""


def version_of(page: MeetingPage) -> str:
    """What somebody saw before pressing: another one is another appointment."""
    values = "|".join(str(getattr(page, name) or "") for name in WHEN_AND_WHERE)
    return hashlib.sha256(values.encode()).hexdigest()[:16]


@transaction.atomic
def decide(
    meeting: RoomMeeting, proposal: Proposal, *, state: str = State.CONFIRMED, by: User, seen: str = ""
) -> None:
    """One of the proposed days. Raises ValidationError, and changes nothing, where the page cannot say it.

    `seen`: the version that the organiser saw; empty: whatever it is. Raises Overtaken.
    """
    hold_tree()
    chosen = Proposal.objects.filter(pk=proposal.pk, meeting=meeting).first()
    if chosen is None:
        raise Overtaken
    change(
        meeting,
        by=by,
        seen=seen,
        action=gettext_noop("Decided the date of a meeting"),
        **appointment_from(chosen, meeting.page, state),
    )


def appointment_from(proposal: Proposal, page: MeetingPage, state: str) -> dict[str, object]:
    """The fields of `page` once the proposed day is chosen."""
    return {
        "state": state,
        "start_date": proposal.start_date,
        "end_date": proposal.end_date,
        "start_time": proposal.start_time,
        "end_time": proposal.end_time,
        "part_of_day": proposal.part_of_day or page.part_of_day,
    }


@transaction.atomic
def change(meeting: RoomMeeting, *, by: User, action: str, seen: str = "", **appointment: object) -> None:
    """`appointment`: fields of MeetingPage. The log says `action` (an English msgid).

    Raises ValidationError at the fields, and Overtaken unless the appointment is still the one that was `seen`.
    """
    hold_tree()
    if seen and seen != version_of(MeetingPage.objects.get(pk=meeting.page_id)):
        raise Overtaken
    page = set_appointment(meeting.page, **appointment)
    if not page.live:
        # No publication tells the room of it, where the meeting stands all the same.
        follow(page)
    note(meeting.room, by, action, page.title)


def settle(meeting: RoomMeeting, *, by: User, seen: str = "") -> None:
    """A preliminary date is confirmed."""
    change(
        meeting,
        by=by,
        seen=seen,
        action=gettext_noop("Confirmed the date of a meeting"),
        state=State.CONFIRMED,
    )


def move(meeting: RoomMeeting, *, by: User, seen: str = "", **appointment: object) -> None:
    change(meeting, by=by, seen=seen, action=gettext_noop("Moved a meeting"), **appointment)


def cancel(meeting: RoomMeeting, *, by: User, seen: str = "") -> None:
    change(meeting, by=by, seen=seen, action=gettext_noop("Cancelled a meeting"), state=State.CANCELLED)


@transaction.atomic
def reopen(meeting: RoomMeeting, *, term: str, term_year: int, by: User, seen: str = "") -> None:
    """The date is open again; who was registered is told, and keeps the seat on the day that is chosen next.

    What was proposed before can be answered again.
    """
    change(
        meeting,
        by=by,
        seen=seen,
        action=gettext_noop("Opened the date of a meeting again"),
        state=State.UNDECIDED,
        start_date=None,
        end_date=None,
        start_time=None,
        end_time=None,
        term=term,
        term_year=term_year,
    )
    RoomMeeting.objects.filter(pk=meeting.pk).update(poll_closes_on=None)
