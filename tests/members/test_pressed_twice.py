"""A button that is pressed twice, or by two people at once: it happens once, and nobody is told that it failed.

Two requests in threads of their own, on both databases.
"""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from members import invitations
from members.admission.links import MANDATE, WITHDRAW
from members.library.models import Resource, ResourceVersion, UsageNote
from members.meetings.models import EvaluationAnswer, Message, ProgrammeItem
from members.models import Application, Membership, Room, RoomEvent
from tests.at_once import at_once
from tests.factories import NetworkPageFactory, UserFactory
from tests.members.factories import (
    ApplicationFactory,
    MembershipFactory,
    ResourceFactory,
    RoomFactory,
    VersionFactory,
)
from tests.members.library.writing import CONTRIBUTE, FILLED, QUEUE, text_file
from tests.members.meetings.factories import meeting_in, seat

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def room(home):
    return RoomFactory(home=home, slug="trygga")


@pytest.fixture
def organisers(room):
    return [MembershipFactory(room=room, organiser=True) for _number in range(2)]


@pytest.fixture
def organiser(organisers):
    return organisers[0]


@pytest.fixture
def participant(room):
    return MembershipFactory(room=room)


def browser(person) -> Client:
    client = Client()
    client.force_login(person.user if isinstance(person, Membership) else person)
    return client


def post(person, path: str, data: dict | Callable[[], dict]) -> Callable[[], object]:
    """A press that is yet to come, by somebody who has signed in."""
    client = browser(person)
    return lambda: client.post(path, data() if callable(data) else data)


