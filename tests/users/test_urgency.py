"""Whoever stands at the door waits for the letter: it goes before the others."""

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from post_office.models import PRIORITY

from samrum.core.letters import EmailBackend, Urgency
from samrum.users.adapter import ASKED_FOR

from .acting import PASSWORD, letters, sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/konto/lank/", "/konto/password/reset/"])
def test_a_link_in(member, address):
    Client().post(address, {"email": member.email})
    assert [letter.priority for letter in letters(member.email)] == [PRIORITY.high]


def test_a_new_address_and_not_what_is_told_afterwards(client, member, mailoutbox):
    sign_in(client, member)
    client.post("/konto/reauthenticate/", {"password": PASSWORD, "next": "/konto/email/"})
    client.post("/konto/email/", {"action_add": "", "email": "ny@example.org"})
    client.post(
        "/konto/password/change/",
        {"oldpassword": PASSWORD, "password1": "mycket-langt-nytt-96", "password2": "mycket-langt-nytt-96"},
    )
    assert [letter.urgency for letter in mailoutbox] == [Urgency.ACCOUNT, Urgency.ROUTINE]


def test_what_allauth_would_send_with_a_code_too():
    assert {"account/email/login_code", "account/email/password_reset_code"} <= ASKED_FOR


def test_a_message_says_how_urgent_it_is_and_goes_to_each_alone():
    message = EmailMessage("Hej", "Hej", to=["a@example.org", "b@example.org"], cc=["c@example.org"])
    EmailBackend().send_messages([message])
    message.urgency = Urgency.ACCOUNT
    EmailBackend().send_messages([message])
    assert [(letter.to, letter.cc, letter.priority) for letter in letters()] == [
        ([f"{name}@example.org"], [], priority)
        for priority in (PRIORITY.low, PRIORITY.high)
        for name in ("a", "b", "c")
    ]
