"""The registrations as a file."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from members.meetings.models import Registration, SpecialNeeds
from members.meetings.seating import Colleague
from members.models import RoomEvent
from tests.members.factories import MembershipFactory, RoomFactory
from tests.members.meetings.factories import meeting_in, seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(leader, address):
    """The file, line by line."""

    def read(**answer) -> list[list[str]]:
        response = leader.post(address("registrations_export"), answer)
        assert response.status_code == 200 and response["Content-Type"] == "text/csv; charset=utf-8"
        text = response.content.decode("utf-8")
        assert text.startswith("\ufeff")
        return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))

    return read


def test_everybody_is_there_with_the_answer_and_the_log_says_who_took_it(
    rows, room, meeting, member, organiser
):
    seat(meeting, member, colleague=Colleague("Ada Exempel", "ada@example.org"), diet="Vegan")
    head, *lines = rows()
    assert head[:2] == ["Efternamn", "Förnamn"] and len(lines) == 2
    line = next(line for line in lines if member.user.email in line)
    assert "Kommer på plats" in line and "Ada Exempel" in line and "ada@example.org" in line
    assert "Har inte svarat" in next(line for line in lines if organiser.user.email in line)
    event = RoomEvent.objects.latest("pk")
    assert (event.action, event.by) == ("Exported the registrations of a meeting", organiser.user)


def test_diet_is_in_it_only_where_it_is_asked_for(rows, meeting, member):
    seat(meeting, member, diet="Vegan", access="Ramp")
    assert "Vegan" not in str(rows()) and "Specialkost" not in rows()[0]
    head, *lines = rows(needs="on")
    assert head[-2:] == ["Specialkost", "Behov för att kunna delta"]
    assert ["Vegan", "Ramp"] in [line[-2:] for line in lines]
    event = RoomEvent.objects.latest("pk")
    assert event.action == "Exported the registrations of a meeting with diet and access needs"
    assert "Vegan" not in event.about


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.one_of(
        st.sampled_from(["=1+1", "+46 8", "-x", "@SUM(A1)", "＝1", "\t=1", " =1", "a;b", 'a"b', "a\rb"]),
        st.text(max_size=60).filter(lambda text: "\x00" not in text and text.isprintable()),
    )
)
def test_no_cell_is_a_formula(rows, meeting, member, words):
    Registration.objects.all().delete()
    row = seat(meeting, member)
    Registration.objects.filter(pk=row.pk).update(colleague_name=words)
    SpecialNeeds.objects.create(registration=row, diet=words, access=words)
    lines = rows(needs="on")
    assert {len(line) for line in lines} == {len(lines[0])}
    for cell in (cell for line in lines for cell in line):
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
        assert not cell.startswith(("\t", "\r", "\n"))


def test_it_is_taken_by_post_from_ones_own_room(leader, address, home):
    assert leader.get(address("registrations_export")).status_code == 405
    other = meeting_in(RoomFactory(home=home))
    assert leader.post(address("registrations_export", meeting=other)).status_code == 404


def test_those_who_have_left_or_are_invited_are_not_in_it(rows, room):
    gone = MembershipFactory(room=room, ended=True)
    invited = MembershipFactory(room=room, invited=True)
    assert gone.user.email not in str(rows()) and invited.user.email not in str(rows())
