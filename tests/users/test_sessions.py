"""Where one is signed in: seen, ended, and gone when password or account change."""

import io

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client

from samrum.users.devices import describe
from tests.factories import UserFactory

from .acting import PASSWORD, code_for, is_signed_in, letters, link_in, sign_in, turn_on_two_step

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0"
SESSIONS = "/konto/sessions/"


@pytest.fixture
def here(member):
    client = Client()
    sign_in(client, member)
    return client


@pytest.fixture
def there(member):
    client = Client(headers={"user-agent": FIREFOX})
    sign_in(client, member)
    return client


def test_list_says_where_in_words(here, there):
    html = here.get(SESSIONS).text
    assert "Firefox på Windows" in html
    assert html.count("här, nu") == 1
    assert "127.0.0.1" in html


def test_one_is_ended(here, there, member):
    third = Client()
    sign_in(third, member)
    chosen = UserSession.objects.get(user_agent=FIREFOX)
    assert here.post(SESSIONS, {"session": chosen.pk})["Location"] == SESSIONS
    assert not is_signed_in(there)
    assert is_signed_in(here)
    assert is_signed_in(third)


def test_all_others_are_ended(here, there):
    here.post(SESSIONS)
    assert not is_signed_in(there)
    assert is_signed_in(here)


def test_nobody_ends_the_session_of_another(here):
    other = Client()
    sign_in(other, UserFactory())
    for session in UserSession.objects.all():
        other.post(SESSIONS, {"session": session.pk})
    assert is_signed_in(here)


def test_changed_password_ends_other_sessions_and_tells_its_owner(here, there, member, mailoutbox):
    data = {"oldpassword": PASSWORD, "password1": "ett nytt långt", "password2": "ett nytt långt"}
    assert here.post("/konto/password/change/", data)["Location"] == "/konto/"
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert [letter.to for letter in mailoutbox] == [[member.email]]
    assert "Firefox på Windows" not in here.get(SESSIONS).text


def test_forgotten_password_ends_all_sessions(here, member):
    Client().post("/konto/password/reset/", {"email": member.email})
    guest = Client()
    form = guest.get(link_in(letters(member.email)[-1]), follow=True)
    guest.post(form.request["PATH_INFO"], {"password1": "ett nytt långt", "password2": "ett nytt långt"})
    assert not is_signed_in(here)


def test_closed_account_is_out_everywhere_at_the_next_request(here, there, member):
    member.is_active = False
    member.save()
    assert not is_signed_in(here)
    assert not is_signed_in(there)
    assert sign_in(Client(), member)["Location"] == "/konto/inactive/"


@pytest.mark.django_db(transaction=True)
def test_two_steps_end_the_sessions_that_began_with_one(here, there):
    here.post("/konto/reauthenticate/", {"password": PASSWORD, "next": "/konto/"})
    secret = here.get("/konto/2fa/totp/activate/").context["form"].secret
    assert here.post("/konto/2fa/totp/activate/", {"code": code_for(secret)}).status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_a_half_sign_in_is_no_session(member):
    turn_on_two_step(member)
    half = Client()
    sign_in(half, member)
    assert not is_signed_in(half)
    assert not UserSession.objects.exists()


def test_place_of_sign_in_is_erased_with_its_session(here, there):
    Session.objects.exclude(session_key=here.session.session_key).delete()
    call_command("purge", stdout=io.StringIO())
    assert [one.session_key for one in UserSession.objects.all()] == [here.session.session_key]


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox på Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
            "Safari på iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge på Windows"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36", "Chrome på Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Chrome/126.0 Safari/537.36", "Chrome på Mac"),
        ("curl/8.0", "Okänd webbläsare"),
        ("", "Okänd webbläsare"),
    ],
)
def test_browser_in_words(user_agent, words):
    assert describe(user_agent) == words
