"""What a reader asks of the list, as it stands in the address. What makes no sense there is passed over."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from django.http import QueryDict
from django.utils.http import urlencode

from samrum.core.search.forms import SearchForm

# Facet -> its name in the address.
PARAMETERS = {"kind": "typ", "block": "byggsten", "organisation": "organisation", "language": "sprak"}
BEST, LATEST, TITLE, DOWNLOADED = "traff", "nyast", "titel", "hamtat"
SORTS = (BEST, LATEST, TITLE, DOWNLOADED)
MOST_VALUES = 20  # of one filter
MOST_LETTERS = 60  # of one value


@dataclass(frozen=True)
class Choice:
    """Words, filters and order; without the page of the list that one is on."""

    asked: str = ""
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    asked_sort: str = ""
    shows_all: bool = False  # every organisation, not the most common alone

    @classmethod
    def read(cls, query: QueryDict, form: SearchForm) -> Self:
        values = {
            facet: tuple(
                dict.fromkeys(v for v in query.getlist(name)[:MOST_VALUES] if len(v) <= MOST_LETTERS)
            )
            for facet, name in PARAMETERS.items()
        }
        sort = query.get("sortera", "")
        return cls(
            asked=form.cleaned_data["q"] if form.is_valid() else "",
            values=tuple((facet, found) for facet, found in values.items() if found),
            asked_sort=sort if sort in SORTS else "",
            shows_all=query.get("visa") == "alla",
        )

    @property
    def sort(self) -> str:
        """Without words there is no best hit."""
        if self.asked_sort == BEST and not self.asked:
            return LATEST
        return self.asked_sort or (BEST if self.asked else LATEST)

    def of(self, facet: str) -> tuple[str, ...]:
        return dict(self.values).get(facet, ())

    def keeping(self, facet: str, values: Iterable[str]) -> Self:
        """The same with these values of `facet` alone."""
        others = {name: found for name, found in self.values if name != facet}
        chosen = tuple(values)
        return replace(self, values=tuple({**others, **({facet: chosen} if chosen else {})}.items()))

    def toggled(self, facet: str, value: str) -> Self:
        values = self.of(facet)
        if value in values:
            return self.keeping(facet, (other for other in values if other != value))
        return self.keeping(facet, (*values, value))

    def pairs(self, *, words: bool = True, page: int = 1) -> list[tuple[str, str]]:
        """Names and values for an address or the hidden fields of a form."""
        found = [("q", self.asked)] if self.asked and words else []
        found += [(PARAMETERS[facet], value) for facet, values in self.values for value in values]
        if self.asked_sort:
            found.append(("sortera", self.asked_sort))
        if self.shows_all:
            found.append(("visa", "alla"))
        if page > 1:
            found.append(("sida", str(page)))
        return found

    def query(self, *, page: int = 1) -> str:
        """`?q=...`, or `?` for the list as it is at first: a link that takes everything away."""
        return f"?{urlencode(self.pairs(page=page))}"

    def __bool__(self) -> bool:
        return bool(self.asked or self.values)
