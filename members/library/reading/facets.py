"""The filters beside the list, with how many each would give."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.library.blocks import Block
from members.library.catalogue import Catalogue
from members.library.models import Resource
from members.models import Organisation

from .choice import Choice

SHOWN_AT_FIRST = 8  # organisations


@dataclass(frozen=True)
class Option:
    label: str
    count: int
    query: str
    is_chosen: bool = False


@dataclass(frozen=True)
class Facet:
    name: str
    title: str
    options: list[Option]
    more: Option | None = None  # a link to all values


@dataclass(frozen=True)
class Filters:
    facets: list[Facet]
    found: int  # the set of what all filters leave
    active: list[Option]  # each with the address without it


def known_values(choice: Choice, catalogue: Catalogue, blocks: Mapping[str, Block]) -> Choice:
    """`choice` without values that do not exist, with blocks by their translation keys."""
    keys = {str(block.number): key for key, block in blocks.items()}
    wanted = {
        "kind": [value for value in choice.of("kind") if value in Resource.Kind.values],
        "language": [value for value in choice.of("language") if value in Resource.Language.values],
        "block": [value for value in choice.of("block") if value in keys],
        "organisation": [v for v in choice.of("organisation") if catalogue.has("organisation", v)],
    }
    for facet, values in wanted.items():
        if choice.of(facet):
            choice = choice.keeping(facet, values)
    return choice


def filters(choice: Choice, catalogue: Catalogue, blocks: Mapping[str, Block], matching: int) -> Filters:
    """`matching` is the set of what the words leave. Each facet counts over that and the other facets."""
    numbers = {key: str(block.number) for key, block in blocks.items()}
    keys = {number: key for key, number in numbers.items()}
    sets = {
        "kind": catalogue.chosen("kind", choice.of("kind")),
        "block": catalogue.chosen("block", (keys[number] for number in choice.of("block"))),
        "organisation": catalogue.chosen("organisation", choice.of("organisation")),
        "language": catalogue.chosen("language", choice.of("language")),
    }

    def counts(facet: str) -> dict[str, int]:
        among = matching
        for other, found in sets.items():
            if other != facet:
                among &= found
        return catalogue.counts(facet, among)

    by_block = {numbers[key]: count for key, count in counts("block").items() if key in numbers}
    facets = [
        _facet(choice, "kind", _("Kind"), dict(Resource.Kind.choices), counts("kind")),
        _facet(
            choice, "block", _("Building block"), {numbers[k]: b.name for k, b in blocks.items()}, by_block
        ),
        _organisations(choice, counts("organisation")),
        _facet(choice, "language", _("Language"), dict(Resource.Language.choices), counts("language")),
    ]
    found = matching
    for one in sets.values():
        found &= one
    chosen = [
        replace(option, label=f"{facet.title}: {option.label}")
        for facet in facets
        for option in facet.options
        if option.is_chosen
    ]
    return Filters([facet for facet in facets if facet.options], found, chosen)


def _facet(
    choice: Choice, name: str, title: str, labels: Mapping[str, object], counts: Mapping[str, int]
) -> Facet:
    """Values in the order of `labels`; those that would give nothing are left out unless they are chosen."""
    chosen = choice.of(name)
    options = [
        Option(
            _capital(str(label)), counts.get(value, 0), choice.toggled(name, value).query(), value in chosen
        )
        for value, label in labels.items()
        if value in counts or value in chosen
    ]
    return Facet(name, title, options)


def _organisations(choice: Choice, counts: Mapping[str, int]) -> Facet:
    """The most common ones first; all of them, in the order of the alphabet, when that is asked for."""
    chosen = choice.of("organisation")
    most = sorted(counts, key=lambda value: (-counts[value], int(value)))
    shown = most if choice.shows_all else most[:SHOWN_AT_FIRST]
    rows = Organisation.objects.filter(pk__in={*shown, *chosen}).values_list("pk", "name")
    names = {str(pk): name for pk, name in rows}
    if not choice.shows_all:
        names = {
            value: names[value]
            for value in (*chosen, *(v for v in shown if v not in chosen))
            if value in names
        }
    facet = _facet(choice, "organisation", _("Organisation"), names, counts)
    if choice.shows_all or len(most) <= SHOWN_AT_FIRST:
        return facet
    label = ngettext("Show all %(count)d organisation", "Show all %(count)d organisations", len(most))
    more = Option(label % {"count": len(most)}, len(most), replace(choice, shows_all=True).query())
    return replace(facet, more=more)


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]
