"""The rows of one page of the list, in the same few queries however many resources there are."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Case, TextField, Value, When
from django.db.models.functions import Substr

from members.door import RoomRequest
from members.library.blocks import Block
from members.library.models import Resource, ResourceFile, ResourceVersion
from samrum.core.search import analysis
from samrum.core.search.snippets import MAX_SCANNED, Piece, highlighted, snippet, terms_in

from .makers import name_makers

PLAIN_SUMMARY = 300  # characters


@dataclass
class Hit:
    resource: Resource
    title: list[Piece]
    text: list[Piece] = field(default_factory=list)
    found_in: str = ""  # the name of the file whose text is shown
    blocks: list[str] = field(default_factory=list)
    version: ResourceVersion | None = None
    files: list[ResourceFile] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)

    @property
    def types(self) -> str:
        """ "DOCX, PDF": what one gets."""
        return ", ".join(dict.fromkeys(file.type_name for file in self.files))


def hits(request: RoomRequest, keys: list[int], query: analysis.Query, blocks: dict[str, Block]) -> list[Hit]:
    """What the list shows of these resources, in their order. One that was withdrawn in between is left out."""
    resources = Resource.objects.visible_to(request.user).in_room(request.room).published()
    rows = resources.select_related("organisation").in_bulk(keys)
    name_makers(request, rows.values())
    versions = _newest(request, keys)
    # The words of some stand neither in title nor summary: their files are looked through.
    elsewhere = {
        versions[key].pk
        for key, row in rows.items()
        if key in versions and len(terms_in(f"{row.title}\n{row.summary}", query.strict)) < len(query.terms)
    }
    files, texts = _files(request, [version.pk for version in versions.values()], elsewhere)
    names = _block_names(list(rows), blocks)
    found = []
    for key in keys:
        if (row := rows.get(key)) is None:
            continue
        row.room = request.room
        version = versions.get(key)
        hit = Hit(row, highlighted(row.title, query), version=version, blocks=names[key])
        hit.files = files[version.pk] if version else []
        hit.text = snippet(row.summary, query) if query else [Piece(_cut(row.summary))]
        if version and version.pk in elsewhere:
            _look_into(hit, texts, query)
        found.append(hit)
    return found


def _newest(request: RoomRequest, keys: list[int]) -> dict[int, ResourceVersion]:
    versions = ResourceVersion.objects.visible_to(request.user).in_room(request.room).published()
    # Oldest first, so that the newest is what stays.
    rows = versions.filter(resource__in=keys).order_by("number")
    return {version.resource_id: version for version in rows}


def _files(
    request: RoomRequest, versions: list[int], with_text: set[int]
) -> tuple[dict[int, list[ResourceFile]], dict[int, str]]:
    """The files of each version, and the beginning of what can be read in those of `with_text`."""
    rows = ResourceFile.objects.visible_to(request.user).in_room(request.room).filter(version__in=versions)
    part = Case(
        When(version__in=with_text, then=Substr("text", 1, MAX_SCANNED)),
        default=Value(""),
        output_field=TextField(),
    )
    found: dict[int, list[ResourceFile]] = defaultdict(list)
    texts: dict[int, str] = {}
    for file in rows.defer("text").annotate(part=part):
        found[file.version_id].append(file)
        texts[file.pk] = file.part
    return found, texts


def _block_names(keys: list[int], blocks: dict[str, Block]) -> dict[int, list[str]]:
    """Of resources that have come through the door."""
    rows = Resource.building_blocks.through.objects.filter(resource__in=keys)
    of = defaultdict(set)
    for key, block in rows.values_list("resource_id", "buildingblock__translation_key"):
        of[key].add(str(block))
    return defaultdict(
        list, {key: [block.name for name, block in blocks.items() if name in own] for key, own in of.items()}
    )


def _look_into(hit: Hit, texts: dict[int, str], query: analysis.Query) -> None:
    """Show the file with the most of the words in place of the summary, if it has more of them."""
    best, most = None, _fit(hit.resource.summary, query)
    for file in hit.files:
        fit = _fit(texts[file.pk], query)
        if fit > most:
            best, most = file, fit
    if best:
        hit.text, hit.found_in = snippet(texts[best.pk], query), best.name


def _fit(text: str, query: analysis.Query) -> tuple[int, int]:
    """How many of the terms stand in it: as they are sought, and those taken apart with them."""
    return len(terms_in(text, query.strict)), len(terms_in(text, query))


def _cut(text: str) -> str:
    if len(text) <= PLAIN_SUMMARY:
        return text
    return text[:PLAIN_SUMMARY].rsplit(" ", 1)[0] + " …"
