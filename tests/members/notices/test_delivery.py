"""What is told becomes letters: for whom, in which language, and once."""

import datetime
import re

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import STATUS, Email

from members.meetings.notice_kinds import KINDS, messages
from members.models import Membership
from members.notices import delivery
from members.notices.models import Notice
from members.notices.outbox import tell
from tests.members.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def chooses(membership, notices: str) -> Membership:
    Membership.objects.filter(pk=membership.pk).update(notices=notices)
    membership.refresh_from_db()
    return membership


def subjects(letters, membership) -> list[str]:
    return [letter.subject for letter in letters(membership.user.email)]


def test_who_wants_them_at_once_has_them_at_once(tell_of, member, letters):
    tell_of("Hej", member)
    assert subjects(letters, member) == ["Hej"] and not Notice.objects.exists()


@pytest.mark.parametrize("choice", ["daily", "weekly"])
def test_what_is_gathered_waits_and_what_always_reaches_does_not(tell_of, member, letters, choice):
    chooses(member, choice)
    tell_of("Väntar", member)
    tell_of("Genast", member, always=True)
    assert subjects(letters, member) == ["Genast"]
    assert Notice.objects.get().membership == member


def test_who_wants_none_gets_what_always_reaches_alone(tell_of, member, letters):
    chooses(member, "none")
    tell_of("Nej", member)
    tell_of("Ja", member, always=True)
    assert subjects(letters, member) == ["Ja"] and not Notice.objects.exists()


def test_nobody_who_has_left_is_only_invited_or_has_no_account(tell_of, room, letters):
    gone = [
        MembershipFactory(room=room, ended=True),
        MembershipFactory(room=room, invited=True),
        MembershipFactory(room=room, user__is_active=False),
    ]
    tell_of("Hej", *gone, always=True)
    assert not Email.objects.exists() and not Notice.objects.exists()


def test_who_leaves_before_the_letter_is_written_gets_none(tell_of, member, no_worker, letters):
    tell_of("Hej", member, always=True)
    Membership.objects.filter(pk=member.pk).update(ended_at=timezone.now())
    call_command("send_notices", verbosity=0)
    assert not Email.objects.exists() and not Notice.objects.exists()


def test_each_in_the_language_of_the_account(tell_of, room, letters):
    swede, briton = MembershipFactory(room=room), MembershipFactory(room=room, user__language="en")
    tell_of("Hej", swede, briton)
    assert "har skrivit det här brevet" in letters(swede.user.email)[0].message
    assert "has written this letter" in letters(briton.user.email)[0].message


def test_what_is_gone_is_not_told_of(tell_of, member, no_worker, letters):
    tell_of("Hej", member).delete()
    call_command("send_notices", verbosity=0)
    assert not Email.objects.exists() and not Notice.objects.exists()


def test_what_is_told_twice_before_the_letter_is_one_letter(tell_of, member, no_worker, letters):
    message = tell_of("Hej", member)
    tell("organiser_message", message.pk, [member.pk, member.pk])
    assert Notice.objects.count() == 1
    call_command("send_notices", verbosity=0)
    assert subjects(letters, member) == ["Hej"]


