"""Sends the queued letters, one after the other, for as long as it is left running.

post_office does the sending: one letter at a time (BATCH_SIZE 1), whose row says "sent" before the next is
begun. A process that is killed in mid-letter therefore repeats that letter alone, under the same Message-ID.
What is added here is patience: while the mail server does not answer no letter is tried at all, and one that
is refused waits longer each time.
"""

import datetime
import fcntl
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends import smtp
from django.db import close_old_connections, connection
from django.utils import timezone
from post_office.mail import get_queued, send_queued
from post_office.models import STATUS, Email
from post_office.settings import get_backend

logger = logging.getLogger(__name__)

FIRST_PAUSE = datetime.timedelta(seconds=10)  # before a refused letter is tried again; doubled each time
LONGEST_WAIT = 30.0  # seconds between two knocks at a server that is down
# So many letters refused in a row are the server's fault, not the letters': leave the others alone for a
# while.
REFUSALS_IN_A_ROW = 3


class ServerIsAiling(Exception):
    """The mail server refuses one letter after the other."""


class MailLoop:
    """`stop` ends the loop after the letter that is being sent. `interval` is in seconds."""

    def __init__(self, stop: threading.Event, interval: float = 2.0):
        self.stop = stop
        self.interval = interval

    def run(self) -> None:
        wait = self.interval
        while not self.stop.is_set():
            try:
                close_old_connections()
                self.send_due()
            except Exception as error:
                # Mail server or database: both come back. Said once, not at every knock.
                log = logger.warning if wait == self.interval else logger.debug
                log("Letters wait: %s: %s", type(error).__name__, error)
                connection.close()
                wait = min(wait * 2, max(LONGEST_WAIT, self.interval))
            else:
                if wait != self.interval:
                    logger.warning("Letters are sent again")
                wait = self.interval
            self.stop.wait(wait)

    def send_due(self) -> int:
        """Send what is due now; return how many letters went out. Raises what server and database raise."""
        sent = refusals = 0
        while not self.stop.is_set() and get_queued().exists():
            if not sent or refusals:
                knock()
            begun = timezone.now()
            done, _failed, requeued = send_queued()
            sent += done
            refusals = 0 if done else refusals + 1
            if requeued:
                postpone(since=begun)
            if refusals >= REFUSALS_IN_A_ROW:
                raise ServerIsAiling(f"{refusals} letters in a row were refused")
        return sent


def knock() -> None:
    """Raise OSError or SMTPException if the mail server does not let us in; then no letter loses a try."""
    server = get_connection(get_backend())
    if isinstance(server, smtp.EmailBackend):
        try:
            server.open()
        finally:
            server.close()


def postpone(since: datetime.datetime) -> None:
    """Let each letter that was refused after `since` wait twice as long as the last time, an hour at most."""
    longest: datetime.timedelta = settings.POST_OFFICE["RETRY_INTERVAL"]
    for letter in Email.objects.filter(status=STATUS.requeued, last_updated__gte=since):
        pause = min(FIRST_PAUSE * 2 ** min((letter.number_of_retries or 1) - 1, 20), longest)
        Email.objects.filter(pk=letter.pk).update(scheduled_time=timezone.now() + pause)


@contextmanager
def only_one(path: Path, stop: threading.Event) -> Iterator[bool]:
    """Hold the lock of the one sending process; waits for it until `stop`, and yields whether it was given.

    The kernel's lock, gone with its process: post_office's lock file keeps the number of a killed process,
    and in a container the next process often has the same number and then waits for itself for ever.
    """
    with path.open("w") as file:
        while not stop.is_set():
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                logger.info("Another process sends letters: waiting for it to end")
                stop.wait(1.0)
            else:
                yield True
                return
        yield False
