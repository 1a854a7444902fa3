"""The start of Leda, and the log."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from members.door import RoomRequest, room_view
from members.models import RoomEvent
from members.parts import gather

from .figures import figures_of

PER_PAGE = 50


@room_view(leads=True)
@require_safe
def overview(request: RoomRequest) -> HttpResponse:
    context = {
        "waiting": gather("waiting", request),
        "figures": figures_of(request),
        "panels": gather("figures", request),
    }
    return render(request, "members/leading/overview.html", context)


@room_view(leads=True)
@require_safe
def log(request: RoomRequest) -> HttpResponse:
    events = RoomEvent.objects.led_by(request.user).in_room(request.room).select_related("by", "person")
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("sida"))
    return render(request, "members/leading/log.html", {"page_of_events": page})
