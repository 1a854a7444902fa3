"""`/rum/<room>/traffar/<pk>/`: what the page of a meeting says, and what one can do from it."""

import datetime
import json

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.members.factories import MembershipFactory, ResourceFactory, RoomFactory, VersionFactory
from tests.members.meetings.factories import answers, meeting_in, propose, seat

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def signed_in(client, member):
    client.force_login(member.user)


def page(client, meeting) -> str:
    answer = client.get(meeting.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def published(room, title: str, **details):
    resource = ResourceFactory(room=room, title=title, **details)
    VersionFactory(resource=resource)
    return resource


def test_it_says_what_the_public_page_says_and_how_to_get_there(client, room):
    section = {"heading": "Att ta med", "content": [{"type": "text", "value": "<p>Ta med er lägesbild.</p>"}]}
    meeting = meeting_in(
        room,
        title="Lägesbild i praktiken",
        lead="Vi arbetar med exempel.",
        theme="Lägesbild",
        start_time=datetime.time(9),
        end_time=datetime.time(15, 30),
        body=json.dumps([{"type": "section", "value": section}]),
    )
    meeting.address, meeting.directions = "Exempelgatan 1", "Ring på.\n\n- Buss 4\n- <b>Entré B</b>"
    meeting.save()
    html = page(client, meeting)
    for text in (
        "Lägesbild i praktiken", "Vi arbetar med exempel.", "Ta med er lägesbild.", "kl.\xa09–15.30", "Stockholm",
        "Fysisk träff", "Exempelgatan 1", "<li>Buss 4</li>", "&lt;b&gt;Entré B&lt;/b&gt;",
    ):  # fmt: skip
        assert text in html, text
    assert f'href="{meeting.page.url}"' in html and f"/traffar/{meeting.pk}/traff.ics" in html
    assert html.count("<h1") == 1 and "Program</h2>" not in html and "Förberedelser</h2>" not in html


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"days": None}, "Datumet är inte klart än"),
        ({"state": "preliminary"}, "preliminärt"),
        ({"state": "cancelled"}, "Träffen är inställd"),
    ],
)
def test_notices_of_its_state(client, room, details, words):
    assert words in page(client, meeting_in(room, **details))


def test_a_meeting_whose_page_is_no_longer_public_stays_without_a_way_out(client, meeting):
    meeting.address = "Exempelgatan 1"
    meeting.save()
    url = meeting.page.url
    meeting.page.unpublish()
    assert f'href="{url}"' not in page(client, meeting)


def test_another_rooms_meeting_is_not_found_here(client, home):
    other = meeting_in(RoomFactory(home=home, slug="andra"))
    assert client.get(f"/rum/trygga/traffar/{other.pk}/").status_code == 404
    assert client.get(other.get_absolute_url()).status_code == 403


def test_the_programme_by_day_with_dates(client, room):
    first = datetime.date(2031, 12, 30)
    meeting = meeting_in(room, start_date=first, end_date=first + 2 * DAY, days=1)
    meeting.programme.create(day=2, starts=datetime.time(13), title="Övning", speaker="Kim Exempel")
    meeting.programme.create(day=1, starts=datetime.time(9, 30), ends=datetime.time(10), title="Start")
    meeting.programme.create(day=9, starts=datetime.time(9), title="Efter slutet")
    html = page(client, meeting)
    assert (
        html.index("30 december 2031</time></h3>")
        < html.index("Start")
        < html.index("31 december 2031</time></h3>")
    )
    assert "kl.\xa09.30–10<" in html and "Kim Exempel" in html and "Dag 9" in html


def test_one_day_needs_no_heading_for_it(client, meeting):
    meeting.programme.create(starts=datetime.time(9), title="Start")
    assert "programme__day" not in page(client, meeting)


def test_registration_with_seats_and_last_day(client, room, member, organiser, meeting):
    meeting.seats, meeting.register_by = 1, timezone.localdate() + 10 * DAY
    meeting.save()
    html = page(client, meeting)
    assert "1 plats kvar" in html and "Sista dag att anmäla" in html and ">Anmäl dig</a>" in html
    seat(meeting, organiser)
    seat(meeting, MembershipFactory(room=room))
    seat(meeting, member)
    html = page(client, meeting)
    assert "Du är nummer 2 i kön" in html and "2 på väntelistan" in html and ">Ändra ditt svar</a>" in html
    meeting.registrations.filter(membership=member).update(seat="held", held_until=timezone.localdate())
    assert ">Bekräfta din plats</a>" in page(client, meeting)
    meeting.register_by = timezone.localdate() - DAY
    meeting.save()
    assert "/anmal/" not in page(client, meeting)
    meeting.registrations.all().delete()
    assert "Anmälan är stängd" in page(client, meeting)


