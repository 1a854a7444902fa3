"""Sessions in the database that can be read while it takes no writes.

A request that only reads may lose something from its session: a message that was shown, a sign-in that was broken off,
a session that does not count any more. Then it is answered, and the row stays as it was until somebody can write. What a
request has put into the session is needed by the next one: it is not answered as if it had been kept.
"""

from typing import Any

from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from .write_lock import retry
from .write_lock.faults import takes_no_writes
from .write_lock.patience import is_reading


class SessionStore(db.SessionStore):
    _stored = ""  # as the row has it

    @classmethod
    def get_model_class(cls) -> Any:
        return db.SessionStore.get_model_class()

    def _get_session_from_db(self) -> Any:
        row = super()._get_session_from_db()  # type: ignore[misc]
        self._stored = row.session_data if row else ""
        return row

    def save(self, must_create: bool = False) -> None:
        try:
            super().save(must_create)
        except (DatabaseError, UpdateError) as error:
            # Django takes every error for a session that somebody else has ended.
            fault = error.__context__ if isinstance(error, UpdateError) else error
            if not takes_no_writes(fault):
                raise
            if must_create or not is_reading() or self._has_gained():
                raise fault from fault.__cause__  # type: ignore[union-attr, misc]

    def delete(self, session_key: str | None = None) -> None:
        try:
            super().delete(session_key)
        except DatabaseError as error:
            if not _may_wait(error):
                raise

    def cycle_key(self) -> None:
        """While reading this only follows a new SECRET_KEY: the old one works until the next time."""
        data, key = self._session, self.session_key  # type: ignore[attr-defined]
        try:
            super().cycle_key()
        except DatabaseError as error:
            if not _may_wait(error):
                raise
            self._session_key, self._session_cache = key, data  # type: ignore[attr-defined]

    def _has_gained(self) -> bool:
        stored = self.decode(self._stored) if self._stored else {}
        nothing = object()
        return any(
            stored.get(name, nothing) != value
            for name, value in self._session.items()  # type: ignore[attr-defined]
            if name != HASH_SESSION_KEY
        )


class SessionMiddleware(DjangoSessionMiddleware):
    """Saving the session comes after the view, where no other middleware sees the error."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except DatabaseError as error:
            if refusal := retry.answer(request, error):
                return refusal
            raise


def _may_wait(error: DatabaseError) -> bool:
    return is_reading() and takes_no_writes(error)
