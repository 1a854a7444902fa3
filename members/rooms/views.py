"""My rooms, and a room's front page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from members.door import RoomRequest, open_networks, room_view
from members.models import Membership, Room

from .front import front_page_for


@login_required
@require_safe
def my_rooms(request: HttpRequest) -> HttpResponse:
    """Where I have a place; with one room that is open to me, straight in."""
    places = list(Membership.objects.of(request.user).current().select_related("room__network"))
    open_rooms = set(Room.objects.visible_to(request.user).values_list("pk", flat=True))
    if len(places) == 1 and places[0].room_id in open_rooms:
        return redirect(places[0].room)
    context = {
        "open": [place for place in places if place.room_id in open_rooms],
        "shut": [place for place in places if place.is_joined and place.room_id not in open_rooms],
        "invited": [place for place in places if not place.is_joined],
        "networks": [] if places else open_networks(),
    }
    return render(request, "members/rooms.html", context)


@room_view()
@require_safe
def front_page(request: RoomRequest) -> HttpResponse:
    return render(request, "members/front_page.html", {"front": front_page_for(request)})
