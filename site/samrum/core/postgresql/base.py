"""A request that waits for a lock gives up when its patience ends: `lock_timeout`, set when it differs from the last.

Set outside transactions alone: what a transaction sets is undone with it.
"""

from typing import Any

from django.db.backends.postgresql import base

from samrum.core.write_lock import patience


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._lock_timeout: float | None = None  # seconds; None: as the server has it

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._lock_timeout = None
        return super().get_new_connection(conn_params)

    def create_cursor(self, name: str | None = None) -> Any:
        self._be_patient()
        return super().create_cursor(name)

    def _set_autocommit(self, autocommit: bool) -> None:
        if not autocommit:
            self._be_patient()
        super()._set_autocommit(autocommit)  # type: ignore[misc]

    def _be_patient(self) -> None:
        timeout = patience.current().stuck
        if timeout == self._lock_timeout or not self.connection.autocommit:
            return
        wanted = "DEFAULT" if timeout is None else str(int(timeout * 1000))
        with self.wrap_database_errors:
            self.connection.execute(f"SET lock_timeout = {wanted}")
        self._lock_timeout = timeout
