"""The links in the letters: the applicant confirms or withdraws, the manager answers."""

import pytest
import time_machine
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from post_office.models import PRIORITY

from members.admission import mandates
from members.admission.links import CONFIRM, MANDATE, WITHDRAW
from members.models import Application, ApplicationEvent
from tests.members.factories import ApplicationFactory, MembershipFactory

from .conftest import FULL, PDF, only, path_in

pytestmark = pytest.mark.django_db
ADDRESS = "asa@exempelby.example"


def kinds(application) -> list[str]:
    return [event.kind for event in application.events.all()]


@pytest.fixture
def waiting(apply, letters):
    """Sent without the check: the path of the link in the letter, which says nothing that a stranger wrote."""
    apply(proven=False)
    (letter,) = letters(ADDRESS)
    assert letter.subject == "Bekräfta din ansökan"
    assert letter.priority == PRIORITY.medium  # the applicant waits for it
    for written in ("Åsa", "Samordna", "Kim"):
        assert written not in letter.message
    return path_in(letter)


class TestConfirming:
    def test_it_is_received_when_the_applicant_confirms(self, client, waiting, letters):
        page = client.get(waiting)
        assert page.status_code == 200
        assert page["Cache-Control"] == "private, no-store"
        assert only().state == "unconfirmed"  # a program that opens links confirms nothing
        assert "Din ansökan är bekräftad" in client.post(waiting).content.decode()
        assert only().state == "received"
        assert kinds(only()) == ["received"]
        assert letters(ADDRESS)[-1].subject == "Vi har tagit emot din ansökan"
        client.post(waiting)
        assert len(letters(ADDRESS)) == 2

    @pytest.mark.parametrize("state", ["received", "waiting"])
    def test_it_takes_the_place_of_an_undecided_one(self, client, apply, room, letters, state):
        first = ApplicationFactory(
            room=room, email=ADDRESS, state=state, title="Förut", mandate_confirmed=True
        )
        first.events.create(kind="received")
        apply(title="Nu", mandate_file=SimpleUploadedFile("nytt.pdf", PDF))
        assert first.title == "Förut"
        answer = client.post(path_in(letters(ADDRESS)[-1]))
        assert "Din ansökan är ändrad" in answer.content.decode()
        changed = only()
        assert (changed.pk, changed.state, changed.title) == (first.pk, state, "Nu")
        assert changed.mandate_file_name == "nytt.pdf"
        with changed.mandate_file.open() as file:
            assert file.read() == PDF
        assert changed.mandate_confirmed is None  # the manager vouched for something else
        assert kinds(changed) == ["received", "changed"]
        assert letters(ADDRESS)[-1].subject == "Din ansökan är ändrad"

    @pytest.mark.parametrize("state", ["declined", "withdrawn", "accepted"])
    def test_a_decided_one_is_opened_again_with_its_history(self, client, apply, room, letters, state):
        first = ApplicationFactory(room=room, email=ADDRESS, state=state)
        first.events.create(kind=state)
        apply()
        client.post(path_in(letters(ADDRESS)[-1]))
        again = only()
        assert (again.pk, again.state, again.decided_at) == (first.pk, "received", None)
        assert kinds(again) == [state, "received"]

    @pytest.mark.parametrize("place", [{}, {"invited": True}])
    def test_whoever_has_a_seat_is_told_in_a_letter(self, client, apply, room, letters, place):
        member = MembershipFactory(room=room, user__email=ADDRESS, **place)
        first = ApplicationFactory(
            room=room, email=ADDRESS, state="accepted", membership=member, title="Förut"
        )
        apply(title="Nu")
        answer = client.post(path_in(letters(ADDRESS)[-1]))
        assert "Du har redan en plats" in answer.content.decode()
        assert letters(ADDRESS)[-1].subject == "Du har redan en plats"
        assert (only().pk, only().title, only().state) == (first.pk, "Förut", "accepted")

    def test_a_seat_in_another_room_is_no_seat_here(self, client, apply, home, letters):
        from tests.members.factories import RoomFactory

        MembershipFactory(room=RoomFactory(home=home), user__email=ADDRESS)
        apply()
        assert only().state == "received"

    def test_while_the_network_is_full_it_waits(self, client, network, waiting):
        network.status = FULL
        network.save_revision().publish()
        client.post(waiting)
        assert only().state == "waiting"
        assert kinds(only()) == ["received", "waiting"]

    def test_a_link_lives_for_seven_days(self, client, room):
        with time_machine.travel("2026-11-23T10:00:00Z", tick=False) as clock:
            application = ApplicationFactory(room=room, state="unconfirmed")
            path = f"/ansokan/bekrafta/{CONFIRM.token(application)}/"
            clock.move_to("2026-11-30T09:00:00Z")
            assert client.get(path).status_code == 200
            clock.move_to("2026-11-30T11:00:00Z")
            assert client.get(path).status_code == client.post(path).status_code == 410
            assert only().state == "unconfirmed"

    def test_two_at_once_leave_one(self, client, apply, letters):
        for title in ("Ett", "Två"):
            apply(proven=False, title=title)
        for letter in letters(ADDRESS):
            client.post(path_in(letter))
        assert (only().title, only().state) == ("Två", "received")


