"""`/rum/<room>/traffar/<pk>/datum/`: the participants say which days they can come."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.door import RoomRequest, may_contribute, not_for_you, room_view
from members.meetings.deciding import Overtaken
from members.meetings.models import RoomMeeting
from network.meeting_line import entry_for

from . import polling
from .forms import AnswerForm
from .table import table_of


@room_view()
@require_http_methods(["GET", "HEAD", "POST"])
def poll(request: RoomRequest, pk: int) -> HttpResponse:
    """Everybody sees the answers; whoever may add something to the room answers, until the poll is closed."""
    meetings = RoomMeeting.objects.visible_to(request.user).in_room(request.room)
    meeting = get_object_or_404(meetings.select_related("page", "room__network"), pk=pk)
    answers = may_contribute(request)
    if request.method == "POST" and not answers:
        return not_for_you(request)
    table = table_of(meeting, request.user, is_whole=request.GET.get("visa") == "alla")
    days = [day for day in table.days if day.is_coming]
    is_open = polling.takes_answers(meeting)
    form = None
    if answers and days and is_open:
        given = polling.answers_of(meeting, request.membership)
        data = request.POST if request.method == "POST" else None
        form = AnswerForm(data, days=days, given=given, use_required_attribute=False)
    if request.method == "POST":
        if form is None:
            return overtaken(request, meeting)
        if form.is_valid():
            return save(request, meeting, form)
    context = {
        "meeting": meeting,
        "entry": entry_for(meeting.page, meeting.get_absolute_url()),
        "table": table,
        "form": form,
        "is_open": is_open,
        "is_sought": polling.is_sought(meeting),
        "has_answered": any(row.is_own for row in table.rows),
    }
    return render(
        request, "meetings/polls/poll.html", context, status=422 if request.method == "POST" else 200
    )


def save(request: RoomRequest, meeting: RoomMeeting, form: AnswerForm) -> HttpResponse:
    try:
        polling.answer(meeting, request.membership, form.answers())
    except Overtaken:
        return overtaken(request, meeting)
    messages.success(request, _("Your answers are saved. You can change them until the date is decided."))
    return redirect("room_meetings:poll", request.room.slug, meeting.pk)


def overtaken(request: RoomRequest, meeting: RoomMeeting) -> HttpResponse:
    messages.error(request, _("One can no longer answer. Your answers from before stand."))
    return redirect("room_meetings:poll", request.room.slug, meeting.pk)
