"""What reading leaves behind (a visit, a download) is written at once where that takes a moment, else later.

Later: a line in a file of the data folder, which the schedule and the next reader write into the database. It is there
at least once: a process that is killed between the two steps of `flush` leaves lines to be written again.
"""

import fcntl
import json
import logging
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO, TypeVar

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.utils.module_loading import import_string

from . import patience
from .faults import takes_no_writes

logger = logging.getLogger(__name__)

T = TypeVar("T")
Write = Callable[..., None]
AWAY = 1.0  # seconds for which a database that took nothing is not asked again
AT_ONCE = 100  # lines that a reader writes besides

_writes: dict[str, Write] = {}
_away_until = 0.0  # time.monotonic(), for all threads


def deferrable(write: Write) -> Write:
    """Mark a function of the top level that `write` may call, now or in another process; its values go through JSON.

    It may be called late, out of order and for rows that are gone by then.
    """
    _writes[_name(write)] = write
    return write


def write(do: Write, **values: Any) -> None:
    """Never fails for want of a database that takes writes, and never waits long for it."""
    if time.monotonic() >= _away_until:
        try:
            with patience.for_a_moment(), transaction.atomic():
                do(**values)
        except DatabaseError as error:
            if not takes_no_writes(error):
                raise
            _is_away()
        else:
            if _journal().exists():
                flush(AT_ONCE)
            return
    _keep(json.dumps([_name(do), values]))


def written_or(model: type[Model], write: Callable[[], T], otherwise: Callable[[], T]) -> T:
    """What `write` makes in the table of `model`; while somebody reads and nothing can be written, `otherwise`.

    The lock is asked for before, for a moment: `write` may do more than write.
    """
    if not patience.is_reading():
        return write()
    if time.monotonic() >= _away_until:
        try:
            with patience.for_a_moment(), transaction.atomic():
                if connection.vendor == "postgresql":
                    with connection.cursor() as cursor:
                        table = connection.ops.quote_name(model._meta.db_table)
                        cursor.execute(f"LOCK TABLE {table} IN ROW EXCLUSIVE MODE")
            return write()
        except DatabaseError as error:
            if not takes_no_writes(error):
                raise
            _is_away()
    return otherwise()


def flush(most: int | None = None) -> int:
    """Write what was kept, `most` lines or all; returns how many. What cannot be written yet stays."""
    done = 0
    with _locked():
        if _journal().exists():
            _journal().rename(_folder() / f"{time.time_ns()}-{uuid.uuid4().hex}.taken")
    for taken in sorted(_folder().glob("*.taken")):
        with taken.open() as lines, _alone(lines) as is_mine:
            if not is_mine:
                continue
            if most is not None and done >= most:
                break
            try:
                done += _write_all([json.loads(line) for line in lines])
            except DatabaseError as error:
                if not takes_no_writes(error):
                    raise
                _is_away()
                break
            taken.unlink()
    return done


def _write_all(lines: list[tuple[str, dict[str, Any]]]) -> int:
    """Together, so that none is written twice. If one of them is impossible, the others one by one."""
    try:
        with transaction.atomic():
            for name, values in lines:
                _write_of(name)(**values)
    except DatabaseError as error:
        if takes_no_writes(error):
            raise
    else:
        return len(lines)
    done = 0
    for name, values in lines:
        try:
            with transaction.atomic():
                _write_of(name)(**values)
            done += 1
        except DatabaseError as error:
            if takes_no_writes(error):
                raise
            logger.exception("Could not be written later: %s %s", name, values)
    return done


def _write_of(name: str) -> Write:
    import_string(name)  # the schedule has not imported all views
    return _writes[name]


def _name(write: Write) -> str:
    return f"{write.__module__}.{write.__qualname__}"


def _is_away() -> None:
    global _away_until
    _away_until = time.monotonic() + AWAY


def _keep(line: str) -> None:
    try:
        with _locked(), _journal().open("a") as journal:
            journal.write(f"{line}\n")
    except OSError:
        logger.exception("Could neither be written nor kept: %s", line)


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "deferred"


def _journal() -> Path:
    return _folder() / "writes.jsonl"


@contextmanager
def _locked() -> Iterator[None]:
    """Between appending to the journal and taking it away."""
    _folder().mkdir(mode=0o700, exist_ok=True)
    with (_folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _alone(lines: TextIO) -> Iterator[bool]:
    """Whether no other process writes these lines, or has."""
    try:
        fcntl.flock(lines, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield Path(lines.name).exists()
