"""`.../efterat/`: notes and decisions, the recording, and whether those who were there are asked what they thought."""

from copy import copy

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from members.door import RoomRequest, room_view
from members.meetings.led import find_meeting
from members.meetings.models import RoomMeeting
from members.models import Membership
from members.notices.outbox import tell

from .forms import AfterwardsForm
from .one_meeting import changing, show

CHANGED = gettext_noop("Changed the notes of a meeting")
PUBLISHED = gettext_noop("Published the notes of a meeting")
WITHDRAWN = gettext_noop("Took back the notes of a meeting")


@room_view(leads=True)
@require_http_methods(["GET", "HEAD", "POST"])
def afterwards(request: RoomRequest, pk: int) -> HttpResponse:
    """Every button keeps what was typed: `save`, `publish`, `withdraw`."""
    meeting = find_meeting(request, pk)
    action = request.POST.get("do", "save")
    publishes = action == "publish" or bool(meeting.notes_published_at and action != "withdraw")
    form = AfterwardsForm(
        request.POST if request.method == "POST" else None, instance=copy(meeting), publishes=publishes
    )
    if request.method == "POST" and form.is_valid():
        messages.success(request, save(request, meeting, form, action))
        return redirect("room_meetings:afterwards", request.room.slug, pk)
    return show(request, meeting, "afterwards", status=422 if request.method == "POST" else 200, form=form)


def save(request: RoomRequest, meeting: RoomMeeting, form: AfterwardsForm, action: str) -> str:
    """Returns what to say. Whoever publishes what is published already publishes nothing new."""
    logged = {"publish": PUBLISHED, "withdraw": WITHDRAWN}.get(action, CHANGED)
    with changing(meeting, request, logged) as held:
        for name in form.changed_data:
            setattr(held, name, form.cleaned_data[name])
        is_new = action == "publish" and held.notes_published_at is None
        if is_new:
            held.notes_published_at = timezone.now()
            others = Membership.objects.joined().in_room(held.room).exclude(pk=request.membership.pk)
            tell("meeting_notes", held.pk, others.order_by("pk").values_list("pk", flat=True))
        elif action == "withdraw":
            held.notes_published_at = None
        held.save(update_fields=[*form.changed_data, "notes_published_at"])
    if is_new:
        return _("Published. The participants get a letter that the notes are there.")
    if action == "withdraw":
        return _("Taken back. Only organisers see the notes.")
    return _("Saved.")
