"""Who gets a seat, who waits, and who comes next."""

import datetime
import random
import threading
from types import SimpleNamespace

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from members import memberships
from members.meetings import attending, following, seating
from members.meetings.holding import hold_meeting
from members.meetings.models import Registration, RoomMeeting, SpecialNeeds
from members.meetings.seating import Closed, Colleague
from members.models import Membership
from members.notices.models import Notice
from network.appointment import set_appointment
from samrum.core.tree_lock import hold_tree
from tests.at_once import at_once
from tests.members.factories import MembershipFactory, RoomFactory

from .factories import answers, meeting_in, propose, seat

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def told(monkeypatch):
    """What people would be told, instead of telling it: (kind, membership)."""
    said: list[tuple[str, int]] = []

    def tell(kind, subject, keys, *, always=False):
        said.extend((kind, key) for key in keys)

    monkeypatch.setattr(seating, "tell", tell)
    return said


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch):
    """Letters have tests of their own."""
    monkeypatch.setattr("members.notices.outbox.deliver_notices", SimpleNamespace(enqueue=lambda: None))


def people(room, number: int) -> list[Membership]:
    return [MembershipFactory(room=room) for _ in range(number)]


def limit(meeting: RoomMeeting, **seats) -> RoomMeeting:
    RoomMeeting.objects.filter(pk=meeting.pk).update(**seats)
    meeting.refresh_from_db()
    return meeting


def seats_of(meeting: RoomMeeting, places: list[Membership]) -> list[str]:
    rows = dict(meeting.registrations.values_list("membership", "seat"))
    return [rows.get(place.pk, "gone") for place in places]


def again(registration: Registration) -> Registration:
    return Registration.objects.get(pk=registration.pk)


class TestSeats:
    def test_whoever_asks_first_has_a_seat_and_the_others_wait_in_order(self, room, meeting):
        limit(meeting, seats=2)
        five = people(room, 5)
        for place in five:
            seat(meeting, place)
        assert seats_of(meeting, five) == ["seated", "seated", "waiting", "waiting", "waiting"]
        in_line = meeting.registrations.waiting().values_list("membership", flat=True)
        assert list(in_line) == [place.pk for place in five[2:]]

    def test_each_way_has_seats_and_a_line_of_its_own(self, room):
        meeting = limit(meeting_in(room, format="hybrid"), seats=1, online_seats=1)
        five = people(room, 5)
        for place, way in zip(five, ["on_site", "online", "on_site", "online", "on_site"], strict=True):
            seat(meeting, place, way)
        assert seats_of(meeting, five) == ["seated", "seated", "waiting", "waiting", "waiting"]
        seat(meeting, five[1], "no")
        assert seats_of(meeting, five) == ["seated", "", "waiting", "seated", "waiting"]
        seat(meeting, five[0], "no")
        assert seats_of(meeting, five) == ["", "", "seated", "seated", "waiting"]

    def test_without_a_limit_everybody_has_a_seat(self, room, meeting):
        three = people(room, 3)
        for place in three:
            seat(meeting, place)
        assert seats_of(meeting, three) == ["seated"] * 3

    def test_answering_the_same_again_keeps_seat_and_place_in_line(self, room, meeting):
        limit(meeting, seats=1)
        one, two, three = people(room, 3)
        for place in (one, two, three, two, one):
            seat(meeting, place)
        assert seats_of(meeting, [one, two, three]) == ["seated", "waiting", "waiting"]
        seat(meeting, one, "no")
        assert seats_of(meeting, [one, two, three]) == ["", "seated", "waiting"]

    def test_whoever_said_no_and_comes_back_is_last_in_line(self, room, meeting):
        limit(meeting, seats=1)
        one, two, three = people(room, 3)
        for place, answer in ((one, "on_site"), (two, "on_site"), (three, "on_site"), (two, "no")):
            seat(meeting, place, answer)
        seat(meeting, two)
        seat(meeting, one, "no")
        assert seats_of(meeting, [one, two, three]) == ["", "waiting", "seated"]

    def test_a_change_of_way_gives_the_seat_away_and_asks_anew(self, room):
        meeting = limit(meeting_in(room, format="hybrid"), seats=1, online_seats=1)
        one, two, three = people(room, 3)
        for place, way in ((one, "on_site"), (two, "on_site"), (three, "online")):
            seat(meeting, place, way)
        seat(meeting, one, "online")
        assert seats_of(meeting, [one, two, three]) == ["waiting", "seated", "seated"]
        seat(meeting, three, "no")
        assert seats_of(meeting, [one, two, three]) == ["seated", "seated", ""]

    def test_a_new_one_does_not_pass_those_who_wait(self, room, meeting):
        limit(meeting, seats=1)
        one, two, three = people(room, 3)
        seat(meeting, one)
        seat(meeting, two)
        limit(meeting, seats=2)  # without moving anybody up
        seat(meeting, three)
        assert seats_of(meeting, [one, two, three]) == ["seated", "seated", "waiting"]

    def test_a_colleague_sits_on_the_seat_and_is_forgotten_with_a_no(self, room, meeting, member):
        row = seat(meeting, member, colleague=Colleague("Ada Exempel", "ada@example.org"))
        assert (row.attendee, row.colleague_email, row.seat) == ("Ada Exempel", "ada@example.org", "seated")
        row = seat(meeting, member, "no", colleague=Colleague("Ada Exempel"))
        assert (row.colleague_name, row.colleague_email, row.seat) == ("", "", "")

    def test_a_way_that_the_meeting_no_longer_has_is_closed(self, meeting, member):
        with pytest.raises(Closed):
            seat(meeting, member, "online")
        with pytest.raises(Closed):
            seat(meeting, member, "kanske")
        assert not Registration.objects.exists()


