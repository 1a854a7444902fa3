"""When somebody was in a room: "new since your last visit"."""

import datetime

from django.core.cache import cache
from django.utils import timezone

from samrum.core.write_lock import deferred

from .models import Membership

# A visit ends with so much quiet; "new since your last visit" counts from the end of the one before.
QUIET = datetime.timedelta(minutes=30)
# How often a visit is noted at most.
NOTED = datetime.timedelta(minutes=5)


def note(membership: Membership) -> None:
    """`membership` is as if it were written, also when that has to wait."""
    now = timezone.now()
    if not _passed(membership, now):
        return
    # The row stays as it was while the database takes no writes: one note of it is enough.
    if cache.add(f"visit:{membership.pk}:{membership.seen_at}", 1, NOTED.total_seconds()):
        deferred.write(write_visit, membership=membership.pk, at=now.isoformat())
    for name, value in _changes(membership, now).items():
        setattr(membership, name, value)


@deferred.deferrable
def write_visit(membership: int, at: str) -> None:
    """`at`: in ISO 8601."""
    row = Membership.objects.filter(pk=membership).first()
    moment = datetime.datetime.fromisoformat(at)
    if row and _passed(row, moment):
        Membership.objects.filter(pk=membership).update(**_changes(row, moment))


def _passed(membership: Membership, moment: datetime.datetime) -> bool:
    return membership.seen_at is None or moment - membership.seen_at >= NOTED


def _changes(membership: Membership, moment: datetime.datetime) -> dict[str, datetime.datetime]:
    changed, seen = {"seen_at": moment}, membership.seen_at
    if seen and moment - seen > QUIET:
        changed["previous_visit_at"] = seen
    return changed
