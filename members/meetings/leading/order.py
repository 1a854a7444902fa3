"""Rows that an organiser puts in order: a button beside each says `up:<pk>`, `down:<pk>` or `remove:<pk>`."""

import re
from collections.abc import Sequence
from typing import TypeVar

from django.http import Http404

from members.meetings.models import Material, Preparation

BUTTON = re.compile(r"(up|down|remove):([0-9]{1,18})")
STEPS = {"up": -1, "down": 1}

Row = TypeVar("Row", Preparation, Material)


def pressed(button: str) -> tuple[str, int] | None:
    """What a button says; None for the form's own, and for what no button says."""
    match = BUTTON.fullmatch(button)
    return (match[1], int(match[2])) if match else None


def arrange(ordered: list[Row], action: str, pk: int) -> None:
    """`ordered`: all of the meeting, in order; the caller holds it. 404 for one that is not among them.

    At the ends nothing moves.
    """
    place = next((place for place, row in enumerate(ordered) if row.pk == pk), None)
    if place is None:
        raise Http404
    row = ordered.pop(place)
    if action == "remove":
        row.delete()
        return
    ordered.insert(max(0, place + STEPS[action]), row)
    for position, moved in enumerate(ordered):
        moved.position = position
    type(row).objects.bulk_update(ordered, ["position"])


def last_position(rows: Sequence[Row]) -> int:
    return max((row.position for row in rows), default=-1)
