"""Shows where in a text the hits are. Gives pieces, not HTML: the template escapes each of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from . import analysis, written_dates

LENGTH = 240  # characters of a snippet, about three lines
MAX_SCANNED = 40_000  # characters that are looked through for the best place
MAX_HITS = 200  # places that are compared


@dataclass(frozen=True)
class Piece:
    text: str
    is_hit: bool = False


def highlighted(text: str, query: analysis.Query) -> list[Piece]:
    """All of `text`, cut up into hits and what is between them."""
    return _cut(text, _marks(text, query), 0, len(text))


def snippet(text: str, query: analysis.Query) -> list[Piece]:
    """About LENGTH characters of `text` around the place with the most terms; else its beginning."""
    text = text[:MAX_SCANNED]
    hits = _marks(text, query)
    first = _best(hits)
    start = max(0, first - LENGTH // 4)
    end = min(len(text), start + LENGTH)
    start = _next_word(text, start) if start else 0
    end = _last_word(text, end) if end < len(text) else end
    pieces = _cut(text, hits, start, end)
    if start:
        pieces.insert(0, Piece("… "))
    if end < len(text):
        pieces.append(Piece(" …"))
    return pieces


def terms_in(text: str, query: analysis.Query) -> frozenset[int]:
    """Which of the terms (their numbers) stand in the first MAX_SCANNED characters of `text`."""
    return frozenset().union(*(terms for _start, _end, terms in _hits(text[:MAX_SCANNED], query)))


Hit = tuple[int, int, frozenset[int]]  # start, end, which terms


def _marks(text: str, query: analysis.Query) -> list[Hit]:
    """The hits; where a compound stands as it is sought, the words that it is made of are no hits by themselves."""
    hits = _hits(text, query)
    if query.strict == query:
        return hits
    exact = _hits(text, query.strict)
    found = frozenset().union(*(terms for _start, _end, terms in exact))
    return sorted({*exact, *(hit for hit in hits if not hit[2] <= found)}, key=lambda hit: hit[0])


def _hits(text: str, query: analysis.Query) -> list[Hit]:
    hits = _dates(text, query)
    taken = [(start, end) for start, end, _terms in hits]
    # Where a date stands, its year alone is nothing.
    told: frozenset[int] = frozenset().union(*(terms for _start, _end, terms in hits))
    for match in analysis.words(text):
        if len(hits) == MAX_HITS:
            break
        if not _may_hit(match.group(), query) or any(start <= match.start() < end for start, end in taken):
            continue
        terms = _which(analysis.stems_of(match.group(), query.language), query)
        terms |= _which(analysis.tails_of(match.group(), query.language), query)
        if terms := terms - told:
            hits.append((match.start(), match.end(), terms))
    return sorted(hits, key=lambda hit: hit[0])


def _which(candidates: Iterable[str], query: analysis.Query) -> frozenset[int]:
    return frozenset(
        number
        for number, term in enumerate(query.terms)
        if any(term.matches(candidate) for candidate in candidates)
    )


def _dates(text: str, query: analysis.Query) -> list[Hit]:
    """Dates as a whole, for a query that asks for one."""
    if not any(term.is_date for term in query.terms):
        return []
    found = ((one.start, one.end, _which(one.names, query)) for one in written_dates.find(text))
    return [hit for hit in found if hit[2]][:MAX_HITS]


def _may_hit(word: str, query: analysis.Query) -> bool:
    """Whether a word is worth stemming. Most are dismissed here: it has nothing of the beginning of any term."""
    whole = "".join(analysis.parts(word))
    return any(beginning in whole for term in query.terms for beginning in term.beginnings)


def _best(hits: list[Hit]) -> int:
    """Where the window with the most different terms begins; 0 without hits."""
    best, most = 0, 0
    for number, (start, _end, _terms) in enumerate(hits):
        seen: set[int] = set()
        for other_start, _other_end, terms in hits[number:]:
            if other_start - start > LENGTH // 2:
                break
            seen |= terms
        if len(seen) > most:
            best, most = start, len(seen)
    return best


def _next_word(text: str, place: int) -> int:
    space = text.find(" ", place, place + analysis.MAX_STEM)
    return space + 1 if space >= 0 else place


def _last_word(text: str, place: int) -> int:
    space = text.rfind(" ", max(0, place - analysis.MAX_STEM), place)
    return space if space > 0 else place


def _cut(text: str, hits: list[Hit], start: int, end: int) -> list[Piece]:
    pieces = []
    place = start
    for hit_start, hit_end, _terms in hits:
        if hit_start < start or hit_end > end:
            continue
        if hit_start > place:
            pieces.append(Piece(text[place:hit_start]))
        pieces.append(Piece(text[hit_start:hit_end], is_hit=True))
        place = hit_end
    if place < end:
        pieces.append(Piece(text[place:end]))
    return pieces