def together(*presses: Callable[[], object]) -> list:
    """What each answers; none of them may raise."""
    answers: list = [None] * len(presses)

    def pressing(place: int, press: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            answers[place] = press()

        return run

    raised = at_once(*(pressing(*pair) for pair in enumerate(presses)))
    assert raised == [None] * len(presses)
    return answers


def twice(person, path: str, data: dict | Callable[[], dict]) -> list:
    """The same sent twice by one person, from two tabs."""
    return together(post(person, path, data), post(person, path, data))


class TestContributing:
    @pytest.mark.parametrize(
        ("button", "state"), [("publish", "published"), ("hand_in", "handed_in"), ("save", "draft")]
    )
    def test_something_new_is_one_resource(self, organiser, button, state):
        answers = twice(
            organiser,
            CONTRIBUTE,
            lambda: FILLED | {"do": button, "uploads": [text_file("a.txt"), text_file("b.txt", "B")]},
        )
        assert [answer.status_code for answer in answers] == [302, 302]
        assert len({answer["Location"] for answer in answers}) == 1
        version = ResourceVersion.objects.get()
        assert (Resource.objects.count(), version.state, version.number) == (1, state, 1)
        assert sorted(version.files.values_list("name", flat=True)) == ["a.txt", "b.txt"]
        page = browser(organiser).get(answers[0]["Location"])
        assert "inget utkast längre" not in page.content.decode()

    def test_what_is_sent_again_later_is_the_same_but_other_words_are_another(self, organiser):
        client = browser(organiser)
        for fields in ({}, {}, {"title": "Något annat"}, {"note": "Ny"}):
            assert (
                client.post(
                    CONTRIBUTE, FILLED | {"link": "https://example.org/", "do": "publish"} | fields
                ).status_code
                == 302
            )
        assert Resource.objects.count() == 3

    def test_two_people_who_write_the_same_bring_two(self, organisers):
        data = FILLED | {"link": "https://example.org/", "do": "publish"}
        answers = together(*(post(person, CONTRIBUTE, data) for person in organisers))
        assert [answer.status_code for answer in answers] == [302, 302]
        assert Resource.objects.count() == 2

    @pytest.mark.parametrize("by_one", [True, False])
    def test_approved_twice_it_is_published_once(self, room, organisers, participant, by_one):
        resource = ResourceFactory(room=room, draft=True, contributor=participant.user)
        version = VersionFactory(
            resource=resource, state="handed_in", published_at=None, uploaded_by=participant.user
        )
        people = [organisers[0]] * 2 if by_one else organisers
        answers = together(
            *(post(person, f"{QUEUE}granska/{version.pk}/", {"do": "publish"}) for person in people)
        )
        assert [answer.status_code for answer in answers] == [302, 302]
        version.refresh_from_db()
        assert (resource.versions.count(), version.state, version.number) == (1, "published", 1)
        assert Email.objects.filter(to=participant.user.email).count() == 1
        assert RoomEvent.objects.filter(action="published").count() == 1

    def test_a_draft_that_is_published_twice(self, room, organiser):
        resource = ResourceFactory(room=room, draft=True, contributor=organiser.user)
        draft = VersionFactory(
            resource=resource, draft=True, uploaded_by=organiser.user, link="https://example.org/"
        )
        answers = twice(
            organiser, f"{CONTRIBUTE}{draft.pk}/", FILLED | {"link": "https://example.org/", "do": "publish"}
        )
        assert len({answer["Location"] for answer in answers}) == 1
        assert RoomEvent.objects.filter(action="published").count() == 1

    def test_a_new_version_is_begun_once(self, room, organiser):
        resource = ResourceFactory(room=room, contributor=organiser.user)
        VersionFactory(resource=resource)
        answers = twice(organiser, f"/rum/trygga/bibliotek/{resource.pk}/ny-version/", {})
        assert len({answer["Location"] for answer in answers}) == 1
        assert resource.versions.count() == 2

    def test_a_note_stands_there_once(self, room, participant):
        resource = ResourceFactory(room=room)
        VersionFactory(resource=resource)
        path = f"/rum/trygga/bibliotek/{resource.pk}/anvandning/"
        answers = twice(participant, path, {"text": "Vi använder den i nämnden."})
        assert [answer.status_code for answer in answers] == [302, 302]
        assert UsageNote.objects.count() == 1
        browser(participant).post(path, {"text": "Nu också i kommunstyrelsen."})
        assert UsageNote.objects.count() == 2


class TestAdmission:
    @pytest.mark.parametrize("decision", ["accept", "decline", "wait"])
    @pytest.mark.parametrize("by_one", [True, False])
    def test_an_application_is_decided_once(self, room, organisers, decision, by_one):
        application = ApplicationFactory(room=room, email="asa@example.org")
        people = [organisers[0]] * 2 if by_one else organisers
        data = {"decision": decision, "a": [application.version], "reason": "Fullt."}
        path = "/rum/trygga/leda/ansokningar/besluta/"
        answers = together(*(post(person, path, data) for person in people))
        assert {answer.status_code for answer in answers} <= {200, 302, 303, 409}
        application.refresh_from_db()
        assert application.state == {"accept": "accepted", "decline": "declined", "wait": "waiting"}[decision]
        assert application.events.count() == 1
        assert Email.objects.filter(to="asa@example.org").count() == 1
        assert Membership.objects.filter(user__email="asa@example.org").count() == (decision == "accept")

    def test_two_decisions_of_different_kinds(self, room, organisers):
        application = ApplicationFactory(room=room, email="asa@example.org")
        path = "/rum/trygga/leda/ansokningar/besluta/"
        steps = [
            post(person, path, {"decision": decision, "a": [application.version], "reason": "Fullt."})
            for person, decision in zip(organisers, ("accept", "decline"), strict=True)
        ]
        together(*steps)
        assert Email.objects.filter(to="asa@example.org").count() == 1
        assert application.events.count() == 1

    def test_the_manager_answers_once(self, room):
        application = ApplicationFactory(room=room, mandate_nonce="n")
        path = f"/ansokan/mandat/{MANDATE.token(application, 'n')}/"
        answers = together(
            *(lambda what=what: Client().post(path, {"answer": what}) for what in ("yes", "no"))
        )
        assert sorted(answer.status_code for answer in answers) == [200, 410]
        assert application.events.count() == 1

    def test_an_application_is_withdrawn_once(self, room):
        application = ApplicationFactory(room=room)
        path = f"/ansokan/aterta/{WITHDRAW.token(application)}/"
        together(*[lambda: Client().post(path)] * 2)
        assert application.events.count() == 1


class TestLeading:
    def test_people_are_invited_once(self, room, organiser):
        path, text = "/rum/trygga/leda/bjud-in/", "Åsa <asa@example.org>\nbo@example.org"
        page = browser(organiser).post(path, {"addresses": text, "role": "participant"})
        seen = page.context["understood"].fingerprint
        answers = twice(
            organiser, path, {"addresses": text, "role": "participant", "send": "1", "seen": seen}
        )
        assert 302 in [answer.status_code for answer in answers]
        assert Email.objects.count() == 2
        assert Membership.objects.invited().count() == 2
        assert RoomEvent.objects.count() == 2

    def test_a_room_is_opened_once(self, home):
        network, admin = NetworkPageFactory(parent=home), UserFactory(is_superuser=True, is_staff=True)
        path = f"/admin/rum/{network.pk}/"
        answers = twice(admin, path, {"slug": "nytt", "organiser": "led@example.org"})
        assert {answer.status_code for answer in answers} <= {302, 422}
        assert Room.objects.count() == 1
        assert Email.objects.filter(to="led@example.org").count() == 1

    def test_a_letter_to_the_participants_goes_once(self, room, organiser, participant):
        path = "/rum/trygga/leda/brev/skriv/"
        client = browser(organiser)
        letter = {"subject": "Inför träffen", "body": "Hej!", "role": ""}
        seen = client.post(path, letter).context["seen"]
        answers = twice(organiser, path, letter | {"send": "1", "seen": seen})
        assert [answer.status_code for answer in answers] == [302, 302]
        assert Message.objects.count() == 1
        assert Email.objects.count() == 3

    def test_a_point_of_the_programme_is_added_once(self, room, organiser):
        meeting = meeting_in(room)
        path = f"/rum/trygga/leda/traffar/{meeting.pk}/program/"
        rows = {"programme-TOTAL_FORMS": "3", "programme-INITIAL_FORMS": "0"}
        rows |= {"programme-0-starts": "09:00", "programme-0-title": "Välkomna"}
        rows |= {"programme-1-starts": "10:00", "programme-1-title": "Kaffe"}
        answers = twice(organiser, path, rows)
        assert [answer.status_code for answer in answers] == [302, 302]
        assert sorted(ProgrammeItem.objects.values_list("title", flat=True)) == ["Kaffe", "Välkomna"]

    def test_a_preparation_is_added_once(self, room, organiser):
        meeting = meeting_in(room)
        path = f"/rum/trygga/leda/traffar/{meeting.pk}/forberedelser/"
        answers = twice(
            organiser, path, {"title": "Läs rapporten", "text": "Särskilt kapitel 3.", "resource": ""}
        )
        assert [answer.status_code for answer in answers] == [302, 302]
        assert meeting.preparations.count() == 1

    def test_a_day_is_proposed_once(self, room, organiser):
        meeting = meeting_in(room, days=None)
        path = f"/rum/trygga/leda/traffar/{meeting.pk}/datum/foresla/"
        twice(
            organiser,
            path,
            {"start_date": (timezone.localdate()).replace(year=timezone.localdate().year + 1).isoformat()},
        )
        assert meeting.proposals.count() == 1


def test_an_evaluation_is_handed_in_once(room, participant):
    meeting = meeting_in(room, days=-1)
    seat(meeting, participant)
    path = f"/rum/trygga/traffar/{meeting.pk}/utvardera/"
    client = browser(participant)
    form = client.get(path).context["form"]
    data = {
        field.html_name: "4" if "score" in field.css_classes() or hasattr(field.field, "choices") else "Ord"
        for field in form
    }
    data["asked"] = form["asked"].value()
    answers = twice(participant, path, data)
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    assert EvaluationAnswer.objects.count() == len(data) - 1


def test_an_invitation_is_accepted_once(room):
    place = invitations.invite(room, "asa@example.org", by=None)
    letter = Email.objects.get(to="asa@example.org")
    path = next(word for word in letter.email_message().body.split() if "/rum/inbjudan/" in word).partition(
        "://"
    )[2]
    path = path[path.index("/") :]
    word = {"first_name": "Åsa", "last_name": "Öst"} | {
        "new_password1": "ett-långt-lösenord-9",
        "new_password2": "ett-långt-lösenord-9",
    }
    answers = together(*[lambda: Client().post(path, word)] * 2)
    assert sorted(answer.status_code for answer in answers) == [302, 410]
    place.refresh_from_db()
    assert place.joined_at
    assert Application.objects.count() == 0
