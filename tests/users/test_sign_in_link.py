"""Sign-in by a link in a letter: single-use, a quarter of an hour, by the same steps as a password."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories import UserFactory

from .acting import (
    code_for,
    is_signed_in,
    letters,
    link_in,
    sign_in,
    turn_on_two_step,
    without_tokens,
    words,
)

pytestmark = pytest.mark.django_db
ASK = "/konto/lank/"


def link_for(user, **data) -> str:
    Client().post(ASK, {"email": user.email, **data})
    return link_in(letters(user.email)[-1])


def test_link_signs_in_by_a_button(client, member):
    answer = client.post(ASK, {"email": "MIO@example.org"}, follow=True)
    assert "Titta i din inkorg" in answer.text
    [letter] = letters()
    assert letter.subject == "Din inloggningslänk till Samrum"
    assert "fungerar en gång, inom en kvart" in words(letter)
    link = link_in(letter)
    for _time in range(3):
        page = Client().get(link)
        assert member.email in page.text
        assert not is_signed_in(client), "a program that examines mail opens the link"
    assert client.post(link)["Location"] == "/rum/"
    assert is_signed_in(client)


def test_same_answer_and_no_letter_for_a_stranger(client, member):
    real = client.post(ASK, {"email": member.email})
    invented = Client().post(ASK, {"email": "ingen@example.org"})
    assert (real.status_code, real["Location"]) == (invented.status_code, invented["Location"])
    assert without_tokens(client.get(real["Location"])) == without_tokens(Client().get(invented["Location"]))
    assert [letter.to for letter in letters()] == [[member.email]]


def test_the_request_does_the_same_work_for_a_stranger(member, settings, django_assert_num_queries):
    """The letter is made elsewhere: what takes time would tell."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    with django_assert_num_queries(0):
        Client().post(ASK, {"email": member.email})
        Client().post(ASK, {"email": "ingen@example.org"})
        Client().post("/konto/password/reset/", {"email": member.email})
        Client().post("/konto/password/reset/", {"email": "ingen@example.org"})
    assert letters() == []


def test_works_once(member):
    link = link_for(member)
    assert Client().post(link).status_code == 302
    again = Client()
    assert again.post(link).status_code == 410
    assert "Länken fungerar inte" in again.get(link).text
    assert not is_signed_in(again)


def test_works_once_also_when_the_second_step_was_not_taken(member):
    turn_on_two_step(member)
    link = link_for(member)
    assert Client().post(link)["Location"] == "/konto/2fa/authenticate/"
    assert Client().post(link).status_code == 410


def test_other_links_die_with_the_sign_in_even_without_the_cache(member):
    first, second = link_for(member), link_for(member)
    Client().post(second)
    cache.clear()
    assert Client().post(first).status_code == 410
    assert Client().post(second).status_code == 410


def test_a_quarter_of_an_hour(member, time_machine):
    time_machine.move_to("2026-01-01 10:00", tick=False)
    link = link_for(member)
    time_machine.move_to("2026-01-01 10:14")
    assert Client().get(link).status_code == 200
    time_machine.move_to("2026-01-01 10:16")
    assert Client().post(link).status_code == 410


@pytest.mark.parametrize("change", [{"password": "x"}, {"email": "ny@example.org"}, {"is_active": False}])
def test_dies_when_the_account_changes(member, change):
    link = link_for(member)
    for field, value in change.items():
        setattr(member, field, value)
    member.save()
    client = Client()
    assert client.post(link).status_code == 410
    assert not is_signed_in(client)


def test_second_step_is_demanded(client, member):
    secret = turn_on_two_step(member)
    client.post(link_for(member))
    assert not is_signed_in(client)
    assert client.post("/konto/2fa/authenticate/", {"code": code_for(secret)})["Location"] == "/rum/"
    assert is_signed_in(client)


def test_takes_the_place_of_whoever_is_signed_in(client, member):
    sign_in(client, UserFactory())
    before = client.session.session_key
    client.post(link_for(member))
    assert member.email in client.get("/konto/").text
    assert client.session.session_key != before


def test_leads_on_where_one_wanted_to_go_and_nowhere_else(client, member):
    assert 'name="next" value="/rum/x/"' in client.get(ASK, {"next": "/rum/x/"}).text
    assert client.post(link_for(member, next="/rum/x/"))["Location"] == "/rum/x/"
    assert 'name="next" value="//evil' not in client.get(ASK, {"next": "//evil.example"}).text
    assert Client().post(link_for(member, next="//evil.example"))["Location"] == "/rum/"


@pytest.mark.parametrize("token", ["x", "a:b:c", "eyJ1c2VyIjoxfQ:1abc:x", "%00", "å" * 300])
def test_forged_links(client, token):
    assert client.get(f"/konto/lank/{token}/").status_code in (400, 410)
    assert client.post(f"/konto/lank/{token}/").status_code in (400, 410)


def test_letter_speaks_the_language_of_the_form(client, member):
    client.cookies["sprak"] = "en"
    client.post(ASK, {"email": member.email})
    assert letters()[-1].subject == "Your sign-in link to Samrum"


def test_closed_account_gets_no_letter(member):
    member.is_active = False
    member.save()
    Client().post(ASK, {"email": member.email})
    assert letters() == []
