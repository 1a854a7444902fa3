"""The contact form through HTTP: what a visitor sees and what is stored."""

import threading

import pytest
import time_machine
from django.db import connection
from django.test import Client
from post_office.models import Email

from network.contact import letters as letters_module
from network.contact.receivers import contact_settings
from network.models import ContactMessage
from tests.factories import ContactPersonPageFactory, NetworkPageFactory, add_contact

from .conftest import solved

pytestmark = pytest.mark.django_db


def fallback(address: str) -> None:
    site_settings = contact_settings()
    site_settings.fallback_email = address
    site_settings.save()


def test_a_message_is_stored_and_told_of(client, write, network, person, letters):
    response = write(**{"from": network.pk, "receiver": person.pk})
    assert (response.status_code, response["Location"]) == (303, "/kontakt/tack/")
    message = ContactMessage.objects.get()
    assert (message.state, message.network, message.receiver) == ("new", network, person)
    assert message.confirmed_at
    (notice,) = letters("kim@example.org")
    assert "Hur anmäler vi oss?" in notice.message
    assert notice.headers["Reply-To"] == "asa@example.com"
    (receipt,) = letters("asa@example.com")
    assert "En fråga om nätverket" in receipt.message
    assert "Hur anmäler" not in receipt.message
    assert client.get("/kontakt/tack/").status_code == 200


def test_the_form_stands_on_the_announcement_and_on_the_contact_page(client, network, person):
    html = client.get(network.url).content.decode()
    assert f'name="from" value="{network.pk}"' in html
    assert "Kim Kontakt" in html
    assert "kim@example.org" not in html
    html = client.get("/kontakt/").content.decode()
    assert "Nätverket mot hot" in html
    assert 'action="/kontakt/skicka/"' in html
    assert 'action="/en/contact/send/"' in client.get("/en/contact/").content.decode()


def test_pages_with_a_form_are_the_same_for_everybody(client, network):
    first, second = client.get(network.url), client.get(network.url)
    assert first.content == second.content
    assert not first.cookies
    assert "public" in first["Cache-Control"]


def test_in_english(client, write, letters):
    response = write("/en/contact/send/")
    assert (response.status_code, response["Location"]) == (303, "/en/contact/thanks/")
    assert b"Thank you for your message" in client.get("/en/contact/thanks/").content
    assert letters("asa@example.com")[0].subject == "We have received your message"
    assert ContactMessage.objects.get().language == "en"


def test_networks_bear_their_english_titles_on_the_english_page(client, network, home_en):
    english = network.copy_for_translation(home_en.locale)
    english.title = "The network against threats"
    english.save_revision().publish()
    html = client.get("/en/contact/").content.decode()
    assert "The network against threats" in html
    assert "Nätverket mot hot" not in html
    # A message from the English announcement is about the one network.
    assert f'name="from" value="{network.pk}"' in client.get(english.url).content.decode()


def test_faults_come_back_with_everything_that_was_typed(client, filled):
    response = client.post(
        "/kontakt/skicka/", filled(email="nej", subject="", message="<b>Viktigt & bra</b>")
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert response["Cache-Control"] == "private, no-store"
    assert 'href="#id_email"' in html
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert html.count('aria-invalid="true"') == 2
    assert "Skriv vad det handlar om." in html
    assert "Skriv en giltig e-postadress." in html
    assert 'value="Åsa Exempel"' in html
    assert "&lt;b&gt;Viktigt &amp; bra&lt;/b&gt;" in html
    assert not ContactMessage.objects.exists()


def test_faults_on_an_announcement_keep_the_network(client, filled, network):
    response = client.post("/kontakt/skicka/", filled(email="", **{"from": network.pk}))
    assert response.status_code == 422
    assert f'name="from" value="{network.pk}"' in response.content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"network": "9" * 500},
        {"network": "\x00"},
        {"receiver": "-1"},
        {"name": "x" * 121},
        {"message": "x" * 8001},
        {"email": '"a,b"@example.org'},
        {"email": "a@example.org\nBcc: b@example.org"},
        {"subject": " \t "},
    ],
)
def test_impossible_input_is_a_fault_of_the_form(client, filled, network, person, fields):
    response = client.post("/kontakt/skicka/", filled(altcha=solved(client), **fields))
    assert response.status_code in (400, 422)
    assert not ContactMessage.objects.exists()