class TestMovingUp:
    @pytest.fixture
    def three(self, room, meeting):
        """One with a seat, two who wait."""
        limit(meeting, seats=1)
        places = people(room, 3)
        for place in places:
            seat(meeting, place)
        return places

    def test_somebody_says_no_and_the_first_in_line_is_told(self, meeting, three, told):
        seat(meeting, three[0], "no")
        assert seats_of(meeting, three) == ["", "seated", "waiting"]
        assert told == [("registration_seated", three[1].pk), ("registration_receipt", three[0].pk)]

    def test_somebody_leaves_the_room(self, meeting, three, organiser):
        memberships.end(three[0], by=organiser.user)
        assert seats_of(meeting, three) == ["gone", "seated", "waiting"]

    def test_an_account_is_erased(self, meeting, three):
        three[0].user.delete()
        assert seats_of(meeting, three[1:]) == ["seated", "waiting"]

    def test_somebody_who_waits_leaves_and_nobody_moves(self, meeting, three, organiser):
        memberships.end(three[1], by=organiser.user)
        assert seats_of(meeting, three) == ["seated", "gone", "waiting"]

    def test_there_are_more_seats(self, meeting, three):
        with hold_meeting(meeting.pk) as held:
            held.seats = 2
            held.save(update_fields=["seats"])
            seating.move_up(held)
        assert seats_of(meeting, three) == ["seated", "seated", "waiting"]

    def test_the_limit_is_gone(self, meeting, three):
        limit(meeting, seats=None)
        with hold_meeting(meeting.pk) as held:
            seating.move_up(held)
        assert seats_of(meeting, three) == ["seated"] * 3

    def test_fewer_seats_throw_nobody_out(self, room, meeting):
        limit(meeting, seats=3)
        four = people(room, 4)
        for place in four:
            seat(meeting, place)
        limit(meeting, seats=1)
        with hold_meeting(meeting.pk) as held:
            seating.move_up(held)
        assert seats_of(meeting, four) == ["seated"] * 3 + ["waiting"]
        seat(meeting, four[0], "no")
        assert seats_of(meeting, four) == ["", "seated", "seated", "waiting"]

    def test_nobody_moves_up_to_a_meeting_that_has_been_or_is_cancelled(self, meeting, three):
        with time_machine.travel(timezone.now() + 40 * DAY):
            seat(meeting, three[0], "no")
            assert seats_of(meeting, three) == ["", "waiting", "waiting"]

    def test_what_has_been_stays_a_fact_when_somebody_leaves(self, meeting, three, organiser):
        with time_machine.travel(timezone.now() + 40 * DAY):
            memberships.end(three[0], by=organiser.user)
        assert seats_of(meeting, three) == ["seated", "waiting", "waiting"]


