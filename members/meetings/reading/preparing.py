"""What to prepare before a meeting, with the reader's own ticks."""

from dataclasses import dataclass

from members.door import RoomRequest
from members.library.models import Resource
from members.library.reading.makers import name_makers
from members.meetings.models import Material, Preparation, PreparationDone, RoomMeeting


@dataclass(frozen=True)
class Task:
    item: Preparation
    is_done: bool
    resource: Resource | None  # only what the reader may see


def preparations_of(request: RoomRequest, meeting: RoomMeeting) -> list[Task]:
    rows = list(Preparation.objects.visible_to(request.user).in_room(request.room).filter(meeting=meeting))
    own = PreparationDone.objects.visible_to(request.user).in_room(request.room)
    done = set(own.filter(preparation__in=rows).values_list("preparation", flat=True))
    resources = _seen(request, [row.resource_id for row in rows if row.resource_id])
    return [Task(row, row.pk in done, resources.get(row.resource_id or 0)) for row in rows]


def material_of(request: RoomRequest, meeting: RoomMeeting) -> list[Resource]:
    """What is published in the library, in the organisers' order. What is withdrawn there is gone here too."""
    rows = Material.objects.visible_to(request.user).in_room(request.room).filter(meeting=meeting)
    keys = list(rows.values_list("resource", flat=True))
    resources = _seen(request, keys)
    return [resources[key] for key in keys if key in resources and resources[key].is_published]


def _seen(request: RoomRequest, keys: list[int]) -> dict[int, Resource]:
    if not keys:
        return {}
    rows = Resource.objects.visible_to(request.user).in_room(request.room).filter(pk__in=keys)
    found = {row.pk: row for row in rows.select_related("room", "organisation")}
    name_makers(request, found.values())
    return found
