"""One at a time: whoever changes applications of a room holds the room until the transaction ends."""

from members.models import Room


def locked(room_id: int) -> Room:
    """Call it first in a transaction, before any application is read. Seats are counted under the same lock."""
    return Room.objects.select_for_update(of=("self",), no_key=True).select_related("network").get(pk=room_id)
