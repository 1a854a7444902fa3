"""What the meetings say on the room's front page and under Leda."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.models import Membership
from tests.members.factories import MembershipFactory, ResourceFactory, VersionFactory
from tests.members.meetings.factories import answers, meeting_in, propose, seat

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def signed_in(client, member):
    client.force_login(member.user)


def front(client) -> str:
    return client.get("/rum/trygga/").content.decode()


def waiting(client) -> str:
    """What stands under "Waits for you"; nothing where nothing waits."""
    html = front(client)
    return html[html.index('id="vantar"') : html.index('id="nytt"')] if 'id="vantar"' in html else ""


def news(client) -> str:
    html = front(client)
    return html[html.index('id="nytt"') : html.index('id="traff"')]


def was_here(member, ago: datetime.timedelta = 3 * DAY) -> None:
    then = timezone.now() - ago
    Membership.objects.filter(pk=member.pk).update(seen_at=timezone.now(), previous_visit_at=then)


def test_the_next_meeting_leads_into_the_room_with_my_answer(client, room, member):
    meeting_in(room, days=3, state="cancelled", title="Inställd")
    meeting = meeting_in(room, days=9, title="Nästa i tur")
    html = front(client)
    assert f'href="{meeting.get_absolute_url()}" lang="sv">Nästa i tur' in html and "Inställd" not in html
    assert "Du har inte svarat" in html and ">Anmäl dig</a>" in html
    assert 'href="/rum/trygga/traffar/"' in html and room.network.url in html
    seat(meeting, member)
    html = front(client)
    assert "Du kommer på plats" in html and ">Ändra ditt svar</a>" in html


def test_the_next_meeting_may_be_without_a_day(client, undecided):
    propose(undecided, 40)
    html = front(client)
    assert "Datum ej klart" in html and f'href="/rum/trygga/traffar/{undecided.pk}/datum/">Svara' in html


def test_new_meetings_notes_and_material_are_news(client, room, member):
    with time_machine.travel(timezone.now() - 10 * DAY):
        old = meeting_in(room, days=7, title="Gammal träff")
        old.notes, old.notes_published_at = "A", timezone.now()
        old.save()
        quiet = meeting_in(room, days=60, title="Tyst träff")
    was_here(member)
    assert "träff" not in news(client).lower()
    meeting_in(room, title="Nyfödd")
    past = meeting_in(room, days=-5, title="Varit")
    past.notes, past.notes_published_at = "Vi sågs.", timezone.now()
    past.save()
    for number in range(3):
        resource = ResourceFactory(room=room, title=f"Mall {number}", renewed_at=timezone.now() - 9 * DAY)
        VersionFactory(resource=resource)
        quiet.material.create(resource=resource)
    html = news(client)
    assert "Ny träff" in html and "Nyfödd" in html
    assert "Anteckningar från en träff" in html and f"{past.get_absolute_url()}#anteckningar" in html
    assert html.count("Nytt material till en träff") == 1 and f"{quiet.get_absolute_url()}#material" in html
    assert "Gammal träff" not in html


def test_drafts_and_withdrawn_material_are_no_news(client, room, member):
    with time_machine.travel(timezone.now() - 10 * DAY):
        meeting = meeting_in(room, days=7, title="Träffen")
    was_here(member)
    meeting.notes = "Utkast"
    meeting.save()
    meeting.material.create(resource=ResourceFactory(room=room, draft=True))
    assert "Träffen" not in news(client)


def test_proposed_days_wait(client, member, undecided):
    undecided.poll_closes_on = timezone.localdate() + 5 * DAY
    undecided.save()
    (proposal,) = propose(undecided, 40)
    assert "Svara på datumförslag: Digital träff" in waiting(client) and "Sista dag att svara" in waiting(
        client
    )
    answers(proposal, member, "no")
    assert waiting(client) == ""


def test_a_meeting_within_reach_waits_for_an_answer(client, room, member):
    meeting_in(room, days=100, title="Långt bort")
    meeting = meeting_in(room, days=50, title="Nära")
    assert "Kommer du? Nära" in waiting(client) and "Långt bort" not in waiting(client)
    seat(meeting, member, "no")
    assert waiting(client) == ""


def test_a_held_seat_waits_with_its_last_day(client, room, member, meeting):
    seat(meeting, member)
    until = timezone.localdate() + 9 * DAY
    meeting.registrations.update(seat="held", held_until=until)
    html = waiting(client)
    assert (
        "Bekräfta din plats: Lägesbild i praktiken" in html and f"Sista dag att svara: {until.day} " in html
    )


def test_preparations_wait_for_those_who_come_fourteen_days_before(client, room, member):
    far, near = meeting_in(room, days=16, title="Fjärran"), meeting_in(room, days=13, title="Snart")
    for meeting in (far, near):
        seat(meeting, member)
        for number in range(2):
            meeting.preparations.create(title=f"Läs {number}")
    html = waiting(client)
    assert "Förbered dig: Snart" in html and "2 saker kvar före" in html and "Fjärran" not in html
    task = near.preparations.first()
    task.done.create(membership=member)
    task.done.create(membership=MembershipFactory(room=room))
    assert "1 sak kvar före" in waiting(client)
    seat(near, member, "no")
    assert waiting(client) == ""


def test_an_evaluation_waits(client, room, member):
    meeting = meeting_in(room, days=-2, title="Förra")
    seat(meeting, member)
    assert "Hur var det? Förra" in waiting(client)
    meeting.registrations.update(evaluated=True)
    assert waiting(client) == ""


def test_a_guest_is_not_asked(client, room, undecided):
    client.force_login(MembershipFactory(room=room, guest=True).user)
    propose(undecided, 40)
    meeting_in(room, days=20)
    assert waiting(client) == ""


def test_figures_under_leda(client, room, member, organiser, undecided):
    client.force_login(organiser.user)
    assert "Digital träff" in client.get("/rum/trygga/leda/").text
    meeting = meeting_in(room, days=9, title="Nästa i tur")
    meeting.seats = 5
    meeting.save()
    seat(meeting, member)
    first, second = propose(undecided, 40, 41)
    answers(first, member)
    answers(second, member)
    html = client.get("/rum/trygga/leda/").text
    assert "Nästa i tur" in html and "<dd>1 av 5</dd>" in html and "1 har svarat" in html
    client.force_login(member.user)
    assert client.get("/rum/trygga/leda/").status_code == 403


def test_more_meetings_take_no_more_queries(client, room, member, organiser):
    was_here(member)

    def add(number: int) -> None:
        for days in (9 + number, -9 - number):
            meeting = meeting_in(room, days=days)
            seat(meeting, member)
            meeting.notes, meeting.notes_published_at = "A", timezone.now()
            meeting.save()
            meeting.preparations.create(title="Läs")
        propose(meeting_in(room, days=None, title=f"Öppen {number}"), 40)

    def count(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    add(0)
    few = count("/rum/trygga/")
    client.force_login(organiser.user)
    few_under_leda = count("/rum/trygga/leda/")
    for number in range(1, 4):
        add(number)
    assert count("/rum/trygga/leda/") == few_under_leda
    client.force_login(member.user)
    assert count("/rum/trygga/") == few
