"""Browsers of an organiser and of a participant; the worker that makes letters is not there."""

import pytest
from django.test import Client
from django.urls import reverse


@pytest.fixture(autouse=True)
def _no_letters(waiting_worker):
    return


@pytest.fixture
def leader(organiser):
    client = Client()
    client.force_login(organiser.user)
    return client


@pytest.fixture
def reader(member):
    client = Client()
    client.force_login(member.user)
    return client


@pytest.fixture
def url():
    """The address of a page about a meeting: `url("move", meeting)`."""
    return lambda name, meeting, *more: reverse(
        f"room_meetings:{name}", args=[meeting.room.slug, meeting.pk, *more]
    )
