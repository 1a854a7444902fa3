"""Sends the queued letters, one after the other, for as long as it is left running.

A letter's row says "sent" before the next is begun. A process that is killed in mid-letter therefore repeats that letter
alone, under the same Message-ID. Before each letter the queue is asked anew, so that an urgent one waits for one other
at most. Only a mail server that is away stops the work, and then no letter loses a try.
"""

import fcntl
import logging
import smtplib
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from django.db import Error as DatabaseTrouble
from django.db import close_old_connections, connection
from post_office.models import Email

from .mail import queue
from .mail.answers import Fault, fault_of
from .mail.transport import AttachmentAway, BrokenOff, ServerAway, Transport
from .smtp import CannotBeBuilt

logger = logging.getLogger(__name__)

LONGEST_WAIT = 30.0  # seconds between two knocks at a server that is down
# A letter that breaks the connection may be to blame itself; when the next one does it too, it is the server.
BREAKS_IN_A_ROW = 2
LEFT_ALONE = 50  # letters that broke off before, which are not the first to be tried when the server is back
ADOPTED_EVERY = 50  # letters


class MailLoop:
    """`stop` ends the loop after the letter that is being sent. `interval` is in seconds."""

    def __init__(self, stop: threading.Event, interval: float = 2.0):
        self.stop = stop
        self.interval = interval
        self._owed: Callable[[], None] | None = None
        self._left_alone: list[int] = []

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
        """Send what is due now; return how many letters went out. Raises ServerAway, and what the database raises."""
        taken = sent = 0
        broken: list[tuple[Email, BrokenOff]] = []
        with closing(Transport()) as transport:
            while not self.stop.is_set() and len(broken) < BREAKS_IN_A_ROW:
                self._settle()
                if taken % ADOPTED_EVERY == 0:
                    queue.adopt()
                letter = self._next(besides={letter.pk for letter, _error in broken})
                if letter is None:
                    break
                taken += 1
                try:
                    transport.send(letter)
                except BrokenOff as error:
                    broken.append((letter, error))
                    continue
                except (ServerAway, DatabaseTrouble):
                    raise
                except Exception as error:
                    note(letter, error)
                    if isinstance(error, CannotBeBuilt | AttachmentAway):
                        continue  # the server was not asked
                else:
                    sent += 1
                    self._owed = partial(queue.sent, letter)
                    self._settle()
                # The server is well: those that broke off before were to blame.
                for culprit, trouble in broken:
                    queue.put_off(culprit, trouble, by_domain=False)
                broken.clear()
                self._left_alone.clear()
        if broken:
            self._left_alone = [*self._left_alone, *(letter.pk for letter, _error in broken)][-LEFT_ALONE:]
            raise ServerAway(str(broken[-1][1]))
        return sent

    def _next(self, besides: set[int]) -> Email | None:
        """Not first one of those with which the server broke off the last time."""
        if self._left_alone:
            if letter := queue.next_due(besides | set(self._left_alone)):
                return letter
            self._left_alone.clear()
        return queue.next_due(besides)

    def _settle(self) -> None:
        """A letter that is gone and whose row does not say so, since the database was away, must not go again."""
        if self._owed:
            self._owed()
            self._owed = None


def note(letter: Email, error: Exception) -> None:
    """What becomes of a letter that was not taken."""
    if fault_of(error) is Fault.FOR_GOOD:
        logger.warning("Letter %s has ended: %s", letter.pk, type(error).__name__)
        queue.ended(letter, error)
        return
    logger.info("Letter %s waits: %s", letter.pk, type(error).__name__)
    queue.put_off(letter, error, by_domain=isinstance(error, smtplib.SMTPException))


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
