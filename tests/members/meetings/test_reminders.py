"""What comes by itself: a week and a day before, the morning after; from seven in the morning, Swedish time, once."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from post_office.models import Email

from members.meetings import deciding, reminders, seating
from members.meetings.models import Registration, RoomMeeting
from members.meetings.seating import Colleague
from members.models import Membership
from members.notices.models import Notice
from network.models import MeetingPage
from tests.members.factories import MembershipFactory
from tests.members.meetings.factories import meeting_in, seat
from tests.processes import CommandAt

pytestmark = pytest.mark.django_db
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def moment(day: int, hour: int = 7, minute: int = 0, month: int = 3) -> datetime.datetime:
    """In 2027 summer time begins on 28 March and ends on 31 October."""
    return datetime.datetime(2027, month, day, hour, minute, tzinfo=STOCKHOLM)


def at(*when: int, **more: int) -> time_machine.travel:
    return time_machine.travel(moment(*when, **more), tick=False)


def on(day: int, month: int = 3) -> datetime.date:
    return datetime.date(2027, month, day)


@pytest.fixture
def meeting_on(room):
    """With somebody who has a seat: entered on the first of February."""

    def meeting_on(day: int, month: int = 3, title: str = "Träff 2", **page) -> RoomMeeting:
        with at(1, 12, month=2):
            return meeting_in(room, title=title, start_date=on(day, month), **page)

    return meeting_on


@pytest.fixture
def registered(member):
    def registered(meeting: RoomMeeting, *others: Membership, **details) -> None:
        with at(1, 12, month=2):
            for person in (member, *others):
                seat(meeting, person, **details)

    return registered


def run(*when: int, **more: int) -> list[str]:
    """The subjects of the letters that one round queues then."""
    before = set(Email.objects.values_list("pk", flat=True))
    with at(*when, **more):
        call_command("remind_of_meetings", verbosity=0)
    return list(Email.objects.exclude(pk__in=before).order_by("pk").values_list("subject", flat=True))


def test_a_week_and_a_day_before_at_seven(meeting_on, registered):
    registered(meeting_on(20))
    assert run(12, 23) == run(13, 0, 1) == run(13, 6, 59) == []
    assert run(13, 7) == ["Påminnelse: Träff 2"]
    assert run(13, 7, 1) == run(14, 7) == run(15, 7) == run(18, 7) == run(19, 6, 59) == []
    assert run(19, 7) == ["I morgon: Träff 2"]
    assert run(19, 7, 1) == run(20, 7) == []


@pytest.mark.parametrize(
    ("day", "left", "subject"),
    [
        (13, 7, "Påminnelse"),
        (14, 6, "Påminnelse"),
        (15, 5, "Påminnelse"),
        (16, 4, ""),
        (18, 2, ""),
        (19, 1, "I morgon"),
    ],
)
def test_a_missed_morning_is_made_up_for(meeting_on, registered, day, left, subject):
    registered(meeting_on(20))
    sent = run(day, 16)
    assert [one.split(":")[0] for one in sent] == ([subject] if subject else [])
    if subject == "Påminnelse":
        (letter,) = Email.objects.filter(subject__startswith="Påminnelse")
        assert f"Om {left} dagar" in letter.message


def test_on_the_day_itself_until_it_begins(meeting_on, registered):
    registered(meeting_on(20, start_time=datetime.time(9), part_of_day=""))
    assert run(20, 9) == run(20, 12) == []
    assert run(20, 8, 59) == ["I dag: Träff 2"]


@pytest.mark.parametrize("change", [(28, 3), (31, 10)])
@pytest.mark.parametrize("before", [0, 1, 7])
def test_the_clock_changes(meeting_on, registered, change, before):
    """A meeting a day or a week after the night of the change, or on that day: seven is seven by the clock there."""
    day, month = change
    start = on(day, month) + datetime.timedelta(days=before)
    meeting = meeting_on(start.day, start.month)
    registered(meeting)
    reminded = start - datetime.timedelta(days=7 if before == 7 else 1)
    assert run(reminded.day, 6, 59, month=reminded.month) == []
    assert len(run(reminded.day, 7, month=reminded.month)) == 1
    assert run(reminded.day, 7, 1, month=reminded.month) == []


def test_to_those_who_come_themselves_and_want_letters(meeting_on, registered, room, letters):
    meeting = meeting_on(20)
    none, weekly, away, no, gone = (
        MembershipFactory(room=room, notices=choice)
        for choice in ("none", "weekly", "at_once", "at_once", "at_once")
    )
    registered(meeting, none, weekly, gone)
    with at(1, 12, month=2):
        seat(meeting, away, colleague=Colleague("Kim", "kim@example.org"))
        seat(meeting, no, "no")
    Membership.objects.filter(pk=gone.pk).update(ended_at=moment(2))
    assert len(run(13)) == 2
    assert letters(weekly.user.email)[-1].subject == "Påminnelse: Träff 2"


def test_a_seat_that_is_held_is_reminded_of(meeting_on, member):
    meeting = meeting_on(20)
    with at(10, 12):
        seating.hold_seats(meeting, [member.pk])
    assert run(13) == ["Påminnelse: Träff 2"]
    (letter,) = Email.objects.filter(subject__startswith="Påminnelse")
    assert "En plats hålls åt dig till och med 19 mars 2027." in letter.message


def test_a_meeting_that_moves_is_reminded_of_again(meeting_on, registered, organiser):
    meeting = meeting_on(20)
    registered(meeting)
    assert run(13) == ["Påminnelse: Träff 2"]
    with at(13, 12):
        deciding.move(meeting, by=organiser.user, start_date=on(27))
    assert run(14) == run(19) == []
    assert run(20) == ["Påminnelse: Träff 2"] and run(26) == ["I morgon: Träff 2"]


@pytest.mark.parametrize("change", ["cancel", "unpublish", "reopen"])
def test_nothing_of_a_meeting_that_does_not_take_place(meeting_on, registered, organiser, change):
    meeting = meeting_on(20)
    registered(meeting)
    with at(2, 12):
        if change == "cancel":
            deciding.cancel(meeting, by=organiser.user)
        elif change == "reopen":
            deciding.reopen(meeting, term="autumn", term_year=2027, by=organiser.user)
        else:
            MeetingPage.objects.get(pk=meeting.page_id).unpublish()
    assert run(13) == run(19) == run(21) == []


class TestAfterwards:
    def test_the_next_morning_those_who_were_there_are_asked(self, meeting_on, registered, room):
        meeting = meeting_on(20)
        absent, away, none = MembershipFactory.create_batch(3, room=room)
        Membership.objects.filter(pk=none.pk).update(notices="none")
        registered(meeting, absent, none)
        with at(1, 12, month=2):
            seat(meeting, away, colleague=Colleague("Kim"))
        Registration.objects.filter(membership=absent).update(attended=False)
        RoomMeeting.objects.update(reminded_week=on(20), reminded_day=on(20))
        assert run(20, 23) == run(21, 6, 59) == []
        assert run(21, 7) == ["Hur var träffen? Träff 2"]
        assert run(21, 7, 1) == run(22) == []
        assert meeting.questions.exists()

    def test_of_several_days_after_the_last(self, meeting_on, registered):
        registered(meeting_on(20, end_date=on(22)))
        RoomMeeting.objects.update(reminded_week=on(20), reminded_day=on(20))
        assert run(21) == run(22) == [] and run(23) == ["Hur var träffen? Träff 2"]

    def test_not_where_nobody_is_to_be_asked_or_it_was_long_ago(self, meeting_on, registered):
        unasked, old = meeting_on(20), meeting_on(10, title="Träff 1")
        for meeting in (unasked, old):
            registered(meeting)
        RoomMeeting.objects.update(reminded_week=on(20), reminded_day=on(20))
        RoomMeeting.objects.filter(pk=unasked.pk).update(asks_evaluation=False)
        assert run(21) == [] and not old.questions.exists()

    def test_where_nobody_was_there_no_questions_are_made(self, meeting_on):
        meeting = meeting_on(20)
        assert run(21) == [] and not meeting.questions.exists()


def test_a_seat_that_nobody_confirms_goes_to_whoever_waits(meeting_on, room, member):
    meeting = meeting_on(20, month=4)
    RoomMeeting.objects.filter(pk=meeting.pk).update(seats=1)
    meeting.refresh_from_db()
    waits = MembershipFactory(room=room)
    with at(1, 12):
        seating.hold_seats(meeting, [member.pk])
        seat(meeting, waits)
    assert run(15) == run(16, 6) == []
    assert run(16) == ["Du har fått en plats: Träff 2"]
    assert not Registration.objects.filter(membership=member).exists() and run(16, 7, 1) == run(17) == []


def test_an_error_with_one_meeting_does_not_stop_the_others(meeting_on, registered, monkeypatch, caplog):
    bad, good = meeting_on(20), meeting_on(20, title="Träff 3")
    registered(bad)
    registered(good)
    remind = reminders._remind

    def fail(meeting):
        if meeting.pk == bad.pk:
            raise ZeroDivisionError
        remind(meeting)

    monkeypatch.setattr(reminders, "_remind", fail)
    assert len(run(13)) == 1 and f"meeting {bad.pk}" in caplog.text
    monkeypatch.setattr(reminders, "_remind", remind)
    assert len(run(13, 7, 1)) == 1


def test_it_is_cheap_while_nothing_is_due(meeting_on, registered):
    registered(meeting_on(20))
    for hour, most in ((6, 0), (12, 1)):
        with at(2, hour), CaptureQueriesContext(connection) as context:
            call_command("remind_of_meetings", verbosity=0)
        assert len(context) == most


def test_the_schedule_does_it_every_minute(meeting_on, registered):
    registered(meeting_on(20))
    with at(13, 7):
        call_command("schedule", once=True)
    assert Email.objects.filter(subject="Påminnelse: Träff 2").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_processes_remind_once(meeting_on, registered, room, tmp_path):
    others = MembershipFactory.create_batch(20, room=room)
    registered(meeting_on(20), *others)
    processes = [CommandAt(tmp_path, "remind_of_meetings", moment(13)).start() for _ in range(3)]
    assert [one.wait(120) for one in processes] == [0, 0, 0], processes[0].log.read_text()
    # The children have no worker.
    assert Notice.objects.filter(kind="meeting_reminder").count() == 21
    processes = [CommandAt(tmp_path, "send_notices", moment(13, 7, 1)).start() for _ in range(2)]
    assert [one.wait(120) for one in processes] == [0, 0]
    assert Email.objects.filter(subject="Påminnelse: Träff 2").count() == 21
    assert run(13, 7, 2) == []
