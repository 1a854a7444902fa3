"""A room with a member and an organiser."""

import pytest

from tests.members.factories import MembershipFactory, OrganisationFactory, RoomFactory


@pytest.fixture
def room(home):
    return RoomFactory(home=home, slug="trygga")


@pytest.fixture
def member(room):
    """A participant, with a municipality."""
    return MembershipFactory(room=room, organisation=OrganisationFactory()).user


@pytest.fixture
def organiser(room):
    return MembershipFactory(room=room, organiser=True).user