class TestHeldSeats:
    @pytest.fixture
    def decided(self, room, undecided):
        """Three said yes to the day that was chosen; there are two seats."""
        limit(undecided, seats=2)
        (proposal,) = propose(undecided, 60)
        three = people(room, 3)
        for place in reversed(three):
            answers(proposal, place)
        return undecided, three, proposal

    def decide(self, meeting, proposal):
        with transaction.atomic():
            hold_tree()
            set_appointment(
                meeting.page, state="confirmed", start_date=proposal.start_date, end_date=None, start_time=None,
                end_time=None, part_of_day=meeting.page.part_of_day,
            )  # fmt: skip
        return RoomMeeting.objects.select_related("page", "room").get(pk=meeting.pk)

    def test_are_for_whoever_answered_first_and_the_others_wait(self, decided):
        meeting, three, proposal = decided
        self.decide(meeting, proposal)
        assert seats_of(meeting, three) == ["waiting", "held", "held"]

    def test_become_seats_when_they_are_confirmed(self, decided):
        meeting, three, proposal = decided
        meeting = self.decide(meeting, proposal)
        row = seat(meeting, three[2])
        assert (row.seat, row.held_until) == ("seated", None)
        assert seats_of(meeting, three) == ["waiting", "held", "seated"]

    def test_go_to_the_next_when_they_are_declined_or_not_confirmed_in_time(self, decided):
        meeting, three, proposal = decided
        meeting = self.decide(meeting, proposal)
        seat(meeting, three[2], "no")
        assert seats_of(meeting, three) == ["seated", "held", ""]
        today = timezone.localdate()
        assert seating.release_held(meeting, today + seating.HELD) == 0
        assert seating.release_held(meeting, today + seating.HELD + DAY) == 1
        assert seats_of(meeting, three) == ["seated", "gone", ""]

    def test_come_after_those_who_waited_before_the_date_was_opened_again(self, room, decided):
        meeting, three, proposal = decided
        early = people(room, 3)
        rows = [
            Registration(meeting=meeting, membership=place, answer="on_site", seat=state, line=line)
            for line, (place, state) in enumerate(zip(early, ["", "waiting", "seated"], strict=True))
        ]
        rows[0].answer = "no"
        Registration.objects.bulk_create(rows)
        self.decide(meeting, proposal)
        assert seats_of(meeting, early) == ["", "seated", "seated"]
        assert seats_of(meeting, three) == ["waiting"] * 3

    def test_whoever_has_answered_keeps_the_answer(self, decided):
        meeting, three, proposal = decided
        Registration.objects.create(meeting=meeting, membership=three[2], answer="no")
        self.decide(meeting, proposal)
        assert seats_of(meeting, three) == ["held", "held", ""]


class TestClosed:
    def register(self, meeting, place, **details):
        return seating.register(meeting, place, "on_site", by=place.user, **details)

    def test_after_the_last_day_only_an_organiser_registers(self, meeting, member):
        limit(meeting, register_by=timezone.localdate())
        assert self.register(meeting, member).seat == "seated"
        with time_machine.travel(timezone.now() + DAY):
            with pytest.raises(Closed):
                self.register(meeting, member)
            assert self.register(meeting, member, also_late=True).seat == "seated"

    @pytest.mark.parametrize("state", [{"state": "cancelled"}, {"days": None}])
    def test_cancelled_or_without_a_date_nobody_does(self, room, member, state):
        meeting = meeting_in(room, **state)
        for also_late in (False, True):
            with pytest.raises(Closed):
                self.register(meeting, member, also_late=also_late)

    def test_once_it_has_begun_only_an_organiser_does_and_nobody_gets_a_receipt_of_the_past(
        self, meeting, member, told
    ):
        with time_machine.travel(timezone.now() + 31 * DAY):
            with pytest.raises(Closed):
                self.register(meeting, member)
            self.register(meeting, member, also_late=True)
        assert told == []

    def test_whoever_has_left_the_room_is_not_registered(self, room, meeting):
        for place in (MembershipFactory(room=room, ended=True), MembershipFactory(room=room, invited=True)):
            with pytest.raises(Closed):
                self.register(meeting, place, also_late=True)


