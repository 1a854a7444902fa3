"""The door as a view meets it: who comes in, who is shown the way, and who is told nothing at all.

Decorate every view of a room with `room_view`. It runs before anything below the room is looked up, so an unknown room
answers like a forbidden one and nobody learns which rooms exist.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from network.models import NetworkPage
from samrum.users.models import User

from . import visits
from .models import Membership, Room


class RoomRequest(HttpRequest):
    """A request that has come through the door."""

    user: User
    room: Room
    membership: Membership
    is_shut: bool  # the room is not open to this person: only their own place in it can be reached


View = Callable[..., HttpResponseBase]


def room_view(
    *, contributes: bool = False, leads: bool = False, before_rules: bool = False, while_shut: bool = False
) -> Callable[[View], View]:
    """Let in whoever may read the room (`slug` is the view's first argument, and is not handed on).

    `leads`: organisers alone. `contributes`: whoever may add something; a room that is only for reading answers 403 to
    all but organisers. `before_rules`: also those who have not accepted the rules yet. `while_shut`: also before the
    room opens and after it closes, for what is the person's own and shows nothing of the room.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def through_the_door(request: RoomRequest, slug: str, *args, **kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            membership = _membership(request.user, slug)
            if membership is None:
                return no_access(request)
            room = request.room = membership.room
            request.membership = membership
            if leads and not membership.leads:
                return not_for_you(request, needs_organiser=True)
            request.is_shut = not membership.leads and room.state in (Room.State.COMING, Room.State.CLOSED)
            if request.is_shut and not while_shut:
                return render(request, "members/not_open.html", {"is_shut": True}, status=403)
            if contributes and not may_contribute(request):
                return not_for_you(request)
            if not before_rules and room.rules and not (membership.rules_accepted_at or membership.leads):
                query = urlencode({"next": request.get_full_path()})
                return redirect(f"{reverse('room_rules', args=[room.slug])}?{query}")
            visits.note(membership)
            return view(request, *args, **kwargs)

        # Tests that walk through every address read from here what a view demands.
        through_the_door.door = {  # type: ignore[attr-defined]
            "contributes": contributes,
            "leads": leads,
            "while_shut": while_shut,
        }
        return through_the_door

    return decorate


def _membership(user: User, slug: str) -> Membership | None:
    """The person's place in the room, with the room: the one look-up that every page of a room makes."""
    joined = Membership.objects.of(user).joined()
    return joined.filter(room__slug=slug).select_related("room__network", "organisation").first()


def may_contribute(request: RoomRequest) -> bool:
    return Room.objects.may_contribute(request.user).filter(pk=request.room.pk).exists()


def no_access(request: HttpRequest) -> HttpResponse:
    """403 for a signed-in person without a place in the room, and for a room that does not exist: the same."""
    mine = Room.objects.visible_to(request.user).select_related("network").order_by("network__title", "pk")
    context = {"networks": open_networks(), "rooms": list(mine)}
    return render(request, "members/no_access.html", context, status=403)


def not_for_you(request: RoomRequest, needs_organiser: bool = False) -> HttpResponse:
    """403 inside the room: something that only organisers or contributors may do."""
    return render(request, "members/not_for_you.html", {"needs_organiser": needs_organiser}, status=403)


def open_networks() -> list[NetworkPage]:
    """Where one may apply for a seat: public anyway."""
    networks = NetworkPage.objects.live().filter(status=NetworkPage.Status.OPEN, locale__language_code="sv")
    # Always in one order: the page that refuses must not differ from one time to the next.
    return list(networks.order_by("-period_start", "title", "pk"))
