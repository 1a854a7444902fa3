"""What organisers print: the attendance sheet and the name badges. Of those who have a seat, hidden profiles too."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from members.alphabet import sort_key
from members.door import RoomRequest, room_view
from members.meetings.led import find_meeting
from members.meetings.models import Registration, RoomMeeting
from network.meeting_line import entry_for

ON_A_SHEET = 8  # badges: two by four on A4
EMPTY_LINES = 5  # for those who come unasked
# Beyond so many characters, in all and in one word, a name needs smaller letters to fit on a badge.
LONG, VERY_LONG = (24, 12), (48, 16)


@dataclass(frozen=True)
class Attendee:
    name: str
    organisation: str
    title: str
    instead_of: str  # whose seat it is, where a colleague comes
    order: str

    @property
    def size(self) -> str:
        """How large the name can stand: "", "long" or "very-long"."""
        lengths = len(self.name), max(map(len, self.name.split()), default=0)
        for size, most in (("very-long", VERY_LONG), ("long", LONG)):
            if lengths[0] > most[0] or lengths[1] > most[1]:
                return size
        return ""


@room_view(leads=True)
@require_safe
def attendance_sheet(request: RoomRequest, pk: int) -> HttpResponse:
    """To sign on site; who takes part online is ticked off."""
    meeting = find_meeting(request, pk)
    context = {
        "meeting": meeting,
        "entry": entry_for(meeting.page, ""),
        "network": meeting.room.network,
        "groups": [(way, _attendees(request, meeting, way)) for way in meeting.ways],
        "empty_lines": range(EMPTY_LINES),
    }
    return render(request, "meetings/registration/attendance_sheet.html", context)


@room_view(leads=True)
@require_safe
def name_badges(request: RoomRequest, pk: int) -> HttpResponse:
    """Of those who come on site."""
    meeting = find_meeting(request, pk)
    people = _attendees(request, meeting, Registration.Answer.ON_SITE)
    context = {
        "meeting": meeting,
        "entry": entry_for(meeting.page, ""),
        "network": meeting.room.network,
        "number": len(people),
        "sheets": [people[first : first + ON_A_SHEET] for first in range(0, len(people), ON_A_SHEET)],
    }
    return render(request, "meetings/registration/name_badges.html", context)


def _attendees(request: RoomRequest, meeting: RoomMeeting, way: str) -> list[Attendee]:
    """Those whose seat is held too: they may well come."""
    rows = Registration.objects.visible_to(request.user).filter(meeting=meeting, answer=way).with_a_seat()
    seated = rows.select_related("membership__user", "membership__organisation")
    return sorted((_attendee(row) for row in seated), key=lambda one: one.order)


def _attendee(row: Registration) -> Attendee:
    place, user = row.membership, row.membership.user
    organisation = place.organisation.name if place.organisation else ""
    if row.colleague_name:
        first, _space, last = row.colleague_name.rpartition(" ")
        return Attendee(row.colleague_name, organisation, "", str(user), sort_key(f"{last} {first}"))
    order = sort_key(f"{user.last_name or user.email} {user.first_name}")
    return Attendee(str(user), organisation, place.title, "", order)
