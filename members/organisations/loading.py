"""Brings the list into the database, over and over, without losing what somebody has changed there.

Three values are compared for each field: what the list says, what it said at the last loading (`loaded`) and what the
row has. A field that still is as it was loaded follows the list; one that somebody has changed stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from members.models import Organisation

from .listed import Listed

FIELDS = ["code", "kind", "name", "short_name", "county", "domains", "is_active"]
_WRITTEN = [*FIELDS, "loaded", "source", "source_date", "sort_key", "search_key"]


@dataclass
class Outcome:
    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    deactivated: list[str] = field(default_factory=list)
    # Named like another row: left as they are.
    refused: list[str] = field(default_factory=list)


def load(listed: Iterable[Listed], dry_run: bool = False) -> Outcome:
    """One query when nothing has changed. What the list no longer has can no longer be chosen; it is not deleted."""
    outcome = Outcome()
    with transaction.atomic():
        known = list(Organisation.objects.order_by("pk"))
        before = {row.pk: _state(row) for row in known}
        find = _Finder(known)
        new = _update(listed, find, {row.name: row.pk for row in known}, outcome)
        _drop(find.left(), outcome)
        for row in [*known, *new]:
            row.set_keys()
        changed = [row for row in known if _state(row) != before[row.pk]]
        outcome.created = [row.name for row in new]
        outcome.updated = [row.name for row in changed if row.name not in outcome.deactivated]
        if new and not dry_run:
            Organisation.objects.bulk_create(new)
        if changed and not dry_run:
            Organisation.objects.bulk_update(changed, _WRITTEN, batch_size=100)
    return outcome


def _update(
    listed: Iterable[Listed], find: "_Finder", names: dict[str, int], outcome: Outcome
) -> list[Organisation]:
    """Merge the list into the rows that it means; returns those that are new. `names` says which row has a name."""
    new: list[Organisation] = []
    for item in listed:
        name = item.values["name"]
        row = find(item) or Organisation()
        if row.name != name and _follows(row, "name") and names.setdefault(name, row.pk) != row.pk:
            outcome.refused.append(name)
            continue
        if row.pk is None:
            new.append(row)
        _merge(row, item.values | {"is_active": True})
        row.source, row.source_date = item.source, item.as_of
    return new


def _drop(rows: list[Organisation], outcome: Outcome) -> None:
    for row in rows:
        if row.loaded and row.is_active:
            _merge(row, {"is_active": False})
            if not row.is_active:
                outcome.deactivated.append(row.name)


class _Finder:
    """Which row is meant: by the code, or the name, that it was loaded with; else by the one it has."""

    def __init__(self, known: list[Organisation]):
        self._left = {row.pk: row for row in known}
        self._by_key: dict[str, Organisation] = {}
        for row in known:
            for key in (row.name if not row.code else "", row.code):
                if key:
                    self._by_key[key] = row
        for row in known:
            if key := row.loaded.get("code") or row.loaded.get("name"):
                self._by_key[key] = row

    def __call__(self, item: Listed) -> Organisation | None:
        row = self._by_key.get(item.values["code"]) or self._by_key.get(item.values["name"])
        return self._left.pop(row.pk, None) if row else None

    def left(self) -> list[Organisation]:
        return list(self._left.values())


def _follows(row: Organisation, name: str) -> bool:
    """Whether nobody has changed the field since it was loaded; one that was never loaded is open when empty."""
    if name in row.loaded:
        return row.loaded[name] == getattr(row, name)
    return row.pk is None or not getattr(row, name)


def _merge(row: Organisation, values: dict) -> None:
    for name, value in values.items():
        if _follows(row, name):
            setattr(row, name, value)
    row.loaded = row.loaded | values


def _state(row: Organisation) -> list:
    return [getattr(row, name) for name in _WRITTEN]
