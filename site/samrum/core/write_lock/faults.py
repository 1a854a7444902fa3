"""Which errors of the database mean that it takes no writes right now, and that trying again may help."""

from django.db import DatabaseError, InterfaceError, OperationalError

# https://www.sqlite.org/rescode.html
SQLITE = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_READONLY", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN")
# https://www.postgresql.org/docs/current/errcodes-appendix.html: connection lost, no resources (disk, memory,
# connections), stopped by the operator (shut down, time-out), read-only, deadlock, lock not given in time.
POSTGRESQL = ("08", "53", "57", "25006", "40001", "40P01", "55P03")


class Busy(OperationalError):
    """Others have held the lock for longer than whoever asks was willing to wait."""


def takes_no_writes(error: BaseException | None) -> bool:
    if not isinstance(error, DatabaseError | InterfaceError):
        return False
    if isinstance(error, Busy):
        return True
    cause = error.__cause__
    if name := getattr(cause, "sqlite_errorname", ""):
        return name.startswith(SQLITE)
    state = getattr(cause, "sqlstate", "")
    if state is None:
        # The server had no say: it was not reached, or the connection is lost.
        return isinstance(error, OperationalError | InterfaceError)
    return state.startswith(POSTGRESQL)
