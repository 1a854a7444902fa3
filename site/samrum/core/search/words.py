"""What the index holds of a text: the stems of its words, the parts of its compounds, its dates."""

import re
from collections.abc import Iterator
from functools import lru_cache

from . import compounds, written_dates
from .stemming import folded, stem

WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)*")
PART = re.compile(r"[^\W_]+")


def words(text: str) -> Iterator[re.Match]:
    """The words of tidy text with their places; a hyphenated word is one."""
    return WORD.finditer(text)


@lru_cache(maxsize=50_000)
def parts(word: str) -> tuple[str, ...]:
    """The folded parts of a word: of «E-post» they are «e» and «post»."""
    return tuple(PART.findall(folded(word)))


@lru_cache(maxsize=50_000)
def stems_of(word: str, language: str) -> tuple[str, ...]:
    """All that the index holds of one word of a text: its parts and, with hyphens, the whole: e, post, epost."""
    pieces = parts(word)
    found = tuple(stem(piece, language) for piece in pieces)
    return (*found, stem("".join(pieces), language)) if is_compound(pieces) else found


def stems(text: str, language: str) -> list[str]:
    """What the index holds of tidy text."""
    return [found for match in words(text) for found in stems_of(match.group(), language)]


@lru_cache(maxsize=50_000)
def tails_of(word: str, language: str) -> tuple[str, ...]:
    """What the index holds of the parts of Swedish compounds, from each cut to the end and to the next cut."""
    if language != "sv":
        return ()
    found: dict[str, None] = {}
    for part in parts(word):
        if not (tails := compounds.tails(part)):
            continue
        pieces = compounds.pieces(part)
        # The first one is found as the beginning of the whole, unless its stem is another: bönder in bondeförbund.
        first = [] if stem(part, language).startswith(stem(pieces[0], language)) else [pieces[0]]
        for piece in (*tails, *first, *pieces[1:-1]):
            if len(piece) >= compounds.SHORTEST:
                found[stem(piece, language)] = None
    return tuple(found)


def tails(text: str, language: str) -> list[str]:
    """What the index holds of the compounds of tidy text, each once."""
    found = (tail for match in words(text) for tail in tails_of(match.group(), language))
    return list(dict.fromkeys(found))


def dates(text: str, language: str) -> list[str]:
    """What the index holds of the dates of tidy text, each once; months also as words (10/2 2027 has februari)."""
    found: dict[str, None] = {}
    for written in written_dates.find(text):
        found.update(dict.fromkeys(written.names))
        names = written_dates.MONTH_NAMES.get(language, written_dates.MONTH_NAMES["sv"])
        found.update(dict.fromkeys(stem(names[month - 1], language) for month in written.months))
    return list(found)


def is_compound(pieces: tuple[str, ...]) -> bool:
    """Whether the parts, with hyphens between, also make one word. Years do not: 2023-2024 is two."""
    return len(pieces) > 1 and not all(piece.isdigit() for piece in pieces)
