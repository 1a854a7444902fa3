"""All meetings of the network: their state, what is missing, who has answered."""

import datetime

import pytest
from django.urls import reverse

from tests.members.factories import MembershipFactory, ResourceFactory, RoomFactory
from tests.members.meetings.factories import meeting_in, seat

pytestmark = pytest.mark.django_db
ADDRESS = "/rum/trygga/leda/traffar/"


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_meetings_by_term_with_what_is_missing(lead, meeting, undecided):
    page = text_of(lead.get(ADDRESS))
    assert "Lägesbild i praktiken" in page and "Datum ej klart" in page
    for name, row in (
        ("programme", meeting),
        ("material", meeting),
        ("manage", meeting),
        ("appointment", undecided),
    ):
        assert f'href="{reverse(f"room_meetings:{name}", args=["trygga", row.pk])}"' in page
    assert "<caption>Hösten" in page


def test_a_meeting_that_lacks_nothing_says_so(lead, room, meeting):
    meeting.address = "Exempelgatan 1"
    meeting.save()
    meeting.programme.create(starts=datetime.time(9), title="Välkomna")
    meeting.material.create(resource=ResourceFactory(room=room))
    assert "</svg> Inget</td>" in text_of(lead.get(ADDRESS))


def test_a_past_meeting_wants_notes_and_says_who_came(lead, room):
    past = meeting_in(room, days=-3, title="Förra träffen")
    rows = [seat(past, MembershipFactory(room=room)) for _number in range(3)]
    page = text_of(lead.get(ADDRESS))
    assert "Tidigare träffar" in page and "anteckningar" in page and "Närvaron är inte noterad" in page
    for row, there in zip(rows, (True, True, False), strict=True):
        row.attended = there
        row.save()
    page = text_of(lead.get(ADDRESS))
    assert "2 var där" in page and "1 uteblev" in page


def test_a_cancelled_meeting_lacks_nothing(lead, room):
    meeting_in(room, state="cancelled", title="Inställd träff")
    page = text_of(lead.get(ADDRESS))
    assert "Inställd" in page and "lacks__sign" not in page


def test_other_rooms_that_i_lead_are_near(lead, home, organiser):
    theirs = RoomFactory(home=home, slug="annat")
    mine = RoomFactory(home=home, slug="mitt")
    MembershipFactory(room=theirs, user=organiser.user)
    MembershipFactory(room=mine, user=organiser.user, organiser=True)
    page = text_of(lead.get(ADDRESS))
    assert "/rum/mitt/leda/traffar/" in page and "/rum/annat/leda/" not in page


def test_meetings_of_other_rooms_are_not_here(lead, home, room):
    meeting_in(RoomFactory(home=home), title="Hemlig träff")
    assert "Hemlig träff" not in text_of(lead.get(ADDRESS))


def test_it_is_the_organisers_alone(client, member):
    client.force_login(member.user)
    assert client.get(ADDRESS).status_code == 403


def test_as_many_queries_for_many_meetings(lead, room, django_assert_max_num_queries):
    def count() -> int:
        with django_assert_max_num_queries(60) as seen:
            lead.get(ADDRESS)
        return len(seen)

    def fill(number):
        for place in range(number):
            made = meeting_in(room, days=5 - 10 * (place % 2))
            made.programme.create(starts=datetime.time(9), title="Välkomna")
            for _person in range(number):
                seat(made, MembershipFactory(room=room))

    fill(1)
    count()
    few = count()
    fill(4)
    assert count() == few
