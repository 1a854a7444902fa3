"""The list of the library: what the words and filters leave, in order, one page at a time."""

from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from members.door import RoomRequest
from members.library.blocks import building_blocks
from members.library.catalogue import Catalogue, catalogue
from members.library.models import ListedResource, ResourceSearchEntry
from members.library.search import LANGUAGE
from samrum.core.search import analysis
from samrum.core.search.engine import RANKED
from samrum.core.search.forms import MAX_LENGTH, SearchForm

from .choice import BEST, DOWNLOADED, LATEST, TITLE, Choice
from .facets import Filters, Option, filters, known_values
from .hits import Hit, hits

PER_PAGE = 10
MOST_DOWNLOADED = 1000


@dataclass(frozen=True)
class Listing:
    form: SearchForm
    choice: Choice
    filters: Filters
    sorts: list[Option]
    count: int
    page: Page
    hits: list[Hit]
    is_empty: bool  # nothing has been published in the room

    @property
    def typed(self) -> str:
        """What stands in the field, refused or not."""
        return str(self.form["q"].value() or "")[:MAX_LENGTH]

    @property
    def shown_filters(self) -> list[Option]:
        """What limits the list now, each with the address without it."""
        words = [Option(f"”{self.choice.asked}”", 0, replace(self.choice, asked="").query())]
        return (words if self.choice.asked else []) + self.filters.active

    @property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """What the search form carries along: a new search keeps the filters."""
        return self.choice.pairs(words=False)

    @property
    def previous(self) -> str:
        return self.choice.query(page=self.page.previous_page_number()) if self.page.has_previous() else ""

    @property
    def next(self) -> str:
        return self.choice.query(page=self.page.next_page_number()) if self.page.has_next() else ""


def listing(request: RoomRequest) -> Listing:
    form = SearchForm(request.GET if "q" in request.GET else None)
    known = catalogue(request.room, request.user)
    blocks = building_blocks()
    choice = known_values(Choice.read(request.GET, form), known, blocks)
    query = analysis.parse(choice.asked, LANGUAGE)
    matching = known.of(ResourceSearchEntry.matching(query, room=request.room.pk)) if query else known.all
    if choice.asked and not query:
        matching = 0  # signs alone: nothing has them
    found = filters(choice, known, blocks, matching)
    order = _ordered(request, known, found.found, matching, query, choice.sort)
    page = Paginator(order, PER_PAGE).get_page(request.GET.get("sida"))
    return Listing(
        form=form,
        choice=choice,
        filters=found,
        sorts=_sorts(choice),
        count=len(order),
        page=page,
        hits=hits(request, list(page.object_list), query, blocks),
        is_empty=not known.size,
    )


def _ordered(
    request: RoomRequest, known: Catalogue, found: int, matching: int, query: analysis.Query, sort: str
) -> list[int]:
    """The keys of `found`, which is what the filters leave of `matching`."""
    if sort == TITLE:
        return known.by_title(found)
    newest = known.newest(found)
    first: list[int] = []
    if sort == BEST:
        first = _best(request, known, found, matching, query)
    elif sort == DOWNLOADED:
        rows = ListedResource.objects.visible_to(request.user).in_room(request.room)
        wanted = set(newest)
        first = [key for key in rows.most_downloaded(MOST_DOWNLOADED) if key in wanted]
    placed = set(first)
    return [*first, *(key for key in newest if key not in placed)] if first else newest


def _best(
    request: RoomRequest, known: Catalogue, found: int, matching: int, query: analysis.Query
) -> list[int]:
    """As engine.search, but newest by what was renewed, and with the filters."""
    strict = query.strict
    if strict != query:
        matching = known.of(ResourceSearchEntry.matching(strict, room=request.room.pk))
    titles = known.of(ResourceSearchEntry.matching(strict, in_title=True, room=request.room.pk))
    likely = [
        *known.newest(found & matching & titles)[:RANKED],
        *known.newest(found & matching & ~titles)[:RANKED],
    ][:RANKED]
    first = ResourceSearchEntry.ranked(strict, likely, matching.bit_count())
    if strict == query:
        return first
    # Behind all that hold the words as they were written.
    placed = set(first)
    return [*first, *(key for key in known.newest(found & matching) if key not in placed)]


def _sorts(choice: Choice) -> list[Option]:
    labels = {
        **({BEST: _("Best hit")} if choice.asked else {}),
        LATEST: _("Latest"),
        TITLE: _("Title"),
        DOWNLOADED: _("Most downloaded"),
    }
    return [
        Option(label, 0, replace(choice, asked_sort=sort).query(), sort == choice.sort)
        for sort, label in labels.items()
    ]
