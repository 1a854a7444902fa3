"""Thousands of letters that nobody takes lie before the one that somebody waits for, and the process is killed."""

import itertools
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.test import Client
from post_office.models import PRIORITY, STATUS, Email

from tests.factories import UserFactory
from tests.mail_server import MailServer
from tests.processes import Letters

UNBUILDABLE = ("{}@kommun.se\u202c", "=?utf-8?q?y{}=0d=0a?=@kommun.se", "{}@kommun.se, @", "{}\r\n@kommun.se")


@dataclass
class Flood:
    """How many letters of each kind, and how often the process is killed in mid-letter."""

    data_dir: Path
    bad: int  # refused for good, and as many that cannot be built, and a tenth as many that are put off
    ordinary: int
    kills: int
    waited: list[float] = field(default_factory=list)  # seconds until a letter that was asked for had left
    killed: int = 0

    def __post_init__(self) -> None:
        self.server = MailServer()
        self.server.answer_rcpt = self.answer
        self.process = Letters(self.data_dir, self.server.port)
        self.kill_at = iter(range(self.bad // 2, 10**9, max(1, self.ordinary // (self.kills + 1))))
        self.next_kill = next(self.kill_at)
        self.members = itertools.count()

    def run(self) -> None:
        queue((f"refused{n}@kommun.se" for n in range(self.bad)), priority=PRIORITY.medium)
        queue(UNBUILDABLE[n % len(UNBUILDABLE)].format(n) for n in range(self.bad))
        queue((f"later{n}@slow{n % 20}.example" for n in range(self.bad // 10)), priority=PRIORITY.medium)
        queue(f"ordinary{n}@example.org" for n in range(self.ordinary))
        self.server.start()
        self.process.start()
        try:
            self.ask()
            while self.killed < self.kills:
                before = self.killed
                wait_until(lambda: self.killed > before, 300)  # noqa: B023
                self.ask()
            waiting = Email.objects.filter(status__in=[STATUS.queued, STATUS.requeued])
            wait_until(lambda: not waiting.exclude(to__startswith="later").exists(), 600)
        finally:
            self.process.end()
            self.server.stop()

    def ask(self) -> None:
        """Somebody asks for a link to sign in, and waits."""
        address = f"member{next(self.members)}@example.org"
        UserFactory(email=address)
        begun = time.monotonic()
        Client().post("/konto/lank/", {"email": address})
        wait_until(lambda: self.server.to(address), 60, pause=0.01)
        self.waited.append(time.monotonic() - begun)

    def answer(self, receiver: str) -> str:
        if self.killed < self.kills and len(self.server.tried) >= self.next_kill and "member" not in receiver:
            self.killed += 1
            self.next_kill = next(self.kill_at)
            self.process.kill()
            threading.Thread(target=self.process.start).start()
        if receiver.startswith("refused"):
            return "550 5.1.1 no such person"
        return "451 4.7.1 later" if receiver.startswith("later") else "250 OK"

    def check(self) -> None:
        """Nothing lost, nothing repeated but by a kill, and what ended says so."""
        ended = set(Email.objects.filter(status=STATUS.failed).values_list("pk", flat=True))
        sent = Email.objects.filter(status=STATUS.sent)
        assert len(ended) == 2 * self.bad
        assert sent.count() == self.ordinary + len(self.waited)
        copies = Counter(letter["Message-ID"] for letter in self.server.letters)
        assert set(copies) == set(sent.values_list("message_id", flat=True))
        assert sum(copies.values()) - len(copies) <= self.killed == self.kills
        tries = Counter(receiver for receiver in self.server.tried if receiver.startswith("refused"))
        assert len(tries) == self.bad and sum(tries.values()) <= self.bad + self.killed
        put_off = Email.objects.filter(to__startswith="later")
        assert set(put_off.values_list("status", flat=True)) <= {STATUS.requeued}


def queue(receivers: Iterable[str], priority: int = PRIORITY.low) -> None:
    Email.objects.bulk_create(
        (
            Email(
                from_email="samrum@example.org",
                to=[receiver],
                subject="Hej",
                message="Hej",
                status=STATUS.queued,
                priority=priority,
                message_id=f"<{priority}-{number}-{receiver.partition('@')[0]}@samrum.example.org>",
            )
            for number, receiver in enumerate(receivers)
        ),
        batch_size=1000,
    )


def wait_until(condition: Callable[[], object], seconds: float, pause: float = 0.1) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(pause)
