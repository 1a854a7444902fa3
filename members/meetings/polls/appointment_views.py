"""`/rum/<room>/leda/traffar/<pk>/datum/`: what the date is, and the search for one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.door import RoomRequest, room_view
from members.meetings.deciding import Overtaken
from members.meetings.led import find_meeting
from members.meetings.models import Proposal, RoomMeeting
from network.meeting_line import entry_for
from samrum.core.addresses import page_path

from . import polling
from .forms import LastDayForm, ProposalForm
from .polling import JustAsked, TooMany
from .table import hours_of, table_of, when_of


@room_view(leads=True)
@require_safe
def appointment(request: RoomRequest, pk: int) -> HttpResponse:
    return show(request, find_meeting(request, pk))


@room_view(leads=True)
@require_POST
def propose(request: RoomRequest, pk: int) -> HttpResponse:
    meeting = find_meeting(request, pk)
    form = ProposalForm(request.POST, instance=Proposal(meeting=meeting))
    if form.is_valid():
        try:
            if polling.propose(form.instance, by=request.user):
                messages.success(
                    request, _("The day is proposed. Ask the participants when all days are here.")
                )
                return back(request, meeting)
            form.add_error("start_date", _("That day is proposed already."))
        except TooMany:
            words = _("There are %(number)s proposals already. Take one back first.")
            form.add_error(None, words % {"number": polling.MOST})
        except Overtaken:
            return overtaken(request, meeting)
    return show(request, meeting, proposal_form=form)


@room_view(leads=True)
@require_POST
def last_day(request: RoomRequest, pk: int) -> HttpResponse:
    meeting = find_meeting(request, pk)
    form = LastDayForm(request.POST)
    if not form.is_valid():
        return show(request, meeting, last_day_form=form)
    try:
        polling.set_last_day(meeting, form.cleaned_data["poll_closes_on"], by=request.user)
    except Overtaken:
        return overtaken(request, meeting)
    messages.success(request, _("Saved."))
    return back(request, meeting)


@room_view(leads=True)
@require_POST
def ask(request: RoomRequest, pk: int) -> HttpResponse:
    """The first time all are asked, then those who have not answered or have new days to answer."""
    meeting = find_meeting(request, pk)
    try:
        number = polling.ask(meeting, by=request.user)
    except Overtaken:
        return overtaken(request, meeting)
    except JustAsked:
        messages.error(request, _("They were asked just now. Wait a minute before you ask again."))
        return back(request, meeting)
    if number:
        words = ngettext("%(number)s person is asked.", "%(number)s persons are asked.", number)
        messages.success(request, words % {"number": number})
    else:
        messages.info(request, _("Everybody has answered already. Nobody is asked."))
    return back(request, meeting)


@room_view(leads=True)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: RoomRequest, pk: int, proposal: int) -> HttpResponse:
    """A day that somebody has answered is taken back after a question; POST with `sure` is the answer."""
    meeting = find_meeting(request, pk)
    row = meeting.proposals.filter(pk=proposal).first()
    if row is None:
        return overtaken(request, meeting)
    answers = row.answers.count()
    if request.method != "POST" or (answers and "sure" not in request.POST):
        context = {"meeting": meeting, "proposal": row, "when": when_of(row), "hours": hours_of(row)}
        return render(request, "meetings/polls/withdraw.html", context | {"answers": answers})
    try:
        polling.withdraw(meeting, row.pk, by=request.user)
    except Overtaken:
        return overtaken(request, meeting)
    messages.success(request, _("The day is no longer proposed."))
    return back(request, meeting)


def show(request: RoomRequest, meeting: RoomMeeting, **refused: Any) -> HttpResponse:
    """`refused`: a form that was filled in wrongly."""
    sought = polling.is_sought(meeting)
    forms = {
        "proposal_form": ProposalForm(initial={"part_of_day": meeting.page.part_of_day}),
        "last_day_form": LastDayForm(instance=meeting),
    }
    context = {
        "meeting": meeting,
        "entry": entry_for(meeting.page, meeting.get_absolute_url()),
        "public_url": page_path(meeting.page, request) if meeting.page.live else "",
        "table": table_of(meeting, request.user, is_whole=request.GET.get("visa") == "alla"),
        "is_sought": sought,
        "is_open": polling.takes_answers(meeting),
        "silent": len(polling.silent(meeting)) if sought else 0,
        "most": polling.MOST,
        **(forms if sought else {}),
        **refused,
    }
    return render(request, "meetings/polls/appointment.html", context, status=422 if refused else 200)


def back(request: RoomRequest, meeting: RoomMeeting) -> HttpResponse:
    return redirect("room_meetings:appointment", request.room.slug, meeting.pk)


def overtaken(request: RoomRequest, meeting: RoomMeeting) -> HttpResponse:
    messages.error(request, _("Somebody else was first. This is how it looks now."))
    return back(request, meeting)