class TestNeeds:
    def needs(self) -> list[tuple[str, str]]:
        return list(SpecialNeeds.objects.values_list("diet", "access"))

    def test_stay_when_they_are_not_spoken_of(self, meeting, member, organiser):
        seat(meeting, member, diet="Vegan", access="Hörslinga")
        seating.register(meeting, member, "on_site", by=organiser.user)
        assert self.needs() == [("Vegan", "Hörslinga")]
        seating.register(meeting, member, "on_site", by=organiser.user, diet="Glutenfritt")
        assert self.needs() == [("Glutenfritt", "Hörslinga")]

    def test_go_when_they_are_emptied_or_nobody_comes(self, meeting, member):
        seat(meeting, member, diet="Vegan")
        seat(meeting, member, diet="", access="")
        assert self.needs() == []
        seat(meeting, member, diet="Vegan")
        seat(meeting, member, "no", diet="Vegan", access="Ramp")
        assert self.needs() == []

    def test_are_not_handed_on_to_somebody_else(self, meeting, member):
        seat(meeting, member, diet="Vegan")
        seat(meeting, member, colleague=Colleague("Ada Exempel"))
        assert self.needs() == []
        seat(meeting, member, colleague=Colleague("Ada Exempel"), diet="Nötter")
        seat(meeting, member)
        assert self.needs() == []


