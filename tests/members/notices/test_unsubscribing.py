"""The way out of letters: the header in a letter (RFC 8058), the page that it leads to, the choice in the profile."""

import re

import pytest
from django.test import Client

from members.models import Membership
from tests.members.factories import MembershipFactory, RoomFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(tell_of, member, letters):
    """As it stands in the header of a letter."""
    tell_of("Hej", member)
    header = letters(member.user.email)[0].headers["List-Unsubscribe"]
    return re.fullmatch(r"<http://testserver(/\S+)>", header)[1]


@pytest.fixture
def stranger():
    """A mail program: no cookies, and the CSRF check as it is for all."""
    return Client(enforce_csrf_checks=True)


def choice(membership) -> str:
    return Membership.objects.get(pk=membership.pk).notices


@pytest.mark.parametrize("origin", [{}, {"HTTP_ORIGIN": "null"}, {"HTTP_ORIGIN": "https://mail.example.org"}])
def test_one_press_in_a_mail_program_is_enough(stranger, address, member, tell_of, letters, origin):
    answer = stranger.post(
        address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded", **origin
    )
    assert answer.status_code == 200 and "Du får inga fler brev" in answer.text
    assert choice(member) == "none"
    tell_of("Mer", member)
    assert len(letters(member.user.email)) == 1
    assert not stranger.cookies


def test_a_press_in_another_form_and_a_second_press_do_the_same(stranger, address, member):
    for _ in range(2):
        assert stranger.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert choice(member) == "none"


def test_to_look_changes_nothing(stranger, address, member, room):
    page = stranger.get(address)
    assert stranger.head(address).status_code == page.status_code == 200
    assert choice(member) == "at_once"
    assert room.network.title in page.text and "kvitton på det du själv gör" in page.text
    assert 'href="/rum/"' in page.text
    assert page["Referrer-Policy"] == "strict-origin" and page["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_page_says_neither_the_room_nor_who_it_is(stranger, address, member, method):
    text = getattr(stranger, method)(address).text.replace(address, "")
    assert "trygga" not in text
    assert member.user.email not in text and member.user.last_name not in text


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("broken", ["x", "MTI", "MTI:1abc:def"])
def test_what_we_have_not_written_is_dead(stranger, db, method, broken):
    answer = getattr(stranger, method)(f"/rum/brev/{broken}/")
    assert answer.status_code == 410 and "Länken fungerar inte" in answer.text


def test_an_ended_place_is_dead(stranger, address, member):
    Membership.objects.filter(pk=member.pk).update(ended_at="2026-01-01T00:00Z")
    assert stranger.post(address).status_code == 410
    assert choice(member) == "at_once"


def test_it_holds_for_one_room_alone(stranger, address, member, home):
    other = MembershipFactory(user=member.user, room=RoomFactory(home=home))
    stranger.post(address)
    assert choice(other) == "at_once"


class TestProfile:
    DATA = {"first_name": "Åsa", "last_name": "Öst", "title": ""}

    def test_the_choice_is_made_there(self, client, member):
        client.force_login(member.user)
        page = client.get("/rum/trygga/jag/").text
        assert "Samlade en gång om dagen" in page and "en träff som du är anmäld till är flyttad" in page
        assert client.post("/rum/trygga/jag/", self.DATA | {"notices": "weekly"}).status_code == 302
        assert choice(member) == "weekly"
        assert '<option value="weekly" selected>' in client.get("/rum/trygga/jag/").text

    @pytest.mark.parametrize("bad", ["", "hourly", "\0"])
    def test_anything_else_is_refused(self, client, member, bad):
        client.force_login(member.user)
        answer = client.post("/rum/trygga/jag/", self.DATA | {"notices": bad})
        assert answer.status_code == 422 and "form__error" in answer.text and "Öst" in answer.text
        assert choice(member) == "at_once"
