"""How often one may guess and ask for letters. Counted before a password is hashed, in the cache of all processes.

An account has ten guesses an hour for all unknown devices together, however many addresses they come from, and ten
for each device that has signed in to it before: a stranger never takes the owner's. One address (an office) may fail
at many accounts before it waits; only failures count. What counts is what was typed, so an account that does not
exist is treated as one that does.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from samrum.core.email_addresses import mailbox
from samrum.core.verification.address import client_network
from samrum.core.verification.limits import hits

PASSWORD = "password"  # noqa: S105 (the kind of guess that is hashed)
HOUR = 60 * 60  # seconds
GUESSES = 10  # an hour, per account for all unknown devices, and per known device of it
FAILED_ACCOUNTS = 100  # an hour, that one address may fail at from unknown devices
LETTERS, LETTER_TIME = 4, 15 * 60  # per account; the time that a link works, so one of them always does
LETTER_ACCOUNTS = 100  # an hour, that one address may ask letters for
PATIENCE = 10.0  # seconds that a try waits for its turn to be hashed


class TooMany(Exception):
    """No guess is left for this account, or this address has failed at too many."""


class Busy(Exception):
    """So many are signing in that hashing their passwords would stop the site."""


class Lane:
    """At most `at_once` passwords are hashed together in this process, and `waiting` more wait for their turn.

    A hash costs a third of a second of processor time, on purpose. Without a limit a storm of tries takes the whole
    machine, and with endless waiting it takes every thread.
    """

    def __init__(self, at_once: int, waiting: int):
        self._places = threading.BoundedSemaphore(at_once + waiting)
        self._turns = threading.BoundedSemaphore(at_once)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Raises Busy."""
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            if not self._turns.acquire(timeout=PATIENCE):
                raise Busy
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._places.release()


# Strangers never stand before those who come from a device that they have used before.
STRANGERS, ACQUAINTANCES = Lane(1, 5), Lane(2, 5)


@dataclass
class Guess:
    right: bool = False


@contextmanager
def guess(request: HttpRequest, kind: str, account: str, device: str | None) -> Iterator[Guess]:
    """Around one check of what somebody claims to know; set `right` when it was. Raises TooMany or Busy.

    `device` is the known device that asks, None for an unknown one.
    """
    who = digest(account)
    failures = f"{kind}:{digest(client_network(request))}"
    if not device and int(cache.get(f"limit:{failures}") or 0) >= FAILED_ACCOUNTS:
        raise TooMany
    ticket = take(f"{kind}:{who}:{device or 'unknown'}", GUESSES, HOUR)
    if ticket is None:
        raise TooMany
    attempt = Guess()
    try:
        with _lane(device).turn() if kind == PASSWORD else nullcontext():
            yield attempt
    except Busy:
        attempt.right = True  # nothing was guessed
        raise
    finally:
        if attempt.right:
            cache.delete(ticket)
        elif not device and cache.add(f"{failures}:{who}", 1, HOUR):
            hits(failures, HOUR)


def _lane(device: str | None) -> Lane:
    return ACQUAINTANCES if device else STRANGERS


def ticket_for_letter(request: HttpRequest, kind: str, account: str, device: str | None) -> str | None:
    """For one more letter of this kind to the account; None when all are out. Raises TooMany for a nosy address."""
    who = digest(account)
    letters = f"{kind}:{digest(client_network(request))}"
    if not device and cache.add(f"{letters}:{who}", 1, HOUR) and hits(letters, HOUR) > LETTER_ACCOUNTS:
        raise TooMany
    return take(f"{kind}:{who}:{device or 'unknown'}", LETTERS, LETTER_TIME)


@contextmanager
def given_back(ticket: str) -> Iterator[None]:
    """Around what the ticket is for: if it fails, nothing was sent."""
    try:
        yield
    except BaseException:
        cache.delete(ticket)
        raise


def take(name: str, amount: int, seconds: int) -> str | None:
    """One of `amount` tickets, which comes back `seconds` after it was taken; None when all are out.

    `add` is atomic, and in no span of `seconds` are there more than `amount`: a counter that starts anew each hour
    would let twice as many pass around the full hour.
    """
    tickets = [f"ticket:{name}:{number}" for number in range(amount)]
    taken = cache.get_many(tickets)
    return next((one for one in tickets if one not in taken and cache.add(one, 1, seconds)), None)


def digest(text: str) -> str:
    """The cache holds no addresses in clear text; all spellings of a mailbox are one."""
    return salted_hmac("samrum.users.throttling", mailbox(text)).hexdigest()[:32]
