"""From notices to what their letters say. One that cannot be told never stops the others.

A kind that this version does not know (a newer one has begun to write them), an error in a kind: the notice waits, and
is tried again at the next round. After a time it is dropped, and the log says so.
"""

import datetime
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone, translation

from .kinds import Letter, kinds
from .models import Notice

logger = logging.getLogger(__name__)

# The database is away, or busy with others: that is no fault of a notice, and holds for all of them.
OUTAGE = (OperationalError, InterfaceError)
Tell = Callable[[Notice, list[Letter]], None]


class Failure(NamedTuple):
    notice: Notice
    error: Exception


def handle(notices: Sequence[Notice], tell: Tell, *, tried_for: datetime.timedelta) -> list[int]:
    """Call `tell` with each notice and its letters. Return the keys of those that are done with.

    What `tell` wrote for a notice that fails is taken back. A failed one is done with once it is older than `tried_for`.
    """
    by_kind: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        by_kind[notice.kind].append(notice)
    done: list[int] = []
    for name, same in by_kind.items():
        failures = _handle_kind(name, same, tell)
        before = timezone.now() - tried_for
        late = {failure.notice.pk for failure in failures if failure.notice.created_at < before}
        waits = {failure.notice.pk for failure in failures} - late
        done += [notice.pk for notice in same if notice.pk not in waits]
        if failures:
            # Once for all of them: the round comes again in a minute.
            message = "Notices of kind %s cannot be told: %s wait, %s are dropped"
            logger.error(message, name, len(waits), len(late), exc_info=failures[0].error)
    return done


def _handle_kind(name: str, notices: Iterable[Notice], tell: Tell) -> list[Failure]:
    try:
        with transaction.atomic():
            found = kinds()[name].find({notice.subject_id for notice in notices})
    except OUTAGE:
        raise
    except Exception as error:
        return [Failure(notice, error) for notice in notices]
    failures = []
    for notice in notices:
        try:
            with transaction.atomic():
                tell(notice, _letters(notice, found.get(notice.subject_id)))
        except OUTAGE:
            raise
        except Exception as error:
            failures.append(Failure(notice, error))
    return failures


def _letters(notice: Notice, subject: Any) -> list[Letter]:
    """In the language of the account; none where the subject is gone."""
    if subject is None:
        return []
    with translation.override(notice.membership.user.language):
        return list(kinds()[notice.kind].letters(subject, notice.membership))