class TestBadNotices:
    """One that cannot be told waits for a day; the others go on."""

    @pytest.fixture
    def others(self, room, tell_of, no_worker):
        """More than a bunch after the bad ones."""
        people = MembershipFactory.create_batch(60, room=room)
        return lambda: tell_of("Till de andra", *people)

    def test_of_a_kind_that_nobody_knows(self, member, organiser, others, letters, caplog):
        rows = [Notice(membership=member, kind="of_tomorrow", subject_id=number) for number in range(60)]
        Notice.objects.bulk_create(rows)
        others()
        call_command("send_notices", verbosity=0)
        assert Email.objects.filter(subject="Till de andra").count() == 60
        assert Notice.objects.filter(kind="of_tomorrow").count() == 60
        assert caplog.text.count("Notices of kind of_tomorrow") == 2  # once for each bunch
        with time_machine.travel(timezone.now() + datetime.timedelta(days=1, minutes=1)):
            call_command("send_notices", verbosity=0)
        assert not Notice.objects.exists() and "60 are dropped" not in caplog.text

    @pytest.mark.parametrize("part", ["find", "letters"])
    def test_an_error_in_a_kind(self, tell_of, member, room, no_worker, letters, monkeypatch, part):
        broken = tell_of("Trasig", member)
        whole = tell_of("Hel", member)
        called = messages.written

        def fail(message, membership):
            if message.pk == broken.pk:
                raise ZeroDivisionError
            return called(message, membership)

        kind = next(kind for kind in KINDS if kind.name == "organiser_message")
        before = getattr(kind, part)
        failing = {"letters": fail, "find": lambda keys: 1 / 0}[part]
        object.__setattr__(kind, part, failing)
        try:
            call_command("send_notices", verbosity=0)
        finally:
            object.__setattr__(kind, part, before)
        waiting = {"letters": {broken.pk}, "find": {broken.pk, whole.pk}}[part]
        assert set(Notice.objects.values_list("subject_id", flat=True)) == waiting
        call_command("send_notices", verbosity=0)
        assert sorted(subjects(letters, member)) == ["Hel", "Trasig"]

    def test_an_error_after_the_first_of_two_letters_takes_that_back(
        self, tell_of, member, no_worker, letters, monkeypatch
    ):
        tell_of("Hej", member)
        send, count = delivery.send, []

        def fail_once(*args):
            send(*args)
            count.append(args)
            if len(count) == 1:
                raise ZeroDivisionError

        monkeypatch.setattr(delivery, "send", fail_once)
        call_command("send_notices", verbosity=0)
        assert not Email.objects.exists()
        call_command("send_notices", verbosity=0)
        assert subjects(letters, member) == ["Hej"]

    def test_an_address_that_cannot_be_mailed(self, tell_of, room, no_worker, letters, caplog):
        bad, good = MembershipFactory(room=room, user__email="ingen adress"), MembershipFactory(room=room)
        tell_of("Hej", bad, good)
        call_command("send_notices", verbosity=0)
        assert subjects(letters, good) == ["Hej"]
        # It is not tried, but organisers see that it did not arrive.
        (kept,) = Email.objects.exclude(to=good.user.email)
        assert kept.status == STATUS.failed and kept.logs.get().exception_type == "cannot_be_built"
        assert list(Membership.objects.unreached()) == [bad]
        assert not Notice.objects.exists()
        assert "cannot be mailed" in caplog.text and "ingen adress" not in caplog.text


def test_three_hundred_cost_the_same_for_each(tell_of, room, no_worker):
    people = MembershipFactory.create_batch(40, room=room)

    def queries(count: int) -> int:
        tell_of("Hej", *people[:count])
        with CaptureQueriesContext(connection) as context:
            call_command("send_notices", verbosity=0)
        return len(context)

    queries(1)  # what is asked once in a process
    few, many = queries(10), queries(40)
    assert (many - few) % 30 == 0
    assert (many - few) // 30 <= 10


def test_telling_five_hundred_is_a_few_statements(room, tell_of, no_worker, django_assert_max_num_queries):
    people = Membership.objects.bulk_create(
        Membership(room=room, user=one.user, ended_at=timezone.now())
        for one in MembershipFactory.create_batch(3, room=room)
        for _ in range(160)
    )
    with django_assert_max_num_queries(8):
        tell_of("Hej", *people)
    assert Notice.objects.count() == 480


def test_the_letter_has_the_way_out(tell_of, member, letters):
    tell_of("Hej", member)
    headers = letters(member.user.email)[0].headers
    assert re.fullmatch(r"<http://testserver/rum/brev/[^/ ]+/>", headers["List-Unsubscribe"])
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