@pytest.mark.parametrize("source", ["9" * 30, "²", "abc", "-1", "0", ""])
def test_an_impossible_announcement_is_no_announcement(write, source):
    assert write(**{"from": source}).status_code == 303
    assert ContactMessage.objects.get().network is None


def test_broken_bodies_are_never_our_fault(client):
    for body, kind in (
        (b"\xff\xfe%zz=%", "application/x-www-form-urlencoded"),
        (b"--x\r\n", "multipart/form-data"),
    ):
        assert client.post("/kontakt/skicka/", body, content_type=kind).status_code in (400, 422)


def test_template_syntax_arrives_as_typed(write, person, network, letters):
    write(
        subject="{{ 7|add:7 }} {% 50 %}",
        message="{{ 7|add:7 }} {% 50 %} {",
        name="{{ x }}",
        receiver=person.pk,
    )
    (notice,) = letters("kim@example.org")
    assert notice.subject == "Meddelande via webbplatsen: {{ 7|add:7 }} {% 50 %}"
    assert "{{ 7|add:7 }} {% 50 %} {" in notice.email_message().body
    assert "{{ x }}" in notice.message
    assert "{{ 7|add:7 }} {% 50 %}" in letters("asa@example.com")[0].message


def test_a_subject_of_several_lines_is_one_line(write, person, network, letters):
    write(subject="Hej\r\nBcc: alla@example.org", receiver=person.pk)
    assert letters("kim@example.org")[0].subject == "Meddelande via webbplatsen: Hej Bcc: alla@example.org"


def test_sent_twice_is_stored_once(client, filled, write):
    assert write().status_code == write().status_code == 303
    assert client.post("/kontakt/skicka/", filled())["Location"] == "/kontakt/tack/"
    assert ContactMessage.objects.count() == 1
    assert Email.objects.count() == 1
    write(subject="En annan fråga")
    assert ContactMessage.objects.count() == 2


