"""Which organisation a page names as the maker of a resource: none where that would say who hides their profile."""

from collections.abc import Iterable

from members.door import RoomRequest
from members.hiding import faces
from members.library.models import Resource


def name_makers(request: RoomRequest, resources: Iterable[Resource]) -> None:
    """Set `shown_organisation` of each; they have come through the door. At most three queries."""
    found = [resource for resource in resources if resource.organisation_id]
    if not found:
        return
    seen = faces(request.user, request.room, {resource.contributor_id for resource in found})
    for resource in found:
        resource.shown_organisation = seen.organisation(resource.contributor_id, resource.organisation)
