"""`.../forberedelser/`: what to do before the meeting, with something from the library to read."""

import re

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from members.door import RoomRequest, room_view
from members.library.models import Resource
from members.meetings.led import find_meeting
from members.meetings.models import Preparation, RoomMeeting

from .one_meeting import changing, show
from .order import arrange, last_position, pressed
from .resources import PreparationForm, published

CHANGED = gettext_noop("Changed the preparations of a meeting")
MOST = 40
KEY = re.compile(r"[0-9]{1,18}")


@room_view(leads=True)
@require_http_methods(["GET", "HEAD", "POST"])
def preparations(request: RoomRequest, pk: int) -> HttpResponse:
    """The list with its buttons, and one form: for a new one, or for the one that `?punkt=` names."""
    meeting = find_meeting(request, pk)
    chosen = find_item(meeting, request.GET.get("punkt", ""))
    if request.method == "POST" and (button := pressed(request.POST.get("do", ""))):
        with changing(meeting, request, CHANGED) as held:
            arrange(list(held.preparations.all()), *button)
        return redirect("room_meetings:preparations", request.room.slug, pk)
    form = PreparationForm(
        request.POST if request.method == "POST" else None,
        instance=chosen or Preparation(meeting=meeting),
        resources=choices(request, chosen),
    )
    if request.method == "POST" and form.is_valid() and keep(request, meeting, form):
        messages.success(request, _("Saved."))
        return redirect("room_meetings:preparations", request.room.slug, pk)
    seen = set(
        published(request).filter(pk__in=meeting.preparations.values("resource")).values_list("pk", flat=True)
    )
    return show(
        request,
        meeting,
        "preparations",
        status=422 if request.method == "POST" else 200,
        form=form,
        chosen=chosen,
        items=meeting.preparations.select_related("resource__room"),
        seen=seen,
    )


def choices(request: RoomRequest, chosen: Preparation | None) -> QuerySet[Resource]:
    """What is published, and what the preparation has though it was withdrawn since: saving takes nothing away."""
    own = Q(pk=chosen.resource_id) if chosen else Q(pk__in=[])
    return Resource.objects.filter(Q(pk__in=published(request).values("pk")) | own)


def find_item(meeting: RoomMeeting, key: str) -> Preparation | None:
    """None for a new one; 404 for one that is not of this meeting."""
    if not key:
        return None
    found = meeting.preparations.filter(pk=int(key)).first() if KEY.fullmatch(key) else None
    if found is None:
        raise Http404
    return found


def keep(request: RoomRequest, meeting: RoomMeeting, form: PreparationForm) -> bool:
    """False, with the reason in the form, where there are too many."""
    with changing(meeting, request, CHANGED) as held:
        rows = list(held.preparations.all())
        item = form.instance
        same = [
            row
            for row in rows
            if all(getattr(row, name) == getattr(item, name) for name in PreparationForm.Meta.fields)
        ]
        if item.pk is None and same:  # sent twice
            return True
        if item.pk is None and len(rows) >= MOST:
            form.add_error("title", _("A meeting has at most %(most)d preparations.") % {"most": MOST})
            return False
        if item.pk is None:
            item.position = last_position(rows) + 1
        item.save()
    return True
