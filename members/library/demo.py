"""The running room's library: real files of several versions, made when the demo is loaded."""

import datetime
import hashlib
from collections.abc import Callable
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from members.demo import RUNNING, person
from members.models import Organisation, Room
from network.models import BuildingBlock

from . import tasks
from .demo_content import ITEMS, Item, Version
from .demo_files import CONTENT_TYPES, MAKERS
from .models import DownloadCount, Follow, Resource, ResourceFile, ResourceVersion, UsageNote
from .search import index_resource

FIRST_DAY = datetime.timedelta(days=200)  # so long ago the first resource came; the others follow in turn


def load(say: Callable[[str], None]) -> None:
    room = Room.objects.get(network__slug=RUNNING)
    for number, item in enumerate(ITEMS):
        if not Resource.objects.in_room(room).filter(title=item.title).exists():
            with transaction.atomic():
                make(room, item, number)
    say(f"Library: {Resource.objects.in_room(room).count()} models and tools")


def make(room: Room, item: Item, number: int) -> None:
    contributor = person(item.contributor)
    first = timezone.now() - FIRST_DAY + datetime.timedelta(days=13 * number)
    is_published = item.state == "published"
    resource = Resource.objects.create(
        room=room,
        title=item.title,
        summary=item.summary,
        kind=item.kind,
        language=item.language,
        organisation=Organisation.objects.get(name=item.organisation),
        contact="sakerhet@example.org",
        sharing=item.sharing,
        contributor=contributor,
        handed_in_at=None if item.state == "draft" else first,
    )
    resource.building_blocks.set(
        BuildingBlock.objects.filter(name__in=item.blocks, locale__language_code="sv")
    )
    for order, version in enumerate(item.versions, 1):
        came = first + datetime.timedelta(days=4 * (order - 1))
        add_version(resource, order, version, item.state, came if is_published else None)
        if is_published:
            resource.published_at, resource.renewed_at = first, came
    resource.save()
    index_resource(resource)
    for email, text in item.notes:
        author = person(email)
        place = room.memberships.get(user=author)
        UsageNote.objects.create(resource=resource, author=author, organisation=place.organisation, text=text)
    if is_published:
        Follow.objects.get_or_create(resource=resource, user=person("medlem@example.org"))
        count_downloads(resource, number)


def add_version(
    resource: Resource, number: int, version: Version, state: str, published_at: datetime.datetime | None
) -> None:
    row = ResourceVersion.objects.create(
        resource=resource,
        number=number,
        state=state,
        note=version.note,
        link=version.link,
        uploaded_by=resource.contributor,
        published_at=published_at,
    )
    for position, (name, parts) in enumerate(version.files.items()):
        suffix = PurePath(name).suffix.lstrip(".")
        content = MAKERS[suffix](resource.title, parts)
        file = ResourceFile.objects.create(
            version=row,
            position=position,
            name=name,
            file=ContentFile(content, name),
            content_type=CONTENT_TYPES[suffix],
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        tasks.read_file.enqueue(file.pk)


def count_downloads(resource: Resource, number: int) -> None:
    """Half a year of plausible numbers, so that the organisers' chart has something to show."""
    month = timezone.localdate().replace(day=1)
    for back in range(6):
        count = (number * 7 + back * 5) % 17
        if count:
            DownloadCount.objects.create(resource=resource, month=month, count=count)
        month = (month - datetime.timedelta(days=1)).replace(day=1)
