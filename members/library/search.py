"""Keeps the private index: what is published and not withdrawn can be found and counted, nothing else."""

import secrets

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from members.alphabet import sort_key
from members.models import Membership, Organisation
from network.models import BuildingBlock

from .models import ListedResource, Resource, ResourceFile, ResourceSearchEntry, ResourceVersion

# One stemming for all, or a Swedish query would not find Swedish words in a resource that is marked as English.
LANGUAGE = "sv"


@transaction.atomic
def index_resource(resource: Resource) -> None:
    """Make `resource` findable as it is now, or no longer findable. Call it in the transaction that changes it.

    The files that count are those of its newest published version.
    """
    # Its row is held: of two changes at once the later one decides.
    row = Resource.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=resource.pk)
    newest = ResourceVersion.objects.filter(resource=row).published().order_by("-number").first()
    if not row.is_published or newest is None:
        forget_resource(row)
        return
    blocks = list(row.building_blocks.all())
    organisation = _organisation_of(row)
    entry = ResourceSearchEntry(pk=row.pk, resource=row, room_id=row.room_id, language=LANGUAGE)
    entry.fill(row.title, "\n".join(_texts(row, organisation, newest, blocks)))
    entry.save()
    ListedResource(
        resource=row,
        room_id=row.room_id,
        kind=row.kind,
        language=row.language,
        organisation_id=organisation.pk if organisation else None,
        blocks=" ".join(sorted({str(block.translation_key) for block in blocks})),
        title_key=sort_key(row.title),
        renewed_at=row.renewed_at or timezone.now(),
        downloads=row.download_counts.aggregate(all=Sum("count"))["all"] or 0,
        mark=secrets.randbits(40),
    ).save()


def forget_resource(resource: Resource) -> None:
    ResourceSearchEntry.objects.filter(pk=resource.pk).delete()
    ListedResource.objects.filter(pk=resource.pk).delete()


def rebuild() -> int:
    """Index everything anew; return how many resources can be found."""
    for resource in Resource.objects.order_by("pk").iterator(chunk_size=100):
        index_resource(resource)
    return ListedResource.objects.count()


def _organisation_of(resource: Resource) -> Organisation | None:
    """None where whoever contributed it hides their profile: filters and words find the same for everybody, whatever
    others there are from the organisation."""
    hides = Membership.objects.hiding().filter(room=resource.room_id, user=resource.contributor_id)
    return None if resource.contributor_id and hides.exists() else resource.organisation


def _texts(
    resource: Resource,
    organisation: Organisation | None,
    version: ResourceVersion,
    blocks: list[BuildingBlock],
) -> list[str]:
    files = ResourceFile.objects.filter(version=version).values_list("name", "text")
    return [
        resource.summary,
        # In every language: whoever reads the room in English seeks in English.
        *BuildingBlock.objects.filter(
            translation_key__in=[block.translation_key for block in blocks]
        ).values_list("name", flat=True),
        *([organisation.name] if organisation else []),
        *(f"{name}\n{text}" for name, text in files),
    ]
