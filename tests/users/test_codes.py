"""A code from an app and a recovery code work once: one after the other, in processes at the same time, in every form."""

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.cache import cache
from django.test import Client

from tests.at_once import in_processes

from .acting import PASSWORD, code_for, is_signed_in, letters, link_in, sign_in, turn_on_two_step

pytestmark = pytest.mark.django_db
STEP = "/konto/2fa/authenticate/"
ACTIVATE = "/konto/2fa/totp/activate/"


@pytest.fixture(autouse=True)
def _within_one_period():
    """Half a minute, which the code is good for, does not end in the middle of a test."""
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False):
        yield


def halfway(user) -> Client:
    """A browser in which the password was right and the code is asked for."""
    client = Client()
    assert sign_in(client, user)["Location"].startswith(STEP)
    return client


def enter(client, code, at=STEP) -> bool:
    response = client.post(at, {"code": code})
    assert response.status_code == 302 or 'id="id_code_error"' in response.text
    return response.status_code == 302


@pytest.fixture
def secret(member):
    return turn_on_two_step(member)


@pytest.mark.parametrize(
    "spelled",
    ["{}", " {} ", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}", "{0[0]}-{0[1]}{0[2]}{0[3]}{0[4]}.{0[5]}"],
)
def test_one_after_the_other_also_when_the_cache_is_emptied(member, secret, spelled):
    code = code_for(secret)
    first, second = halfway(member), halfway(member)
    assert enter(first, code)
    cache.clear()
    assert not enter(second, spelled.format(code))
    assert is_signed_in(first)
    assert not is_signed_in(second)


def test_a_sign_in_does_not_prove_anything_once_more(client, member, secret):
    code = code_for(secret)
    client = halfway(member)
    enter(client, code)
    cache.clear()
    assert not enter(client, code, "/konto/2fa/reauthenticate/")


def test_what_proved_something_does_not_sign_in(client, member, secret):
    code = code_for(secret)
    client.force_login(member)
    assert enter(client, code, "/konto/2fa/reauthenticate/")
    cache.clear()
    assert not enter(halfway(member), code)


def test_what_turned_it_on_does_not_sign_in(client, member):
    sign_in(client, member)
    client.post("/konto/reauthenticate/", {"password": PASSWORD, "next": ACTIVATE})
    code = code_for(client.get(ACTIVATE).context["form"].secret)
    assert enter(client, code, ACTIVATE)
    assert not enter(halfway(member), code)


def test_the_code_of_somebody_else_is_another_code(member, editor, secret):
    turn_on_two_step(editor)  # with the same secret
    code = code_for(secret)
    assert enter(halfway(member), code)
    assert enter(halfway(editor), code)


@pytest.mark.django_db(transaction=True)
class TestInProcesses:
    """Which share the database alone."""

    def test_a_code_from_the_app(self, member, secret):
        code = code_for(secret)
        browsers = [halfway(member) for _number in range(3)]
        assert sorted(in_processes(*(lambda one=one: enter(one, code) for one in browsers))) == [
            False,
            False,
            True,
        ]

    def test_a_recovery_code(self, member, secret):
        code, other, *_more = RecoveryCodes.activate(member).generate_codes()
        browsers = [halfway(member) for _number in range(3)]
        assert sorted(in_processes(*(lambda one=one: enter(one, code) for one in browsers))) == [
            False,
            False,
            True,
        ]
        assert enter(halfway(member), other)

    def test_a_sign_in_link(self, member):
        turn_on_two_step(member)  # so that the sign-in itself does not kill the link
        Client().post("/konto/lank/", {"email": member.email})
        link = link_in(letters(member.email)[-1])
        statuses = in_processes(*[lambda: Client().post(link).status_code] * 3)
        assert sorted(statuses) == [302, 410, 410]
