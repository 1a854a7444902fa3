"""The door: who comes in, and who learns nothing."""

import datetime
import re

import pytest
from django.utils import timezone

from tests.factories import UserFactory

from .factories import MembershipFactory, RoomFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(home):
    return RoomFactory(home=home, slug="trygga")


def test_the_anonymous_are_asked_to_sign_in_wherever_they_knock(client, room):
    for address in ("/rum/trygga/", "/rum/finns-inte/", "/rum/trygga/bibliotek/1/", "/rum/trygga/leda/"):
        assert client.get(address).url == f"/konto/login/?next={address}"


def test_an_unknown_room_answers_an_outsider_like_a_forbidden_one(client, room):
    client.force_login(UserFactory())
    known, unknown = client.get("/rum/trygga/"), client.get("/rum/finns-inte/")
    assert known.status_code == unknown.status_code == 403
    assert _without_token(known).replace("trygga", "") == _without_token(unknown).replace("finns-inte", "")
    assert room.network.title.encode() not in known.content


@pytest.mark.parametrize(
    ("place", "status"),
    [
        ({}, 200),
        ({"invited": True}, 403),
        ({"ended": True}, 403),
        ({"guest": True}, 200),
        ({"organiser": True}, 200),
    ],
)
def test_a_place_in_the_room_opens_it(client, room, place, status):
    client.force_login(MembershipFactory(room=room, **place).user)
    assert client.get("/rum/trygga/").status_code == status
    assert client.get("/rum/trygga/leda/").status_code == (200 if place.get("organiser") else 403)


@pytest.mark.parametrize("dates", [{"opens_on": 1}, {"closes_on": 0}, {"closes_on": -5}])
def test_outside_its_dates_only_organisers_come_in(client, room, dates):
    for name, days in dates.items():
        setattr(room, name, timezone.localdate() + datetime.timedelta(days=days))
    room.save()
    client.force_login(MembershipFactory(room=room).user)
    assert client.get("/rum/trygga/").status_code == 403
    client.force_login(MembershipFactory(room=room, organiser=True).user)
    assert client.get("/rum/trygga/").status_code == 200


def test_an_account_that_is_switched_off_is_out_at_the_next_request(client, room):
    member = MembershipFactory(room=room)
    client.force_login(member.user)
    assert client.get("/rum/trygga/").status_code == 200
    member.user.is_active = False
    member.user.save()
    assert client.get("/rum/trygga/").status_code == 302


def _without_token(response) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


@pytest.mark.parametrize("dates", [{"opens_on": 1}, {"closes_on": 0}])
def test_ones_own_place_is_reached_while_the_room_is_shut(client, room, dates):
    for name, days in dates.items():
        setattr(room, name, timezone.localdate() + datetime.timedelta(days=days))
    room.welcome, room.rules = "Välkomstkanarie", "Regelkanarie"
    room.save()
    place = MembershipFactory(room=room)
    client.force_login(place.user)
    shut = client.get("/rum/trygga/")
    assert shut.status_code == 403 and "/rum/trygga/lamna/" in shut.text
    for address in ("/rum/trygga/jag/", "/rum/trygga/lamna/"):
        response = client.get(address)
        assert response.status_code == 200
        assert "kanarie" not in response.text and "/bibliotek/" not in response.text
    hides = {"first_name": "Åsa", "last_name": "Öst", "title": "", "hidden_profile": "on", "notices": "none"}
    assert client.post("/rum/trygga/jag/", hides).status_code == 302
    assert client.post("/rum/trygga/lamna/").status_code == 302
    place.refresh_from_db()
    assert place.hidden_profile and place.ended_at
