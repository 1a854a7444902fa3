"""Who was there."""

import pytest

from members.meetings.models import Registration, RoomMeeting
from members.models import RoomEvent
from tests.members.factories import MembershipFactory, RoomFactory
from tests.members.meetings.factories import meeting_in, seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(room):
    """Today."""
    return meeting_in(room, days=0)


@pytest.fixture
def three(room, meeting):
    places = [MembershipFactory(room=room, user__last_name=name) for name in ("Ett", "Två", "Tre")]
    for place in places:
        seat(meeting, place)
    return places


def attended() -> dict[int, bool | None]:
    return dict(Registration.objects.values_list("membership", "attended"))


def shown(response) -> str:
    return response.context["shown"]


class TestTicking:
    def test_saves_who_was_there_and_who_was_not(self, leader, address, three, organiser):
        page = leader.get(address("attendance"))
        data = {"shown": shown(page), "present": [three[0].pk, three[2].pk]}
        assert leader.post(address("attendance"), data).status_code == 302
        assert attended() == {three[0].pk: True, three[1].pk: False, three[2].pk: True}
        html = leader.get(address("attendance")).text
        assert html.count(" checked") == 2 and "Av 3 noterade personer var 2 där." in html
        event = RoomEvent.objects.latest("pk")
        assert (event.action, event.by) == ("Noted who was at a meeting", organiser.user)

    def test_whoever_registered_after_the_page_was_shown_is_left_alone(
        self, leader, address, room, meeting, three
    ):
        data = {"shown": shown(leader.get(address("attendance"))), "present": [three[0].pk]}
        late = MembershipFactory(room=room)
        seat(meeting, late)
        leader.post(address("attendance"), data)
        assert attended()[late.pk] is None

    def test_whoever_came_unasked_is_found_and_added_and_no_tick_is_lost(self, leader, address, room, three):
        walker = MembershipFactory(room=room, user__last_name="Oanmäldsson")
        data = {"shown": shown(leader.get(address("attendance"))), "present": [three[0].pk], "q": "oanmäld"}
        response = leader.post(address("attendance"), data, follow=True)
        assert "Oanmäldsson" in response.text and attended()[three[0].pk] is True
        data = {"shown": shown(response), "present": [three[0].pk, walker.pk]}
        leader.post(address("attendance"), data)
        row = Registration.objects.get(membership=walker)
        assert (row.attended, row.answer, row.seat) == (True, "on_site", "seated")

    def test_people_of_other_rooms_and_nonsense_change_nothing(self, leader, address, home, three):
        other = MembershipFactory(room=RoomFactory(home=home))
        for words in (f"{other.pk}", "x 9999999999999999999999 -1 ½ ٣", "", "\x00", "9" * 18):
            data = {"shown": words, "present": [other.pk, "x", "9" * 40]}
            assert leader.post(address("attendance"), data).status_code == 302
        assert set(attended().values()) == {None}
        assert leader.post(address("attendance"), {"shown": "", "q": "x" * 101}).status_code == 422

    def test_a_search_that_is_refused_keeps_the_ticks(self, leader, address, three):
        data = {"shown": shown(leader.get(address("attendance"))), "present": [three[1].pk], "q": "x" * 101}
        response = leader.post(address("attendance"), data)
        assert response.status_code == 422 and response.text.count(" checked") == 1


def test_it_is_noted_from_the_day_of_the_meeting(leader, address, room, member):
    early = meeting_in(room, days=3)
    seat(early, member)
    assert (
        "Du kan notera vilka som var där från och med"
        in leader.get(address("attendance", meeting=early)).text
    )
    response = leader.post(
        address("attendance", meeting=early), {"shown": f"{member.pk}", "present": [member.pk]}
    )
    assert response.status_code == 409 and attended() == {member.pk: None}
    assert not RoomEvent.objects.exists()


def test_never_a_seat_too_many(leader, address, room, meeting, three):
    RoomMeeting.objects.filter(pk=meeting.pk).update(seats=3)
    walker = MembershipFactory(room=room)
    keys = [place.pk for place in [*three, walker]]
    leader.post(address("attendance"), {"shown": " ".join(map(str, keys)), "present": keys})
    assert meeting.registrations.seated().count() == 3
    assert set(attended().values()) == {True}
