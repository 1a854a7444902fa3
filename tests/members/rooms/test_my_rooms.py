"""`/rum/`: where one may go, and what one is told of the others."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from network.models import NetworkPage
from tests.factories import NetworkPageFactory, UserFactory
from tests.members.factories import MembershipFactory, RoomFactory

pytestmark = pytest.mark.django_db


def test_one_room_means_straight_in(client, member):
    client.force_login(member.user)
    response = client.get("/rum/")
    assert (response.status_code, response.url) == (302, "/rum/trygga/")


def test_several_rooms_are_listed_and_those_of_others_are_not(client, home, member):
    second = MembershipFactory(user=member.user, room=RoomFactory(home=home)).room
    other = RoomFactory(home=home)
    client.force_login(member.user)
    page = client.get("/rum/").text
    assert 'href="/rum/trygga/"' in page and f'href="/rum/{second.slug}/"' in page
    assert other.network.title not in page


def test_without_a_room_one_is_told_where_to_apply(client, home, room):
    open_network = NetworkPageFactory(parent=home, status=NetworkPage.Status.OPEN)
    client.force_login(UserFactory())
    page = client.get("/rum/").text
    assert "Du har inget rum än" in page and open_network.title in page
    assert room.network.title not in page


def test_an_invited_person_is_told_to_open_the_letter(client, room):
    client.force_login(MembershipFactory(room=room, invited=True).user)
    page = client.get("/rum/").text
    assert "Öppna länken i ditt brev" in page
    assert "/rum/trygga/" not in page and "/rum/inbjudan/" not in page


@pytest.mark.parametrize(
    ("dates", "words"),
    [({"opens_on": 3}, "öppnar"), ({"closes_on": -1}, "stängt")],
)
def test_a_room_outside_its_dates_says_so(client, room, member, dates, words):
    for name, days in dates.items():
        setattr(room, name, timezone.localdate() + datetime.timedelta(days=days))
    room.save()
    client.force_login(member.user)
    page = client.get("/rum/")
    assert page.status_code == 200
    assert words in page.text and 'href="/rum/trygga/"' not in page.text


def test_a_read_only_room_says_so(client, home, room, member):
    room.read_only_on = timezone.localdate()
    room.save()
    MembershipFactory(user=member.user, room=RoomFactory(home=home))
    client.force_login(member.user)
    assert "öppet för läsning" in client.get("/rum/").text
    assert "bara öppet för läsning" in client.get("/rum/trygga/").text


def test_more_rooms_take_no_more_queries(client, home, member):
    client.force_login(member.user)

    def queries() -> int:
        client.get("/rum/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/rum/")
        return len(captured)

    MembershipFactory(user=member.user, room=RoomFactory(home=home))
    few = queries()
    for _number in range(5):
        MembershipFactory(user=member.user, room=RoomFactory(home=home))
    assert queries() == few


def test_english_for_those_who_chose_it(client, member, home):
    MembershipFactory(user=member.user, room=RoomFactory(home=home))
    client.force_login(member.user)
    client.cookies["sprak"] = "en"
    assert "My rooms" in client.get("/rum/").text


def test_wrong_methods_and_head(client, member):
    client.force_login(member.user)
    assert client.post("/rum/").status_code == 405
    assert client.head("/rum/trygga/").status_code == 200
    assert client.post("/rum/trygga/").status_code == 405
    assert client.get("/rum/trygga/%00").status_code == 400
    assert client.get(f"/rum/{'x' * 300}/").status_code == 403


def test_no_access_shows_the_persons_own_rooms_alone(client, home, member):
    forbidden = RoomFactory(home=home)
    client.force_login(member.user)
    response = client.get(f"/rum/{forbidden.slug}/")
    assert response.status_code == 403
    assert 'href="/rum/trygga/"' in response.text and forbidden.network.title not in response.text
