"""What the page of a meeting shows to the one who reads it. The template asks nothing about rights."""

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import strip_tags

from members.door import RoomRequest
from members.library.models import Resource
from members.meetings.evaluation.opening import is_open_for
from members.meetings.models import Proposal, Registration, RoomMeeting
from members.meetings.registration.seats import place_in_line
from network.meeting_line import Entry, entry_for
from samrum.core.addresses import page_path

from .confidential import Notes, Recording, VideoLink, notes_for, recording_of, video_link
from .my_answer import MyAnswer, may_answer, my_answer, own_registrations
from .preparing import Task, material_of, preparations_of
from .programme import Day, programme_of
from .seats_left import seats_in_words


@dataclass(frozen=True)
class PollCall:
    """Days are proposed; everybody in the room sees who can come when."""

    url: str
    closes_on: datetime.date | None
    may_answer: bool
    to_answer: bool  # there are days that the reader has not answered


@dataclass(frozen=True)
class ShownMeeting:
    entry: Entry
    answer: MyAnswer
    place_in_line: int  # on the waiting list; 0: not on it
    seats: list[str]  # how many are left, in words
    states_cost: bool
    poll: PollCall | None
    evaluate_url: str  # empty: nothing to fill in
    video: VideoLink | None
    programme: list[Day]
    preparations: list[Task]
    material: list[Resource]
    notes: Notes | None
    recording: Recording | None
    calendar_url: str  # empty: no date yet, or over
    public_url: str
    edit_url: str  # of the public page in the admin
    manage_url: str

    @property
    def shows_registration(self) -> bool:
        return bool(self.answer.words or self.answer.url or self.seats)

    @property
    def preparations_left(self) -> int:
        return sum(not task.is_done for task in self.preparations)


def meeting_page(request: RoomRequest, meeting: RoomMeeting) -> ShownMeeting:
    """`meeting` has come through the door, with `with_seats()`; so does all that belongs to it."""
    page, slug = meeting.page, request.room.slug
    own = own_registrations(request).get(meeting.pk)
    if own is not None:
        own.meeting = meeting
    answers = may_answer(request)

    def way(name: str, is_open: bool) -> str:
        return reverse(f"room_meetings:{name}", args=[slug, meeting.pk]) if is_open else ""

    return ShownMeeting(
        entry=entry_for(page, meeting.get_absolute_url()),
        answer=my_answer(request, meeting, own, may_answer=answers),
        place_in_line=place_in_line(own) if own and own.seat == Registration.Seat.WAITING else 0,
        seats=seats_in_words(meeting) if meeting.takes_registrations else [],
        states_cost=meeting.takes_registrations and _has_cost(meeting),
        poll=_poll(request, meeting, may_answer=answers),
        evaluate_url=way("evaluate", is_open_for(meeting, own)),
        video=video_link(request, meeting, own),
        programme=programme_of(request, meeting),
        preparations=preparations_of(request, meeting),
        material=material_of(request, meeting),
        notes=notes_for(request, meeting),
        recording=recording_of(meeting),
        calendar_url=way("meeting_file", page.is_dated and not meeting.is_past),
        public_url=page_path(page, request) if page.live else "",
        edit_url=_edit_url(request, meeting),
        manage_url=way("manage", request.membership.leads),
    )


def _poll(request: RoomRequest, meeting: RoomMeeting, *, may_answer: bool) -> PollCall | None:
    rows = RoomMeeting.objects.visible_to(request.user).in_room(request.room)
    if not rows.with_open_poll().filter(pk=meeting.pk).exists():
        return None
    proposals = Proposal.objects.visible_to(request.user).in_room(request.room).filter(meeting=meeting)
    return PollCall(
        url=reverse("room_meetings:poll", args=[request.room.slug, meeting.pk]),
        closes_on=meeting.poll_closes_on,
        may_answer=may_answer,
        to_answer=may_answer and proposals.coming().unanswered_by(request.user).exists(),
    )


def _has_cost(meeting: RoomMeeting) -> bool:
    network = meeting.room.network
    on_site = "on_site" in meeting.ways and strip_tags(network.physical_costs).strip()
    return bool(network.fee or strip_tags(network.fee_note).strip() or on_site)


def _edit_url(request: RoomRequest, meeting: RoomMeeting) -> str:
    """For those who may change the public page too, by a right of their own in the admin."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        return ""
    can_edit = meeting.page.permissions_for_user(request.user).can_edit()
    return reverse("wagtailadmin_pages:edit", args=[meeting.page.pk]) if can_edit else ""
