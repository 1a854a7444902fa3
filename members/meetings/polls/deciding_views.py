"""Below `/rum/<room>/leda/traffar/<pk>/datum/`: a date is decided, settled, moved, cancelled or opened again.

Each page says what would happen (outlook), and whoever presses is told if somebody has been there meanwhile.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.door import RoomRequest, room_view
from members.meetings import deciding
from members.meetings.deciding import Overtaken
from members.meetings.led import find_meeting
from members.meetings.models import RoomMeeting
from network.meeting_line import entry_for
from network.models import MeetingPage

from . import polling
from .appointment_forms import AppointmentForm, MoveForm, ReopenForm
from .appointment_views import back, overtaken
from .outlook import outlook

State = MeetingPage.State
NOTHING = "-"  # whoever has not seen the page has seen no version of it
form_methods = require_http_methods(["GET", "HEAD", "POST"])


@room_view(leads=True)
@form_methods
def decide(request: RoomRequest, pk: int, proposal: int, state: str = State.CONFIRMED) -> HttpResponse:
    """One of the proposed days, for good or preliminarily."""
    meeting = find_meeting(request, pk)
    chosen = meeting.proposals.coming().filter(pk=proposal).first()
    if chosen is None or not polling.is_sought(meeting):
        return overtaken(request, meeting)
    appointment = deciding.appointment_from(chosen, meeting.page, state)
    step = partial(deciding.decide, meeting, chosen, state=state, by=request.user)
    return take(request, meeting, "decide" if state == State.CONFIRMED else "preliminary", appointment, step)


@room_view(leads=True)
@form_methods
def settle(request: RoomRequest, pk: int) -> HttpResponse:
    """A preliminary date is confirmed."""
    meeting = find_meeting(request, pk)
    if meeting.page.state != State.PRELIMINARY or meeting.is_past:
        return overtaken(request, meeting)
    step = partial(deciding.settle, meeting, by=request.user)
    return take(request, meeting, "settle", {"state": State.CONFIRMED}, step)


@room_view(leads=True)
@form_methods
def cancel(request: RoomRequest, pk: int) -> HttpResponse:
    meeting = find_meeting(request, pk)
    if meeting.is_cancelled or meeting.is_past:
        return overtaken(request, meeting)
    step = partial(deciding.cancel, meeting, by=request.user)
    return take(request, meeting, "cancel", {"state": State.CANCELLED}, step)


@room_view(leads=True)
@form_methods
def move(request: RoomRequest, pk: int) -> HttpResponse:
    """Another day, hour, form or city: first it is written, then one sees what it would mean."""
    meeting = find_meeting(request, pk)
    if not meeting.page.is_dated or meeting.is_cancelled or meeting.is_past:
        return overtaken(request, meeting)
    form = MoveForm(request.POST if request.method == "POST" else None, page=meeting.page)
    if request.method != "POST" or not form.is_valid() or "edit" in request.POST:
        context = {"meeting": meeting, "entry": entry_for(meeting.page, ""), "form": form}
        return render(request, "meetings/polls/move.html", context, status=422 if form.errors else 200)
    appointment = form.appointment()
    if "sure" not in request.POST:
        return ask_first(request, meeting, "move", appointment, form=form)
    step = partial(deciding.move, meeting, by=request.user, **appointment)
    return take(request, meeting, "move", appointment, step, form=form)


@room_view(leads=True)
@form_methods
def reopen(request: RoomRequest, pk: int) -> HttpResponse:
    meeting = find_meeting(request, pk)
    if meeting.page.state == State.UNDECIDED or meeting.is_past:
        return overtaken(request, meeting)
    form = ReopenForm(request.POST if request.method == "POST" else None, page=meeting.page)
    appointment = {"state": State.UNDECIDED, "start_date": None, "end_date": None}
    if request.method != "POST" or not form.is_valid():
        return ask_first(request, meeting, "reopen", appointment, form=form)
    words = {name: form.cleaned_data[name] for name in form.names}
    step = partial(deciding.reopen, meeting, by=request.user, **words)
    return take(request, meeting, "reopen", appointment, step, form=form)


def take(
    request: RoomRequest,
    meeting: RoomMeeting,
    name: str,
    appointment: dict[str, Any],
    step: Callable[..., None],
    form: AppointmentForm | None = None,
) -> HttpResponse:
    """POST does it, if the page still is the version that the organiser saw."""
    if request.method != "POST":
        return ask_first(request, meeting, name, appointment, form=form)
    try:
        step(seen=request.POST.get("seen") or NOTHING)
    except Overtaken:
        return overtaken(request, meeting)
    except ValidationError as refused:
        return ask_first(request, meeting, name, appointment, form=form, errors=refused.messages)
    messages.success(request, _("Done. It holds at once."))
    return back(request, meeting)


def ask_first(
    request: RoomRequest,
    meeting: RoomMeeting,
    name: str,
    appointment: dict[str, Any],
    form: AppointmentForm | None = None,
    errors: Sequence[str] = (),
) -> HttpResponse:
    """What would happen, and the button. `appointment`: the fields of the page that would be others."""
    seen = outlook(meeting, **appointment)
    context = {
        "meeting": meeting,
        "entry": entry_for(meeting.page, ""),
        "name": name,
        "outlook": seen,
        "becomes": entry_for(seen.page, ""),
        "seen": deciding.version_of(meeting.page),
        "form": form,
        "errors": errors,
    }
    is_refused = errors or (form is not None and form.errors)
    return render(request, "meetings/polls/confirm.html", context, status=422 if is_refused else 200)
