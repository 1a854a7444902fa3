"""Applying: the public form as a visitor meets it."""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from members.models import Application, HeldUpload
from network.models import NetworkPage
from tests.factories import NetworkPageFactory
from tests.members.factories import ApplicationFactory, MembershipFactory
from tests.network.contact.conftest import solved

from .conftest import APPLY, FULL, PDF, THANKS, only

pytestmark = pytest.mark.django_db


def pdf(name="mandat.pdf"):
    return SimpleUploadedFile(name, PDF, "application/pdf")


def in_state(network, status):
    network.status = status
    network.save_revision().publish()


def test_an_application_is_received_and_answered_by_a_receipt(client, apply, room, organisation, letters):
    response = apply()
    assert (response.status_code, response["Location"]) == (303, THANKS)
    assert not response.cookies
    application = only()
    assert (application.state, application.room, application.organisation) == ("received", room, organisation)
    assert application.confirmed_at
    assert [event.kind for event in application.events.all()] == ["received"]
    (receipt,) = letters("asa@exempelby.example")
    assert receipt.subject == "Vi har tagit emot din ansökan"
    assert "Trygga möten" in receipt.message
    for written in ("Åsa", "Samordna", "Metoder", "Kim"):
        assert written not in receipt.message
    thanks = client.get(THANKS)
    assert thanks.status_code == 200
    assert "public" in thanks["Cache-Control"]


def test_the_page_is_the_same_for_everybody(client, room, organiser):
    first = client.get(APPLY)
    client.force_login(organiser)
    second = client.get(APPLY)
    assert first.status_code == 200
    assert first.content == second.content
    assert not first.cookies
    assert "public" in first["Cache-Control"]
    assert "Cookie" not in first.get("Vary", "")
    html = first.content.decode()
    assert "Skriv inget känsligt" in html
    assert html.index("Skriv inget känsligt") < html.index('id="apply-form"')


def test_in_english(client, network, room, home_en, apply, letters):
    copy = network.copy_for_translation(home_en.locale)
    copy.title, copy.slug = "Safe meetings", "safe-meetings"
    copy.save_revision().publish()
    html = client.get("/en/safe-meetings/apply/").content.decode()
    assert "Apply for a seat" in html
    assert 'href="/trygga-moten/ansok/"' in html
    assert 'href="/en/safe-meetings/apply/"' in client.get(APPLY).content.decode()
    response = apply("/en/safe-meetings/apply/")
    assert response["Location"] == "/en/safe-meetings/apply/thanks/"
    assert client.get(response["Location"]).status_code == 200
    assert only().language == "en"
    (receipt,) = letters()
    assert receipt.subject == "We have received your application"
    assert "Safe meetings" in receipt.message
    assert "/en/application/withdraw/" in receipt.message
    assert client.get("/en/trygga-moten/apply/").status_code == 404


def test_the_network_leads_here_while_it_takes_applications(client, network, room):
    assert f'href="{APPLY}"' in client.get(network.url).content.decode()
    in_state(network, FULL)
    assert f'href="{APPLY}"' in client.get(network.url).content.decode()
    in_state(network, "running")
    assert f'href="{APPLY}"' not in client.get(network.url).content.decode()


def test_a_full_network_takes_applications_for_the_waiting_list(client, network, apply, letters):
    in_state(network, FULL)
    assert "Ansök till väntelistan" in client.get(APPLY).content.decode()
    apply()
    assert only().state == "waiting"
    assert "väntelistan" in letters()[0].message


@pytest.mark.parametrize("status", ["planned", "running", "ended"])
def test_otherwise_it_says_why_not_and_leads_on(client, network, room, home, apply, status):
    in_state(network, status)
    NetworkPageFactory(parent=home, title="Nästa omgång", predecessor=network)
    response = client.get(APPLY)
    html = response.content.decode()
    assert response.status_code == 200
    assert 'id="apply-form"' not in html
    assert "Nästa omgång" in html
    assert f'{network.url}#skriv"' in html
    assert apply().status_code == 409
    assert not Application.objects.exists()


def test_without_a_room_there_is_nobody_to_read_it(client, network, filled):
    assert "Formuläret är inte öppet" in client.get(APPLY).content.decode()
    assert client.post(APPLY, filled()).status_code == 409


def test_unknown_and_unpublished_networks(client, network, room, contact_page):
    for address in (
        "/finns-inte/ansok/",
        "/kontakt/ansok/",
        "/finns-inte/ansok/tack/",
        "/en/finns-inte/apply/",
    ):
        assert client.get(address).status_code == 404
    network.unpublish()
    assert client.get(APPLY).status_code == client.post(APPLY).status_code == 404


