"""Turns the keys that a search found into what its page shows, in three queries for however many hits."""

from dataclasses import dataclass

from django.http import HttpRequest
from wagtail.models import Page

from . import analysis
from .models import PageSearchEntry
from .snippets import Piece, highlighted, snippet

STEP = Page.steplen
BELOW_HOME = 3  # depth: the tree's root is 1, the front page of each language 2


@dataclass(frozen=True)
class Result:
    url: str
    kind: str  # what sort of page, in words
    place: list[str]  # titles of the pages above, without the front page
    title: list[Piece]
    text: list[Piece]


def results(request: HttpRequest, query: analysis.Query, keys: list[int]) -> list[Result]:
    """The hits with these keys, in their order. A page that went off the air in between is left out."""
    entries = PageSearchEntry.objects.in_bulk(keys)
    pages = Page.objects.live().in_bulk([entry.page_id for entry in entries.values()])
    above = _titles_above(pages.values())
    found = []
    for key in keys:
        entry = entries.get(key)
        page = pages.get(entry.page_id) if entry else None
        if entry is None or page is None:
            continue
        kind = str(page.page_type_display_name)
        found.append(
            Result(
                url=page.get_url(request) or "",
                kind=kind,
                place=[above[path] for path in _paths_above(page) if path in above],
                title=highlighted(entry.title, query),
                text=snippet(entry.text, query),
            )
        )
    return found


def _paths_above(page: Page) -> list[str]:
    return [page.path[: STEP * depth] for depth in range(BELOW_HOME, page.depth)]


def _titles_above(pages) -> dict[str, str]:
    paths = {path for page in pages for path in _paths_above(page)}
    return dict(Page.objects.live().filter(path__in=paths).values_list("path", "title"))
