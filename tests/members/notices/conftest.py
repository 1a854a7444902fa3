"""Something that can be told to anybody in a room: a letter from its organiser."""

from types import SimpleNamespace

import pytest

from members.meetings.models import Message
from members.notices import outbox
from members.notices.outbox import tell


@pytest.fixture
def tell_of(room, organiser):
    """`tell_of("Ämne", membership, ...)`: told as each has chosen, unless `always`."""

    def tell_of(subject: str, *memberships, always: bool = False) -> Message:
        message = Message.objects.create(room=room, by=organiser.user, subject=subject, body="Text")
        tell("organiser_message", message.pk, [one.pk for one in memberships], always=always)
        return message

    return tell_of


@pytest.fixture
def no_worker(monkeypatch):
    """What is told waits, as if the worker were away."""
    monkeypatch.setattr(outbox, "deliver_notices", SimpleNamespace(enqueue=lambda: None))
