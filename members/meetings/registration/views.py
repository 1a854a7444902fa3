"""`/rum/<room>/traffar/<meeting>/anmal/`: do you come?"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from members.door import RoomRequest, room_view
from members.meetings import seating
from members.meetings.holding import Gone
from members.meetings.models import Registration, RoomMeeting
from network.meeting_line import entry_for

from .forms import AnswerForm
from .outcome import said_to_person, state_at_start
from .seats import place_in_line, seats_of


@room_view(contributes=True)
@sensitive_post_parameters("diet", "access")
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: RoomRequest, pk: int) -> HttpResponse:
    meeting = _meeting(request, pk)
    row = _own(request, meeting)
    is_sent = request.method == "POST"
    form = AnswerForm(request.POST if is_sent else None, meeting=meeting, place=request.membership, row=row)
    if not meeting.takes_registrations:
        return closed(request, pk, status=409 if is_sent else 200)
    if is_sent and form.is_valid():
        try:
            saved = seating.register(
                meeting, request.membership, form.way, by=request.user, colleague=form.colleague, **form.needs
            )
        except (seating.Closed, Gone):
            return closed(request, pk, status=409)
        messages.success(request, said_to_person(saved))
        return redirect(meeting)
    context = {
        "meeting": meeting,
        "entry": entry_for(meeting.page, ""),
        "form": form,
        "forms": [form],
        "row": row,
        "state": state_at_start(row) if row else "",
        "seats": (seats := seats_of(meeting)),
        "is_full": any(one.left == 0 for one in seats),
        "network": meeting.room.network,
    }
    return render(request, "meetings/registration/register.html", context, status=422 if is_sent else 200)


def closed(request: RoomRequest, pk: int, status: int) -> HttpResponse:
    """Why nobody can answer any more, with the answer that stands. 404 if the meeting has gone."""
    meeting = _meeting(request, pk)
    row = _own(request, meeting)
    context = {
        "meeting": meeting,
        "entry": entry_for(meeting.page, ""),
        "row": row,
        "state": state_at_start(row, place_in_line(row)) if row else "",
    }
    return render(request, "meetings/registration/closed.html", context, status=status)


def _meeting(request: RoomRequest, pk: int) -> RoomMeeting:
    rows = RoomMeeting.objects.visible_to(request.user).in_room(request.room)
    return get_object_or_404(rows.select_related("page", "room__network"), pk=pk)


def _own(request: RoomRequest, meeting: RoomMeeting) -> Registration | None:
    rows = Registration.objects.visible_to(request.user).of(request.user).filter(meeting=meeting)
    return rows.select_related("needs", "meeting", "membership__user").first()
