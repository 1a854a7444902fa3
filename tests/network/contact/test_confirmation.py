"""Another way: who cannot do the human check confirms by a link in a letter."""

import re

import pytest
import time_machine
from django.core import signing
from django.test import Client
from post_office.models import PRIORITY, Email

from network.contact.messages import confirmation_token
from network.models import ContactMessage
from tests.at_once import in_processes

pytestmark = pytest.mark.django_db
SEND = "/kontakt/skicka/"


@pytest.fixture
def waiting(client, filled, network, person):
    """A message sent without the check, and the path of the link in its letter."""
    response = client.post(SEND, filled(receiver=person.pk))
    assert response["Location"] == "/kontakt/tack/bekrafta/"
    (letter,) = Email.objects.all()
    assert letter.to == ["asa@example.com"]
    assert letter.priority == PRIORITY.medium  # the sender waits for it
    assert "En fråga om nätverket" not in letter.message  # nothing that a stranger could put in our mouth
    return re.search(r"http://testserver(\S+)", letter.message).group(1)


def test_the_message_waits_and_is_delivered_when_the_sender_confirms(client, waiting, letters):
    assert ContactMessage.objects.get().state == "unconfirmed"
    assert client.get("/kontakt/tack/bekrafta/").status_code == 200
    page = client.get(waiting)
    assert page.status_code == 200
    assert "Leverera meddelandet" in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    assert ContactMessage.objects.get().state == "unconfirmed"  # a program that opens links confirms nothing
    assert "kommit fram" in client.post(waiting).content.decode()
    assert ContactMessage.objects.get().state == "new"
    assert len(letters("kim@example.org")) == 1
    assert len(letters("asa@example.com")) == 2  # the link, the receipt


def test_a_link_works_once(client, waiting, letters):
    client.post(waiting)
    ContactMessage.objects.update(state="answered")
    assert "kommit fram" in client.get(waiting).content.decode()
    assert client.post(waiting).status_code == 200
    assert ContactMessage.objects.get().state == "answered"
    assert len(letters("kim@example.org")) == 1


def test_a_link_does_not_undo_what_an_editor_called_spam(client, waiting, letters):
    ContactMessage.objects.update(state="spam")
    assert client.post(waiting).status_code == 200
    assert ContactMessage.objects.get().state == "spam"
    assert not letters("kim@example.org")


def test_a_link_lives_for_seven_days(client, filled):
    with time_machine.travel("2026-11-23T10:00:00Z", tick=False) as clock:
        client.post(SEND, filled())
        path = f"/kontakt/bekrafta/{confirmation_token(ContactMessage.objects.get())}/"
        clock.move_to("2026-11-30T09:00:00Z")
        assert client.get(path).status_code == 200
        clock.move_to("2026-11-30T11:00:00Z")
        assert client.get(path).status_code == 410
        assert "för gammal" in client.post(path).content.decode()
        assert ContactMessage.objects.get().state == "unconfirmed"


def test_a_link_to_an_erased_message(client, waiting):
    ContactMessage.objects.all().delete()
    assert client.get(waiting).status_code == client.post(waiting).status_code == 410


@pytest.mark.parametrize("token", ["x", "a:b:c", "å", "%00", "eyJ4Ijox:1abc:def", "x" * 3000])
def test_a_broken_link(client, token):
    for path in (f"/kontakt/bekrafta/{token}/", f"/en/contact/confirm/{token}/"):
        assert client.get(path).status_code in (400, 404)
        assert client.post(path).status_code in (400, 404)


def test_a_link_of_another_kind_of_letter(client, settings):
    for payload in (1, "text", [1], {"a": 1}, [1, 2, 3]):
        token = signing.dumps(payload, salt="network.contact.confirmation")
        assert client.get(f"/kontakt/bekrafta/{token}/").status_code in (404, 410)


def test_in_english(client, filled):
    assert client.post("/en/contact/send/", filled())["Location"] == "/en/contact/thanks/confirm/"
    path = re.search(r"http://testserver(\S+)", Email.objects.get().message).group(1)
    assert path.startswith("/en/contact/confirm/")
    assert "Deliver the message" in client.get(path).content.decode()
    assert client.get("/en/contact/thanks/confirm/").status_code == 200


def test_the_same_message_with_the_check_done_needs_no_link(client, waiting, write, person, letters):
    assert write(receiver=person.pk)["Location"] == "/kontakt/tack/"
    assert ContactMessage.objects.get().state == "new"
    assert len(letters("kim@example.org")) == 1


def test_the_same_message_without_the_check_sends_no_second_link(client, waiting, filled, person):
    assert client.post(SEND, filled(receiver=person.pk))["Location"] == "/kontakt/tack/bekrafta/"
    assert Email.objects.count() == 1


def test_nobody_is_buried_in_letters(client, filled, write, settings):
    for number in range(settings.CONFIRMATION_LETTERS_PER_DAY):
        assert client.post(SEND, filled(subject=str(number))).status_code == 303
    refused = client.post(SEND, filled(subject="en till", email="ASA@example.com"))
    assert refused.status_code == 429
    assert "Flera meddelanden från din e-postadress väntar" in refused.content.decode()
    assert 'value="en till"' in refused.content.decode()
    assert Email.objects.count() == settings.CONFIRMATION_LETTERS_PER_DAY
    # Others are not held up, and whoever does the check gets through.
    assert client.post(SEND, filled(email="kim@example.com")).status_code == 303
    assert write(subject="med kontroll")["Location"] == "/kontakt/tack/"


def test_receipts_to_one_address_are_limited(write, settings, letters):
    settings.RECEIPTS_PER_DAY = 1
    write(subject="ett")
    write(subject="två")
    assert ContactMessage.objects.count() == 2
    assert len(letters("asa@example.com")) == 1


@pytest.mark.django_db(transaction=True)
def test_nor_by_messages_at_the_same_moment(filled, settings):
    def send(number: int) -> int:
        return Client().post(SEND, filled(subject=str(number))).status_code

    statuses = in_processes(*(lambda number=number: send(number) for number in range(6)))
    assert sorted(statuses) == [303] * 3 + [429] * 3
    assert Email.objects.count() == settings.CONFIRMATION_LETTERS_PER_DAY


def test_messages_that_nobody_confirms_do_not_fill_the_database(client, filled, write, monkeypatch):
    monkeypatch.setattr("network.contact.messages.MOST_UNPROVEN", 2)
    for number in range(2):
        assert (
            client.post(SEND, filled(email=f"{number}@example.org", subject=str(number))).status_code == 303
        )
    refused = client.post(SEND, filled(email="3@example.org", message="Det jag skrev"))
    assert refused.status_code == 429 and "Det jag skrev" in refused.content.decode()
    assert (
        client.post(SEND, filled(website="http://x.example", subject="robot"))["Location"] == "/kontakt/tack/"
    )
    assert ContactMessage.objects.count() == 2
    assert write(subject="med kontroll")["Location"] == "/kontakt/tack/"
