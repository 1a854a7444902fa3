"""The meetings of the room on the meeting line, with what each is to the reader."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from members.door import RoomRequest
from members.library.models import Resource
from members.meetings.models import Material, Proposal, RoomMeeting
from network.meeting_line import Entry, YearEntries, entry_for, in_years
from network.models import MeetingPage
from network.schedule import in_order, split_past

from .my_answer import MyAnswer, may_answer, my_answer, own_registrations
from .seats_left import seats_in_words


@dataclass
class RoomEntry(Entry):
    """A meeting on the line, and what stands below it in the room."""

    answer: MyAnswer | None = None
    seats: list[str] = field(default_factory=list)
    poll_url: str = ""  # days are proposed that the reader has not answered
    calendar_url: str = ""
    marks: list[str] = field(default_factory=list)  # what there is to see afterwards


@dataclass(frozen=True)
class Listing:
    coming: list[YearEntries]
    past: list[YearEntries]
    past_count: int


def meetings_of(request: RoomRequest) -> Listing:
    rows = RoomMeeting.objects.visible_to(request.user).in_room(request.room).with_seats()
    # In the order of the page tree, which an open date keeps among the others (schedule.in_order).
    rows = rows.select_related("page").defer("page__body", "directions").order_by("page__path")
    meetings = {row.page_id: row for row in rows}
    describe = _Describe(request)

    def entry_of(page: MeetingPage) -> RoomEntry:
        return describe.entry(meetings[page.pk])

    past, coming = split_past(in_order(row.page for row in meetings.values()), timezone.localdate())
    return Listing(in_years(coming, entry_of), in_years(past, entry_of), len(past))


class _Describe:
    """What is asked once for all meetings."""

    def __init__(self, request: RoomRequest):
        self.request = request
        self.own = own_registrations(request)
        self.may_answer = may_answer(request)
        self.to_answer = to_answer(request) if self.may_answer else set()
        self.with_material = with_material(request)

    def entry(self, meeting: RoomMeeting) -> RoomEntry:
        meeting.room = self.request.room  # its address needs it
        page, row = meeting.page, self.own.get(meeting.pk)
        address = [self.request.room.slug, meeting.pk]
        is_coming = page.is_dated and not (meeting.is_past or meeting.is_cancelled)
        return RoomEntry(
            **vars(entry_for(page, meeting.get_absolute_url())),
            answer=my_answer(self.request, meeting, row, may_answer=self.may_answer),
            seats=seats_in_words(meeting) if meeting.takes_registrations else [],
            poll_url=reverse("room_meetings:poll", args=address) if meeting.pk in self.to_answer else "",
            calendar_url=reverse("room_meetings:meeting_file", args=address) if is_coming else "",
            marks=self._marks(meeting),
        )

    def _marks(self, meeting: RoomMeeting) -> list[str]:
        marks = {
            _("Notes"): meeting.notes_published_at and (meeting.notes or meeting.decisions),
            _("Material"): meeting.pk in self.with_material,
            _("Recording"): meeting.shows_recording,
        }
        return [name for name, is_there in marks.items() if is_there]


def to_answer(request: RoomRequest) -> set[int]:
    """Meetings (keys) without a day that wait for the reader's answer. A preliminary one waits for a registration."""
    meetings = RoomMeeting.objects.visible_to(request.user).in_room(request.room).with_open_poll()
    undated = meetings.filter(page__start_date__isnull=True)
    rows = Proposal.objects.visible_to(request.user).filter(meeting__in=undated.values("pk"))
    return set(rows.coming().unanswered_by(request.user).values_list("meeting", flat=True))


def with_material(request: RoomRequest) -> set[int]:
    resources = Resource.objects.visible_to(request.user).in_room(request.room).published()
    rows = Material.objects.visible_to(request.user).filter(resource__in=resources.values("pk"))
    return set(rows.order_by().values_list("meeting", flat=True).distinct())
