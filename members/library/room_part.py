"""What the library brings to the room."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from members.door import RoomRequest
from members.parts import Link, RoomPart

from .models import ResourceVersion
from .reading import front_page


def navigation(request: RoomRequest) -> Sequence[Link]:
    return [Link(_("Library"), reverse("library:list", args=[request.room.slug]))]


def leading(request: RoomRequest) -> Sequence[Link]:
    queue = reverse("library:review_queue", args=[request.room.slug])
    return [Link(_("Library"), queue, count=in_queue(request))]


def waiting(request: RoomRequest) -> Sequence[Link]:
    """What was returned to this person; for organisers, that there is something to review."""
    room = request.room.slug
    versions = ResourceVersion.objects.in_room(request.room)
    returned = versions.drafts_of(request.user).returned().select_related("resource")
    links = [
        Link(
            _("Returned with a comment: %(title)s") % {"title": version.resource.title},
            reverse("library:draft", args=[room, version.pk]),
        )
        for version in returned
    ]
    if request.membership.leads and (count := in_queue(request)):
        links.append(
            Link(_("To review in the library"), reverse("library:review_queue", args=[room]), count=count)
        )
    return links


def in_queue(request: RoomRequest) -> int:
    return ResourceVersion.objects.led_by(request.user).in_room(request.room).waiting_for_review().count()


PART = RoomPart(
    order=10,
    navigation=navigation,
    leading=leading,
    waiting=waiting,
    news=front_page.news,
    panels=front_page.latest,
    figures=front_page.figures,
)
