"""Letters about a place in a room. They carry the network's public title and links, never what is in the room."""

from django.urls import reverse

from samrum.core.addresses import absolute_url
from samrum.core.letters import send_letter

from .models import Membership
from .models.invitation import LIFE


def invitation(membership: Membership, token: str) -> None:
    send_letter(
        "room_invitation",
        to=membership.user.email,
        context={
            "network": membership.room.network.title,
            "name": membership.user.get_short_name(),
            "link": absolute_url(reverse("room_invitation", args=[token])),
            "days": LIFE.days,
        },
        language=membership.user.language,
        about=[membership],
    )


def left(membership: Membership) -> None:
    """A receipt for the person who left."""
    _send("room_left", membership)


def membership_ended(membership: Membership) -> None:
    _send("room_ended", membership)


def _send(name: str, membership: Membership) -> None:
    context = {
        "network": membership.room.network.title,
        "name": membership.user.get_short_name(),
        "rooms": absolute_url(reverse("rooms")),
    }
    user = membership.user
    send_letter(name, to=user.email, context=context, language=user.language, about=[membership])
