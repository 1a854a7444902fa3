"""The personal feed: one address, all rooms, nothing private; and what becomes of it when things change."""

import datetime
import re

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from members import memberships
from members.meetings import deciding
from members.meetings.models import CalendarKey
from members.meetings.seating import Colleague
from network.models import CalendarEntry
from tests.members.factories import MembershipFactory, RoomFactory
from tests.members.meetings.factories import meeting_in, propose, seat
from tests.network.test_calendars import strict, translated

pytestmark = pytest.mark.django_db
HOME = "/rum/kalender/"
PRIVATE = {
    "address": "Hemliga gatan 7",
    "directions": "Ring Kim på 070-000 00 00",
    "video_link": "https://video.example.org/hemligt",
    "notes": "Det sagda",
}


@pytest.fixture
def address(client, member):
    client.force_login(member.user)
    client.post(HOME)
    return path_on(client.get(HOME))


def path_on(response) -> str:
    return re.search(r"http://testserver(/rum/kalender/[^\"]+\.ics)", response.content.decode())[1]


def events(client, address) -> dict:
    """By their summaries."""
    client.logout()
    return {str(event["SUMMARY"]): event for event in strict(client.get(address)).walk("VEVENT")}


def test_all_rooms_are_in_it_without_anything_private(
    client, home, room, member, meeting, undecided, address
):
    type(meeting).objects.update(**PRIVATE)
    other = RoomFactory(home=home)
    MembershipFactory(room=other, user=member.user)
    meeting_in(other, title="I det andra rummet", format="digital", city="")
    meeting_in(RoomFactory(home=home), title="I ett främmande rum")
    seat(meeting, member, diet="vegan")
    client.logout()
    answer = client.get(address)
    content = answer.content.decode()
    assert "Lägesbild i praktiken" in content and "I det andra rummet" in content
    assert "främmande" not in content and f"SUMMARY:{undecided.page.title}" not in content
    for words in (*PRIVATE.values(), "vegan", member.user.last_name, room.slug, other.slug):
        assert words not in content
    assert answer["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in answer


def test_whoever_attends_is_busy_and_the_others_are_free(client, member, meeting, address):
    (event,) = events(client, address).values()
    assert event["TRANSP"] == "TRANSPARENT"
    seat(meeting, member)
    (event,) = events(client, address).values()
    assert event["TRANSP"] == "OPAQUE"


def test_a_colleague_who_goes_instead_makes_nobody_busy(client, member, meeting, address):
    seat(meeting, member, colleague=Colleague("Kollega Exempel"))
    (event,) = events(client, address).values()
    assert event["TRANSP"] == "TRANSPARENT"


def test_an_update_takes_the_place_of_the_old_entry(client, organiser, undecided, address):
    assert events(client, address) == {}
    (proposal,) = propose(undecided, 40)
    deciding.decide(undecided, proposal, state="preliminary", by=organiser.user)
    (preliminary,) = events(client, address).values()
    undecided.refresh_from_db()
    deciding.change(undecided, by=organiser.user, action="", state="confirmed")
    (confirmed,) = events(client, address).values()
    undecided.refresh_from_db()
    deciding.cancel(undecided, by=organiser.user)
    (cancelled,) = events(client, address).values()
    assert [e["STATUS"] for e in (preliminary, confirmed, cancelled)] == [
        "TENTATIVE",
        "CONFIRMED",
        "CANCELLED",
    ]
    assert len({str(e["UID"]) for e in (preliminary, confirmed, cancelled)}) == 1
    numbers = [e["SEQUENCE"] for e in (preliminary, confirmed, cancelled)]
    assert numbers == sorted(set(numbers))
    assert CalendarEntry.objects.get(uid=str(cancelled["UID"])).sequence == numbers[-1]


def test_the_public_entry_and_the_own_one_are_the_same(client, meeting, address):
    (own,) = events(client, address).values()
    (public,) = strict(client.get(meeting.page.calendar_url)).walk("VEVENT")
    for name in ("UID", "SEQUENCE", "DTSTART", "SUMMARY", "STATUS"):
        assert own[name] == public[name]


def test_a_new_address_ends_the_old_one(client, member, meeting, address):
    client.force_login(member.user)
    client.post(HOME, {"do": "renew"})
    new = path_on(client.get(HOME))
    assert new != address
    client.logout()
    assert client.get(address).status_code == 404
    assert client.get(new).status_code == 200


def test_the_calendar_can_be_switched_off(client, member, meeting, address):
    client.post(HOME, {"do": "stop"})
    assert ".ics" not in client.get(HOME).content.decode()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("token", ["nej", "0" * 32, f"{'0' * 32}:fel", "å:ä"])
def test_an_address_that_nobody_has_got_answers_404(client, db, token):
    assert client.get(f"/rum/kalender/{token}.ics").status_code == 404


def test_the_database_alone_gives_no_address(client, member, address):
    word = CalendarKey.objects.get(user=member.user).word
    assert word.hex in address
    assert client.get(f"/rum/kalender/{word.hex}.ics").status_code == 404
    assert client.get(f"/rum/kalender/{word}.ics").status_code == 404


def test_whoever_leaves_the_room_has_its_meetings_no_more(client, organiser, member, meeting, address):
    memberships.end(member, by=organiser.user)
    assert events(client, address) == {}


def test_a_room_that_is_shut_shows_nothing(client, room, meeting, address):
    room.closes_on = timezone.localdate()
    room.save()
    assert events(client, address) == {}


def test_a_closed_account_has_no_calendar(client, member, meeting, address):
    get_user_model().objects.filter(pk=member.user.pk).update(is_active=False)
    client.logout()
    assert client.get(address).status_code == 404


def test_the_account_s_language_is_spoken(client, member, meeting, address):
    translated(meeting.room.network, title="Network against threats")
    translated(meeting.page, title="The situation in practice")
    assert any("Lägesbild i praktiken" in title for title in events(client, address))
    get_user_model().objects.filter(pk=member.user.pk).update(language="en")
    assert any("The situation in practice" in title for title in events(client, address))


def test_a_page_that_is_not_public_any_more_is_not_linked(client, member, meeting, address):
    seat(meeting, member)
    meeting.room.network.unpublish()
    (event,) = events(client, address).values()
    assert "URL" not in event
    assert "http" not in str(event["DESCRIPTION"])


def test_an_anonymous_reader_is_asked_to_sign_in_and_head_and_post_are_answered(client, db, member, address):
    client.logout()
    assert client.get(HOME).status_code == 302
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


def test_the_queries_do_not_grow(client, member, room, meeting, address, django_assert_max_num_queries):
    def ask() -> int:
        with django_assert_max_num_queries(30) as counted:
            client.get(address)
        return len(counted)

    client.logout()
    few = ask()
    for number in range(6):
        meeting_in(room, days=40 + number)
    assert ask() == few


def test_the_file_of_a_meeting_holds_the_place_but_no_link(client, member, meeting):
    type(meeting).objects.update(**PRIVATE)
    client.force_login(member.user)
    answer = client.get(f"{meeting.get_absolute_url()}traff.ics")
    (event,) = strict(answer).walk("VEVENT")
    assert event["LOCATION"] == "Hemliga gatan 7, Stockholm"
    assert PRIVATE["video_link"] not in answer.content.decode()
    assert event["URL"].endswith(meeting.get_absolute_url())
    assert event["DTSTAMP"].dt <= datetime.datetime.now(datetime.UTC)
    assert "attachment" in answer["Content-Disposition"]


def test_an_open_date_has_no_file(client, member, undecided):
    client.force_login(member.user)
    assert client.get(f"{undecided.get_absolute_url()}traff.ics").status_code == 404
