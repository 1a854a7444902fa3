"""`/rum/<room>/leda/traffar/<pk>/utvardering/`: what is asked, and what was answered."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.door import RoomRequest, room_view
from members.meetings.holding import Gone
from members.meetings.led import find_meeting
from members.meetings.models import RoomMeeting
from network.meeting_line import entry_for

from . import questions
from .forms import QuestionsForm
from .opening import last_day
from .results import Results, results_of


@room_view(leads=True)
@require_http_methods(["GET", "HEAD", "POST"])
def evaluation(request: RoomRequest, pk: int) -> HttpResponse:
    meeting = find_meeting(request, pk)
    try:
        asked = questions.shown(meeting)
        if request.method != "POST":
            return show(request, meeting, QuestionsForm(questions=asked))
        form = QuestionsForm(request.POST, questions=asked)
        if not form.is_valid():
            return show(request, meeting, form, status=422)
        questions.change(meeting, form.asked, by=request.user)
    except questions.Answered:
        return show(request, meeting, form, status=409)
    except Gone as gone:
        raise Http404 from gone
    messages.success(request, _("The questions are saved."))
    return redirect("room_meetings:leading_evaluation", request.room.slug, meeting.pk)


def show(request: RoomRequest, meeting: RoomMeeting, form: QuestionsForm, status: int = 200) -> HttpResponse:
    asked = questions.shown(meeting)
    last = last_day(meeting)
    results = results_of(request.user, meeting, asked)
    context = {
        "meeting": meeting,
        "entry": entry_for(meeting.page, ""),
        "is_open": meeting.is_past
        and not meeting.is_cancelled
        and last is not None
        and timezone.localdate() <= last,
        "last_day": last,
        # Nobody has answered: the questions can be changed.
        "form": form if results.count == 0 else None,
        "was_refused": status == 409,
        "results": results,
        "how_many": how_many(results),
    }
    return render(request, "meetings/evaluation/results.html", context, status=status)


def how_many(results: Results) -> str:
    """In words where so few have answered that nothing is shown."""
    few = [
        _("Nobody has answered yet."),
        _("One has answered. The answers are shown when five have answered."),
        _("Two have answered. The answers are shown when five have answered."),
        _("Three have answered. The answers are shown when five have answered."),
        _("Four have answered. The answers are shown when five have answered."),
    ]
    if results.is_hidden:
        return few[results.count]
    return _("%(count)d have answered.") % {"count": results.count}