def test_the_same_message_over_midnight_is_stored_once_and_after_a_day_again(write):
    with time_machine.travel("2026-11-23T23:50:00+01:00", tick=False) as clock:
        write()
        clock.move_to("2026-11-24T00:10:00+01:00")
        write()
        assert ContactMessage.objects.count() == 1
        clock.move_to("2026-11-25T00:20:00+01:00")
        write()
        assert ContactMessage.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_sent_twice_in_the_same_moment_is_stored_once(filled, client):
    answers = []
    ready = threading.Barrier(4)
    bodies = [filled(altcha=solved(client)) for _ in range(4)]

    def send(body):
        ready.wait()
        answers.append(Client().post("/kontakt/skicka/", body).status_code)
        connection.close()

    threads = [threading.Thread(target=send, args=[body]) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 4
    assert ContactMessage.objects.count() == 1
    assert Email.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_message_and_letters_are_stored_together_or_not_at_all(client, filled, write, monkeypatch):
    fallback("inkorg@example.org")
    real = letters_module.send_letter

    def breaks_at_the_receipt(name, **kwargs):
        if name == "contact_receipt":
            raise OSError("disk full")
        real(name, **kwargs)

    client.raise_request_exception = False
    monkeypatch.setattr(letters_module, "send_letter", breaks_at_the_receipt)
    assert write().status_code == 500  # not acknowledged
    assert not ContactMessage.objects.exists()
    assert not Email.objects.exists()
    monkeypatch.setattr(letters_module, "send_letter", real)
    assert write().status_code == 303
    assert Email.objects.count() == 2


class TestReceivers:
    """The chosen person, else the common address, else the persons of the network."""

    def test_the_common_address_when_nobody_was_chosen(self, write, network, letters):
        fallback("inkorg@example.org")
        write(**{"from": network.pk})
        assert len(letters("inkorg@example.org")) == 1
        assert not letters("kim@example.org")

    def test_all_persons_of_the_network_when_there_is_no_common_address(
        self, write, network, letters, contact_page
    ):
        other = ContactPersonPageFactory(parent=contact_page, email="robin@example.org")
        add_contact(network, other)
        write(network=network.pk)
        assert len(letters("kim@example.org")) == len(letters("robin@example.org")) == 1
        assert letters("kim@example.org")[0].to == ["kim@example.org"]

    def test_a_chosen_person_without_address(self, write, network, person, letters):
        fallback("inkorg@example.org")
        person.email = ""
        person.save_revision().publish()
        write(**{"from": network.pk, "receiver": person.pk})
        assert len(letters("inkorg@example.org")) == 1

    def test_nobody_at_all(self, write, letters):
        assert write().status_code == 303
        assert ContactMessage.objects.get().state == "new"
        assert Email.objects.count() == 1  # the receipt

    def test_a_person_of_another_network(self, client, filled, network, home, person):
        other = NetworkPageFactory(parent=home, title="Ett annat")
        response = client.post("/kontakt/skicka/", filled(network=other.pk, receiver=person.pk))
        assert response.status_code == 422
        assert "inte kontakt för nätverket" in response.content.decode()
        # On the announcement of a network without persons there is nobody to choose; the message is not lost.
        client.post("/kontakt/skicka/", filled(**{"from": other.pk}, receiver=person.pk))
        assert ContactMessage.objects.get().receiver is None

    def test_somebody_who_is_no_longer_published(self, client, filled, network, person):
        person.unpublish()
        response = client.post("/kontakt/skicka/", filled(**{"from": network.pk, "receiver": person.pk}))
        assert response.status_code in (303, 422)
        assert "kim@example.org" not in response.content.decode()


class TestOrigin:
    """No CSRF cookie: what another site makes a browser send is refused, and not shown either."""

    @pytest.mark.parametrize(
        "headers",
        [
            {"origin": "https://evil.example"},
            {"origin": "null"},
            {"origin": "http://[broken"},
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
        ],
    )
    def test_another_site(self, client, filled, headers):
        response = client.post("/kontakt/skicka/", filled(message="Köp billigt"), headers=headers)
        assert response.status_code == 403
        html = response.content.decode()
        assert "från en annan webbplats" in html
        assert "Köp billigt" not in html
        assert not ContactMessage.objects.exists()

    @pytest.mark.parametrize(
        "headers",
        [
            {"origin": "http://testserver", "sec-fetch-site": "same-origin"},
            {"origin": "https://samrum.example"},
            {},
        ],
    )
    def test_our_own(self, client, filled, headers, settings):
        settings.CSRF_TRUSTED_ORIGINS = ["https://samrum.example"]
        assert client.post("/kontakt/skicka/", filled(), headers=headers).status_code == 303


def test_other_methods(client):
    assert client.get("/kontakt/skicka/")["Location"].endswith("/kontakt/")
    assert client.get("/en/contact/send/")["Location"].endswith("/en/contact/")
    assert client.put("/kontakt/skicka/").status_code == 405
    assert client.post("/kontakt/tack/").status_code == 405


def test_without_a_published_contact_page(client, filled, contact_page):
    contact_page.unpublish()
    response = client.post("/kontakt/skicka/", filled(email=""))
    assert response.status_code == 422
    assert "Åsa Exempel" in response.content.decode()
    assert client.get("/kontakt/skicka/")["Location"] == "/"
    assert client.get("/kontakt/tack/").status_code == 200


def test_the_editors_own_thanks(client, contact_page):
    contact_page.thanks = "<p>Vi hör av oss inom en vecka.</p>"
    contact_page.save_revision().publish()
    response = client.get("/kontakt/tack/")
    assert "inom en vecka" in response.content.decode()
    assert "public" in response["Cache-Control"]


def test_an_answer_takes_no_query_more_with_more_networks(
    client, network, home, django_assert_max_num_queries
):
    for _ in range(5):
        NetworkPageFactory(parent=home)
    client.get("/kontakt/")
    with django_assert_max_num_queries(14):
        client.get("/kontakt/")
