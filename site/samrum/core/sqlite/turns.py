"""The line of those who want to write to one SQLite database: a lock of the kernel's, waited for with an end.

The kernel's lock (flock) is for processes; it wakes those who wait in their order, and a killed process lets go of it.
It cannot be waited for with a limit, so each process has one thread that stands in that line while anybody in the
process waits, and hands the turn to whoever has waited longest.
"""

import fcntl
import os
import threading
import time
from collections import deque

from samrum.core.write_lock.patience import Patience


class Waiter:
    def __init__(self) -> None:
        self.called = threading.Event()
        self.turn: int | None = None


class Line:
    """One process' part of the line for the lock in the file at `path`. A turn is an open file; closing it ends it."""

    def __init__(self, path: str):
        self.path = path
        self._guard = threading.Lock()
        self._waiting: deque[Waiter] = deque()
        self._runner: threading.Thread | None = None
        self._moved = 0.0  # time.monotonic() when somebody with a turn last could write

    def take(self, patience: Patience) -> int | None:
        """None when there was no turn in time."""
        with self._guard:
            if not self._waiting and (turn := self._open(fcntl.LOCK_EX | fcntl.LOCK_NB)) is not None:
                return turn
            waiter = Waiter()
            self._waiting.append(waiter)
            # After a fork the thread is the parent's.
            if self._runner is None or not self._runner.is_alive():
                self._runner = threading.Thread(target=self._stand_in_line, name="turn", daemon=True)
                self._runner.start()
        began = time.monotonic()
        while not waiter.called.wait(self._left(began, patience)):
            with self._guard:
                left = self._left(began, patience)
                if waiter.turn is None and left is not None and left <= 0:
                    self._waiting.remove(waiter)
                    return None
        return waiter.turn

    def has_moved(self) -> None:
        """Told by whoever has a turn and could begin: those behind may wait anew."""
        self._moved = time.monotonic()

    def _left(self, began: float, patience: Patience) -> float | None:
        """Seconds until `patience` ends, as things are now."""
        if patience.stuck is None or patience.total is None:
            return None
        ends = min(max(began, self._moved) + patience.stuck, began + patience.total)
        return max(0.0, ends - time.monotonic())

    def _stand_in_line(self) -> None:
        while True:
            turn = self._open(fcntl.LOCK_EX)
            with self._guard:
                if not self._waiting:
                    os.close(turn)  # type: ignore[arg-type]
                    self._runner = None
                    return
                waiter = self._waiting.popleft()
                waiter.turn = turn
                waiter.called.set()
                if not self._waiting:
                    self._runner = None
                    return

    def _open(self, how: int) -> int | None:
        turn = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(turn, how)
        except BlockingIOError:
            os.close(turn)
            return None
        return turn


_lines: dict[str, Line] = {}


def line_of(path: str) -> Line:
    return _lines.setdefault(path, Line(path))
