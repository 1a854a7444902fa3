"""A draft while it is worked on: its files come, go and change places. Each step is one transaction."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Sum
from django.utils.translation import gettext as _

from members.files.checks import Checked, check_upload
from members.library import publishing, tasks
from members.library.models import Resource, ResourceFile, ResourceVersion
from members.library.publishing import WORKED_ON, hold
from members.models import Room
from samrum.users.models import User

from .twice import begun, one_at_a_time

MOST_FILES = 20  # of one version
MOST_UNPUBLISHED = 50  # of one person in a room: drafts, and what waits for review


class TooMany(Exception):
    """The person has to finish something before beginning on more."""


def start(resource: Resource, by: User, digest: str) -> tuple[ResourceVersion, bool]:
    """The draft of a new resource, and whether it is new: what the same words began a moment ago is taken up again.

    Raises TooMany.
    """
    with one_at_a_time(by):
        if twin := begun(resource, by, digest):
            return twin, False
        if has_many(resource.room, by):
            raise TooMany
        return publishing.start(resource, by, digest), True


def renew(resource: Resource, by: User) -> ResourceVersion:
    """The draft of its next version. Raises TooMany, Overtaken."""
    with one_at_a_time(by):
        if has_many(resource.room, by):
            raise TooMany
        return publishing.new_version(resource, by)


def has_many(room: Room, user: User) -> bool:
    """Whether the person has to finish something before beginning on more: a disk is finite."""
    mine = ResourceVersion.objects.visible_to(user).in_room(room).of(user).unpublished()
    return mine.count() >= MOST_UNPUBLISHED


def bytes_unpublished(user: User) -> int:
    """Of the person's files that are not published yet, in all rooms: one who leaves a room leaves them there."""
    mine = ResourceFile.objects.filter(version__in=ResourceVersion.objects.of(user).unpublished())
    return mine.order_by().aggregate(bytes=Sum("size"))["bytes"] or 0


def take_in(version: ResourceVersion, uploads: Iterable[UploadedFile]) -> list[str]:
    """Keep every file that can be kept; returns in words why the others cannot. Raises Overtaken."""
    refused: list[str] = []
    for upload in uploads:
        try:
            add(version, check_upload(upload))
        except ValidationError as error:
            refused += error.messages
    return refused


def add(version: ResourceVersion, checked: Checked) -> None:
    """A file that the draft holds already is not kept twice. Raises ValidationError when there are too many."""
    by: Any = version.uploaded_by
    # The person first: what they upload in two windows at once counts together.
    with one_at_a_time(by), hold(version, *WORKED_ON) as draft:
        files = list(draft.files.defer("text"))
        if any((file.sha256, file.name) == (checked.sha256, checked.name) for file in files):
            return
        if len(files) >= MOST_FILES:
            raise ValidationError(
                _("“%(name)s”: a version holds at most %(most)s files."),
                params={"name": checked.name, "most": MOST_FILES},
            )
        if bytes_unpublished(by) + checked.size > settings.MAX_UNPUBLISHED_MB * 1024 * 1024:
            raise ValidationError(
                _(
                    "“%(name)s”: your drafts and what waits for review hold %(most)s MB, which is as much as we keep. Finish or delete one of them first."
                ),
                params={"name": checked.name, "most": settings.MAX_UNPUBLISHED_MB},
            )
        file = ResourceFile.objects.create(
            version=draft,
            position=max((file.position for file in files), default=-1) + 1,
            file=checked.content,
            name=checked.name,
            content_type=checked.content_type,
            size=checked.size,
            sha256=checked.sha256,
            has_macros=checked.has_macros,
            findings=checked.findings,
        )
        draft.save(update_fields=["changed_at"])
        # A row of the same database: the worker sees it when the file is there for good.
        tasks.read_file.enqueue(file.pk)


def remove(version: ResourceVersion, file: uuid.UUID) -> None:
    with hold(version, *WORKED_ON) as draft:
        for found in draft.files.filter(uuid=file):
            found.delete()
        draft.save(update_fields=["changed_at"])


def move(version: ResourceVersion, file: uuid.UUID, steps: int) -> None:
    """`steps` is -1 for one place up, 1 for one place down; at the ends nothing happens."""
    with hold(version, *WORKED_ON) as draft:
        files = list(draft.files.defer("text"))
        place = next((place for place, found in enumerate(files) if found.uuid == file), None)
        if place is None or not 0 <= place + steps < len(files):
            return
        files.insert(place + steps, files.pop(place))
        for position, found in enumerate(files):
            ResourceFile.objects.filter(pk=found.pk).update(position=position)
        draft.save(update_fields=["changed_at"])


def delete(version: ResourceVersion) -> None:
    """The draft and its files; the resource too, if nothing else of it was ever there."""
    with hold(version, *WORKED_ON) as draft:
        draft.delete()
        if not draft.resource.published_at and not draft.resource.versions.exists():
            draft.resource.delete()
