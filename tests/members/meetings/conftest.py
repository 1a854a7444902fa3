"""A meeting a month from now, and one whose date is open."""

import pytest

from .factories import meeting_in
from .told import waiting_worker  # noqa: F401 - a fixture


@pytest.fixture
def meeting(room):
    return meeting_in(room, title="Lägesbild i praktiken")


@pytest.fixture
def undecided(room):
    return meeting_in(room, days=None, title="Digital träff")
