"""Change of the address that one signs in with: it holds when it was confirmed from the new one."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from tests.factories import UserFactory

from .acting import PASSWORD, is_signed_in, letters, sign_in, words

pytestmark = pytest.mark.django_db
NEW = "mio.ny@example.org"


@pytest.fixture
def mine(client, member):
    """A signed-in client that has just shown who it is."""
    sign_in(client, member)
    client.post("/konto/reauthenticate/", {"password": PASSWORD, "next": "/konto/email/"})
    return client


def ask(client, email=NEW):
    return client.post("/konto/email/", {"action_add": "", "email": email}, follow=True)


def confirm_link(letter) -> str:
    return re.search(r"https?://[^/]+(/konto/confirm-email/\S+/)", letter.body)[1]


def addresses(user):
    return sorted(EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary"))


def test_confirmed_before_it_holds_and_the_former_is_told(mine, member, mailoutbox):
    page = ask(mine)
    assert NEW in page.text
    assert "Väntar på att bekräftas" in page.text
    [letter] = mailoutbox
    assert letter.to == [NEW]
    assert letter.subject == "Bekräfta din nya adress i Samrum"
    member.refresh_from_db()
    assert member.email == "mio@example.org"
    link = confirm_link(letter)
    [(html, _type)] = letter.alternatives
    assert '<html lang="sv"' in html and f'{link}" style' in html and ">Öppna i Samrum</a>" in html
    assert "Bekräfta adressen" in Client().get(link).text
    member.refresh_from_db()
    assert member.email == "mio@example.org", "GET changes nothing"

    elsewhere = Client()
    assert elsewhere.post(link).status_code == 302
    member.refresh_from_db()
    assert member.email == NEW
    assert addresses(member) == [(NEW, True, True)]
    assert not is_signed_in(elsewhere), "confirming is not signing in"
    told = mailoutbox[-1]
    assert told.to == ["mio@example.org"]
    assert "Från och med nu loggar du in med mio.ny@example.org" in told.body
    assert "Länken fungerar inte" in Client().get(link).text
    assert Client().post(link).status_code == 404
    assert sign_in(Client(), NEW).status_code == 302
    assert sign_in(Client(), "mio@example.org").status_code == 200


def test_it_asks_who_you_are_first(client, member):
    client.force_login(member)
    response = client.post("/konto/email/", {"action_add": "", "email": NEW})
    assert response["Location"].startswith("/konto/reauthenticate/")
    assert addresses(member) == [("mio@example.org", True, True)]


def test_waiting_address_opens_nothing(mine, member, mailoutbox):
    ask(mine)
    assert sign_in(Client(), NEW).status_code == 200
    for address in ("/konto/lank/", "/konto/password/reset/"):
        Client().post(address, {"email": NEW})
    assert letters() == []


def test_somebody_elses_address_gives_no_way_into_their_account_nor_theirs_into_mine(
    mine, member, mailoutbox
):
    other = UserFactory(email=NEW, password="ett annat lösenord")
    page = ask(mine)
    assert "Väntar på att bekräftas" in page.text, "nothing tells that there is such an account"
    assert mailoutbox[-1].subject == "Din adress har redan ett konto i Samrum"
    assert "confirm-email" not in mailoutbox[-1].body
    stranger = Client()
    assert sign_in(stranger, NEW, PASSWORD).status_code == 200
    assert sign_in(Client(), NEW, "ett annat lösenord").status_code == 302
    other.refresh_from_db()
    assert other.email == NEW


def test_confirming_an_address_that_was_taken_meanwhile(mine, member, mailoutbox):
    ask(mine)
    link = confirm_link(mailoutbox[-1])
    UserFactory(email=NEW)
    assert Client().post(link).status_code in (200, 302, 404)
    member.refresh_from_db()
    assert member.email == "mio@example.org"


def test_change_can_be_taken_back_and_the_letter_sent_again(mine, member, mailoutbox, time_machine):
    ask(mine)
    page = mine.post("/konto/email/", {"action_remove": "", "email": NEW}, follow=True)
    assert NEW not in re.sub(r'role="status">.*?<', "", page.text)
    member.refresh_from_db()
    assert member.email == "mio@example.org"
    assert addresses(member) == [("mio@example.org", True, True)]


@pytest.mark.parametrize("change", ["password", "closed", "address"])
def test_a_change_that_waits_dies_with_the_account_as_it_was(mine, member, mailoutbox, change):
    ask(mine)
    link = confirm_link(mailoutbox[-1])
    if change == "password":
        data = {"oldpassword": PASSWORD, "password1": "ett nytt långt", "password2": "ett nytt långt"}
        mine.post("/konto/password/change/", data)
    elif change == "closed":
        member.is_active = False
        member.save()
    else:
        member.email = "mio.tredje@example.org"
        member.save()
    Client().post(link)
    member.refresh_from_db()
    assert member.email != NEW


def test_signing_in_keeps_what_waits(mine, member):
    ask(mine)
    sign_in(Client(), member)
    assert (NEW, False, False) in addresses(member)


def test_user_of_before_without_a_row_does_not_lose_the_address(mine, member):
    EmailAddress.objects.all().delete()
    ask(mine)
    ask(mine, "mio.igen@example.org")
    member.refresh_from_db()
    assert member.email == "mio@example.org"
    assert addresses(member) == [("mio.igen@example.org", False, False), ("mio@example.org", True, True)]


def test_new_user_and_changed_user_have_one_address_each(member):
    assert addresses(member) == [("mio@example.org", True, True)]
    member.email = NEW
    member.save()
    assert addresses(member) == [(NEW, True, True)]
    [told] = letters()
    assert told.to == ["mio@example.org"]
    assert "en annan adress än mio@example.org" in words(told)
    assert "/kontakt/" in words(told)
    assert NEW not in told.subject + words(told), "it may have been a stranger's, typed by mistake"


def test_link_is_of_the_site(mine, mailoutbox, settings):
    settings.SITE_URL = "https://samrum.example.org"
    mine.post("/konto/email/", {"action_add": "", "email": NEW}, headers={"host": "evil.example"})
    assert "https://samrum.example.org/konto/confirm-email/" in mailoutbox[-1].body
    assert "evil" not in mailoutbox[-1].body


@pytest.mark.parametrize("email", ["", "ingen adress", "a@b", "x" * 300 + "@example.org", "\x00@example.org"])
def test_no_address(mine, member, email):
    page = ask(mine, email)
    assert page.status_code == 200
    assert len(addresses(member)) == 1
