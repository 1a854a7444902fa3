"""The list of what organisers have sent, one of it, and who may see it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.meetings.models import Message
from tests.members.factories import MembershipFactory, RoomFactory
from tests.members.meetings.factories import meeting_in


@pytest.fixture
def sent(room, organiser, meeting):
    return Message.objects.create(
        room=room,
        meeting=meeting,
        by=organiser.user,
        subject="Inför <b>träffen</b>",
        body="Ta med er lägesbild.\n{{ x }}",
        receivers="på väntelistan",
        receiver_count=7,
    )


@pytest.fixture
def addresses(room, sent, write_url, about, meeting):
    """Every address of letters in the room."""
    return [
        reverse("room_meetings:messages", args=[room.slug]),
        reverse("room_meetings:message", args=[room.slug, sent.pk]),
        write_url,
        about(meeting),
    ]


def test_what_was_sent_is_listed_and_read(client, organiser, addresses, sent, meeting):
    client.force_login(organiser.user)
    page = client.get(addresses[0])
    for words in ("Inför &lt;b&gt;träffen&lt;/b&gt;", "på väntelistan", ">7<", "Lägesbild i praktiken"):
        assert words in page.text
    page = client.get(addresses[1])
    assert "Ta med er lägesbild.\n{{ x }}" in page.text
    assert '7 personer: <span lang="sv">på väntelistan</span>' in page.text
    assert page.text.count("<h1") == 1


def test_an_empty_list_says_what_will_be_there(client, organiser, room):
    client.force_login(organiser.user)
    page = client.get(reverse("room_meetings:messages", args=[room.slug]))
    assert "Inget är skickat än" in page.text


def test_meetings_that_are_near_can_be_written_about(client, organiser, room, meeting, undecided, about):
    long_ago = meeting_in(room, days=-200, title="Längesedan")
    client.force_login(organiser.user)
    page = client.get(reverse("room_meetings:messages", args=[room.slug]))
    assert about(meeting) in page.text
    assert about(undecided) in page.text
    assert about(long_ago) not in page.text


def test_what_somebody_wrote_who_has_no_account_any_more_stays(client, organiser, sent, addresses, room):
    leaver = MembershipFactory(room=room, organiser=True)
    Message.objects.update(by=leaver.user)
    leaver.user.delete()
    client.force_login(organiser.user)
    for address in addresses[:2]:
        assert "någon som har slutat" in client.get(address).text


def test_nobody_but_the_rooms_organisers_comes_to_letters(client, addresses, member, room, home):
    for address in addresses:
        assert client.get(address).status_code == 302
    strangers = [
        member,
        MembershipFactory(room=RoomFactory(home=home), organiser=True),
        MembershipFactory(room=room, organiser=True, ended=True),
        MembershipFactory(room=room, organiser=True, invited=True),
        MembershipFactory(room=room, guest=True),
    ]
    for stranger in strangers:
        client.force_login(stranger.user)
        for address in addresses:
            for answer in (client.get(address), client.post(address, {"send": "1"})):
                assert answer.status_code in (403, 405)
                assert "lägesbild" not in answer.text.lower()


def test_nothing_of_another_room_is_reached_through_ones_own(client, sent, meeting, home):
    other = MembershipFactory(room=RoomFactory(home=home), organiser=True)
    client.force_login(other.user)
    slug = other.room.slug
    assert client.get(reverse("room_meetings:message", args=[slug, sent.pk])).status_code == 404
    write = reverse("room_meetings:write", args=[slug])
    for key in (meeting.pk, "x", "-1", "9" * 30, "1.5", "²"):
        assert client.get(f"{write}?traff={key}").status_code == 404
        assert client.post(f"{write}?traff={key}", {}).status_code == 404
    page = client.get(reverse("room_meetings:messages", args=[slug]))
    assert "träffen" not in page.text
    assert client.get(f"{write}?svar=%3Cb%3E&svar=zzz").status_code == 200


def test_a_long_list_has_pages_and_costs_no_more_queries(client, organiser, room, sent, meeting):
    client.force_login(organiser.user)
    address = reverse("room_meetings:messages", args=[room.slug])

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    queries()
    few = queries()
    for number in range(30):
        person = MembershipFactory(room=room, organiser=True).user
        Message.objects.create(room=room, meeting=meeting, by=person, subject=f"Brev {number}", body="x")
    assert queries() == few
    assert "Brev 29" in client.get(address).text
    assert "Inför" in client.get(f"{address}?sida=2").text


def test_whoever_leads_two_rooms_keeps_them_apart(client, organiser, sent, meeting, home):
    other = MembershipFactory(room=RoomFactory(home=home), organiser=True, user=organiser.user)
    client.force_login(organiser.user)
    slug = other.room.slug
    assert client.get(reverse("room_meetings:message", args=[slug, sent.pk])).status_code == 404
    write = reverse("room_meetings:write", args=[slug])
    assert client.get(f"{write}?traff={meeting.pk}").status_code == 404
    assert "träffen" not in client.get(reverse("room_meetings:messages", args=[slug])).text
