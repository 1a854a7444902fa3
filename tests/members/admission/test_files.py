"""Files of strangers: none for what nobody confirms, an overall cap, a cap per mailbox, and no word lost by it."""

import datetime

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from members.files.storage import private_storage
from members.models import Application, HeldUpload
from tests.at_once import in_processes
from tests.factories import NetworkPageFactory
from tests.members.factories import ApplicationFactory, RoomFactory
from tests.network.contact.conftest import solved

from .conftest import APPLY, OPEN, PDF, THANKS, only, path_in

pytestmark = pytest.mark.django_db
ADDRESS = "asa@exempelby.example"
KILOBYTES = 300


def pdf(name: str = "mandat.pdf", kilobytes: int = KILOBYTES) -> SimpleUploadedFile:
    """As large as it is said to be: a comment before the end of the file."""
    filler = b"%" + b"x" * (kilobytes * 1024 - len(PDF) - 2) + b"\n"
    return SimpleUploadedFile(name, PDF.replace(b"trailer", filler + b"trailer"), "application/pdf")


@pytest.fixture
def stored(tmp_path, settings):
    """The size of all files of strangers on the disk, in kilobytes; rolled-back ones would be among them."""
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "members.files.storage.PrivateFolder",
            "OPTIONS": {"location": str(tmp_path), "base_url": None},
        },
    }

    def measure() -> int:
        names = [
            name for folder in ("mandates", "held") for name, _written in private_storage().names(folder)
        ]
        return sum(private_storage().size(name) for name in names) // 1024

    return measure


class TestWhatNobodyConfirms:
    def test_keeps_no_file_and_every_word(self, apply, stored, letters):
        for number in range(5):
            response = apply(proven=False, email=f"{number}@example.org", mandate_file=pdf())
            assert response["Location"] == THANKS
        assert stored() == 0
        for application in Application.objects.all():
            assert (application.state, bool(application.mandate_file)) == ("unconfirmed", False)
            assert application.mandate_words == "Samordna arbetet mot hot i kommunen."
            [letter] = letters(application.email)
            assert "filen" in letter.message and "mandat.pdf" not in letter.message

    @pytest.mark.django_db(transaction=True)
    def test_nor_one_that_came_with_an_earlier_fault(self, apply, stored):
        html = apply(name="", mandate_file=pdf()).content.decode()
        held = html.split('name="held" value="')[1].split('"')[0]
        assert apply(proven=False, held=held)["Location"] == THANKS
        assert stored() == 0 and not HeldUpload.objects.exists()

    def test_the_pages_say_so(self, client, room, apply, letters):
        assert "frågar vi efter filen" in client.get(APPLY).content.decode()
        assert "filen" in client.get(THANKS).content.decode()
        apply(proven=False)
        assert "filen" not in letters(ADDRESS)[-1].message

    @pytest.fixture
    def link(self, apply, letters, stored):
        """Of an application whose mandate is a file alone."""
        apply(proven=False, mandate_words="", mandate_file=pdf("Åsas mandat.pdf"))
        return path_in(letters(ADDRESS)[-1])

    def test_the_file_is_asked_for_when_it_is_confirmed(self, client, link, stored):
        page = client.get(link).content.decode()
        assert "Åsas mandat.pdf" in page and 'type="file"' in page and 'name="mandate_words"' in page
        answer = client.post(link, {"mandate_words": "", "mandate_file": pdf("Nu.pdf")})
        assert "Din ansökan är bekräftad" in answer.content.decode()
        application = only()
        assert (application.state, application.mandate_file_name) == ("received", "Nu.pdf")
        assert application.mandate_file.size == KILOBYTES * 1024 == application.mandate_file_size
        assert stored() == KILOBYTES

    def test_words_will_do_instead(self, client, link):
        client.post(link, {"mandate_words": "Samordna arbetet."})
        assert (only().state, only().mandate_words, only().mandate_file_name) == (
            "received",
            "Samordna arbetet.",
            "",
        )

    def test_without_either_nothing_is_confirmed_and_nothing_lost(self, client, link):
        for data in ({}, {"mandate_file": SimpleUploadedFile("x.pdf", b"<html>")}):
            answer = client.post(link, data)
            assert answer.status_code == 422 and 'aria-invalid="true"' in answer.content.decode()
        answer = client.post(link, {"mandate_words": "Ord " * 2000})
        assert answer.status_code == 422 and "Ord Ord" in answer.content.decode()
        answer = client.post(
            link, {"mandate_words": "Kvar", "mandate_file": SimpleUploadedFile("x.exe", b"MZ")}
        )
        assert answer.status_code == 422 and ">\r\nKvar" in answer.content.decode().replace(
            ">\nKvar", ">\r\nKvar"
        )
        assert only().state == "unconfirmed"

    def test_words_that_were_written_stand_there_and_suffice(self, client, apply, letters):
        apply(proven=False, mandate_file=pdf())
        link = path_in(letters(ADDRESS)[-1])
        assert "Samordna arbetet mot hot" in client.get(link).content.decode()
        client.post(link)  # as from a page that was opened before
        assert (only().state, only().mandate_words) == ("received", "Samordna arbetet mot hot i kommunen.")

    def test_a_file_of_a_proven_sender_waits_for_two_hours(self, client, room, apply, letters, stored):
        ApplicationFactory(room=room, email=ADDRESS)
        with time_machine.travel(timezone.now(), tick=False) as clock:
            apply(mandate_file=pdf("Ny.pdf"))
            assert stored() == KILOBYTES
            clock.shift(datetime.timedelta(hours=2, minutes=1))
            call_command("forget_waiting_files", verbosity=0)
        waiting = Application.objects.get(state="unconfirmed")
        assert (bool(waiting.mandate_file), waiting.mandate_file_size) == (False, 0)
        page = client.get(path_in(letters(ADDRESS)[-1])).content.decode()
        assert "Ny.pdf" in page and 'type="file"' in page

    @pytest.mark.django_db(transaction=True)
    def test_and_then_is_off_the_disk(self, room, apply, stored):
        ApplicationFactory(room=room, email=ADDRESS)
        apply(mandate_file=pdf())
        assert stored() == KILOBYTES
        Application.objects.filter(state="unconfirmed").update(
            created_at=timezone.now() - datetime.timedelta(hours=3)
        )
        call_command("forget_waiting_files", verbosity=0)
        assert stored() == 0


