"""Who has been told what, before the worker makes letters of it."""

import pytest

from members.models import Membership
from members.notices import outbox
from members.notices.models import Notice


class Worker:
    """Is asked for, and does not come."""

    def __init__(self):
        self.asked = 0

    def enqueue(self) -> None:
        self.asked += 1


@pytest.fixture
def waiting_worker(monkeypatch):
    worker = Worker()
    monkeypatch.setattr(outbox, "deliver_notices", worker)
    return worker


def told(kind: str | None = None, **which) -> set[Membership]:
    rows = Notice.objects.filter(**({"kind": kind} if kind else {}), **which)
    return {row.membership for row in rows.select_related("membership")}


def forget() -> None:
    """As if the worker had been there."""
    Notice.objects.all().delete()
