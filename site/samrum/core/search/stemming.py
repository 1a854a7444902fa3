"""From a word as written to its stem: tidied, folded, stemmed."""

import unicodedata
from functools import lru_cache

import snowballstemmer

from . import swedish

INVISIBLE = dict.fromkeys(map(ord, "\x00\xad\u200b\u200c\u200d\u2060\ufeff"))
# Accents that make another letter in Swedish: ring and diaeresis, on these letters alone.
OWN_LETTERS = {"a\u030a": "å", "a\u0308": "ä", "o\u0308": "ö"}
MAX_STEM = 40  # characters; longer ones are cut, alike in index and query
STEMMERS = {"sv": "swedish", "en": "english"}


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

    Snowball's Swedish rules leave some forms alone (våldet, frågan, böcker) and are not stable (kostnader gives
    kostnad, kostnad gives kostn), so they are helped by ours and repeated until nothing changes.
    """
    word = word[:MAX_STEM]
    # A stemmer object keeps state: one per call, or two threads would mix their words.
    stemmer = snowballstemmer.stemmer(STEMMERS.get(language, "swedish"))
    if language == "en":
        return stemmer.stemWord(word)
    word = swedish.base_form(word)
    for _round in range(6):
        shorter = stemmer.stemWord(word)
        if shorter == word:
            shorter = swedish.without_article(word)
        if shorter == word:
            break
        word = shorter
    return word