class TestWithdrawing:
    def test_by_the_link_in_the_receipt(self, client, apply, letters):
        apply()
        path = path_in(letters(ADDRESS)[0])
        assert "Ta tillbaka ansökan" in client.get(path).content.decode()
        assert only().state == "received"
        assert "Din ansökan är tillbakatagen" in client.post(path).content.decode()
        assert (only().state, kinds(only())) == ("withdrawn", ["received", "withdrawn"])
        assert only().decided_at
        assert client.post(path).status_code == 200
        assert kinds(only()) == ["received", "withdrawn"]

    @pytest.mark.parametrize("state", ["accepted", "declined"])
    def test_not_after_the_decision(self, client, room, state):
        application = ApplicationFactory(room=room, state=state)
        path = f"/ansokan/aterta/{WITHDRAW.token(application)}/"
        assert "Ansökan är avgjord" in client.post(path).content.decode()
        assert only().state == state


class TestTheManager:
    @pytest.fixture
    def asked(self, apply, letters):
        apply(mandate_email="kim@exempelby.example")
        (letter,) = letters("kim@exempelby.example")
        assert "Trygga möten" in letter.message
        for written in ("Åsa", "Samordna", "Metoder"):
            assert written not in letter.message
        return path_in(letter)

    @pytest.mark.parametrize(("answer", "kind"), [("yes", "mandate_confirmed"), ("no", "mandate_denied")])
    def test_answers_once_without_an_account(self, client, asked, answer, kind):
        page = client.get(asked)
        for shown in ("Åsa Exempel", "Säkerhetssamordnare", "Exempelby kommun", "Trygga möten"):
            assert shown in page.content.decode()
        assert "Metoder" not in page.content.decode()
        assert not page.cookies
        assert page["Cache-Control"] == "private, no-store"
        assert only().mandate_confirmed is None
        assert client.post(asked).status_code == client.post(asked, {"answer": "x"}).status_code == 422
        assert client.post(asked, {"answer": answer}).status_code == 200
        assert only().mandate_confirmed is (answer == "yes")
        assert only().mandate_answered_at
        assert kinds(only())[-1] == kind
        for again in (client.get(asked), client.post(asked, {"answer": "no" if answer == "yes" else "yes"})):
            assert again.status_code == 410
            assert "Åsa" not in again.content.decode()
        assert only().mandate_confirmed is (answer == "yes")

    def test_the_link_lives_for_fourteen_days(self, client, room):
        with time_machine.travel("2026-11-01T10:00:00Z", tick=False) as clock:
            application = ApplicationFactory(room=room, mandate_nonce="n")
            path = f"/ansokan/mandat/{MANDATE.token(application, 'n')}/"
            clock.move_to("2026-11-15T09:00:00Z")
            assert client.get(path).status_code == 200
            clock.move_to("2026-11-15T11:00:00Z")
            assert client.get(path).status_code == client.post(path, {"answer": "yes"}).status_code == 410

    def test_nobody_is_asked_before_the_applicant_confirms(self, client, apply, letters):
        apply(proven=False, mandate_email="kim@exempelby.example")
        assert not letters("kim@exempelby.example")
        client.post(path_in(letters(ADDRESS)[0]))
        assert len(letters("kim@exempelby.example")) == 1

    def test_the_log_is_not_told_of_a_link_that_still_works(self, client, room, caplog):
        application = ApplicationFactory(room=room, mandate_nonce="n")
        path = f"/ansokan/mandat/{MANDATE.token(application, 'n')}/"
        assert client.post(path, {"answer": "perhaps"}).status_code == 422
        assert path not in caplog.text

    def test_nobody_is_buried_in_questions(self, apply, letters, settings):
        for number in range(settings.CONFIRMATION_LETTERS_PER_DAY + 2):
            apply(email=f"{number}@exempelby.example", mandate_email="kim@exempelby.example")
        assert len(letters("kim@exempelby.example")) == settings.CONFIRMATION_LETTERS_PER_DAY

    def test_nor_by_naming_another_manager_in_between(self, room, letters, settings):
        for number in range(settings.CONFIRMATION_LETTERS_PER_DAY + 2):
            application = ApplicationFactory(room=room, mandate_email="kim@exempelby.example")
            mandates.ask(application)
            application.mandate_email = f"{number}@exempelby.example"
            application.save()
        assert len(letters("kim@exempelby.example")) == settings.CONFIRMATION_LETTERS_PER_DAY

    def test_in_english(self, client, room):
        application = ApplicationFactory(room=room, mandate_nonce="n", language="en")
        html = client.get(f"/en/application/mandate/{MANDATE.token(application, 'n')}/").content.decode()
        assert "I did not give this mandate" in html


