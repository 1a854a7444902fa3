"""A date is decided for three hundred, and the worker and the mail process are killed on the way: each gets the letter,
at most one repeat for each kill, under the same Message-ID."""

import time
from collections import defaultdict
from collections.abc import Callable

import pytest
from django.utils import timezone

from members.meetings import deciding
from members.meetings.models import DateAnswer
from members.models import Membership
from members.notices.models import Notice
from samrum.users.models import User
from tests.mail_server import MailServer
from tests.processes import CommandAt, Letters

from .factories import propose

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 300
PATIENCE = 180  # seconds: the machine may be busy


def wait_until(happened: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


@pytest.fixture
def server():
    server = MailServer().start()
    yield server
    server.stop()


@pytest.fixture
def people(room, organiser) -> list[Membership]:
    users = User.objects.bulk_create(
        User(email=f"trehundra-{number}@example.org", password="!") for number in range(PEOPLE)
    )
    return Membership.objects.bulk_create(
        Membership(room=room, user=user, joined_at=timezone.now()) for user in users
    )


def test_each_of_three_hundred_gets_the_letter(
    undecided, organiser, people, server, waiting_worker, tmp_path
):
    (proposal,) = propose(undecided, 40)
    DateAnswer.objects.bulk_create(
        DateAnswer(proposal=proposal, membership=place, answer="yes") for place in people[:100]
    )
    deciding.decide(undecided, proposal, by=organiser.user)
    assert Notice.objects.count() == PEOPLE + 1  # the organiser is told too
    # The worker is killed in the middle; the next round of the schedule goes on.
    killed = CommandAt(tmp_path, "send_notices", timezone.now()).start()
    wait_until(lambda: Notice.objects.count() <= PEOPLE - 50, "the worker does not begin")
    killed.kill()
    last = CommandAt(tmp_path, "send_notices", timezone.now()).start()
    assert last.wait(PATIENCE) == 0, last.log.read_text()
    assert not Notice.objects.exists()
    # So is the process that sends.
    kills = 2
    for number in range(1, kills + 1):
        sending = Letters(tmp_path, server.port).start()
        wait_until(lambda number=number: len(server.letters) >= 80 * number, sending.log.read_text())
        sending.kill()
    sending = Letters(tmp_path, server.port).start()
    wait_until(lambda: len({letter["To"] for letter in server.letters}) == PEOPLE + 1, "letters are missing")
    sending.end()
    ids = defaultdict(list)
    for letter in server.letters:
        ids[letter["To"]].append(letter["Message-ID"])
    assert set(ids) >= {place.user.email for place in people}
    assert all(len(set(found)) == 1 for found in ids.values())
    assert len(server.letters) <= PEOPLE + 1 + kills
