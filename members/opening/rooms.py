"""An administrator opens a room and says who leads it; what happens inside is the organiser's."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from members.invitations import invite
from members.log import note
from members.models import Membership, Room
from network.models import NetworkPage
from samrum.users.models import User

# The first segments below /rum/ that are no rooms.
RESERVED = ("brev", "inbjudan", "kalender")


class IsOpen(Exception):
    """Somebody has opened the room since one looked."""


class HasOrganiser(Exception):
    """Somebody leads the room already, and appoints others from inside it."""


@transaction.atomic
def open_room(network: NetworkPage, slug: str, organiser: str, *, by: User) -> Room:
    """`organiser`: an e-mail address; the letter goes with the room or not at all.

    Raises IsOpen, also where another network has just taken `slug`.
    """
    try:
        with transaction.atomic():
            room = Room.objects.create(network=network, slug=slug)
    except IntegrityError:
        raise IsOpen from None
    note(room, by, gettext_noop("Opened the room"))
    appoint(room, organiser, by=by)
    return room


@transaction.atomic
def appoint(room: Room, organiser: str, *, by: User) -> None:
    """Only where nobody leads: an administrator has no way into a room that is led. Raises HasOrganiser."""
    room = Room.objects.select_for_update().get(pk=room.pk)
    if room.memberships.leading().exists():
        raise HasOrganiser
    place = invite(room, organiser, by=by, role=Membership.Role.ORGANISER)
    if not place.leads:
        place.role = Membership.Role.ORGANISER
        place.save(update_fields=["role"])
    note(room, by, gettext_noop("Appointed an organiser"), place.user)


def rooms_below(page_paths: list[str]) -> list[Room]:
    """Rooms of networks that would go with these pages."""
    rooms = Room.objects.select_related("network")
    return [room for room in rooms if room.network.path.startswith(tuple(page_paths))]