@pytest.mark.parametrize("token", ["x", "a:b:c", "å", "eyJ4Ijox:1abc:def", "x" * 3000])
@pytest.mark.parametrize(
    "way", ["ansokan/bekrafta", "ansokan/aterta", "ansokan/mandat", "en/application/confirm"]
)
def test_a_broken_link(client, way, token):
    path = f"/{way}/{token}/"
    assert client.get(path).status_code == client.post(path).status_code == 404


def test_a_link_for_something_else(client, room):
    application = ApplicationFactory(room=room, state="unconfirmed", mandate_nonce="n")
    other = {"bekrafta": WITHDRAW, "aterta": MANDATE, "mandat": CONFIRM}
    for way, link in other.items():
        assert client.post(f"/ansokan/{way}/{link.token(application, 'n')}/").status_code == 404
    odd = signing.dumps("text", salt="members.admission.confirm")
    assert client.get(f"/ansokan/bekrafta/{odd}/").status_code == 404


def test_a_link_to_what_is_erased(client, room):
    application = ApplicationFactory(room=room)
    paths = [
        f"/ansokan/{way}/{link.token(application, 'n')}/"
        for way, link in {"bekrafta": CONFIRM, "aterta": WITHDRAW, "mandat": MANDATE}.items()
    ]
    Application.objects.all().delete()
    assert {client.get(path).status_code for path in paths} == {410}
    assert not ApplicationEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_replaced_file_goes_and_the_new_one_stays(client, apply, room, letters):
    first = ApplicationFactory(room=room, email=ADDRESS, mandate_file=ContentFile(b"before", "x"))
    old = first.mandate_file
    apply(mandate_file=SimpleUploadedFile("nytt.pdf", PDF))
    client.post(path_in(letters(ADDRESS)[-1]))
    new = only().mandate_file
    assert new.storage.exists(new.name)
    assert not old.storage.exists(old.name)
