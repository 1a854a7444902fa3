"""Letters about the library. They carry titles and links, never what is written or filed in the room.

Whoever has left the room since, or has an account no longer, gets none.
"""

from typing import Any

from django.urls import reverse

from members.models import Membership
from samrum.core.addresses import absolute_url
from samrum.core.letters import send_letter
from samrum.users.models import User

from .models import Resource, ResourceVersion


def handed_in(version: ResourceVersion) -> None:
    """To those who lead the room: something waits."""
    room = version.resource.room
    organisers = Membership.objects.joined().in_room(room).filter(role=Membership.Role.ORGANISER)
    waiting = organisers.filter(user__is_active=True).exclude(user=version.uploaded_by_id)
    for membership in waiting.select_related("user"):
        link = reverse("library:review", args=[room.slug, version.pk])
        _send("library_handed_in", membership.user, version.resource, link)


def returned(version: ResourceVersion) -> None:
    """To the contributor; the comment is read in the room."""
    link = reverse("library:draft", args=[version.resource.room.slug, version.pk])
    _tell_contributor("library_returned", version, link)


def published(version: ResourceVersion) -> None:
    """Thanks to the contributor."""
    _tell_contributor("library_published", version, version.resource.get_absolute_url())


def new_version(version: ResourceVersion, follower: User) -> None:
    _send(
        "library_new_version",
        follower,
        version.resource,
        version.resource.get_absolute_url(),
        number=version.number,
    )


def _tell_contributor(name: str, version: ResourceVersion, link: str) -> None:
    contributor = version.uploaded_by
    if contributor and contributor.is_active and _reads(contributor, version.resource):
        _send(name, contributor, version.resource, link)


def _reads(user: User, resource: Resource) -> bool:
    return Resource.objects.visible_to(user).filter(pk=resource.pk).exists()


def _send(name: str, to: User, resource: Resource, link: str, **context: Any) -> None:
    send_letter(
        name,
        to=to.email,
        context={
            "name": to.get_short_name(),
            "title": resource.title,
            "network": resource.room.network.title,
            "link": absolute_url(link),
            **context,
        },
        language=to.language,
        about=Membership.objects.current().in_room(resource.room).filter(user=to),
    )