def test_faults_come_back_with_everything_that_was_written(client, apply):
    response = apply(name="", email="nej", mandate_words="", hopes="<b>Metoder & mod</b>")
    html = response.content.decode()
    assert response.status_code == 422
    assert response["Cache-Control"] == "private, no-store"
    for fault in ("Skriv ditt namn.", "Skriv en giltig e-postadress.", "Skriv mandatet i ord"):
        assert fault in html
    assert html.count('aria-invalid="true"') == 3
    assert 'href="#id_email"' in html
    assert "&lt;b&gt;Metoder &amp; mod&lt;/b&gt;" in html
    assert 'value="Kim Chef, kommundirektör"' in html
    assert "selected" in html
    assert not Application.objects.exists()


def test_another_organisation_in_words(apply):
    assert apply(organisation="").status_code == 422
    assert apply(organisation="", organisation_name="  Länsstyrelsen i  Exempellän ").status_code == 303
    assert only().organisation_in_words == "Länsstyrelsen i Exempellän"


def test_the_manager_is_somebody_else(apply):
    response = apply(mandate_email="ASA@exempelby.example")
    assert response.status_code == 422
    assert "din egen adress" in response.content.decode()


class TestTheFile:
    def test_it_lies_in_private_storage(self, apply, settings):
        assert apply(mandate_words="", mandate_file=pdf("Åsas mandat.pdf")).status_code == 303
        application = only()
        assert application.mandate_file_name == "Åsas mandat.pdf"
        assert application.mandate_file.name.startswith("mandates/")
        with application.mandate_file.open() as file:
            assert file.read() == PDF

    def test_it_survives_a_fault_elsewhere(self, client, apply):
        html = apply(name="", mandate_words="", mandate_file=pdf()).content.decode()
        assert "<strong>mandat.pdf</strong> är bifogad" in html
        held = html.split('name="held" value="')[1].split('"')[0]
        # Another fault: it is still there.
        html = apply(title="", mandate_words="", held=held).content.decode()
        assert "mandat.pdf" in html
        held = html.split('name="held" value="')[1].split('"')[0]
        stored = HeldUpload.objects.get().file
        assert apply(mandate_words="", held=held).status_code == 303
        assert only().mandate_file_name == "mandat.pdf"
        with only().mandate_file.open() as file:
            assert file.read() == PDF
        assert not HeldUpload.objects.exists()
        assert stored.name != only().mandate_file.name

    def test_it_can_be_taken_away_or_replaced(self, apply):
        held = (
            apply(name="", mandate_file=pdf()).content.decode().split('name="held" value="')[1].split('"')[0]
        )
        assert "mandat.pdf" not in apply(name="", held=held, drop_file="on").content.decode()
        html = apply(name="", held=held, mandate_file=pdf("annat.pdf")).content.decode()
        assert "annat.pdf" in html
        assert "mandat.pdf" not in html
        assert HeldUpload.objects.get().name == "annat.pdf"

    def test_a_refused_one_says_why_and_nothing_else_is_lost(self, apply):
        response = apply(mandate_file=SimpleUploadedFile("mandat.pdf", b"<html>", "application/pdf"))
        html = response.content.decode()
        assert response.status_code == 422
        assert 'id="id_mandate_file_error"' in html
        assert 'value="Åsa Exempel"' in html
        assert not HeldUpload.objects.exists()

    @pytest.mark.parametrize("held", ["x", "1:2:3", "\x00", "å" * 300, "eyJ4Ijox:1abc:def"])
    def test_a_reference_that_we_did_not_make_is_none(self, apply, held):
        assert apply(held=held).status_code in (303, 422)
        assert not Application.objects.exclude(mandate_file="").exists()

    def test_one_that_is_gone_must_be_chosen_again(self, apply):
        html = apply(name="", mandate_words="", mandate_file=pdf()).content.decode()
        held = html.split('name="held" value="')[1].split('"')[0]
        stored = HeldUpload.objects.get().file
        stored.storage.delete(stored.name)
        response = apply(mandate_words="", held=held)
        assert response.status_code == 422
        assert "Välj filen igen." in response.content.decode()
        assert not Application.objects.exists()

    def test_strangers_do_not_fill_the_disk(self, client, filled, room):
        for _ in range(10):
            client.post(APPLY, filled(name="", mandate_file=pdf()))
        response = client.post(APPLY, filled(name="", mandate_file=pdf()))
        assert HeldUpload.objects.count() == 10
        assert response.status_code == 422
        assert "Välj filen igen" in response.content.decode()


