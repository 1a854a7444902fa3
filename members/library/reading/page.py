"""What the page of a resource shows."""

from collections import defaultdict
from dataclasses import dataclass, field

from members.door import RoomRequest, may_contribute
from members.hiding import faces
from members.library.blocks import building_blocks
from members.library.models import Follow, Resource, ResourceFile, ResourceVersion, UsageNote
from members.models import Organisation

from .makers import name_makers

State = ResourceVersion.State


@dataclass
class ShownVersion:
    version: ResourceVersion
    files: list[ResourceFile] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


@dataclass
class ShownNote:
    note: UsageNote
    author: str  # empty: somebody who hides the profile, or has left
    organisation: Organisation | None
    may_remove: bool


@dataclass
class ResourcePage:
    newest: ShownVersion | None  # of those that are published
    earlier: list[ShownVersion]
    preview: list[ShownVersion]  # what is not published yet, for those who work on it
    blocks: list[str]
    notes: list[ShownNote]
    is_followed: bool
    may_contribute: bool

    @property
    def file_count(self) -> int:
        return sum(len(shown.files) for shown in [self.newest, *self.earlier] if shown)


def resource_page(request: RoomRequest, resource: Resource) -> ResourcePage:
    """`resource` has come through the door; so does all that belongs to it."""
    name_makers(request, [resource])
    versions = _versions(request, resource)
    published = [shown for shown in versions if shown.version.state == State.PUBLISHED]
    follows = Follow.objects.visible_to(request.user).in_room(request.room)
    return ResourcePage(
        newest=published[0] if published else None,
        earlier=published[1:],
        preview=[shown for shown in versions if shown.version.state != State.PUBLISHED],
        blocks=_blocks(resource),
        notes=_notes(request, resource),
        is_followed=follows.filter(resource=resource).exists(),
        may_contribute=resource.is_published and may_contribute(request),
    )


def _versions(request: RoomRequest, resource: Resource) -> list[ShownVersion]:
    """All but withdrawn ones, the newest first."""
    rows = ResourceVersion.objects.visible_to(request.user).in_room(request.room)
    versions = list(rows.filter(resource=resource).exclude(state=State.WITHDRAWN))
    files: dict[int, list[ResourceFile]] = defaultdict(list)
    found = ResourceFile.objects.visible_to(request.user).in_room(request.room)
    for file in found.filter(version__in=versions).defer("text"):
        files[file.version_id].append(file)
    return [ShownVersion(version, files[version.pk]) for version in versions]


def _blocks(resource: Resource) -> list[str]:
    own = {str(key) for key in resource.building_blocks.values_list("translation_key", flat=True)}
    return [block.name for key, block in building_blocks().items() if key in own]


def _notes(request: RoomRequest, resource: Resource) -> list[ShownNote]:
    rows = UsageNote.objects.visible_to(request.user).in_room(request.room).filter(resource=resource)
    notes = list(rows.select_related("organisation"))
    removable = set(rows.removable_by(request.user).values_list("pk", flat=True))
    seen = faces(request.user, request.room, {note.author_id for note in notes})
    return [
        ShownNote(
            note,
            author=seen.name(note.author_id),
            organisation=seen.organisation(note.author_id, note.organisation),
            may_remove=note.pk in removable,
        )
        for note in notes
    ]
