"""`/rum/<room>/traffar/<pk>/utvardera/`: whoever was there says how it was."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.door import RoomRequest, room_view
from members.meetings.holding import Gone
from members.meetings.models import Registration, RoomMeeting
from network.meeting_line import when_in_words

from . import questions
from .answering import Changed, Shut, hand_in
from .forms import EvaluationForm
from .opening import Closed, why_closed


@room_view()
@require_http_methods(["GET", "HEAD", "POST"])
def evaluate(request: RoomRequest, pk: int) -> HttpResponse:
    rows = RoomMeeting.objects.visible_to(request.user).in_room(request.room)
    meeting = get_object_or_404(rows.select_related("page", "room"), pk=pk)
    own = Registration.objects.of(request.user).filter(meeting=meeting).first()
    reason = why_closed(meeting, own)
    if own is None or reason is not None:
        return shut(request, meeting, reason or Closed.NOT_THERE)
    try:
        asked = questions.ensure(meeting)
        if request.method != "POST":
            return show(request, meeting, EvaluationForm(questions=asked))
        form = EvaluationForm(request.POST, questions=asked)
        if not form.is_valid():
            return show(request, meeting, form, status=422)
        hand_in(meeting, own, form.answers, asked=form.cleaned_data["asked"])
    except Shut as refused:
        return shut(request, meeting, refused.reason)
    except Changed:
        return show(request, meeting, asked_anew(request, meeting), status=409, has_changed=True)
    except Gone as gone:
        raise Http404 from gone
    messages.success(request, _("Thank you! Your answers are handed in, without your name."))
    return redirect(meeting)


def asked_anew(request: RoomRequest, meeting: RoomMeeting) -> EvaluationForm:
    """With the questions as they are now and what the person has filled in."""
    asked = questions.ensure(meeting)
    data = request.POST.copy()
    data["asked"] = questions.fingerprint(asked)
    return EvaluationForm(data, questions=asked)


def show(
    request: RoomRequest,
    meeting: RoomMeeting,
    form: EvaluationForm,
    status: int = 200,
    *,
    has_changed: bool = False,
) -> HttpResponse:
    context = {
        "meeting": meeting,
        "when": when_in_words(meeting.page),
        "form": form,
        "has_changed": has_changed,
    }
    return render(request, "meetings/evaluation/evaluate.html", context, status=status)


def shut(request: RoomRequest, meeting: RoomMeeting, reason: Closed) -> HttpResponse:
    context = {"meeting": meeting, "when": when_in_words(meeting.page), "reason": reason.label}
    status = 403 if reason is Closed.NOT_THERE else 409
    return render(request, "meetings/evaluation/shut.html", context, status=status)
