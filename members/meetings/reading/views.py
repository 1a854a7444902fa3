"""`/rum/<room>/traffar/`: the meetings of the room, and the page of one."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from members.door import RoomRequest, room_view
from members.meetings.models import Preparation, PreparationDone, RoomMeeting

from .listing import meetings_of
from .page import meeting_page


@room_view()
@require_safe
def meeting_list(request: RoomRequest) -> HttpResponse:
    return render(request, "meetings/reading/list.html", {"listing": meetings_of(request)})


@room_view()
@require_safe
def meeting(request: RoomRequest, pk: int) -> HttpResponse:
    rows = RoomMeeting.objects.visible_to(request.user).in_room(request.room).with_seats()
    found = get_object_or_404(rows.select_related("page", "room__network"), pk=pk)
    context = {"meeting": found, "shown": meeting_page(request, found)}
    return render(request, "meetings/reading/meeting.html", context)


@room_view()
@require_POST
def prepared(request: RoomRequest, pk: int, item: int) -> HttpResponse:
    """Tick something off, or take the tick away. The reader's own: also a guest's, also in a room only for reading."""
    rows = Preparation.objects.visible_to(request.user).in_room(request.room)
    found = get_object_or_404(rows.filter(meeting=pk), pk=item)
    if request.POST.get("do") == "undo":
        own = PreparationDone.objects.visible_to(request.user).in_room(request.room)
        own.filter(preparation=found).delete()
    else:
        PreparationDone.objects.get_or_create(preparation=found, membership=request.membership)
    page = reverse("room_meetings:meeting", args=[request.room.slug, pk])
    return redirect(f"{page}#forberedelser")