def test_what_it_costs_stands_where_one_registers(client, room, meeting):
    room.network.fee, room.network.physical_costs = "free", "<p>Ni betalar resan själva.</p>"
    room.network.save()
    html = page(client, meeting)
    assert "Ni betalar resan själva." in html and "Det kostar ingenting att delta." in html
    assert "Ni betalar resan själva." not in page(client, meeting_in(room, format="digital"))
    assert "Ni betalar resan själva." not in page(client, meeting_in(room, days=-3))


def test_the_call_to_answer_proposed_days(client, room, member, undecided):
    poll = f"/rum/trygga/traffar/{undecided.pk}/datum/"
    assert poll not in page(client, undecided)
    (proposal,) = propose(undecided, 40)
    html = page(client, undecided)
    assert "Vilka dagar kan du komma?" in html and poll in html
    answers(proposal, member)
    assert "Se svaren eller ändra ditt" in page(client, undecided)
    client.force_login(MembershipFactory(room=room, guest=True).user)
    html = page(client, undecided)
    assert "Se svaren<" in html and "Vilka dagar" not in html


def test_the_call_to_evaluate_is_for_those_who_were_there(client, room, member):
    meeting = meeting_in(room, days=-2)
    evaluate = f"/rum/trygga/traffar/{meeting.pk}/utvardera/"
    assert evaluate not in page(client, meeting)
    seat(meeting, member)
    assert evaluate in page(client, meeting)
    for change in ({"attended": False}, {"attended": True, "evaluated": True}, {"colleague_name": "Kim"}):
        meeting.registrations.update(**{"attended": None, "evaluated": False, "colleague_name": ""} | change)
        assert evaluate not in page(client, meeting), change
    meeting.registrations.update(colleague_name="", evaluated=False)
    with time_machine.travel(timezone.now() + 40 * DAY):
        client.force_login(member.user)
        assert evaluate not in page(client, meeting)


def test_material_follows_the_library(client, room, member, organiser, meeting):
    first, second = published(room, "Mall för lägesbild"), published(room, "Rutin")
    draft = ResourceFactory(room=room, title="Utkast till guide", draft=True)
    for position, resource in enumerate((second, first, draft)):
        meeting.material.create(resource=resource, position=position)
    html = page(client, meeting)
    assert html.index("Rutin") < html.index("Mall för lägesbild") and first.get_absolute_url() in html
    first.withdrawn_at = timezone.now()
    first.save()
    for user in (member.user, organiser.user):
        client.force_login(user)
        html = page(client, meeting)
        assert "Rutin" in html and "Mall för lägesbild" not in html and "Utkast till guide" not in html


def test_ways_to_the_admin_and_to_leda_for_those_who_may(client, meeting, member, organiser):
    edit = f"/admin/pages/{meeting.page_id}/edit/"
    manage = f"/rum/trygga/leda/traffar/{meeting.pk}/"
    html = page(client, meeting)
    assert edit not in html and manage not in html
    client.force_login(organiser.user)
    html = page(client, meeting)
    assert edit not in html and manage in html
    member.user.groups.add(Group.objects.get(name="Redaktörer"))
    client.force_login(member.user)
    html = page(client, meeting)
    assert edit in html and manage not in html


def test_more_of_everything_takes_no_more_queries(client, room, member, meeting):
    def add(number: int) -> None:
        resource = published(room, f"Mall {number}")
        meeting.material.create(resource=resource)
        meeting.preparations.create(title=f"Läs {number}", resource=resource)
        meeting.programme.create(starts=datetime.time(9 + number), title=f"Punkt {number}")
        seat(meeting, MembershipFactory(room=room))

    def count() -> int:
        page(client, meeting)
        with CaptureQueriesContext(connection) as captured:
            page(client, meeting)
        return len(captured)

    meeting.seats = 1
    meeting.save()
    add(1)
    seat(meeting, member)
    few = count()
    for number in range(2, 8):
        add(number)
    assert count() == few <= 22