class TestCaps:
    @pytest.fixture(autouse=True)
    def _one_megabyte(self, settings):
        settings.MAX_APPLICATION_FILES_MB = settings.MAX_WAITING_FILES_MB = 1

    def test_beyond_the_overall_cap_the_file_is_asked_for_later(self, client, apply, stored, letters):
        for number in range(5):
            assert apply(email=f"{number}@example.org", mandate_file=pdf())["Location"] == THANKS
        assert stored() == 3 * KILOBYTES
        states = list(Application.objects.order_by("pk").values_list("state", flat=True))
        assert states == ["received"] * 3 + ["unconfirmed"] * 2
        link = path_in(letters("4@example.org")[-1])
        full = client.post(link, {"mandate_words": "Mina ord", "mandate_file": pdf()})
        assert full.status_code == 422 and "Mina ord" in full.content.decode()
        assert "inte plats för fler filer" in full.content.decode()
        assert client.post(link, {"mandate_words": "Mina ord"}).status_code == 200
        assert Application.objects.get(email="4@example.org").state == "received"

    def test_one_mailbox_has_a_cap_of_its_own(self, home, client, filled, stored, settings):
        settings.MAX_APPLICATION_FILES_MB, settings.MAX_MANDATE_MB = 100, 1  # three files of the largest size
        for number in range(5):
            network = NetworkPageFactory(parent=home, slug=f"natverk-{number}", status=OPEN)
            RoomFactory(network=network)
            cache.clear()
            body = filled(
                altcha=solved(client),
                email=["ASA@exempelby.example", ADDRESS][number % 2],
                mandate_file=pdf(kilobytes=900),
            )
            assert client.post(f"/natverk-{number}/ansok/", body).status_code == 303
        assert stored() == 3 * 900

    def test_what_is_held_for_a_form_counts(self, apply, stored):
        pages = [apply(name="", mandate_file=pdf()) for _number in range(5)]
        assert {page.status_code for page in pages} == {422}
        assert stored() == 3 * KILOBYTES
        assert (
            "kunde inte sparas" in pages[-1].content.decode()
            and "kunde inte sparas" not in pages[0].content.decode()
        )
        assert apply(email="ny@example.org", mandate_file=pdf()).status_code == 303
        assert stored() == 3 * KILOBYTES, "those count in the overall cap too"

    @pytest.mark.django_db(transaction=True)
    def test_in_processes_at_once(self, room, client, filled, stored):
        bodies = [filled(altcha=solved(client), email=f"{number}@example.org") for number in range(6)]
        bodies += [filled(name="")] * 3

        def send(body: dict) -> int:
            return Client().post(APPLY, body | {"mandate_file": pdf()}).status_code

        assert in_processes(*(lambda body=body: send(body) for body in bodies)) == [303] * 6 + [422] * 3
        assert stored() == 3 * KILOBYTES
        assert Application.objects.count() == 6

    @pytest.mark.django_db(transaction=True)
    def test_letters_to_one_mailbox_at_once(self, room, filled, letters, settings):
        body = filled(email="en@example.org")
        in_processes(*[lambda: Client().post(APPLY, body).status_code] * 6)
        assert len(letters("en@example.org")) == settings.CONFIRMATION_LETTERS_PER_DAY

    def test_unconfirmed_applications_are_not_endless(self, apply, monkeypatch, letters):
        monkeypatch.setattr("members.admission.applications.MOST_UNCONFIRMED", 2)
        answers = [
            apply(proven=False, email=f"{number}@example.org", hopes="Mina hopp") for number in range(3)
        ]
        assert [answer.status_code for answer in answers] == [303, 303, 429]
        assert "Mina hopp" in answers[-1].content.decode()
        assert Application.objects.count() == len(letters()) == 2
        assert apply(email="bevisad@example.org").status_code == 303
