"""Answers and attendance per organisation: numbers, never names."""

import csv
import datetime
import io

import pytest

from members.models import RoomEvent
from tests.members.factories import MembershipFactory, OrganisationFactory, RoomFactory
from tests.members.meetings.factories import meeting_in, seat

pytestmark = pytest.mark.django_db
ADDRESS = "/rum/trygga/leda/traffar/siffror/"
FILE = "/rum/trygga/leda/traffar/siffror.csv"


@pytest.fixture(autouse=True)
def _answers(room, time_machine):
    time_machine.move_to(datetime.datetime(2027, 9, 15, 12, tzinfo=datetime.UTC))
    spring = meeting_in(room, start_date=datetime.date(2027, 3, 4), title="Vårträffen")
    autumn = meeting_in(room, start_date=datetime.date(2027, 9, 2), title="=1+1")
    earlier = meeting_in(room, start_date=datetime.date(2026, 10, 1), title="Förra året")
    west = OrganisationFactory(name="Ålby exempelkommun", short_name="Ålby")
    east = OrganisationFactory(name="@Örby", short_name="@Örby")
    people = [
        MembershipFactory(room=room, organisation=west, user__last_name="Hemligsson") for _n in range(3)
    ]
    people.append(MembershipFactory(room=room, organisation=east))
    people.append(MembershipFactory(room=room))
    for person in people:
        seat(spring, person)
    seat(earlier, people[0])
    seat(autumn, people[0], "no")
    seat(autumn, people[3])
    spring.registrations.filter(membership__in=people[:2]).update(attended=True)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_year_and_a_term_as_picture_and_table(lead):
    page = text_of(lead.get(ADDRESS))
    assert "3 anmälda, 2 där" in page and "<svg" in page and "style=" not in page
    assert "6 anmälda, 2 där" in page and "Hemligsson" not in page and "Förra året" not in page
    assert page.index(">Ålby</a>") < page.index(">@Örby</a>") < page.index("Organisation inte angiven")
    page = text_of(lead.get(f"{ADDRESS}?period=2027-host"))
    assert "Vårträffen" not in page and "1 anmälda, 0 där" in page and ">Ålby</a>" not in page
    assert "Förra året" in text_of(lead.get(f"{ADDRESS}?period=2026"))


def test_a_meeting_to_come_says_nothing_of_attendance(lead, room):
    coming = meeting_in(room, start_date=datetime.date(2028, 2, 1))
    seat(coming, MembershipFactory(room=room, organisation=OrganisationFactory()))
    page = text_of(lead.get(f"{ADDRESS}?period=2028"))
    assert "1 anmälda" in page and "0 där" not in page


def test_one_organisation_alone(lead, room):
    key = room.memberships.filter(organisation__short_name="Ålby").first().organisation_id
    page = text_of(lead.get(f"{ADDRESS}?organisation={key}"))
    assert "Ålby: 3 anmälda, 2 där" in page and "@Örby" not in page


@pytest.mark.parametrize("query", ["period=x&organisation=x", "organisation=-1", "period=9999-var"])
def test_a_mistyped_address_shows_the_latest(lead, query):
    assert "3 anmälda, 2 där" in text_of(lead.get(f"{ADDRESS}?{query}"))


def test_the_file_holds_no_formula_and_is_logged(lead, organiser):
    assert lead.get(FILE).status_code == 405
    response = lead.post(f"{FILE}?period=2027")
    assert response["Content-Disposition"] == 'attachment; filename="traffar-trygga-2027.csv"'
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == [
        "Organisation", "2027-03-04 Vårträffen: anmälda", "2027-03-04 Vårträffen: där",
        "2027-09-02 =1+1: anmälda", "2027-09-02 =1+1: där",
    ]  # fmt: skip
    assert ["Ålby", "3", "2", "0", "0"] in rows and ["'@Örby", "1", "0", "1", "0"] in rows
    event = RoomEvent.objects.get(action="Exported answers and attendance")
    assert (event.by, event.about) == (organiser.user, "2027")


def test_a_room_without_answers_says_what_will_be_here(client, home):
    place = MembershipFactory(room=RoomFactory(home=home, slug="tomt"), organiser=True)
    client.force_login(place.user)
    assert "Inga svar under perioden" in text_of(client.get("/rum/tomt/leda/traffar/siffror/"))
    assert client.post("/rum/tomt/leda/traffar/siffror.csv").status_code == 200


def test_they_are_the_organisers_alone(client, member):
    client.force_login(member.user)
    assert client.get(ADDRESS).status_code == client.post(FILE).status_code == 403


def test_as_many_queries_for_many_organisations(lead, room, django_assert_max_num_queries):
    def count() -> int:
        with django_assert_max_num_queries(60) as seen:
            lead.get(ADDRESS)
        return len(seen)

    count()
    few = count()
    for number in range(4):
        made = meeting_in(room, start_date=datetime.date(2027, 4, 1 + number))
        for _person in range(3):
            seat(made, MembershipFactory(room=room, organisation=OrganisationFactory()))
    assert count() == few
