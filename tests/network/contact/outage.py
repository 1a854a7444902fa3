"""Messages are posted while everything around them breaks: SMTP refuses, hangs, answers 4xx and 5xx, and both
the web server and the mail process are killed. Then SMTP comes back."""

import itertools
import re
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import requests
from django.utils import timezone
from post_office.models import STATUS, Email

from samrum.core.verification import stamp
from tests.mail_server import MailServer, free_port
from tests.network.contact.conftest import solved_challenge
from tests.processes import Letters, Web


@dataclass
class Outcome:
    """What visitors were told, and what came of it."""

    acknowledged: set[str] = field(default_factory=set)
    slowest: float = 0.0  # seconds until an answer
    kills_of_the_sender: int = 0
    delivered: list = field(default_factory=list)


class Outage:
    def __init__(self, messages: int, data_dir: Path):
        self.numbers = iter(range(messages))
        self.per_phase = max(1, messages // 5)
        self.outcome = Outcome()
        self.lock = threading.Lock()
        self.mail = MailServer()
        generous = dict.fromkeys(("FORM_LIMIT_CONFIRM", "FORM_LIMIT_REFUSE"), 100_000)
        self.web = Web(data_dir, self.mail.port, free_port(), EMAIL_TIMEOUT=30, **generous)
        self.letters = Letters(data_dir, self.mail.port)

    def run(self) -> Outcome:
        self.web.start()
        self.letters.start()
        try:
            self.wait_for_web()
            self.post()  # SMTP refuses connections
            self.mail.hang()
            self.post()
            self.mail.stop()
            self.mail.answer = lambda receiver: "451 later"
            self.mail.start()
            self.post()
            killer = threading.Timer(0.4, self.kill_web)
            killer.start()
            self.post()
            killer.join()
            self.mail.answer = lambda receiver: "550 no"
            self.post(rest=True)
            self.recover()
        finally:
            self.web.end()
            self.letters.end()
            self.mail.stop()
        return self.outcome

    def post(self, rest: bool = False) -> None:
        numbers = list(self.numbers if rest else itertools.islice(self.numbers, self.per_phase))
        with ThreadPoolExecutor(8) as visitors:
            list(visitors.map(self.post_one, numbers))

    def post_one(self, number: int) -> None:
        """A visitor sends until the site has said thank you, as people do."""
        site = f"http://localhost:{self.web.port}"
        address = f"person-{number}@example.com"
        fields = {
            "name": f"Person {number}",
            "email": address,
            "subject": f"Ärende {number}",
            "message": "{{ 7|add:7 }} {% 50 %}",
            "stamp": stamp.issue(),
        }
        for _ in range(60):
            try:
                challenge = requests.get(f"{site}/sakerhet/utmaning/", timeout=10).json()
                fields["altcha"] = solved_challenge(challenge)
                begun = time.monotonic()
                answer = requests.post(f"{site}/kontakt/skicka/", fields, timeout=10, allow_redirects=False)
            except (requests.RequestException, ValueError):
                time.sleep(0.3)  # the server is dead: the visitor tries again
                continue
            assert answer.status_code == 303, answer.status_code
            with self.lock:
                self.outcome.slowest = max(self.outcome.slowest, time.monotonic() - begun)
                self.outcome.acknowledged.add(address)
            return
        raise AssertionError(f"message {number} was never acknowledged")

    def kill_web(self) -> None:
        self.web.kill()
        self.web.start()

    def recover(self) -> None:
        """SMTP works again; the mail process is killed some times in mid-letter."""
        kills = 0

        def answer(receiver: str) -> str:
            nonlocal kills
            if kills < 3 and len(self.mail.letters) >= 10 * (kills + 1):
                kills += 1
                self.letters.kill()
                threading.Timer(0.01, self.letters.start).start()
            return "250 OK"

        self.mail.answer = answer
        # A test does not wait for the pauses that a refused letter takes.
        Email.objects.exclude(status=STATUS.sent).update(scheduled_time=timezone.now(), status=STATUS.queued)
        deadline = time.monotonic() + 120
        while Email.objects.exclude(status=STATUS.sent).exists():
            assert time.monotonic() < deadline, "letters are left behind"
            time.sleep(0.2)
            Email.objects.filter(status=STATUS.requeued).update(scheduled_time=timezone.now())
        self.outcome.kills_of_the_sender = kills
        self.outcome.delivered = self.mail.letters

    def wait_for_web(self) -> None:
        for _ in range(200):
            try:
                requests.get(f"http://localhost:{self.web.port}/health/", timeout=5)
            except requests.RequestException:
                time.sleep(0.1)
            else:
                return
        raise AssertionError(self.web.log.read_text()[-2000:])


def check(outcome: Outcome, stored: list, notices_to: str) -> None:
    """Every acknowledged message stored once; every letter delivered, repeated at most once per kill."""
    addresses = Counter(message.email for message in stored)
    assert set(addresses) == outcome.acknowledged
    assert set(addresses.values()) == {1}
    receipts = Counter(letter["To"] for letter in outcome.delivered if letter["To"] != notices_to)
    assert set(receipts) == outcome.acknowledged
    notices = [letter for letter in outcome.delivered if letter["To"] == notices_to]
    written = Counter(re.search(r"person-\d+@", letter["Reply-To"]).group() for letter in notices)
    assert len(written) == len(outcome.acknowledged)
    copies = Counter(letter["Message-ID"] for letter in outcome.delivered)
    assert len(copies) == 2 * len(outcome.acknowledged)
    assert sum(copies.values()) - len(copies) <= outcome.kills_of_the_sender
    assert all(
        "{{ 7|add:7 }} {% 50 %}" in part.get_content() for letter in notices for part in letter.iter_parts()
    )