class TestStrangers:
    def test_another_site_is_refused(self, client, filled, room):
        response = client.post(APPLY, filled(), headers={"origin": "https://elsewhere.example"})
        assert response.status_code == 403
        assert "Åsa" not in response.content.decode()

    def test_a_robot_is_told_the_same_and_nothing_is_kept(self, apply, letters):
        response = apply(website="http://spam.example")
        assert (response.status_code, response["Location"]) == (303, THANKS)
        assert not Application.objects.exists()
        assert not letters()

    def test_too_many_from_one_address(self, client, filled, room, settings):
        cache.clear()
        settings.FORM_LIMIT_REFUSE = 2
        for number in range(2):
            assert client.post(APPLY, filled(email=f"{number}@example.org")).status_code == 303
        response = client.post(APPLY, filled(email="3@example.org"))
        assert response.status_code == 429
        assert 'value="3@example.org"' in response.content.decode()

    def test_nothing_tells_who_has_applied_or_has_an_account(self, client, apply, room, letters):
        ApplicationFactory(room=room, email="sokt@example.org")
        MembershipFactory(room=room, user__email="medlem@example.org")
        answers = [
            apply(email=address) for address in ("ny@example.org", "sokt@example.org", "medlem@example.org")
        ]
        answers.append(apply(email="obevisad@example.org", proven=False))
        assert {(answer.status_code, answer["Location"], answer.content) for answer in answers} == {
            (303, THANKS, b"")
        }
        assert Application.objects.filter(state="unconfirmed").count() == 3
        assert len(letters()) == 4

    def test_nobody_is_buried_in_letters(self, apply, letters, settings):
        for _ in range(settings.CONFIRMATION_LETTERS_PER_DAY + 2):
            assert apply(proven=False)["Location"] == THANKS
        assert len(letters()) == settings.CONFIRMATION_LETTERS_PER_DAY


class TestImpossibleInput:
    @pytest.mark.parametrize(
        "fields",
        [
            {"name": "x" * 300},
            {"name": "\x00"},
            {"title": "x" * 121},
            {"organisation": "9" * 500},
            {"organisation": "\x00"},
            {"organisation": "-1"},
            {"organisation": "abc"},
            {"organisation_name": "x" * 300, "organisation": ""},
            {"email": '"a,b"@example.org'},
            {"email": "a@example.org\nBcc: b@example.org"},
            {"email": "x" * 300 + "@example.org"},
            {"mandate_email": "nej"},
            {"mandate_by": "\t"},
            {"mandate_on": "31 februari"},
            {"mandate_on": "2026-02-30"},
            {"mandate_on": "0001-01-01"},
            {"mandate_on": "9999-12-31"},
            {"mandate_on": "9" * 5000},
            {"mandate_words": "x" * 4001},
            {"hopes": "x" * 100_000},
            {"mandate_file": "not a file", "mandate_words": ""},
            {"mandate_file": SimpleUploadedFile("x" * 300, b"x")},
            {"mandate_file": SimpleUploadedFile("mandat.pdf", b"")},
            {"mandate_file": SimpleUploadedFile("\x00\u202e.exe", PDF)},
            {"name": ["Åsa", ""]},
        ],
    )
    def test_it_is_a_fault_of_the_form(self, apply, fields):
        response = apply(**fields)
        assert response.status_code in (400, 422)
        assert not Application.objects.exists()

    def test_broken_bodies_are_never_our_fault(self, client, room):
        for body, kind in (
            (b"\xff\xfe%zz=%", "application/x-www-form-urlencoded"),
            (b"--x\r\n", "multipart/form-data"),
            (b"--x\r\n", "multipart/form-data; boundary=x"),
            (b"name=" + b"x" * 6_000_000, "application/x-www-form-urlencoded"),
            (b"&".join(b"a=1" for _ in range(10_001)), "application/x-www-form-urlencoded"),
        ):
            assert client.post(APPLY, body, content_type=kind).status_code in (400, 422)

    @pytest.mark.parametrize("charset", ["unicode_escape", "rot13", "utf-7", "idna", "x" * 300, "utf-16"])
    def test_other_charsets(self, client, room, organisation, charset):
        parts = b"".join(
            b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % part
            for part in (
                (b"name", b"\\ud800"),
                (b"title", b"T"),
                (b"organisation", str(organisation.pk).encode()),
                (b"email", b"a@example.org"),
                (b"mandate_by", b"K"),
                (b"mandate_words", b"M"),
            )
        )
        kind = f"multipart/form-data; boundary=x; charset={charset}"
        assert client.generic("POST", APPLY, parts + b"--x--\r\n", kind).status_code in (303, 400, 422)


def test_the_page_takes_no_query_more_with_more_organisations(client, room, django_assert_max_num_queries):
    client.get(APPLY)
    with django_assert_max_num_queries(11):
        client.get(APPLY)


def test_no_page_can_take_the_address(network):
    from samrum.core.reserved import is_reserved

    for slug in ("ansok", "apply"):
        assert is_reserved(slug, network.depth, NetworkPage)
        assert not is_reserved(slug, network.depth + 1, NetworkPage)


@pytest.mark.django_db(transaction=True)
def test_sent_twice_in_the_same_moment_one_is_received(client, filled, room, run_together):
    bodies = [filled(altcha=solved(client)) for _ in range(4)]

    def send(body):
        status = Client().post(APPLY, body).status_code
        connection.close()
        return status

    assert run_together(send, bodies) == [303] * 4
    assert Application.objects.confirmed().count() == 1
