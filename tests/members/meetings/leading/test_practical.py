"""Where, how, how many and until when; what is missing."""

import datetime

import pytest
from django.utils import timezone

from members.models import RoomEvent
from tests.members.factories import MembershipFactory, RoomFactory
from tests.members.meetings.factories import meeting_in, seat

pytestmark = pytest.mark.django_db
FIELDS = {"address": "Exempelgatan 1", "directions": "Entré B.", "video_link": "", "link_shown": "60"}


def send(client, url, /, **changed):
    return client.post(url, FIELDS | changed)


def test_what_is_saved_is_there_and_logged(lead, address, meeting):
    response = send(
        lead, address(), video_link="https://video.example.org/m/1", seats="20", link_shown="1440"
    )
    assert response.status_code == 302
    meeting.refresh_from_db()
    assert (meeting.address, meeting.seats, meeting.link_shown) == ("Exempelgatan 1", 20, 1440)
    assert meeting.video_link == "https://video.example.org/m/1"
    assert "Exempelgatan 1" in lead.get(address()).content.decode()
    event = RoomEvent.objects.get(action__startswith="Changed the practical")
    assert event.about == "Lägesbild i praktiken"


@pytest.mark.parametrize(
    "link",
    ["http://video.example.org/", "javascript:alert(1)", "ftp://video.example.org/", "https://", "a\x00b"],
)
def test_a_link_that_is_not_https_is_refused_at_the_field(lead, address, meeting, link):
    response = send(lead, address(), video_link=link)
    page = response.content.decode()
    assert response.status_code == 422 and "id_video_link_error" in page
    assert "Exempelgatan 1" in page and 'aria-invalid="true"' in page
    meeting.refresh_from_db()
    assert meeting.video_link == "" and meeting.address == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("address", "x" * 301),
        ("address", "a\x00"),
        ("directions", "x" * 2001),
        ("link_shown", "61"),
        ("seats", "0"),
        ("seats", "-1"),
        ("online_seats", "9" * 30),
        ("register_by", "4 mars"),
        ("register_by", "2027-02-30"),
    ],
)
def test_bad_input_is_said_at_the_field(lead, address, name, value):
    response = send(lead, address(), **{name: value})
    assert response.status_code == 422 and f"id_{name}_error" in response.content.decode()


def test_the_last_day_to_register_comes_no_later_than_the_meeting(lead, address, meeting):
    day = meeting.page.start_date
    assert send(lead, address(), register_by=day.isoformat()).status_code == 302
    response = send(lead, address(), register_by=(day + datetime.timedelta(days=1)).isoformat())
    assert response.status_code == 422 and "Då har träffen börjat." in response.content.decode()


def test_more_seats_let_those_in_who_wait(lead, address, meeting, room, told):
    meeting.seats = 1
    meeting.save()
    rows = [seat(meeting, MembershipFactory(room=room)) for _number in range(3)]
    told.all().delete()
    response = lead.post(address(), FIELDS | {"seats": "2"}, follow=True)
    assert "1 person har flyttats upp" in response.content.decode()
    assert [meeting.registrations.get(pk=row.pk).seat for row in rows] == ["seated", "seated", "waiting"]
    assert list(told.values_list("kind", "subject_id")) == [("registration_seated", rows[1].pk)]


def test_fewer_seats_than_are_taken_are_said_and_take_none(lead, address, meeting, room):
    for _number in range(2):
        seat(meeting, MembershipFactory(room=room))
    response = lead.post(address(), FIELDS | {"seats": "1"}, follow=True)
    assert "2 har redan en plats på plats, fler än 1" in response.content.decode()
    assert meeting.registrations.seated().count() == 2


def test_what_is_missing_is_said_with_a_link_to_it(lead, address):
    page = lead.get(address()).content.decode()
    assert "Saknas än" in page and f'href="{address("program/")}">Program' in page and ">Adress<" in page
    assert ">Videolänk<" not in page  # of a physical meeting
    send(lead, address())
    assert ">Adress<" not in lead.get(address()).content.decode()


def test_the_way_to_the_admin_is_shown_to_editors_alone(lead, address, meeting, organiser, django_user_model):
    edit = f"/admin/pages/{meeting.page_id}/edit/"
    page = lead.get(address()).content.decode()
    assert edit not in page and meeting.page.url in page
    django_user_model.objects.filter(pk=organiser.user_id).update(is_superuser=True)
    assert edit in lead.get(address()).content.decode()
    meeting.page.unpublish()
    assert f'href="{meeting.page.url}"' not in lead.get(address()).content.decode()


PARTS = ["", "program/", "forberedelser/", "material/", "efterat/"]


@pytest.mark.parametrize("part", PARTS)
def test_it_is_the_organisers_alone_and_of_this_room(client, lead, address, home, organiser, member, part):
    elsewhere = meeting_in(RoomFactory(home=home, slug="annat"))
    own = meeting_in(RoomFactory(home=home, slug="mitt"))
    MembershipFactory(room=own.room, user=organiser.user, organiser=True)
    for pk in (elsewhere.pk, own.pk, 0, 10**30):
        for ask in (lead.get, lead.post):
            assert ask(f"/rum/trygga/leda/traffar/{pk}/{part}").status_code == 404
    assert lead.get(f"/rum/annat/leda/traffar/{elsewhere.pk}/{part}").status_code == 403
    client.force_login(member.user)
    assert client.get(address(part)).status_code == client.post(address(part)).status_code == 403


@pytest.mark.parametrize("part", PARTS)
def test_no_page_fails_for_an_undecided_meeting(lead, undecided, part):
    assert lead.get(f"/rum/trygga/leda/traffar/{undecided.pk}/{part}").status_code == 200


def test_answers_stand_in_numbers(lead, address, meeting, room):
    seat(meeting, MembershipFactory(room=room))
    seat(meeting, MembershipFactory(room=room), "no")
    page = lead.get(address()).content.decode()
    assert "<dt>Har inte svarat</dt> <dd>1</dd>" in page  # the organiser
    assert "<dt>Kommer på plats</dt> <dd>1</dd>" in page
    assert timezone.localdate() < meeting.page.start_date
