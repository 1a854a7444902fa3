"""Suggests words of the site that are one slip away from what was written."""

from collections.abc import Iterator

from . import analysis
from .models import PageSearchEntry, PageSearchWord

LETTERS = "abcdefghijklmnopqrstuvwxyzåäöé"
MAX_SUGGESTIONS = 3
MAX_LENGTH = 25  # characters; nobody misses by one letter in longer words alone


def slips(word: str) -> Iterator[str]:
    """All that `word` becomes by one letter too many, too few, wrong, or two that changed places."""
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    for head, tail in halves:
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in LETTERS)
        yield from (head + letter + tail for letter in LETTERS)


def suggestions(query: analysis.Query) -> list[str]:
    """Other ways to write `query` that find something: two queries, and one for each of MAX_SUGGESTIONS."""
    known = set(_known(query, query.words))
    unknown = [
        word for word in query.words if word not in known and word.isalpha() and 3 <= len(word) <= MAX_LENGTH
    ]
    if not unknown:
        return []
    # One word at a time: the first that the site does not have.
    wrong = unknown[0]
    near = sorted(
        _known(query, set(slips(wrong))),
        key=lambda word: (
            sorted(word) != sorted(wrong),
            word[0] != wrong[0],
            abs(len(word) - len(wrong)),
            word,
        ),
    )
    found = []
    for word in near[:MAX_SUGGESTIONS]:
        other = " ".join(word if asked == wrong else asked for asked in query.words)
        # Words stay known after the page that had them is gone.
        if PageSearchEntry.search(analysis.parse(other, query.language), language=query.language):
            found.append(other)
    return found


def _known(query: analysis.Query, words) -> list[str]:
    rows = PageSearchWord.objects.filter(language=query.language, word__in=words)
    return list(rows.values_list("word", flat=True))
