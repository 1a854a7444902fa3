"""A meeting that was yesterday, with people who were there."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.members.factories import MembershipFactory
from tests.members.meetings.factories import meeting_in, seat


@pytest.fixture
def past(room):
    return meeting_in(room, days=-1, title="Lägesbild i praktiken")


@pytest.fixture
def seated(past, member):
    return seat(past, member)


@pytest.fixture
def address(past):
    return reverse("room_meetings:evaluate", args=[past.room.slug, past.pk])


@pytest.fixture
def leading_address(past):
    return reverse("room_meetings:leading_evaluation", args=[past.room.slug, past.pk])


@pytest.fixture
def page_of():
    """What somebody gets at an address."""

    def get(membership, address):
        browser = Client()
        browser.force_login(membership.user)
        return browser.get(address)

    return get


@pytest.fixture
def hand_in(address):
    """Somebody fills in the form that they have got: scores or words, question by question; "" is no answer."""

    def post(membership, *answers, **changed):
        browser = Client()
        browser.force_login(membership.user)
        form = browser.get(address).context["form"]
        names = [field.html_name for _question, field in form.rows]
        data = {"asked": form["asked"].value()} | dict(zip(names, answers, strict=False))
        return browser.post(address, data | changed)

    return post


@pytest.fixture
def evaluated(past, hand_in):
    """So many more people who were there, and have answered."""

    def many(count, *answers):
        for _number in range(count):
            place = MembershipFactory(room=past.room)
            seat(past, place)
            assert hand_in(place, *answers).status_code == 302

    return many
