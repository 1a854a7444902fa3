"""Guesses are counted before a password is hashed: per account, device and address."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client

from samrum.users import throttling
from tests.factories import UserFactory

from .acting import LOGIN, PASSWORD, code_for, letters, sign_in, turn_on_two_step, without_tokens

pytestmark = pytest.mark.django_db
TOO_MANY = "Det har varit för många försök"


@pytest.fixture
def guesses(monkeypatch):
    """The passwords that were hashed to see whether they are right."""
    hashed = []
    encode = MD5PasswordHasher.encode

    def counted(self, password, salt):
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return hashed


@pytest.fixture
def many_addresses(settings):
    settings.TRUSTED_PROXIES = 1
    return lambda number: {"HTTP_X_FORWARDED_FOR": f"198.51.{number // 250}.{number % 250 + 1}"}


def storm(account: str, tries: int, headers=lambda number: {}) -> list:
    return [
        Client(**headers(number)).post(LOGIN, {"login": account, "password": f"fel-{number}"})
        for number in range(tries)
    ]


def test_ten_guesses_an_hour_however_many_addresses(member, guesses, many_addresses):
    answers = storm(member.email, 14, many_addresses)
    assert len(guesses) == throttling.GUESSES == 10
    assert [TOO_MANY in answer.text for answer in answers] == [False] * 10 + [True] * 4


def test_a_guess_comes_back_an_hour_after_it_was_made(member, guesses, time_machine):
    time_machine.move_to("2026-01-01 10:00", tick=False)
    storm(member.email, 4)
    time_machine.move_to("2026-01-01 10:50")
    storm(member.email, 12)
    assert len(guesses) == 10
    time_machine.move_to("2026-01-01 11:01")
    storm(member.email, 12)
    assert len(guesses) == 14, "the six of 10:50 still count"


def test_address_in_other_letters_is_the_same_account(member, guesses):
    for account in ("mio@example.org", "MIO@example.org", " Mio@Example.org "):
        storm(account, 5)
    assert len(guesses) == 10


def test_stranger_does_not_lock_the_owner_out_of_a_known_device(client, member):
    sign_in(client, member)
    client.post("/konto/logout/")
    storm(member.email, 12)
    assert sign_in(client, member)["Location"] == "/rum/"


def test_owner_on_a_new_device_is_told_what_to_do_and_the_link_works(member):
    storm(member.email, 12)
    new = Client()
    answer = sign_in(new, member)
    assert TOO_MANY in answer.text
    assert 'href="/konto/lank/"' in answer.text
    new.post("/konto/lank/", {"email": member.email})
    assert new.post(letters_link(member)).status_code == 302
    new.post("/konto/logout/")
    assert sign_in(new, member).status_code == 302, "the device is known now"


def letters_link(user) -> str:
    from .acting import link_in

    return link_in(letters(user.email)[-1])


def test_known_device_has_its_own_ten_guesses(client, member, guesses):
    sign_in(client, member)
    client.post("/konto/logout/")
    guesses.clear()
    answers = [sign_in(client, member, f"fel-{number}") for number in range(12)]
    assert len(guesses) == 10
    assert TOO_MANY in answers[-1].text


@pytest.mark.parametrize("change", [{"password": "x"}, {"email": "ny@example.org"}])
def test_device_is_unknown_again_when_the_account_changes(client, member, change):
    sign_in(client, member)
    client.post("/konto/logout/")
    for field, value in change.items():
        setattr(member, field, value)
    member.save()
    storm(member.email, 10)
    assert TOO_MANY in sign_in(client, member).text


def test_cookie_of_the_device_is_sealed_and_belongs_to_one_account(client, member):
    other = UserFactory()
    response = sign_in(client, other)
    cookie = response.cookies["enhet"]
    assert cookie["httponly"]
    assert cookie["path"] == "/konto/"
    assert cookie["samesite"] == "Lax"
    assert other.email not in cookie.value
    storm(member.email, 10)
    client.post("/konto/logout/")
    assert TOO_MANY in sign_in(client, member).text
    forged = Client()
    forged.cookies["enhet"] = "a" * 22 + "~" + "0" * 32
    assert TOO_MANY in sign_in(forged, member).text


def test_several_share_a_device(client, member):
    people = [UserFactory() for _number in range(3)]
    for person in people:
        sign_in(client, person)
        client.post("/konto/logout/")
    for person in people:
        storm(person.email, 10)
        assert sign_in(client, person).status_code == 302
        client.post("/konto/logout/")


def test_throttling_says_the_same_of_an_account_that_does_not_exist(member, guesses):
    real = storm(member.email, 12)
    invented = storm("ingen@example.org", 12)
    assert [without_tokens(one) for one in real] == [without_tokens(one) for one in invented]
    assert [one.status_code for one in real] == [one.status_code for one in invented]
    assert len(guesses) == 20, "an unknown address costs as many hashes"


def test_closed_account_and_one_without_password_answer_like_others(member, guesses):
    closed = UserFactory(is_active=False)
    fresh = UserFactory(password=None)
    fresh.set_unusable_password()
    fresh.save()
    guesses.clear()
    pages = {
        without_tokens(sign_in(Client(), who, "fel")) for who in (member, closed, fresh, "ingen@example.org")
    }
    assert len(pages) == 1
    assert len(guesses) == 4


def test_an_office_behind_one_address_is_not_locked_out(guesses, monkeypatch):
    monkeypatch.setattr(throttling, "FAILED_ACCOUNTS", 5)
    people = [UserFactory() for _number in range(20)]
    assert all(sign_in(Client(), person).status_code == 302 for person in people)
    for person in people[:4]:
        for _time in range(3):
            sign_in(Client(), person, "fel")
    assert sign_in(Client(), people[10]).status_code == 302


def test_an_address_that_fails_at_many_accounts_waits(monkeypatch, guesses):
    monkeypatch.setattr(throttling, "FAILED_ACCOUNTS", 5)
    known, person = Client(), UserFactory()
    sign_in(known, person)
    known.post("/konto/logout/")
    guesses.clear()
    for number in range(8):
        storm(f"person-{number}@example.net", 1)
    assert len(guesses) == 5
    assert TOO_MANY in sign_in(Client(), person).text
    assert sign_in(known, person).status_code == 302, "but not who is known"
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert sign_in(elsewhere, person).status_code == 302


def test_the_right_password_takes_no_guess(member):
    assert all(sign_in(Client(), member).status_code == 302 for _time in range(12))


# --- Not only at sign-in ----------------------------------------------------------------------------------


def test_codes_are_limited_for_strangers_who_know_the_password(client, member):
    secret = turn_on_two_step(member)
    [recovery, *_more] = RecoveryCodes.activate(member).generate_codes()
    sign_in(client, member)
    client.post("/konto/2fa/authenticate/", {"code": recovery})
    client.post("/konto/logout/")

    stranger = Client()
    sign_in(stranger, member)
    answers = [stranger.post("/konto/2fa/authenticate/", {"code": f"{number:06}"}) for number in range(11)]
    assert "för många" not in answers[9].text
    assert "för många" in answers[10].text
    assert stranger.post("/konto/2fa/authenticate/", {"code": code_for(secret)}).status_code == 200

    sign_in(client, member)
    assert client.post("/konto/2fa/authenticate/", {"code": code_for(secret)}).status_code == 302


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/konto/reauthenticate/", {"password": "fel"}),
        (
            "/konto/password/change/",
            {"oldpassword": "fel", "password1": "ett långt", "password2": "ett långt"},
        ),
    ],
)
def test_stolen_session_cannot_guess_the_password(client, member, guesses, address, data):
    client.force_login(member)
    for _time in range(12):
        response = client.post(address, data)
    assert sum(password == "fel" for password in guesses) == 10
    assert "för många försök" in response.text


def test_stranger_does_not_hinder_reauthentication(client, member):
    client.force_login(member)
    storm(member.email, 12)
    assert client.post("/konto/reauthenticate/", {"password": PASSWORD, "next": "/konto/"}).status_code == 302


@pytest.mark.parametrize("address", ["/konto/password/reset/", "/konto/lank/"])
def test_nobody_is_buried_in_letters(member, address):
    answers = [Client().post(address, {"email": member.email}) for _time in range(8)]
    assert len(letters(member.email)) == throttling.LETTERS
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, answers[0]["Location"])}


@pytest.mark.parametrize("address", ["/konto/password/reset/", "/konto/lank/"])
def test_an_address_that_asks_letters_for_many_waits(address, monkeypatch):
    monkeypatch.setattr(throttling, "LETTER_ACCOUNTS", 3)
    people = [UserFactory() for _number in range(5)]
    answers = [Client().post(address, {"email": person.email}) for person in people]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 200, 200]
    assert "från ert nätverk" in answers[-1].text
    assert len(letters()) == 3


# --- The machine ------------------------------------------------------------------------------------------


def test_when_all_places_are_taken_one_is_told_to_come_back_and_no_guess_is_lost(
    member, monkeypatch, guesses
):
    monkeypatch.setattr(throttling, "STRANGERS", throttling.Lane(1, 0))
    with throttling.STRANGERS.turn():
        for _time in range(12):
            answer = sign_in(Client(), member)
            assert "Många loggar in just nu" in answer.text
    assert guesses == []
    assert sign_in(Client(), member).status_code == 302


def test_tickets_are_never_more_than_there_are(db):
    taken = [throttling.take("x", 3, 60) for _time in range(5)]
    assert [ticket is not None for ticket in taken] == [True, True, True, False, False]
    cache.delete(taken[1])
    assert throttling.take("x", 3, 60) == taken[1]
