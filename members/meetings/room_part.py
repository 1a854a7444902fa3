"""What the meetings bring to the room."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from members.door import RoomRequest
from members.parts import Link, RoomPart

from .reading import front_page
from .reading.waiting import waiting


def navigation(request: RoomRequest) -> Sequence[Link]:
    return [Link(_("Meetings"), reverse("room_meetings:list", args=[request.room.slug]))]


def leading(request: RoomRequest) -> Sequence[Link]:
    slug = request.room.slug
    return [
        Link(_("Meetings"), reverse("room_meetings:overview", args=[slug])),
        Link(_("Letters"), reverse("room_meetings:messages", args=[slug])),
    ]


PART = RoomPart(
    order=5,
    navigation=navigation,
    leading=leading,
    waiting=waiting,
    news=front_page.news,
    panels=front_page.next_meeting,
    figures=front_page.figures,
)
