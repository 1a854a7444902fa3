"""Real processes: two that deliver at once, and one that is killed in the middle. None is lost, none is queued twice."""

import datetime
import random
import threading
import time
from collections import Counter
from functools import partial

import pytest
import time_machine
from post_office.models import Email

from members.notices import delivery
from members.notices.models import Notice
from members.notices.outbox import tell
from tests.at_once import at_once
from tests.members.factories import MembershipFactory
from tests.processes import CommandAt

pytestmark = pytest.mark.django_db(transaction=True)

TOLD = datetime.datetime(2027, 3, 2, 9, tzinfo=datetime.UTC)
NEXT_MORNING = datetime.datetime(2027, 3, 3, 6, 30, tzinfo=datetime.UTC)
PEOPLE = 120


@pytest.fixture
def expected(room, tell_of, no_worker) -> Counter:
    """How many letters each address is to have. Every third has them gathered."""
    people = [
        MembershipFactory(room=room, notices="at_once" if number % 3 else "daily") for number in range(PEOPLE)
    ]
    with time_machine.travel(TOLD):
        tell_of("Ett", *people)
        tell_of("Två", *people)
    return Counter({one.user.email: 2 if one.notices == "at_once" else 1 for one in people})


def queued() -> Counter:
    return Counter(address for letter in Email.objects.all() for address in letter.to)


def test_two_at_once_never_double_a_letter(expected, tmp_path):
    processes = [CommandAt(tmp_path, "send_notices", NEXT_MORNING).start() for _ in range(2)]
    assert [one.wait(120) for one in processes] == [0, 0], processes[0].log.read_text()
    assert queued() == expected and not Notice.objects.exists()


def test_killed_in_the_middle(expected, tmp_path):
    kills = 0
    while kills < 3 and Notice.objects.exists():
        before = Email.objects.count()
        process = CommandAt(tmp_path, "send_notices", NEXT_MORNING).start()
        deadline = time.monotonic() + 60
        while process.process.is_alive() and Email.objects.count() == before:
            assert time.monotonic() < deadline, process.log.read_text()
            time.sleep(0.01)
        time.sleep(random.uniform(0, 0.3))
        process.kill()
        kills += 1
    last = CommandAt(tmp_path, "send_notices", NEXT_MORNING).start()
    assert last.wait(120) == 0, last.log.read_text()
    assert queued() == expected and not Notice.objects.exists()


def test_what_is_told_again_while_it_is_delivered_is_told_again(
    room, member, tell_of, no_worker, monkeypatch
):
    """The letter under way says what was true before; it must not swallow the news."""
    message = tell_of("Hej", member)
    delivering, send = threading.Event(), delivery.send

    def send_slowly(*args) -> None:
        delivering.set()
        time.sleep(0.5)
        send(*args)

    def tell_again() -> None:
        assert delivering.wait(30)
        tell("organiser_message", message.pk, [member.pk])

    monkeypatch.setattr(delivery, "send", send_slowly)
    assert at_once(partial(delivery.deliver_bunch, 0), tell_again) == [None, None]
    assert Email.objects.count() == 1 and Notice.objects.count() == 1
