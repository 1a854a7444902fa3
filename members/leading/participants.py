"""Who has, or had, a place in the room: for its organisers."""

from typing import Any

from members.door import RoomRequest
from members.models import Membership
from members.querysets import MembershipQuerySet


def of_room(request: RoomRequest) -> MembershipQuerySet:
    places = Membership.objects.led_by(request.user).in_room(request.room)
    return places.select_related("user", "organisation")


def narrowed(places: MembershipQuerySet, asked: dict[str, Any]) -> MembershipQuerySet:
    """`asked`: what a `Sift` has understood."""
    match asked["lage"]:
        case "joined":
            places = places.joined()
        case "invited":
            places = places.invited()
        case "ended":
            places = places.ended()
        case "unreached":
            places = places.current().unreached()
        case _:
            places = places.current()
    if asked["roll"]:
        places = places.filter(role=asked["roll"])
    if asked["organisation"]:
        places = places.filter(organisation=asked["organisation"])
    if asked["q"]:
        places = places.matching(asked["q"])
    match asked["ordning"]:
        case "organisation":
            return places.by_organisation()
        case "latest":
            return places.order_by("-invited_at", "-pk")
    return places.by_name()
