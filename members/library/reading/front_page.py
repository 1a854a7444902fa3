"""What the library says on the room's front page and under Leda."""

import datetime
from collections.abc import Sequence

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from members.door import RoomRequest
from members.library.models import DownloadCount, Resource, ResourceFile, ResourceVersion, UsageNote
from members.parts import News, Panel

from .makers import name_makers

LATEST = 4
MOST_NEWS = 20


def latest(request: RoomRequest) -> Sequence[Panel]:
    rows = _in(request, _published(request).newest_first().select_related("organisation")[:LATEST])
    name_makers(request, rows)
    context = {"resources": rows, "url": reverse("library:list", args=[request.room.slug])}
    return [Panel("library/reading/latest.html", context)]


def news(request: RoomRequest, since: datetime.datetime) -> Sequence[News]:
    """New resources, and new versions of old ones."""
    rows = _published(request).filter(renewed_at__gt=since).newest_first()[:MOST_NEWS]
    found = []
    for resource in _in(request, rows):
        is_new = resource.published_at is not None and resource.published_at > since
        kind = _("New in the library") if is_new else _("New version in the library")
        at = resource.renewed_at or since
        found.append(News(resource.title, resource.get_absolute_url(), at, kind))
    return found


def figures(request: RoomRequest) -> Sequence[Panel]:
    month = timezone.localdate().replace(day=1)
    counts = DownloadCount.objects.led_by(request.user).in_room(request.room).filter(month=month)
    versions = ResourceVersion.objects.led_by(request.user).in_room(request.room)
    files = ResourceFile.objects.visible_to(request.user).in_room(request.room)
    notes = UsageNote.objects.visible_to(request.user).in_room(request.room)
    context = {
        "resources": _published(request).count(),
        "files": files.filter(version__in=versions.published()).count(),
        "to_review": versions.waiting_for_review().count(),
        "downloads": counts.aggregate(all=Sum("count"))["all"] or 0,
        "notes": notes.count(),
    }
    return [Panel("library/reading/figures.html", context)]


def _published(request: RoomRequest):
    return Resource.objects.visible_to(request.user).in_room(request.room).published()


def _in(request: RoomRequest, rows) -> list[Resource]:
    """The rows with the room that they lie in, which their addresses need."""
    found = list(rows)
    for resource in found:
        resource.room = request.room
    return found
