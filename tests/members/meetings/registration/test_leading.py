"""Organisers see who comes, and answer for others."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.meetings.models import Registration, RoomMeeting, SpecialNeeds
from members.models import Membership, RoomEvent
from tests.members.factories import MembershipFactory, OrganisationFactory, RoomFactory
from tests.members.meetings.factories import meeting_in, seat

pytestmark = pytest.mark.django_db


def limited(meeting, **seats) -> None:
    RoomMeeting.objects.filter(pk=meeting.pk).update(**seats)


@pytest.fixture
def people(room, meeting, organisation):
    """One of each answer, by what it is."""
    limited(meeting, seats=1)
    names = ("seated", "first", "second", "no", "silent")
    found = {
        name: MembershipFactory(room=room, user__first_name="Exempel", user__last_name=name.capitalize())
        for name in names
    }
    Membership.objects.filter(pk=found["seated"].pk).update(organisation=organisation, hidden_profile=True)
    for name in names[:3]:
        seat(meeting, found[name])
    seat(meeting, found["no"], "no")
    return found


class TestTheList:
    def test_has_everybody_with_the_answer_and_numbers_on_top(self, leader, address, people):
        html = leader.get(address("registrations")).text
        for name in people:
            assert f"Exempel {name.capitalize()}" in html
        assert "Nummer 2 på väntelistan" in html and "Har inte svarat" in html and "Kommer inte" in html
        numbers = leader.get(address("registrations")).context["numbers"]
        # The organiser has not answered either.
        assert (numbers.on_site, numbers.waiting, numbers.no, numbers.none) == (1, 2, 1, 2)
        assert "Exempelstad" in html

    def test_is_narrowed_by_answer_organisation_and_words(self, leader, address, people, organisation):
        def found(query: str) -> list[str]:
            response = leader.get(f"{address('registrations')}?{query}")
            assert response.status_code == 200
            by_key = {place.pk: name for name, place in people.items()}
            return [by_key[one.place.pk] for one in response.context["listed"] if one.place.pk in by_key]

        assert found("svar=on_site") == ["seated"] and found("svar=online") == []
        assert found("svar=waiting") == ["first", "second"]
        assert found("svar=no") == ["no"] and found("svar=none") == ["silent"] and found("svar=held") == []
        assert found(f"organisation={organisation.pk}") == found("q=exempelstad") == ["seated"]
        assert found("q=exempel+SECOND") == ["second"]
        # What cannot be understood is left out.
        assert len(found("svar=x&organisation=y&sida=z")) == 5
        assert len(found(f"organisation={'9' * 30}&sida={'9' * 30}")) == 5

    def test_shows_diet_to_organisers_alone(self, client, leader, address, people, meeting):
        assert "Kost och tillgänglighet" not in leader.get(address("registrations")).text
        seat(meeting, people["seated"], diet="Vegan", access="<b>Ramp</b>")
        html = leader.get(address("registrations")).text
        assert "Vegan" in html and "&lt;b&gt;Ramp" in html
        client.force_login(people["first"].user)
        for name in ("registrations", "attendance", "attendance_sheet", "name_badges"):
            assert client.get(address(name)).status_code == 403
        assert client.get(address("registration", people["seated"].pk)).status_code == 403
        assert client.post(address("registrations_export"), {"needs": "on"}).status_code == 403

    def test_many_people_take_no_more_queries(self, leader, address, room, meeting):
        def queries(name: str) -> int:
            leader.get(address(name))
            with CaptureQueriesContext(connection) as captured:
                assert leader.get(address(name)).status_code == 200
            return len(captured)

        names = ("registrations", "attendance_sheet", "name_badges")
        seat(meeting, MembershipFactory(room=room, organisation=OrganisationFactory()), diet="Vegan")
        few = [queries(name) for name in names]
        for _number in range(12):
            place = MembershipFactory(room=room, organisation=OrganisationFactory())
            seat(meeting, place, diet="Vegan")
        assert [queries(name) for name in names] == few

    def test_many_people_are_paged(self, leader, address, room, monkeypatch):
        monkeypatch.setattr("members.meetings.registration.leading_views.PER_PAGE", 3)
        for _number in range(6):
            MembershipFactory(room=room)
        assert "Sida 1 av 3" in leader.get(address("registrations")).text
        assert len(leader.get(f"{address('registrations')}?sida=3").context["listed"]) == 1

    def test_of_a_meeting_that_has_been_those_who_have_left_are_there_too(
        self, leader, address, room, meeting
    ):
        place = MembershipFactory(room=room, user__last_name="Flyttad")
        seat(meeting, place)
        with time_machine.travel(timezone.now() + datetime.timedelta(days=40)):
            Membership.objects.filter(pk=place.pk).update(ended_at=timezone.now())
            leader.force_login(Membership.objects.get(role="organiser").user)
            response = leader.get(address("registrations"))
        assert "Flyttad" in response.text and "har lämnat rummet" in response.text
        assert leader.get(address("registration", place.pk)).status_code == 404


class TestAnsweringForOthers:
    def test_an_organiser_registers_somebody_and_the_log_names_the_person(
        self, leader, address, people, organiser
    ):
        response = leader.post(
            address("registration", people["silent"].pk), {"answer": "on_site", "diet": "Vegan"}
        )
        assert response.status_code == 302 and response["Location"] == address("registrations")
        row = Registration.objects.get(membership=people["silent"])
        assert (row.seat, row.by, row.needs.diet) == ("waiting", organiser.user, "Vegan")
        event = RoomEvent.objects.latest("pk")
        assert (event.by, event.person, event.about) == (organiser.user, people["silent"].user, "")
        assert "nummer 3 på väntelistan" in leader.get(address("registrations")).text
        html = leader.get(address("registration", people["silent"].pk)).text
        assert f"anmäld av {organiser.user}" in html

    def test_saving_does_not_erase_what_the_person_needs(self, leader, address, people, meeting):
        place = people["seated"]
        seat(meeting, place, diet="Vegan", access="Hörslinga")
        page = address("registration", place.pk)
        assert 'value="Vegan"' not in leader.get(page).text and "Vegan" in leader.get(page).text
        leader.post(page, {"answer": "on_site", "diet": "", "access": ""})
        assert list(SpecialNeeds.objects.values_list("diet", "access")) == [("Vegan", "Hörslinga")]
        leader.post(page, {"answer": "on_site", "diet": "Glutenfritt", "access": ""})
        assert list(SpecialNeeds.objects.values_list("diet", "access")) == [("Glutenfritt", "Hörslinga")]
        leader.post(page, {"answer": "on_site", "forget_needs": "on", "diet": "", "access": ""})
        assert not SpecialNeeds.objects.exists()

    def test_also_guests_late_and_with_a_colleague_from_anywhere(self, leader, address, room, meeting):
        guest = MembershipFactory(room=room, guest=True)
        limited(meeting, register_by=timezone.localdate() - datetime.timedelta(days=1))
        page = address("registration", guest.pk)
        assert "Som processledare kan du ändå anmäla och ändra." in leader.get(page).text
        assert leader.post(page, {"answer": "colleague", "colleague_name": "Ada Exempel"}).status_code == 302
        assert Registration.objects.get().attendee == "Ada Exempel"

    @pytest.mark.parametrize("of", [{"state": "cancelled"}, {"days": None}])
    def test_not_where_there_is_nothing_to_come_to(self, leader, address, room, member, of):
        page = address("registration", member.pk, meeting=meeting_in(room, **of))
        assert "kan anmälas" in leader.get(page).text
        response = leader.post(page, {"answer": "on_site"})
        assert response.status_code == 409 and not Registration.objects.exists()
        assert not RoomEvent.objects.filter(person=member.user).exists()

    def test_people_of_other_rooms_invited_ones_and_those_who_left_are_not_found(
        self, leader, address, home, room
    ):
        others = [
            MembershipFactory(room=RoomFactory(home=home)),
            MembershipFactory(room=room, invited=True),
            MembershipFactory(room=room, ended=True),
        ]
        for place in others:
            for response in (
                leader.get(address("registration", place.pk)),
                leader.post(address("registration", place.pk), {"answer": "on_site"}),
            ):
                assert response.status_code == 404
        assert leader.get(address("registration", 10**17)).status_code == 404
        assert not Registration.objects.exists()

    @pytest.mark.parametrize(
        "answer",
        [
            {},
            {"answer": "online"},
            {"answer": "on_site\x00"},
            {"answer": "colleague"},
            {"answer": "colleague", "colleague_name": "Ada", "colleague_email": "x"},
            {"answer": "on_site", "access": "x" * 301},
        ],
    )
    def test_what_cannot_be_is_refused_in_words(self, leader, address, member, answer):
        response = leader.post(address("registration", member.pk), answer)
        assert response.status_code == 422 and 'role="alert"' in response.text
        assert not Registration.objects.exists() and not RoomEvent.objects.exists()


class TestPrinting:
    def test_badges_and_sheet_have_those_with_a_seat_hidden_ones_too(
        self, leader, address, people, meeting, room
    ):
        limited(meeting, seats=None)
        place = MembershipFactory(room=room)
        seat(meeting, place, colleague=None)
        for name in ("name_badges", "attendance_sheet"):
            html = leader.get(address(name)).text
            assert "Exempel Seated" in html and "Exempelstads kommun" in html and room.network.title in html
            assert "Exempel No" not in html and "Exempel Silent" not in html and "@" not in html
        assert "Underskrift" in leader.get(address("attendance_sheet")).text

    def test_eight_badges_to_a_sheet_in_the_order_of_the_alphabet(self, leader, address, room, meeting):
        for name in ("Öman", "Åberg", "Ek", "Ärlig", *(f"Person{n}" for n in range(5))):
            seat(meeting, MembershipFactory(room=room, user__last_name=name))
        response = leader.get(address("name_badges"))
        assert [len(sheet) for sheet in response.context["sheets"]] == [8, 1]
        names = [one.name.split()[-1] for sheet in response.context["sheets"] for one in sheet]
        assert names[0] == "Ek" and names[-3:] == ["Åberg", "Ärlig", "Öman"]

    def test_a_digital_meeting_has_a_sheet_but_no_badges(self, leader, address, room):
        meeting = meeting_in(room, format="digital")
        seat(meeting, MembershipFactory(room=room, user__last_name="Distansson"), "online")
        assert "Distansson" in leader.get(address("attendance_sheet", meeting=meeting)).text
        assert "Distansson" not in leader.get(address("name_badges", meeting=meeting)).text
        assert "Namnskyltar" not in leader.get(address("registrations", meeting=meeting)).text
