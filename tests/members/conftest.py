"""A room with somebody who leads it and somebody who takes part; letters as they were queued."""

import re

import pytest
from post_office.models import Email

from .factories import MembershipFactory, RoomFactory


@pytest.fixture
def room(home):
    return RoomFactory(home=home, slug="trygga")


@pytest.fixture
def organiser(room):
    return MembershipFactory(room=room, organiser=True, user__last_name="Ledare")


@pytest.fixture
def member(room):
    return MembershipFactory(room=room, user__last_name="Deltagare")


@pytest.fixture
def letters(db):
    """The queued letters to an address, oldest first."""
    return lambda address: list(Email.objects.filter(to=address).order_by("pk"))


@pytest.fixture
def link_in():
    """The path of the invitation in a letter."""
    return lambda letter: re.search(r"/rum/inbjudan/\S+/", letter.message)[0]
