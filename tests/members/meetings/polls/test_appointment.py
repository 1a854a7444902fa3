"""The organisers' page: what the date is, days that are proposed, people who are asked."""

import datetime

import pytest
from django.core.cache import cache
from django.utils import timezone

from members.meetings import deciding
from members.meetings.models import Proposal, RoomMeeting
from members.models import RoomEvent
from tests.members.factories import MembershipFactory
from tests.members.meetings.factories import answers, meeting_in, propose
from tests.members.meetings.told import forget, told

pytestmark = pytest.mark.django_db
EMPTY = dict.fromkeys(("start_date", "end_date", "start_time", "end_time", "part_of_day"), "")


def soon(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def log_of(room) -> list[str]:
    return list(RoomEvent.objects.filter(room=room).order_by("pk").values_list("action", flat=True))


# --- The page -------------------------------------------------------------------------------------------


def test_it_says_what_the_public_page_says(leader, url, room, meeting):
    text = leader.get(url("appointment", meeting)).text
    assert "Datumet är bekräftat" in text and f'href="{meeting.page.url}"' in text and "Stockholm" in text
    assert url("move", meeting) in text and url("cancel", meeting) in text and url("reopen", meeting) in text
    assert url("propose", meeting) not in text and url("settle", meeting) not in text


def test_what_is_possible_is_said_of_a_past_and_of_a_cancelled_meeting(leader, url, room, meeting, organiser):
    past = meeting_in(room, days=-3)
    text = leader.get(url("appointment", past)).text
    assert "Träffen har varit, så datumet ligger fast" in text
    assert url("move", past) not in text and url("cancel", past) not in text
    deciding.cancel(meeting, by=organiser.user)
    text = leader.get(url("appointment", meeting)).text
    assert (
        "Träffen är inställd" in text and url("reopen", meeting) in text and url("move", meeting) not in text
    )


def test_organisers_alone(reader, client, url, room, undecided, member):
    (day,) = propose(undecided, 20)
    addresses = [
        *(url(name, undecided) for name in ("appointment", "propose", "poll_last_day", "poll_ask", "settle")),
        *(url(name, undecided) for name in ("move", "cancel", "reopen")),
        *(url(name, undecided, day.pk) for name in ("withdraw_proposal", "decide", "decide_preliminarily")),
    ]
    for address in addresses:
        assert {reader.get(address).status_code, reader.post(address).status_code} == {403}, address
        assert client.post(address).status_code == 302, address
    undecided.page.refresh_from_db()
    assert undecided.page.state == "undecided" and Proposal.objects.count() == 1


def test_another_rooms_meeting_is_not_found(leader, url, home, undecided):
    for name in ("appointment", "cancel", "propose"):
        address = url(name, undecided).replace(f"/{undecided.pk}/", "/987654321/")
        assert leader.post(address).status_code in (404, 405), name
    assert (
        leader.get(url("appointment", undecided).replace(f"/{undecided.pk}/", f"/{10**30}/")).status_code
        == 404
    )


# --- Proposing ------------------------------------------------------------------------------------------


def test_a_day_is_proposed_and_logged(leader, url, room, undecided, organiser):
    sent = EMPTY | {
        "start_date": str(soon(20)),
        "start_time": "09:00",
        "end_time": "15:30",
        "part_of_day": "whole",
    }
    page = leader.post(url("propose", undecided), sent, follow=True)
    assert page.redirect_chain and "Dagen är föreslagen" in page.text and "kl.\u00a09–15.30" in page.text
    day = Proposal.objects.get(meeting=undecided)
    assert (day.start_date, day.end_date, day.start_time) == (soon(20), None, datetime.time(9))
    assert log_of(room) == ["Proposed a date for a meeting"]


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({}, "start_date", "obligatorisk"),
        ({"start_date": "i morgon"}, "start_date", "Skriv datumet som år-månad-dag"),
        ({"start_date": "99999-01-01"}, "start_date", "Skriv datumet som år-månad-dag"),
        ({"start_date": "9999-12-31"}, "start_date", "Skriv året med fyra siffror"),
        ({"start_date": str(soon(0))}, "start_date", "Välj en dag som kommer"),
        ({"start_date": str(soon(9)), "end_date": str(soon(8))}, "end_date", "före den första"),
        ({"start_date": str(soon(9)), "end_date": "9999-12-31"}, "end_date", "fyra siffror"),
        ({"start_date": str(soon(9)), "start_time": "halv tio"}, "start_time", "Skriv tiden som"),
        ({"start_date": str(soon(9)), "end_time": "15:00"}, "start_time", "när träffen börjar"),
        ({"start_date": str(soon(9)), "start_time": "15:00", "end_time": "9:00"}, "end_time", "slutar innan"),
        ({"start_date": "2099-03-29", "start_time": "02:30"}, "start_time", "finns inte"),
        ({"start_date": str(soon(9)), "part_of_day": "natt"}, "part_of_day", "natt"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(leader, url, undecided, sent, field, words):
    page = leader.post(url("propose", undecided), EMPTY | sent)
    assert page.status_code == 422
    assert words in " ".join(page.context["proposal_form"].errors[field]), page.context[
        "proposal_form"
    ].errors
    assert f'id="id_{field}_error"' in page.text
    for name, value in sent.items():
        if name != "part_of_day":
            assert f'name="{name}" value="{value}"' in page.text
    assert not Proposal.objects.exists()


def test_the_same_day_is_proposed_once_but_morning_and_afternoon_are_two(leader, url, undecided):
    day = EMPTY | {"start_date": str(soon(20))}
    leader.post(url("propose", undecided), day)
    again = leader.post(url("propose", undecided), day)
    assert again.status_code == 422 and "redan föreslagen" in again.text
    assert leader.post(url("propose", undecided), day | {"part_of_day": "morning"}).status_code == 302
    assert Proposal.objects.count() == 2


def test_at_most_twenty_days(leader, url, undecided):
    propose(undecided, *range(10, 30))
    page = leader.post(url("propose", undecided), EMPTY | {"start_date": str(soon(40))})
    assert page.status_code == 422 and "redan 20 förslag" in page.text
    assert Proposal.objects.count() == 20


def test_a_day_is_taken_back_after_a_question_if_somebody_has_answered(leader, url, room, undecided, member):
    first, second = propose(undecided, 20, 30)
    answers(second, member)
    assert leader.post(url("withdraw_proposal", undecided, first.pk)).status_code == 302
    asked = leader.post(url("withdraw_proposal", undecided, second.pk))
    assert asked.status_code == 200 and "1 person har svarat" in asked.text
    assert list(undecided.proposals.all()) == [second]
    assert leader.post(url("withdraw_proposal", undecided, second.pk), {"sure": "1"}).status_code == 302
    assert not undecided.proposals.exists()
    again = leader.post(url("withdraw_proposal", undecided, second.pk), {"sure": "1"}, follow=True)
    assert "Någon annan hann före" in again.text
    assert log_of(room) == ["Took back a proposed date"] * 2


def test_nothing_is_proposed_or_taken_back_once_it_is_decided(leader, url, undecided, organiser):
    first, second = propose(undecided, 20, 30)
    deciding.decide(undecided, first, by=organiser.user)
    for address, sent in [
        (url("propose", undecided), EMPTY | {"start_date": str(soon(50))}),
        (url("withdraw_proposal", undecided, second.pk), {"sure": "1"}),
        (url("poll_last_day", undecided), {"poll_closes_on": str(soon(9))}),
        (url("poll_ask", undecided), {}),
    ]:
        assert "Någon annan hann före" in leader.post(address, sent, follow=True).text, address
    assert undecided.proposals.count() == 2 and not told("meeting_poll")


# --- Asking ---------------------------------------------------------------------------------------------


def test_the_last_day_to_answer(leader, url, room, undecided):
    page = leader.post(url("poll_last_day", undecided), {"poll_closes_on": str(soon(-1))})
    assert page.status_code == 422 and "Den dagen har varit." in page.text
    assert leader.post(url("poll_last_day", undecided), {"poll_closes_on": str(soon(0))}).status_code == 302
    assert RoomMeeting.objects.get(pk=undecided.pk).poll_closes_on == soon(0)
    assert leader.post(url("poll_last_day", undecided), {"poll_closes_on": ""}).status_code == 302
    assert RoomMeeting.objects.get(pk=undecided.pk).poll_closes_on is None


def test_those_who_may_answer_are_asked_and_then_those_who_have_not(
    leader, url, room, undecided, member, organiser
):
    first, second = propose(undecided, 20, 30)
    other = MembershipFactory(room=room)
    MembershipFactory(room=room, guest=True), MembershipFactory(room=room, ended=True)
    MembershipFactory(room=room, invited=True), MembershipFactory(room=room, user__is_active=False)
    page = leader.post(url("poll_ask", undecided), follow=True)
    assert "3 personer får frågan" in page.text
    assert told("meeting_poll", subject_id=undecided.pk, always=False) == {member, other, organiser}
    assert log_of(room) == ["Asked the participants about dates"]
    forget()
    cache.clear()
    answers(first, member), answers(second, member, "no")
    answers(first, other)
    assert "Påminn dem som inte har svarat" in leader.get(url("appointment", undecided)).text
    leader.post(url("poll_ask", undecided))
    assert told("meeting_poll") == {other, organiser}
    forget()
    cache.clear()
    propose(undecided, 40)
    leader.post(url("poll_ask", undecided))
    assert told("meeting_poll") == {member, other, organiser}


def test_who_presses_twice_asks_once(leader, url, room, undecided, member):
    propose(undecided, 20)
    leader.post(url("poll_ask", undecided))
    forget()
    again = leader.post(url("poll_ask", undecided), follow=True)
    assert "De fick frågan alldeles nyss" in again.text and not told()
    assert log_of(room) == ["Asked the participants about dates"]


def test_nobody_is_asked_without_days_or_after_the_last_one(leader, url, undecided, member):
    assert url("poll_ask", undecided) not in leader.get(url("appointment", undecided)).text
    leader.post(url("poll_ask", undecided))
    propose(undecided, 20)
    undecided.poll_closes_on = soon(-1)
    undecided.save()
    leader.post(url("poll_ask", undecided))
    assert not told()


def test_when_all_have_answered_nobody_is_asked(leader, url, undecided, member, organiser):
    (day,) = propose(undecided, 20)
    answers(day, member), answers(day, organiser)
    assert "Alla som kan svara har gjort det" in leader.get(url("appointment", undecided)).text
    assert "Ingen får frågan" in leader.post(url("poll_ask", undecided), follow=True).text
    assert not told()


def test_in_a_room_that_is_not_open_only_organisers_are_asked(
    leader, url, room, undecided, member, organiser
):
    propose(undecided, 20)
    room.opens_on = soon(5)
    room.save()
    leader.post(url("poll_ask", undecided))
    assert told("meeting_poll") == {organiser}
