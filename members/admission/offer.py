"""What a network offers a visitor who wants a seat: decided by its status and by whether it has a room."""

from dataclasses import dataclass
from enum import Enum

from django.http import Http404
from django.utils.translation import get_language
from wagtail.models import Page

from members.models import Room
from network.models import NetworkPage
from samrum.core.reserved import HOME_DEPTH

Status = NetworkPage.Status


class Way(Enum):
    OPEN = "open"
    WAITING_LIST = "waiting_list"
    CLOSED = "closed"  # planned, running, ended
    NO_ROOM = "no_room"  # open, but there is nobody yet who could read an application

    @property
    def takes_applications(self) -> bool:
        return self in (Way.OPEN, Way.WAITING_LIST)


@dataclass(frozen=True)
class Offer:
    network: NetworkPage  # in the reader's language
    room: Room | None
    way: Way


def offer_at(slug: str) -> Offer:
    """The offer of the published network at that address, in the language of the request. Raises Http404."""
    networks = NetworkPage.objects.live().filter(locale__language_code=get_language() or "sv")
    network = networks.filter(slug=slug, depth=HOME_DEPTH + 1).select_related("locale").first()
    if network is None:
        raise Http404("No such network")
    source = network.canonical
    room = Room.objects.filter(network=source.pk).first()
    return Offer(network, room, _way(source.status, room))


def _way(status: str, room: Room | None) -> Way:
    if status not in (Status.OPEN, Status.FULL):
        return Way.CLOSED
    if room is None:
        return Way.NO_ROOM
    return Way.WAITING_LIST if status == Status.FULL else Way.OPEN


def title_of(room: Room, language: str) -> str:
    """The network's name in a reader's language, where it is published in it."""
    if language == "sv":
        return room.network.title
    translated = Page.objects.live().filter(
        translation_key=room.network.translation_key, locale__language_code=language, alias_of__isnull=True
    )
    return translated.values_list("title", flat=True).first() or room.network.title
