"""Tell people something: `tell(...)` in the transaction of what it tells of."""

from collections.abc import Iterable

from .models import Notice
from .tasks import deliver_notices


def tell(kind: str, subject_id: int, memberships: Iterable[int], *, always: bool = False) -> None:
    """One row for each membership (keys); the worker makes letters of them. A few statements for 500 people."""
    # In one order for everybody: two who tell the same people at once wait for each other and not in a circle.
    rows = [
        Notice(kind=kind, subject_id=subject_id, membership_id=key, always=always)
        for key in sorted(set(memberships))
    ]
    if rows:
        Notice.objects.bulk_create(
            rows,
            batch_size=500,
            # Nothing changes in a row that waits already. But one that is being delivered just now says what was true
            # before this transaction: writing to it waits until it is gone, and then makes a new one.
            update_conflicts=True,
            unique_fields=["membership", "kind", "subject_id", "always"],
            update_fields=["always"],
        )
        deliver_notices.enqueue()
