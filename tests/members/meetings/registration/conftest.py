"""A member with an organisation, and what the pages are called."""

import pytest
from django.urls import reverse

from tests.members.factories import OrganisationFactory


@pytest.fixture
def address(room, meeting):
    """The address of one of the pages of the meeting."""

    def of(name: str, *more: int, meeting=meeting) -> str:
        return reverse(f"room_meetings:{name}", args=[room.slug, meeting.pk, *more])

    return of


@pytest.fixture
def organisation(db):
    return OrganisationFactory(
        name="Exempelstads kommun", short_name="Exempelstad", domains=["exempelstad.se"]
    )


@pytest.fixture
def member(member, organisation):
    member.organisation = organisation
    member.save()
    return member


@pytest.fixture
def signed_in(client, member):
    client.force_login(member.user)
    return client


@pytest.fixture
def leader(client, organiser):
    client.force_login(organiser.user)
    return client
