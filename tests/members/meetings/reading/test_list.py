"""`/rum/<room>/traffar/`: the meetings of the room on the line, with what each is to the one who reads."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.members.factories import MembershipFactory, ResourceFactory, RoomFactory, VersionFactory
from tests.members.meetings.factories import answers, meeting_in, propose, seat

pytestmark = pytest.mark.django_db
LIST = "/rum/trygga/traffar/"


@pytest.fixture(autouse=True)
def signed_in(client, member):
    client.force_login(member.user)


def page(client) -> str:
    answer = client.get(LIST)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_says_what_will_be_here(client, organiser):
    assert "Ingen träff är planerad" in page(client) and "publiceras" not in page(client)
    client.force_login(organiser.user)
    assert "när dess öppna sida, under nätverkets, publiceras" in page(client)


def test_coming_first_past_folded_and_each_leads_into_the_room(client, room):
    coming, past = meeting_in(room, title="Snart"), meeting_in(room, days=-20, title="Har varit")
    html = page(client)
    assert html.index("Snart") < html.index('<details class="past">') < html.index("Har varit")
    for meeting in (coming, past):
        assert f'<a href="{meeting.get_absolute_url()}">' in html
    assert f"/rum/trygga/traffar/{coming.pk}/traff.ics" in html
    assert f"/rum/trygga/traffar/{past.pk}/traff.ics" not in html
    assert "/rum/kalender/" in html


def test_open_dates_stand_with_their_term(client, room, undecided):
    html = page(client)
    assert "Datum ej klart" in html and f"hösten {timezone.localdate().year + 1}" in html
    assert f"/traffar/{undecided.pk}/traff.ics" not in html and "Du har inte svarat" not in html


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("on_site", "Du kommer på plats"),
        ("online", "Du deltar digitalt"),
        ("no", "Du kommer inte"),
        (None, "Du har inte svarat"),
    ],
)
def test_my_own_answer_in_words(client, room, member, answer, words):
    meeting = meeting_in(room, format="hybrid")
    if answer:
        seat(meeting, member, answer)
    html = page(client)
    assert words in html and f"/rum/trygga/traffar/{meeting.pk}/anmal/" in html


def test_held_waiting_and_what_is_left_of_the_seats(client, room, member, organiser):
    held = meeting_in(room, title="Hållen")
    seat(held, member)
    until = timezone.localdate() + datetime.timedelta(days=9)
    held.registrations.update(seat="held", held_until=until)
    full = meeting_in(room, days=40, title="Full")
    full.seats = 1
    full.save()
    seat(full, organiser)
    seat(full, member)
    roomy = meeting_in(room, days=50, title="Rymlig", format="hybrid")
    roomy.seats, roomy.online_seats = 5, 1
    roomy.save()
    seat(roomy, organiser, "online")
    html = page(client)
    assert "En plats hålls åt dig till och med" in html
    assert "Du står på väntelistan" in html and "Alla platser är tagna · 1 på väntelistan" in html
    assert "5 fysiska platser kvar · Inga digitala platser kvar" in html


def test_somebody_elses_answer_is_not_mine(client, room, organiser):
    seat(meeting_in(room), organiser)
    html = page(client)
    assert "Du har inte svarat" in html and "Ledare" not in html


def test_a_colleague_is_named_to_the_one_who_sent_them(client, room, member):
    meeting = meeting_in(room)
    seat(meeting, member)
    meeting.registrations.update(colleague_name="Kim Kollega")
    assert "Kim Kollega kommer i ditt ställe" in page(client)


def test_a_guest_is_not_asked_to_register(client, room):
    client.force_login(MembershipFactory(room=room, guest=True).user)
    meeting, other = meeting_in(room), meeting_in(room, days=None)
    propose(other, 40)
    html = page(client)
    assert "Du har inte svarat" not in html and f"{meeting.pk}/anmal/" not in html
    assert "Svara på datumförslag" not in html


def test_proposed_days_wait_until_all_of_them_are_answered(client, room, member, undecided):
    first, second = propose(undecided, 40, 41)
    link = f'href="/rum/trygga/traffar/{undecided.pk}/datum/">Svara på datumförslag'
    assert link in page(client)
    answers(first, member)
    assert link in page(client)
    answers(second, member, "no")
    assert link not in page(client)


def test_a_poll_that_is_closed_or_has_only_old_days_does_not_wait(client, room, undecided):
    propose(undecided, -1, 0)
    assert "Svara på datumförslag" not in page(client)
    propose(undecided, 40)
    undecided.poll_closes_on = timezone.localdate() - datetime.timedelta(days=1)
    undecided.save()
    assert "Svara på datumförslag" not in page(client)


def test_past_meetings_say_what_there_is_to_see(client, room, member):
    meeting = meeting_in(room, days=-20)
    seat(meeting, member)
    assert "Du hade en plats" in page(client)
    assert "meeting__marks" not in page(client)
    meeting.notes, meeting.notes_published_at = "Vi sågs.", timezone.now()
    meeting.recording_link = "https://film.example.org/x"
    meeting.recording_until = timezone.localdate()
    meeting.save()
    resource = ResourceFactory(room=room)
    VersionFactory(resource=resource)
    meeting.material.create(resource=resource)
    meeting.registrations.update(attended=True)
    html = page(client)
    assert "Anteckningar · Material · Inspelning" in html and "Du var med" in html
    assert "film.example.org" not in html
    resource.withdrawn_at = timezone.now()
    resource.save()
    meeting.notes_published_at, meeting.recording_until = (
        None,
        timezone.localdate() - datetime.timedelta(days=1),
    )
    meeting.save()
    assert "meeting__marks" not in page(client)


def test_a_meeting_of_another_room_is_not_here(client, home):
    meeting_in(RoomFactory(home=home, slug="andra"), title="Någon annans")
    assert "Någon annans" not in page(client)


def test_many_meetings_take_no_more_queries(client, room, member):
    def add(number: int) -> None:
        coming = meeting_in(room, days=10 + number, title=f"Träff {number}")
        seat(coming, member)
        propose(meeting_in(room, days=None, title=f"Öppen {number}"), 30)
        past = meeting_in(room, days=-10 - number, title=f"Förra {number}")
        seat(past, member)
        resource = ResourceFactory(room=room)
        VersionFactory(resource=resource)
        past.material.create(resource=resource)

    def count() -> int:
        page(client)
        with CaptureQueriesContext(connection) as captured:
            page(client)
        return len(captured)

    add(1)
    three = count()
    for number in range(2, 5):
        add(number)
    assert count() == three <= 16
