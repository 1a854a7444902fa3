"""Takes Swedish compounds apart, so that fullmäktige finds kommunfullmäktige and svar does not find ansvar.

A word is cut where what stands before the cut can begin a compound: it is one of `first_parts_sv.txt`, or ends as
words that are made of others do (säkerhets-, utbildnings-, styrelse-). What follows need not be known: whoever seeks it
says that it is a word. So prefixes (an-, för-, under-) are no first parts, and no cut leaves a mere ending. Where no
beginning is known (xylofonmusik), a known word at the end tells.
"""

import re
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

SHORTEST = 3  # letters of a part
LONGEST = 60  # letters of a word that is taken apart

# Joined by an s, or not at all: words in -else lose nothing. -het, -tion and -ning always take the s.
_MADE_OF_OTHERS = re.compile(
    "..+(?:(?:het|ing|tion|sion|skap|dom|ment|nad|tet|ist|ans|ens|ande|ende|eri)s|else|ologi)"
)
# What a Swedish word can begin with.
_BEGINNING = re.compile(
    "(?:bl|br|ch|dj|dr|dv|fj|fl|fn|fr|gl|gn|gr|hj|kj|kl|kn|kr|kv|lj|mj|nj|ph|pj|pl|pr|ps|sch|sh|sj|sk|skj|skr|skv|sl|sm|sn"
    "|sp|spj|spl|spr|st|stj|str|sv|th|tj|tr|tv|vr|[bcdfghjklmnprstvwz])?[aeiouyåäö]"
)
# Endings that make other words or forms: säker|het, led|are, hand|else, kommun|erna. With them what someone is
# (förtroende|vald), so that a våld without its ring finds no förtroendevald.
_ENDING = re.compile(
    r"(?:het|skap|lig|ning|els|end|is[eka]|ism|ering|ion|iu)\w*|is[tm]\w{0,5}|(?:dom|skap|um)\w{0,4}"
    r"|(?:ar|or|er|are|it|at|ik|ur)\w{0,3}|and(?:e|en|ens|es)|(?:al|ad|en|et|an|iv|ell|us)\w{0,2}|era\w*|aktig\w*|(?:bar|vis)[at]?|sam\w?"
    r"|samhet\w*|torium\w*|inn(?:a|an|or|orna)|ig\w*|vald\w?s?"
)


_INFLECTION = re.compile("(?:e?[nt]|[aeo]r|n?a|(?:[aeo]r)?na|is)?s?")
_PREFIX = re.compile(
    "(?:an|av|be|bort|efter|en|före?|genom|in|inter|kon|med|miss|mot|ned|ner|om|på|re|sam|samman|till|trans|und?er|undan|"
    "upp|ut|utan|vid|åter|över)$"
)


@cache
def first_parts() -> frozenset[str]:
    """What compounds begin with, with the joint: arbets, skol, kvinno."""
    lines = Path(__file__).with_name("first_parts_sv.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


@lru_cache(maxsize=50_000)
def cuts(word: str) -> tuple[int, ...]:
    """Where a folded word can be cut, in order; nowhere for one that is no compound."""
    if not word.isalpha() or not 2 * SHORTEST <= len(word) <= LONGEST:
        return ()
    found: list[int] = []
    for place in range(len(word) - SHORTEST, SHORTEST - 1, -1):
        if not _is_word(word, place) or not _can_begin(word[:place]):
            continue
        # A shorter beginning only where the longer one is a compound itself (riks|dags|ledamot), where a joint tells
        # (mötes|teknik, not möte|stek|nik), or a letter that may belong to both (val|sedel, val|lokal).
        between = word[place : found[-1]] if found else ""
        if not found or word[place - 1] == "s" or between in ("s", word[place - 1]) or _can_begin(between):
            found.append(place)
    return tuple(reversed(found)) or _before_known(word)


def tails(word: str) -> tuple[str, ...]:
    """What follows each cut, to the end of the word: fullmäktigeledamot, ledamot."""
    return tuple(word[place:] for place in cuts(word))


def pieces(word: str) -> tuple[str, ...]:
    """What stands between the cuts, the joint with it: kommun, fullmäktige, ledamot."""
    places = (0, *cuts(word), len(word))
    return tuple(word[start:end] for start, end in pairwise(places))


def _is_word(word: str, place: int) -> bool:
    """Whether the rest of `word` could be a word: medborgarskap is not cut before -skap, nor after its s."""
    rest = word[place:]
    if not _BEGINNING.match(rest) or _ENDING.fullmatch(rest):
        return False
    return word[place - 1] != "s" or not _ENDING.fullmatch("s" + rest)


def _before_known(word: str) -> tuple[int, ...]:
    known = first_parts()
    for place in range(4, len(word) - 4):
        rest = word[place:]
        # So many letters that it is no chance.
        if any(rest[:end] in known and _INFLECTION.fullmatch(rest[end:]) for end in range(5, len(rest) + 1)):
            return (place,) if _is_word(word, place) and not _PREFIX.search(word[:place]) else ()
    return ()


def _can_begin(text: str) -> bool:
    known = first_parts()
    if text in known or _MADE_OF_OTHERS.fullmatch(text):
        return True
    if len(text) > 4 and text.endswith("s") and text[:-1] in known:
        return True
    # Itself a compound of two: fritids-, upphovsrätts-.
    return any(
        text[:place] in known and (text[place:] in known or text[place:].removesuffix("s") in known)
        for place in range(SHORTEST, len(text) - SHORTEST + 1)
    )
