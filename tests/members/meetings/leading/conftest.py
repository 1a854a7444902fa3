"""The organiser at work: signed in, and where the pages of the meeting lie."""

import pytest

from members.notices import outbox
from members.notices.models import Notice


@pytest.fixture
def lead(client, organiser):
    client.force_login(organiser.user)
    return client


@pytest.fixture
def address(meeting):
    """The address of one of the meeting's pages under Leda."""
    return lambda part="": f"/rum/trygga/leda/traffar/{meeting.pk}/{part}"


@pytest.fixture
def told(monkeypatch):
    """Who is told what: the rows stay, for no worker comes for them."""

    class NoWorker:
        @staticmethod
        def enqueue() -> None:
            pass

    monkeypatch.setattr(outbox, "deliver_notices", NoWorker)
    return Notice.objects.all()
