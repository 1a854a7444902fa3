"""Writers wait in line for SQLite instead of knocking, and no longer than the request has patience.

SQLite lets a writer that finds the database busy try again after a while (up to a tenth of a second, for `timeout` at
most). Whoever comes at the right moment is first: while eight threads write without a pause, one of them may be unlucky
for twenty seconds and fails with "database is locked". Here each transaction first takes its turn (`turns`).

Single statements outside a transaction, and readers, do not take part. `python -m tests.bench meetings` shows both.
"""

import os
import time
from typing import Any

from django.db.backends.sqlite3 import base

from samrum.core.write_lock import patience
from samrum.core.write_lock.faults import Busy

from .turns import Line, line_of

LEAST = 0.05  # seconds that whoever has got the turn waits for those who do not stand in the line


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._turn: int | None = None  # the open file that holds the lock, while it is this connection's turn
        self._waited = 0.0  # seconds that the turn took
        self._timeout: float | None = None  # seconds; None: as the connection was opened

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._timeout = None
        return super().get_new_connection(conn_params)

    def create_cursor(self, name: str | None = None) -> Any:
        stuck = patience.current().stuck
        timeout = None if stuck is None else max(LEAST, stuck - self._waited)
        if timeout != self._timeout:
            seconds = self.settings_dict["OPTIONS"].get("timeout", 5) if timeout is None else timeout
            self.connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
            self._timeout = timeout
        return super().create_cursor(name)

    def _start_transaction_under_autocommit(self) -> None:
        if patience.current().defers:
            self.cursor().execute("BEGIN")
            return
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
            self._line.has_moved()
        except BaseException:
            self._end_turn()
            raise
        finally:
            self._waited = 0.0

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _take_turn(self) -> None:
        if self._turn is None and not self.is_in_memory_db():
            began = time.monotonic()
            self._turn = self._line.take(patience.current())
            if self._turn is None:
                raise Busy("database is locked")
            self._waited = time.monotonic() - began

    @property
    def _line(self) -> Line:
        return line_of(f"{self.settings_dict['NAME']}-turn")

    def _end_turn(self) -> None:
        if self._turn is not None:
            os.close(self._turn)
            self._turn = None
