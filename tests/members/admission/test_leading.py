"""The organisers' queue under Leda."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import Application, Membership, RoomEvent
from samrum.users.models import User
from tests.factories import UserFactory
from tests.members.factories import ApplicationFactory, MembershipFactory, OrganisationFactory, RoomFactory

from .conftest import PDF, only

pytestmark = pytest.mark.django_db
LIST = "/rum/trygga/leda/ansokningar/"
DECIDE = f"{LIST}besluta/"


def one(application) -> str:
    return f"{LIST}{application.pk}/"


@pytest.fixture
def decide(lead):
    def send(decision, *applications, browser=None, **fields):
        data = {"decision": decision, "a": [each.version for each in applications], **fields}
        return (browser or lead).post(DECIDE, data, follow=True)

    return send


@pytest.fixture
def application(room, organisation):
    found = ApplicationFactory(
        room=room,
        name="Åsa Maria Exempel",
        email="asa@exempelby.example",
        organisation=organisation,
        hopes="Metoder",
    )
    found.refresh_from_db()
    return found


def kinds(application) -> list[str]:
    return [event.kind for event in application.events.all()]


class TestWhoSeesThem:
    def test_only_those_who_lead_the_room(self, client, room, application, home):
        application.mandate_file.save("x", ContentFile(PDF))
        application.mandate_file_name = "mandat.pdf"
        application.save()
        elsewhere = RoomFactory(home=home, slug="annat")
        addresses = [LIST, one(application), DECIDE, f"{one(application)}mandat/mandat.pdf"]
        posts = [DECIDE, f"{one(application)}inbjudan/", f"{one(application)}fraga-chefen/"]
        people = [
            MembershipFactory(room=room).user,
            MembershipFactory(room=room, guest=True).user,
            MembershipFactory(room=room, organiser=True, ended=True).user,
            MembershipFactory(room=room, organiser=True, invited=True).user,
            MembershipFactory(room=elsewhere, organiser=True).user,
            UserFactory(is_superuser=True, is_staff=True),
        ]
        for address in [*addresses, *posts]:
            assert client.get(address).status_code == 302
        for user in people:
            client.force_login(user)
            for address in addresses:
                response = client.get(address)
                assert response.status_code == 403
                assert "Åsa Maria" not in response.content.decode()
            for address in posts:
                assert (
                    client.post(address, {"decision": "accept", "a": application.version}).status_code == 403
                )
        assert only().state == "received"

    def test_an_organiser_of_another_room_reaches_none_through_his_own(self, client, application, home):
        elsewhere = RoomFactory(home=home, slug="annat")
        client.force_login(MembershipFactory(room=elsewhere, organiser=True).user)
        base = "/rum/annat/leda/ansokningar/"
        for address in (f"{base}{application.pk}/", f"{base}{application.pk}/mandat/mandat.pdf"):
            assert client.get(address).status_code == 404
        assert "Åsa" not in client.get(base, {"visa": "all"}).content.decode()
        client.post(f"{base}besluta/", {"decision": "accept", "a": application.version})
        assert only().state == "received"

    def test_unconfirmed_ones_are_nobodys(self, lead, room):
        hidden = ApplicationFactory(room=room, state="unconfirmed", name="Obekräftad Exempel")
        assert "Obekräftad" not in lead.get(LIST, {"visa": "all"}).content.decode()
        assert lead.get(one(hidden)).status_code == 404

    def test_nothing_of_them_in_the_admin(self):
        from wagtail.admin.viewsets import viewsets
        from wagtail.snippets.models import get_snippet_models

        models = {getattr(viewset, "model", None) for viewset in viewsets.viewsets}
        assert Application not in models
        assert Application not in get_snippet_models()


class TestTheQueue:
    def test_it_shows_what_one_needs_to_decide(self, lead, room, application):
        room.seats, room.seats_per_organisation = 20, 2
        room.save()
        MembershipFactory(room=room, organisation=application.organisation)
        ApplicationFactory(
            room=room, name="Kim Exempel", email="kim@annan.example", organisation=application.organisation
        )
        ApplicationFactory(room=room, name="Lo Exempel", organisation=None, organisation_name="Länsstyrelsen")
        html = lead.get(LIST).content.decode()
        for shown in (
            "Åsa Maria Exempel", "Exempelby kommun", "Länsstyrelsen", "1 av 2 platser", "Upptagna platser: 1 av 20",
            "organisationens domän", "inte organisationens domän", "okänd domän",
        ):  # fmt: skip
            assert shown in html
        assert "style=" not in html

    def test_it_is_sifted_by_state(self, lead, room):
        for state in ("received", "waiting", "accepted", "declined", "withdrawn"):
            ApplicationFactory(room=room, state=state, name=f"Namn {state}")

        def names(**query):
            html = lead.get(LIST, query).content.decode()
            return {
                s for s in ("received", "waiting", "accepted", "declined", "withdrawn") if f"Namn {s}" in html
            }

        assert names() == names(visa="x\x01") == {"received", "waiting"}
        assert names(visa="declined") == {"declined"}
        assert len(names(visa="all")) == 5

    def test_it_is_sorted_as_a_swede_expects(self, lead, room):
        for name in ("Östen", "Ängla", "Åke", "Zara", "anna"):
            ApplicationFactory(room=room, name=f"{name} Exempel", organisation__name=f"{name} kommun")
        for order in ("name", "organisation"):
            html = lead.get(LIST, {"ordning": order}).content.decode()
            places = [html.index(f">{name} Exempel<") for name in ("anna", "Zara", "Åke", "Ängla", "Östen")]
            assert places == sorted(places), order

    def test_its_queries_do_not_grow(self, lead, room):
        def queries() -> int:
            with CaptureQueriesContext(connection) as caught:
                assert lead.get(LIST).status_code == 200
            return len(caught)

        ApplicationFactory.create_batch(2, room=room)
        lead.get(LIST)
        few = queries()
        ApplicationFactory.create_batch(40, room=room)
        assert queries() == few <= 14

    def test_pages(self, lead, room):
        ApplicationFactory.create_batch(51, room=room)
        assert lead.get(LIST).content.decode().count('name="a"') == 50
        assert lead.get(LIST, {"sida": "2"}).content.decode().count('name="a"') == 1
        for odd in ("0", "-1", "x", "9" * 400):
            assert lead.get(LIST, {"sida": odd}).status_code == 200

    def test_an_empty_one_says_what_will_be_there(self, lead, room):
        assert "Ingen ansökan väntar" in lead.get(LIST).content.decode()
        assert "Ingen ansökan är i det här läget" in lead.get(LIST, {"visa": "declined"}).content.decode()

    def test_leda_says_how_many_wait(self, lead, room, application):
        ApplicationFactory(room=room, state="waiting")
        html = lead.get("/rum/trygga/leda/").content.decode()
        assert f'href="{LIST}"' in html
        assert "Ansökningar att besluta om" in html

    def test_one_application_with_everything(self, lead, application, organiser):
        application.mandate_words = "Samordna <b>arbetet</b>"
        application.mandate_file.save("x", ContentFile(PDF))
        application.mandate_file_name = "Åsas mandat.pdf"
        application.save()
        application.events.create(kind="declined", by=organiser, note="För många")
        html = lead.get(one(application)).content.decode()
        for shown in (
            "Säkerhetssamordnare",
            "Exempelchefen",
            "Samordna &lt;b&gt;",
            "Metoder",
            "För många",
            str(organiser),
        ):
            assert shown in html
        response = lead.get(f"{one(application)}mandat/%C3%85sas%20mandat.pdf")
        assert response.status_code == 200
        assert b"".join(response.streaming_content) == PDF
        assert response["Content-Type"] == "application/pdf"
        assert "no-store" in response["Cache-Control"]


class TestDecisions:
    def test_accepting_makes_a_place_and_invites(self, decide, application, letters, organiser, room):
        html = decide("accept", application).content.decode()
        assert "1 ansökan är avgjord" in html
        member = Membership.objects.get(user__email="asa@exempelby.example")
        assert (member.room, member.role, member.joined_at) == (room, "participant", None)
        assert (member.organisation, member.title) == (application.organisation, "Säkerhetssamordnare")
        assert (member.user.first_name, member.user.last_name) == ("Åsa Maria", "Exempel")
        assert (only().state, only().membership) == ("accepted", member)
        assert only().decided_at
        (event,) = only().events.all()
        assert (event.kind, event.by) == ("accepted", organiser)
        (logged,) = RoomEvent.objects.all()
        assert (logged.by, logged.about) == (organiser, "Exempelby kommun")
        (letter,) = letters("asa@exempelby.example")
        assert "/rum/inbjudan/" in letter.message

    def test_the_letter_is_in_the_applicants_language(self, decide, application, letters):
        Application.objects.update(language="en")
        decide("wait", application)
        assert letters()[0].subject == "You are on the waiting list for Trygga möten"

    def test_somebody_with_an_account_keeps_it(self, decide, application, letters):
        user = UserFactory(email="asa@exempelby.example", first_name="Åsa")
        decide("accept", application)
        assert User.objects.get(email="asa@exempelby.example") == user
        assert Membership.objects.get(user=user).joined_at is None

    def test_whoever_is_in_already_is_told_so(self, decide, application, letters, room):
        MembershipFactory(room=room, user__email="asa@exempelby.example")
        decide("accept", application)
        assert [letter.subject for letter in letters()] == ["Du har redan en plats"]

    def test_the_waiting_list(self, decide, application, letters):
        decide("wait", application)
        assert only().state == "waiting"
        assert only().decided_at is None
        assert letters()[0].subject == "Du står på väntelistan till Trygga möten"
        assert "/ansokan/aterta/" in letters()[0].message

    def test_a_decline_has_a_reason(self, lead, decide, application, letters):
        response = decide("decline", application, reason="  ")
        assert response.status_code == 422
        html = response.content.decode()
        assert "Skriv ett skäl" in html
        assert f'value="{application.version}"' in html
        assert only().state == "received"
        decide("decline", application, reason="Vi vill ha bredd i landet.")
        assert only().state == "declined"
        assert only().events.get().note == "Vi vill ha bredd i landet."
        assert "Vi vill ha bredd i landet." in letters()[0].message

    def test_a_decline_can_be_undone(self, decide, application):
        decide("decline", application, reason="Fullt")
        assert "är redan nekad" in decide("decline", only(), reason="Igen").content.decode()
        decide("accept", only())
        assert (only().state, kinds(only())) == ("accepted", ["declined", "accepted"])
        assert "redan antagen" in decide("wait", only()).content.decode()

    def test_several_at_once(self, lead, decide, room, letters):
        three = ApplicationFactory.create_batch(3, room=room)
        for each in three:
            each.refresh_from_db()
        asked = lead.get(
            DECIDE, {"decision": "accept", "a": [each.version for each in three]}
        ).content.decode()
        assert all(each.name in asked for each in three)
        assert Application.objects.undecided().count() == 3  # looking decides nothing
        assert "3 ansökningar är avgjorda" in decide("accept", *three).content.decode()
        assert Membership.objects.invited().count() == 3
        assert len(letters()) == 3

    def test_all_or_nothing(self, lead, decide, room, letters, monkeypatch):
        two = ApplicationFactory.create_batch(2, room=room)
        for each in two:
            each.refresh_from_db()
        from members.admission import letters as module

        real, sent = module.send_letter, []

        def breaks_at_the_second(name, **kwargs):
            sent.append(name)
            if len(sent) == 2:
                raise OSError("disk full")
            real(name, **kwargs)

        monkeypatch.setattr(module, "send_letter", breaks_at_the_second)
        lead.raise_request_exception = False
        assert decide("wait", *two).status_code == 500
        assert Application.objects.filter(state="received").count() == 2
        assert not letters()

    def test_more_than_there_are_seats_needs_a_second_word(self, lead, decide, room, organisation):
        room.seats, room.seats_per_organisation = 2, 1
        room.save()
        two = ApplicationFactory.create_batch(2, room=room, organisation=organisation)
        MembershipFactory(room=room)
        for each in two:
            each.refresh_from_db()
        response = decide("accept", *two)
        html = response.content.decode()
        assert response.status_code == 409
        assert "Rummet skulle få 3 personer på 2 platser" in html
        assert "Exempelby kommun skulle få 2 personer på 1 platser" in html
        assert "Anta ändå" in html
        assert Application.objects.undecided().count() == 2
        decide("accept", *two, all_the_same="1")
        assert Application.objects.filter(state="accepted").count() == 2

    def test_whoever_has_a_seat_already_takes_no_second_one(self, lead, decide, room, organisation):
        room.seats, room.seats_per_organisation = 1, 1
        room.save()
        application = ApplicationFactory(room=room, organisation=organisation)
        MembershipFactory(room=room, organisation=organisation, invited=True, user__email=application.email)
        decide("accept", application)
        application.refresh_from_db()
        assert application.state == "accepted"

    def test_the_second_of_two_organisers_is_told(self, decide, application, room, letters):
        other = Client()
        other.force_login(MembershipFactory(room=room, organiser=True).user)
        decide("wait", application)
        html = decide("decline", application, browser=other, reason="Nej").content.decode()
        assert "har ändrats sedan du tittade" in html
        assert only().state == "waiting"
        assert len(letters()) == 1

    def test_nobody_is_let_in_to_a_closed_account(self, lead, decide, application, letters):
        UserFactory(email=application.email, is_active=False)
        page = lead.get(DECIDE, {"decision": "accept", "a": application.version})
        assert "Kontot för den här adressen är avstängt." in page.text
        html = decide("accept", application).text
        assert "Åsa Maria Exempel: Kontot för den här adressen är avstängt." in html
        assert only().state == "received" and letters() == []
        decide("decline", application, reason="Nej")
        assert only().state == "declined"

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"decision": "accept"},
            {"decision": "x", "a": "1-1"},
            {"decision": "accept", "a": "x"},
            {"decision": "accept", "a": ["1", "-", "1-", "-1", "²-²", "9" * 400 + "-1"]},
            {"decision": "decline", "a": "1-1", "reason": "\x00"},
            {"decision": "decline", "a": "1-1", "reason": "x" * 10_000},
            {"decision": "accept", "a": "999999-1"},
        ],
    )
    def test_impossible_input(self, lead, application, data):
        assert lead.post(DECIDE, data).status_code in (302, 422)
        assert lead.get(
            DECIDE, {key: value for key, value in data.items() if key != "reason"}
        ).status_code in (200, 302)
        assert only().state == "received"


class TestAgain:
    def test_the_invitation_is_renewed_until_the_person_has_come_in(
        self, lead, decide, application, letters, organiser
    ):
        decide("accept", application)
        assert "Skicka en ny inbjudan" in lead.get(one(application)).content.decode()
        response = lead.post(f"{one(application)}inbjudan/", follow=True)
        assert "En ny inbjudan är på väg" in response.content.decode()
        assert kinds(only()) == ["accepted", "invited"]
        assert len(letters()) == 2
        Membership.objects.filter(pk=only().membership_id).update(joined_at="2026-11-01T10:00:00Z")
        assert "Skicka en ny inbjudan" not in lead.get(one(application)).content.decode()
        assert (
            "Ingen inbjudan skickades"
            in lead.post(f"{one(application)}inbjudan/", follow=True).content.decode()
        )
        assert len(letters()) == 2

    def test_the_manager_is_asked_again(self, lead, application, letters, organiser):
        assert "Ingen fråga" in lead.post(f"{one(application)}fraga-chefen/", follow=True).content.decode()
        Application.objects.update(mandate_email="kim@exempelby.example")
        assert "Be chefen bekräfta" in lead.get(one(application)).content.decode()
        lead.post(f"{one(application)}fraga-chefen/")
        first = only().mandate_nonce
        lead.post(f"{one(application)}fraga-chefen/")
        assert only().mandate_nonce != first
        assert len(letters("kim@exempelby.example")) == 2
        assert only().events.last().by == organiser


@pytest.mark.django_db(transaction=True)
def test_two_organisers_in_the_same_moment(room, organiser, run_together):
    application = ApplicationFactory(room=room)
    application.refresh_from_db()
    room.seats = 5
    room.save()
    people = [organiser, *(MembershipFactory(room=room, organiser=True).user for _ in range(3))]

    def work(user):
        browser = Client()
        browser.force_login(user)
        response = browser.post(DECIDE, {"decision": "accept", "a": application.version})
        connection.close()
        return response.status_code

    assert run_together(work, people) == [302] * 4
    assert only().state == "accepted"
    assert kinds(only()) == ["accepted"]
    assert Membership.objects.invited().count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_last_seat_is_given_once(room, organiser, run_together):
    room.seats = 1
    room.save()
    applications = [ApplicationFactory(room=room, organisation=OrganisationFactory()) for _ in range(3)]
    for each in applications:
        each.refresh_from_db()

    def work(application):
        browser = Client()
        browser.force_login(organiser)
        response = browser.post(DECIDE, {"decision": "accept", "a": application.version})
        connection.close()
        return response.status_code

    assert sorted(run_together(work, applications)) == [302, 409, 409]
    assert Membership.objects.seated().count() == 1
