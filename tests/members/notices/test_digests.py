"""Letters that gather: at seven in the morning Swedish time, each day or on Mondays; a missed morning is made up for."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from post_office.models import STATUS, Email

from members.models import Membership
from members.notices import delivery, digests
from members.notices.models import Notice
from tests.members.factories import MembershipFactory

pytestmark = pytest.mark.django_db
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> time_machine.travel:
    """In March 2027 the first is a Monday; summer time begins on the 28th, a Sunday."""
    moment = datetime.datetime(2027, month, day, hour, minute, tzinfo=STOCKHOLM)
    return time_machine.travel(moment, tick=False)


def gathering(room, notices: str, **fields) -> Membership:
    return MembershipFactory(room=room, notices=notices, **fields)


def sent_at(day: int, hour: int, minute: int = 0, month: int = 3) -> int:
    """How many letters one round of the schedule queues then."""
    queued = Email.objects.filter(status=STATUS.queued)
    before = queued.count()
    with at(day, hour, minute, month):
        call_command("send_notices", verbosity=0)
    return queued.count() - before


def test_daily_is_at_seven_and_once(room, tell_of, letters):
    member = gathering(room, "daily")
    with at(2, 9):
        tell_of("Först", member)
    with at(2, 15):
        tell_of("Sedan", member)
    assert sent_at(2, 23, 59) == sent_at(3, 0, 1) == sent_at(3, 6, 59) == 0
    assert sent_at(3, 7) == 1
    (letter,) = letters(member.user.email)
    assert letter.subject == f"Nytt i {room.network.title}"
    lines = [line for line in letter.message.splitlines() if line.startswith("- ")]
    assert lines == ["- Först: http://testserver/rum/trygga/", "- Sedan: http://testserver/rum/trygga/"]
    assert sent_at(3, 7, 1) == sent_at(4, 7) == 0


def test_what_comes_after_seven_waits_for_the_next_morning(room, tell_of):
    member = gathering(room, "daily")
    with at(2, 6):
        tell_of("Före", member)
    assert sent_at(2, 7) == 1
    with at(2, 7, 30):
        tell_of("Efter", member)
    assert sent_at(2, 8) == sent_at(3, 6, 59) == 0
    assert sent_at(3, 7) == 1


def test_weekly_is_on_mondays(room, tell_of):
    member = gathering(room, "weekly")
    with at(2, 9):
        tell_of("Hej", member)
    assert [sent_at(day, 7) for day in (3, 4, 5, 6, 7)] == [0] * 5
    assert sent_at(8, 6, 59) == 0 and sent_at(8, 7) == 1 and sent_at(15, 7) == 0


def test_a_missed_morning_is_made_up_for(room, tell_of):
    daily, weekly = gathering(room, "daily"), gathering(room, "weekly")
    with at(4, 9):
        tell_of("Hej", daily, weekly)
    # The schedule stood still until Wednesday afternoon of the next week.
    assert sent_at(10, 16) == 2 and sent_at(10, 16, 1) == 0
    with at(10, 17):
        tell_of("Mer", daily, weekly)
    assert sent_at(11, 7) == 1 and sent_at(15, 7) == 1


@pytest.mark.parametrize(("day", "month"), [(28, 3), (31, 10)])
def test_seven_is_seven_on_the_days_when_the_clock_changes(room, tell_of, day, month):
    member = gathering(room, "daily")
    with at(day - 1, 9, month=month):
        tell_of("Hej", member)
    assert sent_at(day, 6, 59, month) == 0 and sent_at(day, 7, 0, month) == 1


def test_a_choice_that_is_changed_holds_for_what_waits(room, tell_of, letters):
    sooner, none = gathering(room, "weekly"), gathering(room, "weekly")
    with at(2, 9):
        tell_of("Hej", sooner, none)
    Membership.objects.filter(pk=sooner.pk).update(notices="at_once")
    Membership.objects.filter(pk=none.pk).update(notices="none")
    assert sent_at(2, 10) == 1
    assert [letter.subject for letter in letters(sooner.user.email)] == ["Hej"]
    assert not Notice.objects.exists()


def test_two_rooms_are_two_letters(room, tell_of, letters):
    member, other = gathering(room, "daily"), gathering(room, "daily")
    with at(2, 9):
        tell_of("Hej", member, other)
    assert sent_at(3, 7) == 2


def test_nobody_who_has_left_or_has_no_account(room, tell_of):
    gone, closed = gathering(room, "daily"), gathering(room, "weekly")
    with at(2, 9):
        tell_of("Hej", gone, closed)
    Membership.objects.filter(pk=gone.pk).update(ended_at="2027-03-02T12:00Z")
    closed.user.is_active = False
    closed.user.save()
    assert sent_at(3, 7) == sent_at(8, 7) == 0
    assert not Notice.objects.exists()


def test_in_the_language_of_the_account_and_as_it_was_written(room, tell_of, letters):
    member = gathering(room, "daily", user__language="en")
    with at(2, 9):
        tell_of("Å & <b> {{ 7 }}", member)
    sent_at(3, 7)
    (letter,) = letters(member.user.email)
    assert letter.subject.startswith("What is new in") and "This has happened in" in letter.message
    assert "- Å & <b> {{ 7 }}: " in letter.email_message().body
    assert letter.headers["List-Unsubscribe"].startswith("<http://testserver/rum/brev/")


def test_nothing_is_sent_where_all_of_it_is_gone(room, tell_of):
    member = gathering(room, "daily")
    with at(2, 9):
        tell_of("Hej", member).delete()
    assert sent_at(3, 7) == 0 and not Notice.objects.exists()


class TestBadNotices:
    def test_one_that_cannot_be_told_is_left_out_and_dropped_in_time(self, room, tell_of, letters, caplog):
        member = gathering(room, "weekly")
        with at(2, 9):
            tell_of("Hej", member)
            Notice.objects.create(membership=member, kind="of_tomorrow", subject_id=1)
        assert sent_at(8, 7) == 1 and Notice.objects.get().kind == "of_tomorrow"
        assert sent_at(8, 7, 1) == 0 and caplog.text.count("Notices of kind of_tomorrow") == 1
        assert sent_at(15, 7) == 0 and not Notice.objects.exists()
        assert "0 wait, 1 are dropped" in caplog.text

    def test_an_address_that_cannot_be_mailed(self, room, tell_of, letters):
        bad, good = gathering(room, "daily", user__email="ingen adress"), gathering(room, "daily")
        with at(2, 9):
            tell_of("Hej", bad, good)
        assert sent_at(3, 7) == 1 and len(letters(good.user.email)) == 1
        assert not Notice.objects.exists() and list(Membership.objects.unreached()) == [bad]

    def test_a_letter_that_cannot_be_written_waits_and_the_others_go(self, room, tell_of, monkeypatch):
        bad, good = gathering(room, "daily"), gathering(room, "daily")
        with at(2, 9):
            tell_of("Hej", bad, good)
        send = delivery.send

        def fail(name, letter, membership):
            if membership == bad:
                raise ZeroDivisionError
            send(name, letter, membership)

        monkeypatch.setattr(digests.delivery, "send", fail)
        assert sent_at(3, 7) == 1
        monkeypatch.setattr(digests.delivery, "send", send)
        assert sent_at(3, 7, 1) == 1 and not Notice.objects.exists()
