"""How text becomes stems, and what a visitor writes becomes a query: the same on every database.

Inflected forms meet (våld/våldet, hot/hotet, möte/mötet, handbok/handböcker), upper case does not matter, å ä ö are
letters of their own while other accents are not (idé is found by ide). A part of a Swedish compound finds it, and a
date is one thing however it is written.
"""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from . import compounds, swedish, written_dates
from .stemming import MAX_STEM, folded, stem, tidy
from .stop_words import STOP_WORDS
from .words import dates, is_compound, parts, stems, stems_of, tails, tails_of, words

__all__ = [
    "MAX_STEM",
    "Query",
    "Term",
    "dates",
    "folded",
    "parse",
    "parts",
    "stem",
    "stems",
    "stems_of",
    "tails",
    "tails_of",
    "tidy",
    "words",
]

MIN_PREFIX = 3  # characters: a shorter word finds itself alone, not the words that begin with it
MAX_WORDS = 12  # of a query; the rest is ignored
MIN_CHANGED_PREFIX = 5  # characters, of what a changed form stands for: män finds man, but not manual
MIN_APART = 5  # characters: a compound of shorter parts is not sought as separate words


@dataclass(frozen=True)
class Term:
    """One word of a query: found as its stem, as the beginning of longer words, or as all of its parts."""

    stem: str
    parts: tuple[str, ...] = ()
    # What it also may be found as, below the rest: all words of any of these.
    apart: tuple[tuple[str, ...], ...] = ()
    is_whole: bool = False  # not as the beginning of longer words

    @property
    def is_prefix(self) -> bool:
        return not self.is_whole and len(self.stem) >= MIN_PREFIX and not self.stem.isdigit()

    @property
    def is_date(self) -> bool:
        return self.stem[:2] in written_dates.MARKS

    @cached_property
    def beginnings(self) -> tuple[str, ...]:
        """Letters of which every word that is found has some: a quick look before it is stemmed."""
        stems = (self.stem, *self.parts, *(word for words in self.apart for word in words))
        return tuple(dict.fromkeys(map(_unchanged, stems)))

    def matches(self, candidate: str) -> bool:
        """Whether what the index holds of a text is what this term (or a part of it) seeks."""
        return (
            candidate == self.stem
            or (self.is_prefix and candidate.startswith(self.stem))
            or candidate in self.parts
            or any(candidate in words for words in self.apart)
        )


@dataclass(frozen=True)
class Query:
    """What a visitor seeks: all of the terms. Empty when nothing was written that could be sought."""

    language: str
    terms: tuple[Term, ...] = ()
    # The folded words as written, for suggestions.
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def strict(self) -> "Query":
        """The same without what is found below the rest."""
        return replace(self, terms=tuple(replace(term, apart=()) for term in self.terms))


def parse(text: str, language: str) -> Query:
    """Read what a visitor wrote. All but letters and digits is space: there is no syntax to get wrong."""
    text = tidy(text)
    terms: dict[Term, None] = {}
    for written in written_dates.find(text):
        terms.update(dict.fromkeys(_date_term(name, language) for name in written.asked))
        text = text[: written.start] + " " * (written.end - written.start) + text[written.end :]
    asked = [pieces for match in words(text) if (pieces := parts(match.group()))]
    telling = [pieces for pieces in asked if "".join(pieces) not in STOP_WORDS.get(language, ())]
    if not terms:
        telling = telling or asked
    telling = telling[:MAX_WORDS]
    for pieces in telling:
        if is_compound(pieces):
            terms[_term("".join(pieces), language, tuple(stem(piece, language) for piece in pieces))] = None
        else:
            terms.update(dict.fromkeys(_term(piece, language) for piece in pieces))
    found = tuple(terms)[:MAX_WORDS]
    return Query(language, found, tuple(dict.fromkeys(piece for pieces in telling for piece in pieces)))


def _term(word: str, language: str, parts: tuple[str, ...] = ()) -> Term:
    found = stem(word, language)
    if language != "sv":
        return Term(found, parts)
    is_whole = len(found) < MIN_CHANGED_PREFIX and swedish.base_form(word) != word
    return Term(found, parts, _apart(word, language), is_whole)


def _apart(word: str, language: str) -> tuple[tuple[str, ...], ...]:
    """The two words that a compound says together: of säkerhetsansvarig they are säkerhet and ansvarig."""
    return tuple(
        (stem(word[:place], language), stem(word[place:], language))
        for place in compounds.cuts(word)
        if min(place, len(word) - place) >= MIN_APART
    )


def _date_term(name: str, language: str) -> Term:
    """A date is found as such; one with a year also where day and month stand apart from the year."""
    year, rest = name[2:6], name[6:]
    apart: tuple[tuple[str, ...], ...] = ()
    if name.startswith("qd"):
        apart = ((written_dates.yearless(name), year),)
    elif name.startswith("qm"):
        names = written_dates.MONTH_NAMES.get(language, written_dates.MONTH_NAMES["sv"])
        apart = ((stem(names[int(rest) - 1], language), year),)
    return Term(name, apart=apart, is_whole=True)


@lru_cache(maxsize=1000)
def _unchanged(found: str) -> str:
    """The beginning of a stem that all forms of the word have: num of nummer and numret, b of bok and böcker."""
    for word in swedish.CHANGED_VOWEL:
        if found.endswith(base := stem(word, "sv")):
            return found[: len(found) - len(base) + 1][:3]
    return found[:3]
