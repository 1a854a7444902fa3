"""The link in an invitation: shows by GET, opens once by POST, tells nothing when it is dead."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.utils import timezone

from members import invitations, memberships
from members.models import Invitation, Membership
from tests.factories import UserFactory
from tests.members.factories import MembershipFactory, RoomFactory

pytestmark = pytest.mark.django_db
PASSWORD = "fyra-gula-paraplyer"
WORDS = {"new_password1": PASSWORD, "new_password2": PASSWORD}


@pytest.fixture
def link(room, organiser, letters, link_in):
    """Of a person whom only the invitation knows."""
    invitations.invite(room, "Ny@Example.org", by=organiser.user, first_name="Ny", last_name="Exempel")
    return link_in(letters("ny@example.org")[-1])


def place():
    return Membership.objects.get(user__email="ny@example.org")


def test_reading_the_page_changes_nothing(client, link):
    for _time in range(3):
        response = client.get(link)
        assert response.status_code == 200 and client.head(link).status_code == 200
    assert not place().is_joined and Invitation.objects.usable().count() == 1
    assert "sessionid" not in client.cookies
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "strict-origin"


def test_a_new_person_chooses_a_password_and_is_in(client, link):
    response = client.post(link, WORDS)
    assert (response.status_code, response.url) == (302, "/rum/trygga/")
    assert client.get("/rum/trygga/").status_code == 200
    assert place().user.check_password(PASSWORD)
    client.logout()
    assert client.post("/konto/login/", {"login": "ny@example.org", "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ({"new_password1": "kort", "new_password2": "kort"}, "minst 10 tecken"),
        ({"new_password1": PASSWORD, "new_password2": "annat"}, "id_new_password2_error"),
        ({}, "id_new_password1_error"),
        ({"new_password1": "ny@example.org", "new_password2": "ny@example.org"}, "id_new_password2_error"),
        ({"new_password1": "x\0" * 10, "new_password2": "x\0" * 10}, "id_new_password1_error"),
    ],
)
def test_a_bad_password_opens_nothing(client, link, words, error, caplog):
    with caplog.at_level(logging.WARNING):
        response = client.post(link, words)
    assert response.status_code == 422 and error in response.text
    assert not place().is_joined and not place().user.has_usable_password()
    assert link.split("/")[3] not in caplog.text


def test_who_was_invited_by_address_alone_says_the_name(client, room, letters, link_in):
    invitations.invite(room, "namnlos@example.org", by=None)
    link = link_in(letters("namnlos@example.org")[-1])
    assert client.post(link, WORDS).status_code == 422
    names = {"first_name": "Åsa", "last_name": "Öst"}
    assert client.post(link, WORDS | names | {"first_name": "x" * 300}).status_code == 422
    assert client.post(link, WORDS | names).status_code == 302
    assert Membership.objects.get(user__email="namnlos@example.org").user.get_full_name() == "Åsa Öst"


def test_a_dead_link_says_the_same_whatever_it_died_of(client, link, room, organiser):
    used = client.post(link, WORDS) and link
    client.logout()
    place_of_other = MembershipFactory(room=room, invited=True)
    _invitation, replaced = Invitation.make(place_of_other)
    Invitation.make(place_of_other)
    expired_place = MembershipFactory(room=room, invited=True)
    _invitation, expired = Invitation.make(expired_place)
    expired_place.invitations.update(expires_at=timezone.now())
    ended_place = MembershipFactory(room=room, invited=True)
    _invitation, ended = Invitation.make(ended_place)
    memberships.end(ended_place, by=organiser.user)
    closed_place = MembershipFactory(room=room, invited=True, user__is_active=False)
    _invitation, closed = Invitation.make(closed_place)
    addresses = [
        used,
        *(f"/rum/inbjudan/{token}/" for token in (replaced, expired, ended, closed, "x", "å" * 300)),
    ]
    for method in (client.get, client.post):
        answers = [method(address) for address in addresses]
        assert {answer.status_code for answer in answers} == {410}
        assert len({answer.content for answer in answers}) == 1
    assert "be nätverkets processledare" in answers[0].text and room.network.title not in answers[0].text


def test_it_lives_fourteen_days_and_can_be_renewed(client, link, letters, link_in, organiser):
    with time_machine.travel(timezone.now() + timezone.timedelta(days=13, hours=23), tick=False):
        assert client.get(link).status_code == 200
    with time_machine.travel(timezone.now() + timezone.timedelta(days=14, seconds=1), tick=False):
        assert client.get(link).status_code == 410
        invitations.renew(place(), by=organiser.user)
        assert client.get(link).status_code == 410
        assert client.get(link_in(letters("ny@example.org")[-1])).status_code == 200


class TestSomebodyWithAnAccount:
    @pytest.fixture
    def user(self):
        return UserFactory(email="van@example.org")

    @pytest.fixture
    def link(self, room, user, letters, link_in):
        invitations.invite(room, user.email, by=None)
        return link_in(letters(user.email)[-1])

    def test_signs_in_first_and_comes_back(self, client, user, link):
        page = client.get(link)
        assert f"/konto/login/?next={link}" in page.text and "new_password1" not in page.text
        # A link opens the room, never an account that has a password of its own.
        assert client.post(link, WORDS).status_code == 200
        assert not Membership.objects.get(user=user).is_joined
        response = client.post(f"/konto/login/?next={link}", {"login": user.email, "password": "samrum-demo"})
        assert response.url == link
        assert "Gå in" in client.get(link).text
        assert not Membership.objects.get(user=user).is_joined
        assert client.post(link).url == "/rum/trygga/"
        assert client.get("/rum/trygga/").status_code == 200
        assert client.get(link).status_code == 410

    def test_somebody_else_is_told_so_and_can_sign_out(self, client, user, link):
        other = UserFactory()
        client.force_login(other)
        for response in (client.get(link), client.post(link)):
            assert response.status_code == 403 and "till någon annan" in response.text
            assert user.email not in response.text
        assert not Membership.objects.get(user=user).is_joined
        assert client.post("/konto/logout/", {"next": link}).url == link
        assert "/konto/login/" in client.get(link).text

    def test_whoever_signs_in_by_other_means_has_no_password_set_by_the_link(self, client, user, link):
        user.set_unusable_password()
        user.last_login = timezone.now()
        user.save()
        assert "new_password1" not in client.get(link).text


def test_two_step_sign_in_still_holds(client, link):
    TOTP.activate(place().user, generate_totp_secret())
    response = client.post(link, WORDS)
    assert "/konto/2fa/authenticate/" in response.url
    assert client.get("/rum/trygga/").status_code == 302  # to sign-in: the second step is missing


def test_two_posts_at_once_let_in_once(client, link, monkeypatch):
    found = invitations.find(link.split("/")[3])
    assert invitations.accept(found) and not invitations.accept(found)


def test_the_letter_carries_no_more_than_title_and_link(link, letters, room):
    room.welcome = "Hemlig välkomst"
    room.save()
    letter = letters("ny@example.org")[-1]
    assert room.network.title in letter.message and "/rum/trygga/" not in letter.message


@pytest.mark.django_db(transaction=True)
def test_of_links_that_are_renewed_at_once_one_works(home):
    """Two organisers press the button together: on PostgreSQL neither would see the other's link."""
    place = MembershipFactory(room=RoomFactory(home=home), invited=True)
    ready = threading.Barrier(4)

    def renew(_number):
        ready.wait()
        invitations.renew(place, by=None)
        connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(renew, range(4)))
    assert Invitation.objects.usable().filter(membership=place).count() == 1
