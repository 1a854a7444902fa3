"""The language that a person chose: pages by browser, letters by account."""

import pytest

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "ett-långt-lösenord-7"


@pytest.fixture
def user():
    user = UserFactory(email="kim@example.org")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client):
    return client.post("/konto/login/", {"login": "kim@example.org", "password": PASSWORD})


def test_the_switch_also_holds_for_letters(client, user):
    client.force_login(user)
    client.post("/konto/sprak/", {"language": "en", "next": "/konto/"})
    user.refresh_from_db()
    assert user.language == "en"
    client.post("/konto/sprak/", {"language": "xx\0", "next": "/konto/"})
    user.refresh_from_db()
    assert user.language == "en"


def test_what_was_chosen_before_the_sign_in_holds_too(client, user):
    client.post("/konto/sprak/", {"language": "en", "next": "/konto/login/"})
    sign_in(client)
    user.refresh_from_db()
    assert user.language == "en"


def test_another_browser_speaks_the_same_language(client, user):
    user.language = "en"
    user.save()
    sign_in(client)
    assert client.cookies["sprak"].value == "en"
    assert '<html lang="en"' in client.get("/konto/").text


def test_a_cookie_that_means_nothing_changes_nothing(client, user):
    client.cookies["sprak"] = "xx"
    sign_in(client)
    user.refresh_from_db()
    assert user.language == "sv"
