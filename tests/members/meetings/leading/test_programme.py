"""The programme: rows of a form without JavaScript."""

import datetime

import pytest
from django.utils import timezone

from members.models import RoomEvent
from tests.members.factories import RoomFactory
from tests.members.meetings.factories import meeting_in

pytestmark = pytest.mark.django_db


def rows(*items, initial=0):
    """Fields as the page sends them: `items` are dicts of one row each."""
    data = {"programme-TOTAL_FORMS": str(len(items)), "programme-INITIAL_FORMS": str(initial)}
    for number, item in enumerate(items):
        data |= {f"programme-{number}-{name}": str(value) for name, value in item.items()}
    return data


def item(**changed):
    return {"starts": "09:00", "ends": "", "title": "Välkomna", "speaker": "", "text": ""} | changed


def test_points_are_added_changed_and_removed(lead, address, meeting):
    response = lead.post(
        address("program/"), rows(item(starts="13:00", title="Sen"), item(), item(starts="", title=""))
    )
    assert response.status_code == 302
    first, second = meeting.programme.all()
    assert (first.title, second.title, first.day) == ("Välkomna", "Sen", 1)
    response = lead.post(
        address("program/"),
        rows(item(id=first.pk, title="Inledning", ends="9.45"), item(id=second.pk, DELETE="on"), initial=2),
    )
    assert response.status_code == 302
    (only,) = meeting.programme.all()
    assert (only.title, only.ends) == ("Inledning", datetime.time(9, 45))
    assert RoomEvent.objects.filter(action="Changed the programme of a meeting").count() == 2
    assert "Inledning" in lead.get(address("program/")).content.decode()


def test_nothing_typed_changes_and_logs_nothing(lead, address):
    assert lead.post(address("program/"), rows(item(starts="", title=""))).status_code == 302
    assert not RoomEvent.objects.exists()


@pytest.mark.parametrize(
    ("field", "changed", "words"),
    [
        ("ends", {"ends": "08:00"}, "Den slutar innan den börjar."),
        ("starts", {"starts": "25:99"}, "Skriv tiden som 9.30 eller 09:30."),
        ("starts", {"starts": ""}, "Ange när den börjar."),
        ("title", {"title": ""}, "Skriv vad det är."),
        ("title", {"title": "x" * 161}, ""),
        ("speaker", {"speaker": "x" * 161}, ""),
        ("text", {"text": "x" * 1001}, ""),
    ],
)
def test_what_was_typed_stays_with_its_error(lead, address, meeting, field, changed, words):
    response = lead.post(
        address("program/"), rows(item(title="Kvar"), item(**{"speaker": "Exempel Talare"} | changed))
    )
    page = response.content.decode()
    assert response.status_code == 422 and f"id_programme-1-{field}_error" in page and words in page
    assert 'value="Kvar"' in page and ("Exempel Talare" in page or field == "speaker")
    assert not meeting.programme.exists()


def test_days_are_those_of_the_meeting(lead, room):
    today = timezone.localdate()
    first = today + datetime.timedelta(days=10)
    meeting = meeting_in(room, days=10, end_date=first + datetime.timedelta(days=1))
    address = f"/rum/trygga/leda/traffar/{meeting.pk}/program/"
    assert "Dag 2: " in lead.get(address).content.decode()
    assert lead.post(address, rows(item(day="2"))).status_code == 302
    response = lead.post(address, rows(item(day="3")))
    assert response.status_code == 422 and "Välj i listan." in response.content.decode()
    assert lead.post(address, rows(item(day="x" * 5000))).status_code == 422


def test_a_meeting_of_one_day_asks_for_no_day(lead, address):
    assert "programme-0-day" not in lead.get(address("program/")).content.decode()


def test_a_point_of_another_meeting_is_not_touched(lead, address, home, meeting):
    other = meeting_in(RoomFactory(home=home))
    theirs = other.programme.create(starts=datetime.time(9), title="Deras")
    for key in (theirs.pk, "9" * 30, "x", "\x00"):
        response = lead.post(address("program/"), rows(item(id=key, title="Kapad"), initial=1))
        assert response.status_code == 422 and 'href="#punkt-programme-0"' in response.content.decode()
    lead.post(address("program/"), rows(item(id=theirs.pk, DELETE="on"), initial=1))
    theirs.refresh_from_db()
    assert theirs.title == "Deras" and theirs.meeting == other


@pytest.mark.parametrize(
    "data",
    [{}, {"programme-TOTAL_FORMS": "99999", "programme-INITIAL_FORMS": "0"}, {"programme-TOTAL_FORMS": "x"}],
)
def test_a_form_that_was_tampered_with_is_refused(lead, address, data):
    assert lead.post(address("program/"), data).status_code in (302, 422)


def test_the_hour_that_does_not_exist_is_refused(lead, room):
    meeting = meeting_in(room, start_date=datetime.date(2027, 3, 28))
    response = lead.post(f"/rum/trygga/leda/traffar/{meeting.pk}/program/", rows(item(starts="02:30")))
    assert response.status_code == 422 and "28 mars 2027" in response.content.decode()


def test_as_many_queries_for_many_points(lead, address, meeting, django_assert_max_num_queries):
    def count() -> int:
        with django_assert_max_num_queries(60) as seen:
            lead.get(address("program/"))
        return len(seen)

    meeting.programme.create(starts=datetime.time(8), title="Första")
    count()
    few = count()
    for number in range(12):
        meeting.programme.create(starts=datetime.time(9, number), title=f"Punkt {number}")
    assert count() == few
