"""Building blocks in the reader's language. A resource points at one translation; all of them are the same block."""

from typing import NamedTuple

from django.utils.translation import get_language

from network.models import BuildingBlock


class Block(NamedTuple):
    number: int  # in addresses: the oldest translation's key
    name: str


def building_blocks() -> dict[str, Block]:
    """All blocks by their translation keys, in the editors' order. One query."""
    language = get_language() or "sv"
    rows = BuildingBlock.objects.order_by("order", "pk").values_list(
        "translation_key", "pk", "name", "locale__language_code"
    )
    found: dict[str, Block] = {}
    for key, pk, name, code in rows:
        before = found.get(str(key))
        if before is None:
            found[str(key)] = Block(pk, name)
        else:
            found[str(key)] = Block(min(pk, before.number), name if code == language else before.name)
    return found
