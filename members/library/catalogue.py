"""What a room's list counts and filters, kept in memory between requests.

A set of resources is a number with one bit for each, so that the count of a filter among 10,000 is one AND. What is
kept holds no texts, only keys and the values one filters by; the rows themselves always come from the database, through
the door. It is true as long as the rows' marks are what they were: one question to the database for each request.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import compress

from members.models import Room
from samrum.users.models import User

from .models import ListedResource

MOST_ROOMS = 50  # kept at a time by one process; a room of 10,000 resources takes some 3 MB
FACETS = ("kind", "block", "organisation", "language")

_TRUTH = bytes.maketrans(b"01", b"\x00\x01")
_kept: dict[int, tuple[tuple[int, int], "Catalogue"]] = {}


class Catalogue:
    """The resources that all in a room may see. The first bit is the newest."""

    def __init__(self, rows: Iterable[tuple[int, str, str, int | None, str, str]]):
        self.keys: list[int] = []
        title_keys: list[str] = []
        places: dict[str, dict[str, list[int]]] = {facet: defaultdict(list) for facet in FACETS}
        for place, (key, kind, language, organisation, blocks, title_key) in enumerate(rows):
            self.keys.append(key)
            title_keys.append(title_key)
            places["kind"][kind].append(place)
            places["language"][language].append(place)
            if organisation is not None:
                places["organisation"][str(organisation)].append(place)
            for block in blocks.split():
                places["block"][block].append(place)
        self.size = len(self.keys)
        self._place = {key: place for place, key in enumerate(self.keys)}
        self._by_title = sorted(range(self.size), key=title_keys.__getitem__)
        self.all = (1 << self.size) - 1
        self._bits = {
            facet: {value: self._set(found) for value, found in values.items()}
            for facet, values in places.items()
        }

    def _set(self, places: Iterable[int]) -> int:
        flags = bytearray(b"0") * self.size
        for place in places:
            flags[place] = 49
        return int(flags, 2) if flags else 0

    def of(self, keys: Iterable[int]) -> int:
        """The set of those of `keys` that are here."""
        return self._set([place for place in map(self._place.get, keys) if place is not None])

    def chosen(self, facet: str, values: Iterable[str]) -> int:
        """The set of what has any of `values`; all when there are none."""
        known = self._bits[facet]
        found = 0
        for value in (values := list(values)):
            found |= known.get(value, 0)
        return found if values else self.all

    def counts(self, facet: str, among: int) -> dict[str, int]:
        """How many of the set `among` have each value; values of none are left out."""
        counted = {value: (bits & among).bit_count() for value, bits in self._bits[facet].items()}
        return {value: count for value, count in counted.items() if count}

    def has(self, facet: str, value: str) -> bool:
        return value in self._bits[facet]

    def newest(self, among: int) -> list[int]:
        """The keys of a set, the newest first."""
        return list(compress(self.keys, self._flags(among)))

    def by_title(self, among: int) -> list[int]:
        """The keys of a set in the order of the Swedish alphabet."""
        flags, keys = self._flags(among), self.keys
        return [keys[place] for place in self._by_title if flags[place]]

    def _flags(self, among: int) -> bytes:
        return format(among, f"0{self.size}b").encode().translate(_TRUTH) if self.size else b""


def catalogue(room: Room, user: User) -> Catalogue:
    """The catalogue of `room` as it is now: one query, and one more when something has changed."""
    rows = ListedResource.objects.visible_to(user).in_room(room)
    mark = rows.mark()
    kept = _kept.get(room.pk)
    if kept and kept[0] == mark:
        return kept[1]
    made = Catalogue(
        rows.newest_first().values_list("pk", "kind", "language", "organisation_id", "blocks", "title_key")
    )
    if len(_kept) >= MOST_ROOMS:
        _kept.pop(next(iter(_kept)), None)
    _kept[room.pk] = mark, made
    return made
