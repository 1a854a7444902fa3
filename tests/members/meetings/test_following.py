"""What the room does when the public page of a meeting says something new, whoever changed it."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from members.meetings import deciding, seating
from members.meetings.models import Registration, RoomMeeting
from members.notices.models import Notice
from network.models import CalendarEntry
from tests.core.editing import Editor, fresh, later
from tests.factories import MeetingPageFactory, NetworkPageFactory, UserFactory
from tests.members.factories import MembershipFactory, RoomFactory

from .factories import answers, meeting_in, propose, seat
from .told import forget, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("waiting_worker")]
TIME = datetime.time


@pytest.fixture
def editor(db):
    return Editor(Client(), UserFactory(is_staff=True, is_superuser=True))


@pytest.fixture
def people(room):
    return [MembershipFactory(room=room) for _ in range(4)]


def soon(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def seats(meeting) -> dict[int, tuple[str, str]]:
    rows = Registration.objects.filter(meeting=meeting)
    return {row.membership_id: (row.answer, row.seat) for row in rows}


# --- New in the room ------------------------------------------------------------------------------------


def test_a_meeting_that_is_published_with_a_date_is_told_once(editor, room, member):
    page = MeetingPageFactory(parent=room.network, start_date=soon(30))
    assert told("meeting_decided") == {member} and RoomMeeting.objects.get(page=page).room == room
    forget()
    editor.publish(fresh(page), theme="Bara ord")
    assert not Notice.objects.exists()


def test_a_meeting_without_a_date_is_not_told(room, member):
    meeting_in(room, days=None)
    assert not Notice.objects.exists()


def test_meetings_that_were_there_before_the_room_are_not_told(home):
    network = NetworkPageFactory(parent=home)
    page = MeetingPageFactory(parent=network, start_date=soon(30))
    room = RoomFactory(network=network)
    MembershipFactory(room=room)
    assert RoomMeeting.objects.get(page=page).room == room and not Notice.objects.exists()
    page.save_revision().publish()
    assert not Notice.objects.exists()


def test_a_meeting_of_a_network_without_a_room_is_nothing_to_follow(editor, home, member):
    page = MeetingPageFactory(parent=NetworkPageFactory(parent=home), start_date=soon(30))
    assert editor.publish(page, start_date=soon(31)).status_code == 302
    assert not RoomMeeting.objects.exists() and not Notice.objects.exists()


def test_a_meeting_of_an_unpublished_network_is_not_told(editor, room, member):
    editor.unpublish(room.network)
    page = MeetingPageFactory(parent=room.network, start_date=soon(30), live=False)
    page.save_revision().publish()
    assert not fresh(page).live
    assert not RoomMeeting.objects.exists() and not Notice.objects.exists()
    editor.publish(fresh(room.network))
    editor.publish(fresh(page))
    assert fresh(page).live and told("meeting_decided") == {member}


def test_a_meeting_that_comes_back_as_it_was_is_not_told_again(editor, room, member):
    page = MeetingPageFactory(parent=room.network, start_date=soon(30))
    forget()
    editor.unpublish(room.network)
    assert not RoomMeeting.objects.exists()
    editor.publish(fresh(room.network))
    editor.publish(fresh(page))
    assert RoomMeeting.objects.exists() and not Notice.objects.exists()
    editor.unpublish(fresh(page))
    editor.publish(fresh(page), start_date=soon(31))
    assert told("meeting_decided") == {member}


def test_a_scheduled_meeting_is_told_when_it_is_published(editor, room, member):
    page = MeetingPageFactory(parent=room.network, start_date=soon(30), live=False)
    editor.publish(page, go_live_at=timezone.now() + datetime.timedelta(hours=2))
    assert not Notice.objects.exists()
    with later(hours=3):
        assert told("meeting_decided") == {member}


def test_a_past_meeting_is_silent(room, member):
    meeting = meeting_in(room, days=-3)
    meeting.page.start_date = soon(-2)
    meeting.page.save_revision().publish()
    meeting.page.state = "cancelled"
    meeting.page.save_revision().publish()
    assert not Notice.objects.exists()


def test_a_past_meeting_that_gets_a_day_to_come_is_told(room, member):
    meeting = meeting_in(room, days=-3)
    deciding.move(meeting, by=member.user, start_date=soon(5))
    assert told("meeting_moved") == {member}


# --- The editor's button does what the room's does ------------------------------------------------------


def test_an_editor_decides_in_the_admin(editor, room, undecided, people):
    first, second = propose(undecided, 20, 30)
    answers(first, people[0])
    answers(second, people[1])
    assert editor.publish(undecided.page, state="confirmed", start_date=soon(30)).status_code == 302
    assert seats(undecided) == {people[1].pk: ("on_site", "held")}
    assert told("meeting_decided") == set(people)


def test_an_editor_who_writes_the_same_last_day_means_the_proposed_day(editor, undecided, people):
    (day,) = propose(undecided, 30)
    answers(day, people[0])
    editor.publish(undecided.page, state="confirmed", start_date=soon(30), end_date=soon(30))
    assert seats(undecided) == {people[0].pk: ("on_site", "held")}


def test_an_editor_cancels_in_the_admin(editor, meeting, people):
    seat(meeting, people[0])
    people[0].notices = people[1].notices = "none"
    people[0].save(), people[1].save()
    forget()
    editor.publish(meeting.page, state="cancelled")
    assert told("meeting_cancelled", always=True) == {people[0]}
    assert told("meeting_cancelled", always=False) == set(people[1:])


def test_words_alone_are_no_news(editor, meeting, member):
    forget()
    editor.publish(meeting.page, title="Nytt namn", theme="Tema")
    assert not Notice.objects.exists()


def test_a_draft_is_no_news(editor, meeting, member):
    forget()
    editor.edit(meeting.page, start_date=soon(50))
    assert not Notice.objects.exists()


# --- Moved, cancelled, opened again ---------------------------------------------------------------------


def test_who_is_registered_hears_of_a_move_whatever_they_have_chosen(room, meeting, people, organiser):
    registered, waits, no, other = people
    meeting.seats = 1
    meeting.save()
    seat(meeting, registered), seat(meeting, waits), seat(meeting, no, "no")
    gone = MembershipFactory(room=room, ended=True)
    invited = MembershipFactory(room=room, invited=True)
    forget()
    deciding.move(meeting, by=organiser.user, start_date=soon(31))
    assert told("meeting_moved", always=True) == {registered, waits}
    assert told("meeting_moved", always=False) == {no, other, organiser}
    assert not {gone, invited} & told()
    assert seats(meeting)[registered.pk] == ("on_site", "seated")
    assert seats(meeting)[waits.pk] == ("on_site", "waiting")


def test_moved_twice_before_the_letter_is_one_letter(meeting, people, organiser):
    seat(meeting, people[0])
    forget()
    deciding.move(meeting, by=organiser.user, start_date=soon(31))
    deciding.move(meeting, by=organiser.user, start_date=soon(32))
    assert Notice.objects.filter(membership=people[0], kind="meeting_moved").count() == 1
    forget()
    deciding.move(meeting, by=organiser.user, city="Örebro")
    assert told("meeting_moved", always=True) == {people[0]}


def test_cancelled_is_told_once(editor, meeting, people, organiser):
    seat(meeting, people[0])
    deciding.cancel(meeting, by=organiser.user)
    forget()
    editor.publish(fresh(meeting.page), city="Örebro")
    assert not Notice.objects.exists()


def test_a_cancelled_meeting_that_takes_place_after_all_reaches_those_registered(
    editor, meeting, people, organiser
):
    seat(meeting, people[0])
    deciding.cancel(meeting, by=organiser.user)
    forget()
    editor.publish(fresh(meeting.page), state="confirmed")
    assert told("meeting_decided", always=True) == {people[0]}
    assert seats(meeting) == {people[0].pk: ("on_site", "seated")}


def test_an_undecided_meeting_that_is_cancelled_is_told(undecided, people, organiser):
    deciding.cancel(undecided, by=organiser.user)
    assert told("meeting_cancelled") == {*people, organiser}


def test_opened_again_and_decided_anew(meeting, people, organiser):
    """Seats stay, held ones are not let go while nobody can confirm them, and each step reaches whoever has one."""
    registered, held, says_no, yes_later = people
    _first, second = propose(meeting, 30, 40)
    seat(meeting, registered)
    with seating.hold_meeting(meeting.pk) as row:
        seating.hold_seats(row, [held.pk, says_no.pk])
    forget()
    deciding.reopen(meeting, term="autumn", term_year=soon(0).year + 1, by=organiser.user)
    assert told("meeting_moved", always=True) == {registered, held, says_no}
    assert seating.release_held(meeting, soon(60)) == 0
    answers(second, says_no, "no")
    answers(second, yes_later)
    forget()
    deciding.decide(meeting, second, by=organiser.user)
    assert told("meeting_decided", always=True) == {registered, held, says_no}
    assert seats(meeting) == {
        registered.pk: ("on_site", "seated"),
        held.pk: ("on_site", "held"),
        says_no.pk: ("no", ""),
        yes_later.pk: ("on_site", "held"),
    }
    until = Registration.objects.filter(meeting=meeting, seat="held").values_list("held_until", flat=True)
    assert set(until) == {soon(14)}


def test_moved_to_another_proposed_day_holds_seats_for_those_who_can_then(undecided, people, organiser):
    first, second = propose(undecided, 20, 30)
    answers(first, people[0])
    answers(second, people[1])
    deciding.decide(undecided, first, by=organiser.user)
    deciding.move(undecided, by=organiser.user, start_date=soon(30))
    assert seats(undecided) == {people[0].pk: ("on_site", "held"), people[1].pk: ("on_site", "held")}


def test_a_move_to_an_earlier_day_leaves_no_seat_held_beyond_it(undecided, people, organiser):
    (day,) = propose(undecided, 60)
    answers(day, people[0])
    deciding.decide(undecided, day, by=organiser.user)
    deciding.move(undecided, by=organiser.user, start_date=soon(5))
    assert Registration.objects.get(meeting=undecided).held_until == soon(4)


def test_another_city_the_same_day_holds_no_seat_again(undecided, people, organiser):
    (day,) = propose(undecided, 20)
    answers(day, people[0])
    deciding.decide(undecided, day, by=organiser.user)
    assert seating.release_held(undecided, soon(15)) == 1
    deciding.move(undecided, by=organiser.user, city="Örebro")
    assert seats(undecided) == {}


# --- Preliminary ----------------------------------------------------------------------------------------


def test_a_preliminary_date_that_is_confirmed(undecided, people, organiser):
    """Who registered meanwhile keeps the seat; who said yes and let it go is held one again; time begins anew."""
    (day,) = propose(undecided, 60)
    confirmed, lets_go, holds, says_no = people
    for person in people:
        answers(day, person)
    deciding.decide(undecided, day, state="preliminary", by=organiser.user)
    assert told("meeting_decided") == {*people, organiser}
    seat(undecided, confirmed)
    seat(undecided, says_no, "no")
    Registration.objects.filter(membership=lets_go).update(held_until=soon(-1))
    Registration.objects.filter(membership=holds).update(held_until=soon(1))
    seating.release_held(undecided, soon(0))
    forget()
    deciding.settle(undecided, by=organiser.user)
    assert told("meeting_decided", always=True) == set()
    assert told("meeting_decided", always=False) == {*people, organiser}
    assert seats(undecided) == {
        confirmed.pk: ("on_site", "seated"),
        lets_go.pk: ("on_site", "held"),
        holds.pk: ("on_site", "held"),
        says_no.pk: ("no", ""),
    }
    held = Registration.objects.filter(seat="held")
    assert {row.held_until for row in held} == {soon(14)}


def test_a_confirmed_date_that_becomes_preliminary_again_is_no_news(editor, meeting, member):
    forget()
    editor.publish(meeting.page, state="preliminary")
    assert not Notice.objects.exists()


# --- Seats ----------------------------------------------------------------------------------------------


def test_seats_that_were_limited_afterwards_are_not_taken_back(meeting, people, organiser):
    for person in people[:3]:
        seat(meeting, person)
    meeting.seats = 2
    meeting.save()
    (day,) = propose(meeting, 40)
    answers(day, people[3])
    deciding.move(meeting, by=organiser.user, start_date=soon(40))
    assert [seats(meeting)[person.pk][1] for person in people] == ["seated", "seated", "seated", "waiting"]


def test_a_meeting_that_becomes_digital_takes_those_along_who_were_to_come(meeting, people, organiser):
    """In their order, as far as there are seats; nobody is told twice of one change."""
    meeting.online_seats = 2
    meeting.save()
    for person in people[:3]:
        seat(meeting, person)
    seat(meeting, people[3], "no")
    forget()
    deciding.move(meeting, by=organiser.user, format="digital")
    assert [seats(meeting)[person.pk] for person in people] == [
        ("online", "seated"),
        ("online", "seated"),
        ("online", "waiting"),
        ("no", ""),
    ]
    assert {row.kind for row in Notice.objects.all()} == {"meeting_moved"}


def test_a_hybrid_meeting_that_becomes_digital_keeps_the_seats_of_those_online(room, people, organiser):
    meeting = meeting_in(room, format="hybrid")
    meeting.online_seats = 2
    meeting.save()
    for person, way in zip(people, ["on_site", "on_site", "online", "online"], strict=True):
        seat(meeting, person, way)
    deciding.move(meeting, by=organiser.user, format="digital")
    assert [seats(meeting)[person.pk][1] for person in people] == ["waiting", "waiting", "seated", "seated"]


def test_whoever_waits_comes_before_those_who_said_yes(meeting, people, organiser):
    meeting.seats = 1
    meeting.save()
    seat(meeting, people[0]), seat(meeting, people[1])
    (day,) = propose(meeting, 40)
    answers(day, people[2])
    deciding.cancel(meeting, by=organiser.user)
    Registration.objects.filter(membership=people[0]).delete()
    meeting.page.refresh_from_db()
    deciding.change(meeting, by=organiser.user, action="x", state="confirmed", start_date=soon(40))
    assert seats(meeting) == {people[1].pk: ("on_site", "seated"), people[2].pk: ("on_site", "waiting")}


def test_two_proposals_of_one_day_are_two_answers(undecided, people, organiser):
    morning, afternoon = (
        undecided.proposals.create(start_date=soon(20), start_time=start, end_time=end)
        for start, end in ((TIME(9), TIME(12)), (TIME(13), TIME(16)))
    )
    answers(morning, people[0])
    answers(afternoon, people[1])
    deciding.decide(undecided, afternoon, by=organiser.user)
    assert seats(undecided) == {people[1].pk: ("on_site", "held")}


def test_a_day_without_its_hours_counts_all_who_can_that_day(editor, undecided, people):
    for start, person in ((TIME(9), people[0]), (TIME(13), people[1])):
        answers(undecided.proposals.create(start_date=soon(20), start_time=start), person)
    editor.publish(undecided.page, state="confirmed", start_date=soon(20))
    assert set(seats(undecided)) == {people[0].pk, people[1].pk}


def test_guests_and_those_who_have_left_are_held_no_seat(room, undecided, people, organiser):
    guest = MembershipFactory(room=room, guest=True)
    (day,) = propose(undecided, 20)
    for person in (guest, people[0], people[1]):
        answers(day, person)
    people[0].ended_at = timezone.now()
    people[0].save()
    deciding.decide(undecided, day, by=organiser.user)
    assert set(seats(undecided)) == {people[1].pk}


def test_a_last_day_to_register_that_was_meant_for_another_date_lets_no_seat_go(undecided, people, organiser):
    undecided.register_by = soon(-5)
    undecided.save()
    (day,) = propose(undecided, 40)
    answers(day, people[0])
    deciding.decide(undecided, day, by=organiser.user)
    assert Registration.objects.get().held_until == soon(14)


# --- Not public -----------------------------------------------------------------------------------------


def test_a_date_decided_while_the_page_is_unpublished_holds_in_the_room(editor, undecided, people, organiser):
    (day,) = propose(undecided, 20)
    answers(day, people[0])
    editor.unpublish(undecided.page)
    deciding.decide(RoomMeeting.objects.get(pk=undecided.pk), day, by=organiser.user)
    assert not fresh(undecided.page).live and fresh(undecided.page).start_date == soon(20)
    assert set(seats(undecided)) == {people[0].pk}
    assert told("meeting_decided") == {*people, organiser}
    forget()
    editor.publish(fresh(undecided.page))
    assert not Notice.objects.exists()
    assert CalendarEntry.objects.get(translation_key=undecided.page.translation_key).sequence == 1
