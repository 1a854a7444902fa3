"""One at a time: whoever changes the seats of a meeting holds its row until the transaction ends."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from .models import RoomMeeting


class Gone(Exception):
    """The meeting is no longer there."""


@contextmanager
def hold_meeting(pk: int) -> Iterator[RoomMeeting]:
    """A transaction in which nobody else changes seats or answers of the meeting. Raises Gone.

    Whoever holds the page tree too (core.tree_lock) takes that first.
    """
    with transaction.atomic():
        # Read after the wait: PostgreSQL would show the page (a joined row) as it was when the waiting began.
        RoomMeeting.objects.select_for_update(no_key=True).filter(pk=pk).values_list("pk").first()
        meeting = RoomMeeting.objects.select_related("page", "room__network").filter(pk=pk).first()
        if meeting is None:
            raise Gone
        yield meeting
