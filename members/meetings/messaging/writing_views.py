"""`/rum/<room>/leda/brev/skriv/`: write, see the letter and its receivers, try it on oneself, send."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from members.door import RoomRequest, room_view
from members.meetings.models import RoomMeeting
from network.meeting_line import when_in_words
from samrum.core.verification.limits import hits

from . import receiving, sending
from .forms import WriteForm

DAY = 24 * 60 * 60  # seconds
TESTS_PER_DAY = 50


@room_view(leads=True)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: RoomRequest) -> HttpResponse:
    meeting = asked_meeting(request)
    if request.method != "POST":
        # Another page may have ticked those whom one wants to reach: those who have not answered.
        ticked = {"groups": request.GET.getlist("svar")}
        return show(request, WriteForm(initial=ticked, request=request, meeting=meeting))
    form = WriteForm(request.POST, request=request, meeting=meeting)
    if not form.is_valid():
        return show(request, form, status=422)
    draft = form.draft()
    if not draft.to:
        form.refuse_nobody()
        return show(request, form, status=422)
    if "send" in request.POST:
        return send(request, form, draft)
    if "test" in request.POST:
        return test(request, form, draft)
    return show(request, form, draft)


def asked_meeting(request: RoomRequest) -> RoomMeeting | None:
    """The meeting that `?traff=` names; 404 for what is no meeting of this room."""
    key = request.GET.get("traff", "")
    if not key:
        return None
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        raise Http404
    meetings = RoomMeeting.objects.led_by(request.user).in_room(request.room)
    return get_object_or_404(meetings.select_related("page", "room"), pk=int(key))


def send(request: RoomRequest, form: WriteForm, draft: sending.Draft) -> HttpResponse:
    seen = sending.seen_at(draft, request.POST.get("seen", ""))
    if seen is None:
        return show(request, form, draft, has_changed="seen" in request.POST)
    try:
        message = sending.send(draft, seen=seen)
    except sending.SentAlready as already:
        messages.info(request, _("The letter was sent already. It does not go twice."))
        return redirect("room_meetings:message", request.room.slug, already.message.pk)
    except sending.TooMany:
        error = _(
            "Twenty letters have been sent from the room within a day. Wait until tomorrow with this one."
        )
        form.add_error(None, error)
        return show(request, form, draft, status=429)
    count = message.receiver_count
    words = ngettext("%(count)d letter is on its way.", "%(count)d letters are on their way.", count)
    messages.success(request, words % {"count": count})
    return redirect("room_meetings:message", request.room.slug, message.pk)


def test(request: RoomRequest, form: WriteForm, draft: sending.Draft) -> HttpResponse:
    if hits(f"test-letter:{request.user.pk}", DAY) > TESTS_PER_DAY:
        form.add_error(None, _("You have sent yourself fifty tests within a day. Wait until tomorrow."))
        return show(request, form, draft, status=429)
    sending.send_test(draft, request.membership)
    return show(request, form, draft, tested=request.user.email)


def show(
    request: RoomRequest,
    form: WriteForm,
    draft: sending.Draft | None = None,
    *,
    status: int = 200,
    tested: str = "",
    has_changed: bool = False,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "meeting": form.meeting,
        "when": when_in_words(form.meeting.page) if form.meeting else "",
        "draft": draft,
        "tested": tested,
        "has_changed": has_changed,
    }
    if draft:
        colleagues = receiving.colleagues_at(form.meeting)
        context |= {
            "letter": sending.preview(draft, request.membership),
            "seen": sending.stamp(draft),
            "receivers": [(place, colleagues.get(place.pk, "")) for place in draft.to],
        }
    return render(request, "meetings/messaging/write.html", context, status=status)