class TestAttendance:
    def test_is_noted_for_those_who_are_named_alone(self, room, meeting, organiser, told):
        four = people(room, 4)
        for place, answer in zip(four, ["on_site", "on_site", "on_site", "no"], strict=True):
            seat(meeting, place, answer)
        told.clear()
        with time_machine.travel(timezone.now() + 31 * DAY):
            attending.note_attendance(meeting, [four[0].pk], [four[1].pk, four[3].pk], by=organiser.user)
        rows = dict(meeting.registrations.values_list("membership", "attended"))
        assert [rows[place.pk] for place in four] == [True, False, None, None]
        assert told == []

    def test_whoever_came_unasked_is_there_but_never_a_seat_too_many(self, room, meeting, organiser):
        limit(meeting, seats=2)
        four = people(room, 4)
        seat(meeting, four[0])
        seat(meeting, four[1], "no")
        with time_machine.travel(timezone.now() + 31 * DAY):
            attending.note_attendance(meeting, [place.pk for place in four], [], by=organiser.user)
        assert seats_of(meeting, four) == ["seated", "seated", "waiting", "waiting"]
        assert set(meeting.registrations.values_list("attended", flat=True)) == {True}

    def test_not_before_the_day_nor_of_what_is_cancelled(self, room, meeting, member):
        for one in (meeting, meeting_in(room, state="cancelled", days=0), meeting_in(room, days=None)):
            with pytest.raises(Closed):
                attending.note_attendance(one, [member.pk], [], by=member.user)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    SEATS, PEOPLE, MEETINGS = 6, 40, 3

    def test_forty_race_for_six_seats_and_the_line_keeps_its_order(self, home):
        room = RoomFactory(home=home)
        meetings = [limit(meeting_in(room), seats=self.SEATS) for _ in range(self.MEETINGS)]
        everybody = people(room, self.PEOPLE)
        most: list[int] = []

        def ask(place):
            def register_for_all():
                for meeting in random.sample(meetings, len(meetings)):
                    seat(meeting, place)
                    most.append(meeting.registrations.with_a_seat().count())

            return register_for_all

        assert at_once(*map(ask, everybody)) == [None] * self.PEOPLE
        assert max(most) <= self.SEATS
        for meeting in meetings:
            rows = list(meeting.registrations.order_by("line"))
            assert [row.line for row in rows] == list(range(1, self.PEOPLE + 1))
            assert [row.seat for row in rows] == ["seated"] * 6 + ["waiting"] * 34
            by_key = {place.pk: place for place in everybody}
            leaving = [by_key[row.membership_id] for row in rows[:3]]
            raised = at_once(*(lambda one=one, of=meeting: seat(of, one, "no") for one in leaving))
            assert raised == [None] * 3
            after = [again(row).seat for row in rows]
            assert after == [""] * 3 + ["seated"] * 6 + ["waiting"] * 31
        told = Notice.objects.filter(kind="registration_seated").values_list("membership", "subject_id")
        assert len(told) == 3 * self.MEETINGS

    def test_the_same_person_twice_is_registered_once(self, home):
        room = RoomFactory(home=home)
        meeting = limit(meeting_in(room), seats=1)
        (one,) = people(room, 1)
        assert at_once(*[lambda: seat(meeting, one)] * 4) == [None] * 4
        assert seats_of(meeting, [one]) == ["seated"]

    def test_whoever_leaves_while_being_registered_has_no_seat_that_nobody_gets(self, home):
        room = RoomFactory(home=home)
        leader = MembershipFactory(room=room, organiser=True).user
        for _round in range(5):
            meeting = limit(meeting_in(room), seats=1)
            one, two = people(room, 2)
            raised = at_once(
                lambda place=one, of=meeting: seat(of, place),
                lambda place=one: memberships.end(place, by=leader),
                lambda place=two, of=meeting: seat(of, place),
            )
            assert {type(error) for error in raised} <= {type(None), Closed}
            assert seats_of(meeting, [one, two]) == ["gone", "seated"]

    def test_people_who_leave_or_are_erased_at_once_do_not_wait_for_each_other(self, home):
        room, other = RoomFactory(home=home), RoomFactory(home=home)
        leader = MembershipFactory(room=room, organiser=True).user
        meetings = [meeting_in(one) for one in (room, other, room, other)]
        four = people(room, 4)
        for place in four:
            beside = MembershipFactory(room=other, user=place.user)
            for meeting in random.sample(meetings, len(meetings)):
                seat(meeting, place if meeting.room_id == room.pk else beside)
        raised = at_once(
            *(place.user.delete for place in four[:3]), lambda: memberships.end(four[3], by=leader)
        )
        assert raised == [None] * 4
        assert Registration.objects.count() == 2

    def test_nobody_is_registered_for_a_meeting_that_is_being_cancelled(self, home):
        room = RoomFactory(home=home)
        meeting, (place,) = meeting_in(room), people(room, 1)
        held, go_on = threading.Event(), threading.Event()

        def cancel():
            with transaction.atomic():
                hold_tree()
                set_appointment(meeting.page, state="cancelled")
                held.set()
                go_on.wait(timeout=1)  # the other one has come and waits by then

        def register():
            held.wait(timeout=20)
            seat(meeting, place)

        raised = at_once(cancel, register)
        connection.close()
        assert raised[0] is None and isinstance(raised[1], Closed)
        assert not Registration.objects.exists()

    def test_a_date_is_decided_while_people_answer(self, home):
        room = RoomFactory(home=home)
        meeting = limit(meeting_in(room), seats=3)
        eight = people(room, 8)

        def hold():
            with hold_meeting(meeting.pk) as held:
                seating.hold_seats(held, [place.pk for place in eight[:4]])

        raised = at_once(hold, *(lambda one=one: seat(meeting, one) for one in eight[2:]))
        assert raised == [None] * 7
        assert meeting.registrations.with_a_seat().count() == 3
        assert meeting.registrations.count() == 8
        rows = meeting.registrations.order_by("line").values_list("seat", flat=True)
        assert list(rows)[3:] == ["waiting"] * 5


def test_what_follows_a_page_does_not_move_people_up_twice(room, meeting, told):
    limit(meeting, seats=1)
    one, two = people(room, 2)
    seat(meeting, one)
    seat(meeting, two)
    told.clear()
    following.follow(meeting.page)
    assert told == []
