"""Accounts are found, limited and changed by mailbox, whatever the spelling."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from samrum.users import throttling
from samrum.users.models import User
from tests.factories import UserFactory

from .acting import PASSWORD, letters, sign_in
from .test_address import NEW, addresses, ask, mine  # noqa: F401 (a fixture)
from .test_oidc import go, person, provider  # noqa: F401
from .test_throttling import guesses, storm  # noqa: F401

pytestmark = pytest.mark.django_db
SPELLINGS = [
    "mio@example.org", "MIO@Example.ORG", "mio@ｅxample.org", "ｍio＠example.org", "mio@example.org.",
    "\u200bmio@example.org\u200b", "mio@example.org\u202c", "\ufeffmio@example.org", "\u00a0mio@example.org\u00a0",
]  # fmt: skip
NO_MAILBOX = [
    "mio@exam\u00adple.org",
    "=?utf-8?q?mio?=@example.org",
    '"mio"@example.org',
    "mïo@example.org",
    "mio@[::1]",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_one_signs_in_and_gets_letters_in_any_spelling(member, spelling):
    assert sign_in(Client(), spelling)["Location"] == "/rum/"
    for address in ("/konto/lank/", "/konto/password/reset/"):
        assert Client().post(address, {"email": spelling}).status_code == 302
    assert len(letters("mio@example.org")) == 2


@pytest.mark.parametrize("address", NO_MAILBOX)
@pytest.mark.parametrize("path", ["/konto/login/", "/konto/lank/", "/konto/password/reset/"])
def test_what_is_no_mailbox_is_said_at_the_field(member, path, address):
    field = "login" if path == "/konto/login/" else "email"
    page = Client().post(path, {field: address, "password": PASSWORD})
    assert page.status_code in (200, 422)
    assert any(words in page.text for words in ("giltig e-postadress", "som inte syns", "a–z före @"))
    assert letters() == []


def test_an_account_in_swedish_letters(client):
    UserFactory(email="info@räksmörgås.se")
    assert sign_in(client, "info@xn--rksmrgs-5wao1o.se").status_code == 302
    assert sign_in(Client(), "Info@RÄKSMÖRGÅS.se").status_code == 302


def test_guesses_are_counted_by_mailbox(member, guesses):  # noqa: F811
    for spelling in SPELLINGS:
        storm(spelling, 3)
    assert len(guesses) == throttling.GUESSES


@pytest.mark.parametrize("address", ["/konto/password/reset/", "/konto/lank/"])
def test_letters_are_counted_by_mailbox(member, address):
    for spelling in SPELLINGS:
        Client().post(address, {"email": spelling})
    assert len(letters("mio@example.org")) == throttling.LETTERS


def test_a_change_of_address_is_to_a_mailbox(mine, member, mailoutbox):  # noqa: F811
    ask(mine, "Mio.Ny＠ｅxample.org")
    assert (NEW, False, False) in addresses(member) and mailoutbox[-1].to == [NEW]
    page = mine.post("/konto/email/", {"action_send": "", "email": NEW}, follow=True)
    assert page.status_code == 200


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_ones_own_address_is_no_change(mine, member, spelling):  # noqa: F811
    ask(mine, spelling)
    assert addresses(member) == [("mio@example.org", True, True)]


@pytest.mark.parametrize("address", NO_MAILBOX)
def test_no_change_to_what_is_no_mailbox(mine, member, address, mailoutbox):  # noqa: F811
    page = ask(mine, address)
    assert page.status_code == 200 and mailoutbox == []
    assert any(words in page.text for words in ("giltig e-postadress", "som inte syns", "a–z före @"))


def test_somebody_elses_address_in_another_spelling_is_theirs(mine, member, mailoutbox):  # noqa: F811
    UserFactory(email=NEW)
    ask(mine, "mio.ny@ｅxample.org")
    assert "confirm-email" not in mailoutbox[-1].body
    assert EmailAddress.objects.filter(email=NEW, verified=True).count() == 1


@pytest.mark.parametrize("spelling", SPELLINGS[:3])
def test_the_identity_provider_means_the_mailbox(client, member, provider, spelling):  # noqa: F811
    provider.person = person(spelling)
    assert go(client)["Location"] == "/rum/"


@pytest.mark.parametrize("address", NO_MAILBOX)
def test_what_the_provider_says_that_is_no_mailbox_is_nobody(client, member, provider, address):  # noqa: F811
    provider.person = person(address)
    assert "Konton skapas av oss" in go(client).text


class TestInTheAdmin:
    @pytest.fixture
    def admin(self, client, settings):
        settings.SAMRUM_REQUIRE_TWO_STEP = False
        client.force_login(UserFactory(email="ada@example.org", is_superuser=True))
        return client

    @pytest.mark.parametrize("spelling", SPELLINGS)
    def test_one_account_per_mailbox(self, admin, member, spelling):
        page = admin.post("/admin/users/new/", {"email": spelling, "first_name": "A", "last_name": "B"})
        assert page.status_code == 200 and "Det finns redan ett konto med den här adressen." in page.text
        assert User.objects.count() == 2

    @pytest.mark.parametrize("address", NO_MAILBOX)
    def test_no_account_without_a_mailbox(self, admin, address):
        page = admin.post("/admin/users/new/", {"email": address, "first_name": "A", "last_name": "B"})
        assert any(words in page.text for words in ("giltig e-postadress", "som inte syns", "a–z före @"))
        assert User.objects.count() == 1

    def test_names_are_what_one_sees(self, admin, member):
        data = {
            "email": member.email,
            "first_name": "\u202eM\u00adio",
            "last_name": "Ek\u00a0Öst",
            "is_active": "on",
        }
        assert admin.post(f"/admin/users/edit/{member.pk}/", data).status_code == 302
        member.refresh_from_db()
        assert member.get_full_name() == "Mio Ek Öst"
        page = admin.post(f"/admin/users/edit/{member.pk}/", data | {"first_name": "\u200b"})
        assert page.status_code == 200
        member.refresh_from_db()
        assert member.first_name == "Mio"
