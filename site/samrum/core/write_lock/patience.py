"""How long whoever asks the database waits for others who write. The database backends read it here.

A request waits for a while and answers then; commands and the worker wait as long as it takes: nobody stands there
looking, and a task that fails is not repeated.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Patience:
    """In seconds. None: endless."""

    stuck: float | None = None  # while nobody else gets any further
    total: float | None = None  # in a line that moves
    is_reading: bool = (
        False  # the request may only read (GET, HEAD): what it writes besides is no matter of life
    )
    defers: bool = False  # transactions take the lock when they write, not when they begin


ENDLESS = Patience()
READING = Patience(stuck=1, total=1, is_reading=True)
WRITING = Patience(stuck=5, total=10)
# For those who come when many wait already: the other threads are needed for the readers.
LATECOMER = Patience(stuck=1, total=10)
MOMENT = 0.15  # seconds, for what can as well be written later

_current: ContextVar[Patience] = ContextVar("patience", default=ENDLESS)


def current() -> Patience:
    return _current.get()


def is_reading() -> bool:
    return current().is_reading


@contextmanager
def having(patience: Patience) -> Iterator[None]:
    token = _current.set(patience)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def for_a_moment() -> Iterator[None]:
    with having(replace(current(), stuck=MOMENT, total=MOMENT, defers=False)):
        yield


@contextmanager
def deferring() -> Iterator[None]:
    """On SQLite transactions begin as readers. One that writes after it has read may then find that others were first."""
    with having(replace(current(), defers=True)):
        yield
