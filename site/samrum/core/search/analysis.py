"""How text becomes stems, and what a visitor writes becomes a query: the same on every database.

Inflected forms meet (våld/våldet, hot/hotet, möte/mötet), upper case does not matter, å ä ö are letters of
their own while other accents are not (idé is found by ide).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)*")
PART = re.compile(r"[^\W_]+")
INVISIBLE = dict.fromkeys(map(ord, "\x00\xad\u200b\u200c\u200d\u2060\ufeff"))
# Accents that make another letter in Swedish: ring and diaeresis, on these letters alone.
OWN_LETTERS = {"a\u030a": "å", "a\u0308": "ä", "o\u0308": "ö"}

MAX_STEM = 40  # characters; longer ones are cut, alike in index and query
MIN_PREFIX = 3  # characters: a shorter word finds itself alone, not the words that begin with it
MAX_WORDS = 12  # of a query; the rest is ignored

STEMMERS = {"sv": "swedish", "en": "english"}
VOWELS = frozenset("aeiouyåäö")

# Words that say nothing of what is sought: left out of a query that has other words.
STOP_WORDS = {
    "sv": {
        "alla", "att", "av", "de", "dem", "den", "det", "detta", "du", "där", "efter", "eller", "en", "ett",
        "för", "från", "går", "ha", "han", "har", "hon", "hur", "i", "inte", "jag", "kan", "man", "med",
        "mot", "ni", "när", "och", "om", "oss", "på", "samt", "sig", "ska", "som", "till", "under", "upp",
        "ut", "vad", "var", "vem", "vi", "vid", "vilka", "är", "över",
    },
    "en": {
        "a", "about", "an", "and", "are", "as", "at", "be", "by", "can", "do", "for", "from", "how", "i",
        "if", "in", "into", "is", "it", "of", "on", "or", "our", "that", "the", "their", "this", "to",
        "was", "we", "what", "when", "where", "which", "who", "will", "with", "you", "your",
    },
}  # fmt: skip


def tidy(text: str) -> str:
    """Text as it is kept and shown: composed letters, nothing invisible, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).translate(INVISIBLE).split())


def folded(word: str) -> str:
    """`word` without case, compatibility forms and accents; å, ä and ö stay."""
    word = unicodedata.normalize("NFKC", word).casefold()
    if word.isascii():
        return word
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", word):
        if unicodedata.combining(char):
            if letters and (own := OWN_LETTERS.get(letters[-1] + char)):
                letters[-1] = own
        else:
            letters.append(char)
    return "".join(letters)


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """The stem of one folded word.

    Snowball's Swedish rules leave some definite forms alone (våldet, nätverket) and are not stable (kostnader
    gives kostnad, kostnad gives kostn), so they are repeated until nothing changes.
    """
    word = word[:MAX_STEM]
    # A stemmer object keeps state: one per call, or two threads would mix their words.
    stemmer = snowballstemmer.stemmer(STEMMERS.get(language, "swedish"))
    if language == "en":
        return stemmer.stemWord(word)
    for _round in range(6):
        shorter = stemmer.stemWord(word)
        if shorter == word:
            shorter = _without_article(word)
        if shorter == word:
            break
        word = shorter
    return word


def _without_article(word: str) -> str:
    rest = word[:-2]
    if word.endswith("et") and len(rest) >= 3 and not rest.endswith("h") and not VOWELS.isdisjoint(rest):
        return rest
    return word


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


def is_compound(pieces: tuple[str, ...]) -> bool:
    """Whether the parts also make one word. Years do not: 2023-2024 is two."""
    return len(pieces) > 1 and not all(piece.isdigit() for piece in pieces)


@dataclass(frozen=True)
class Term:
    """One word of a query: found as its stem, as the beginning of longer words, or as all of its parts."""

    stem: str
    parts: tuple[str, ...] = ()

    @property
    def is_prefix(self) -> bool:
        return len(self.stem) >= MIN_PREFIX and not self.stem.isdigit()

    def matches(self, candidate: str) -> bool:
        """Whether a stem in a text is what this term (or a part of it) seeks."""
        return (
            candidate == self.stem
            or (self.is_prefix and candidate.startswith(self.stem))
            or candidate in self.parts
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


def parse(text: str, language: str) -> Query:
    """Read what a visitor wrote. All but letters and digits is space: there is no syntax to get wrong."""
    written = [pieces for match in words(tidy(text)) if (pieces := parts(match.group()))]
    telling = [pieces for pieces in written if "".join(pieces) not in STOP_WORDS.get(language, ())]
    terms: dict[Term, None] = {}
    asked: dict[str, None] = {}
    for pieces in (telling or written)[:MAX_WORDS]:
        if is_compound(pieces):
            terms[Term(stem("".join(pieces), language), tuple(stem(piece, language) for piece in pieces))] = (
                None
            )
        else:
            terms.update(dict.fromkeys(Term(stem(piece, language)) for piece in pieces))
        asked.update(dict.fromkeys(pieces))
    return Query(language, tuple(terms), tuple(asked))
