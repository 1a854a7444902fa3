"""The video link, notes and recording of a meeting: who is shown them, and when."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from members.models import Membership
from tests.factories import UserFactory
from tests.members.factories import MembershipFactory
from tests.members.meetings.factories import meeting_in, seat

pytestmark = pytest.mark.django_db
LINK = "https://video.example.org/hemligt-rum"
RECORDING = "https://film.example.org/hemlig-film"
MINUTE, DAY = datetime.timedelta(minutes=1), datetime.timedelta(days=1)


@pytest.fixture
def meeting(room):
    """On a day a month from now, from nine to noon; the link is shown an hour before."""
    found = meeting_in(
        room, format="hybrid", start_time=datetime.time(9), end_time=datetime.time(12), title="Hybridträff"
    )
    found.video_link, found.link_shown = LINK, 60
    found.save()
    return found


@pytest.fixture
def people(room, meeting, member, organiser):
    """Everybody whom a link could reach, by what they are to the meeting."""
    found = {"organiser": organiser.user, "not registered": member.user, "outsider": UserFactory()}
    places = {}
    for name in (
        "on site",
        "online",
        "waiting",
        "held",
        "said no",
        "colleague goes",
        "guest",
        "former member",
    ):
        places[name] = MembershipFactory(room=room, guest=name == "guest")
        found[name] = places[name].user
        if name != "guest":
            seat(meeting, places[name], {"online": "online", "said no": "no"}.get(name, "on_site"))
    # Last, since each answer lets those who wait move up.
    for name in ("waiting", "held"):
        meeting.registrations.filter(membership=places[name]).update(seat=name)
    meeting.registrations.filter(membership=places["colleague goes"]).update(colleague_name="Kim Kollega")
    Membership.objects.filter(pk=places["former member"].pk).update(ended_at=timezone.now())
    return found


def text(client, user, meeting) -> str:
    client.logout()
    if user:
        client.force_login(user)
    return client.get(meeting.get_absolute_url()).content.decode()


SEATED = ("on site", "online")


@pytest.mark.parametrize(
    "name",
    [
        "organiser", "not registered", "on site", "online", "waiting", "held", "said no", "colleague goes", "guest",
        "former member", "outsider", "nobody",
    ],
)  # fmt: skip
def test_the_link_is_for_those_who_attend_and_organisers_and_only_in_time(client, meeting, people, name):
    user = people.get(name)
    may = name in SEATED or name == "organiser"
    for moment, is_time in (
        (meeting.starts_at - 61 * MINUTE, False),
        (meeting.starts_at - 59 * MINUTE, True),
        (meeting.ends_at + DAY - MINUTE, True),
        (meeting.ends_at + DAY + MINUTE, False),
    ):
        with time_machine.travel(moment, tick=False):
            assert (LINK in text(client, user, meeting)) is (may and is_time), moment


def test_it_says_when_and_to_whom_the_link_is_shown(client, meeting, people):
    with time_machine.travel(meeting.starts_at - 10 * DAY, tick=False):
        day = meeting.page.start_date
        for name in (*SEATED, "organiser"):
            html = text(client, people[name], meeting)
            assert "Du ser länken här från" in html and f"{day.year} kl.\xa08." in html
        for name in ("not registered", "waiting", "held", "said no", "guest"):
            assert "Den som har en plats ser länken här från" in text(client, people[name], meeting)
        assert "bara för den som själv deltar" in text(client, people["colleague goes"], meeting)


def test_a_seat_that_is_given_up_takes_the_link_along(client, meeting, people):
    with time_machine.travel(meeting.starts_at - 30 * MINUTE, tick=False):
        assert LINK in text(client, people["on site"], meeting)
        seat(meeting, people["on site"].memberships.get(), "no")
        assert LINK not in text(client, people["on site"], meeting)


def test_a_cancelled_meeting_has_no_way_in(client, meeting, people):
    meeting.page.state = "cancelled"
    meeting.page.save_revision().publish()
    with time_machine.travel(meeting.starts_at - 30 * MINUTE, tick=False):
        html = text(client, people["on site"], meeting)
    assert LINK not in html and "Träffen är inställd" in html


def test_the_link_stands_in_no_list_and_no_panel(client, meeting, people):
    with time_machine.travel(meeting.starts_at - 30 * MINUTE, tick=False):
        for name in ("organiser", "on site"):
            client.force_login(people[name])
            for path in ("/rum/trygga/", "/rum/trygga/traffar/"):
                assert LINK not in client.get(path).text


@pytest.mark.parametrize(
    ("name", "draft", "published"),
    [
        ("organiser", True, True),
        ("on site", False, True),
        ("not registered", False, True),
        ("guest", False, True),
        ("former member", False, False),
        ("outsider", False, False),
        ("nobody", False, False),
    ],
)
def test_notes_are_the_organisers_until_they_are_published(client, meeting, people, name, draft, published):
    meeting.notes, meeting.decisions = "Vi pratade om lägesbilden.", "Vi ses igen i höst."
    meeting.save()
    html = text(client, people.get(name), meeting)
    assert ("om lägesbilden" in html and "igen i höst" in html) is draft
    assert ("Utkast: bara processledare ser detta" in html) is draft
    meeting.notes_published_at = timezone.now()
    meeting.save()
    html = text(client, people.get(name), meeting)
    assert ("om lägesbilden" in html and "igen i höst" in html) is published
    assert "Utkast: bara" not in html


@pytest.mark.parametrize(
    "name", ["organiser", "on site", "not registered", "guest", "former member", "nobody"]
)
def test_the_recording_is_for_the_room_until_its_last_day(client, meeting, people, name):
    last = meeting.page.start_date + 14 * DAY
    meeting.recording_link, meeting.recording_until = RECORDING, last
    meeting.save()
    in_the_room = name not in ("former member", "nobody")
    noon = datetime.datetime.combine(last, datetime.time(12), datetime.UTC)
    with time_machine.travel(noon, tick=False):
        assert (RECORDING in text(client, people.get(name), meeting)) is in_the_room
    with time_machine.travel(noon + DAY, tick=False):
        html = text(client, people.get(name), meeting)
        assert RECORDING not in html and "inspelningen" not in html
