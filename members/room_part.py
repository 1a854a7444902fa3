"""What the room itself brings to its frame: the start, and Leda."""

from collections.abc import Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .door import RoomRequest
from .models import Application, Membership
from .parts import Link, RoomPart


def navigation(request: RoomRequest) -> Sequence[Link]:
    return [Link(_("The room"), reverse("room", args=[request.room.slug]))]


def lead(request: RoomRequest) -> Link | None:
    """Last in the band, for organisers."""
    return (
        Link(pgettext("what organisers do", "Lead"), reverse("leading", args=[request.room.slug]))
        if request.membership.leads
        else None
    )


def leading(request: RoomRequest) -> Sequence[Link]:
    slug = request.room.slug
    return [
        Link(_("Overview"), reverse("leading", args=[slug])),
        applications(request),
        Link(_("Participants"), reverse("leading_participants", args=[slug])),
        Link(_("Invite"), reverse("leading_invite", args=[slug])),
        Link(_("Settings"), reverse("leading_settings", args=[slug])),
        Link(_("Log"), reverse("leading_log", args=[slug])),
    ]


def applications(request: RoomRequest) -> Link:
    """Those that nobody has looked at yet are counted; on the waiting list they may stand for long."""
    rows = Application.objects.visible_to(request.user).in_room(request.room).filter(state="received")
    return Link(_("Applications"), reverse("leading_applications", args=[request.room.slug]), rows.count())


def waiting(request: RoomRequest) -> Sequence[Link]:
    if not request.membership.leads:
        return []
    decide = replace(applications(request), title=_("Applications to decide"))
    return [link for link in (decide, unreached(request)) if link.count]


def unreached(request: RoomRequest) -> Link:
    places = Membership.objects.led_by(request.user).in_room(request.room).current().unreached()
    address = reverse("leading_participants", args=[request.room.slug])
    return Link(_("People whom letters do not reach"), f"{address}?lage=unreached", places.count())


PART = RoomPart(order=0, navigation=navigation, leading=leading, waiting=waiting)
