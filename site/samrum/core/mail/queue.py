"""What goes next, and what becomes of a letter. Each question reads a few rows of an index, however long the queue is.

A letter is fresh (queued, no time set) or due again (requeued, at a time). Of each urgency the fresh ones go first: those
that were put off have had their turn.
"""

import datetime
from collections.abc import Collection, Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from post_office.models import PRIORITY, STATUS, Email, Log

from . import domains
from .answers import Reason, reason_of, words_of
from .models import RecipientDomain

URGENCIES = (PRIORITY.high, PRIORITY.medium, PRIORITY.low)
LOOK_AHEAD = 50  # letters that are put off together when their domain puts letters off
WAITING = (STATUS.queued, STATUS.requeued)


def next_due(besides: Collection[int] = ()) -> Email | None:
    """`besides`: letters (keys) to leave alone."""
    while rows := _first_due(besides):
        resting = domains.resting({domains.of(to) for _pk, priority, to in rows if _waits(priority)})
        rest: dict[str, list[int]] = {}
        chosen = None
        for pk, priority, to in rows:
            name = domains.of(to)
            if name not in resting or not _waits(priority):
                chosen = pk
                break
            rest.setdefault(name, []).append(pk)
        for name, keys in rest.items():
            let_rest(resting[name], keys)
        if chosen:
            return Email.objects.prefetch_related("attachments").filter(pk=chosen).first()
    return None


def _first_due(besides: Collection[int]) -> list[tuple[int, int, list[str]]]:
    """Key, urgency and receivers of the first few; also while many are put to rest, urgent ones are looked for anew."""
    for lane in _lanes():
        ready = lane.exclude(pk__in=besides) if besides else lane
        if rows := list(ready.values_list("pk", "priority", "to")[:LOOK_AHEAD]):
            return rows
    return []


def adopt() -> None:
    """Letters that were queued by other hands, or in other ways, into the order of the house."""
    now = timezone.now()
    waiting = Email.objects.filter(status__in=WAITING)
    for found, values in (
        (waiting.filter(priority=None), {"priority": PRIORITY.low}),
        (waiting.filter(priority=PRIORITY.now), {"priority": PRIORITY.high}),
        (Email.objects.filter(status=STATUS.queued, scheduled_time__lte=now), {"status": STATUS.requeued}),
        (Email.objects.filter(status=STATUS.requeued, scheduled_time=None), {"scheduled_time": now}),
    ):
        # Asked first: a database that takes no writes just now is not waited for without need.
        if found.exists():
            found.update(**values)


def sent(letter: Email) -> None:
    Email.objects.filter(pk=letter.pk).update(status=STATUS.sent, last_updated=timezone.now())
    domains.answered(domains.of(letter.to))


def ended(letter: Email, error: Exception) -> None:
    """It will not arrive. Whoever can do something about it is shown that (mail.undelivered)."""
    reason = reason_of(error)
    _end([letter.pk], reason, words_of(error))
    if reason is not Reason.CANNOT_BE_BUILT:
        domains.answered(domains.of(letter.to))


def put_off(letter: Email, error: Exception, *, by_domain: bool) -> None:
    """Later: it waits twice as long as the last time, and ends after days. `by_domain`: the receiver's side asks for it."""
    tries = (letter.number_of_retries or 0) + 1
    if by_domain:
        domains.put_one_off(domains.of(letter.to), letter.pk)
    if tries > _most_tries():
        _end([letter.pk], Reason.GIVEN_UP, words_of(error))
        return
    with transaction.atomic():
        now = timezone.now()
        Email.objects.filter(pk=letter.pk).update(
            status=STATUS.requeued,
            scheduled_time=now + pause_after(tries),
            number_of_retries=tries,
            last_updated=now,
        )
        # The last word of the server alone: an operator wants to know why it waits.
        Log.objects.filter(email=letter).delete()
        Log.objects.create(email=letter, status=STATUS.failed, exception_type="", message=words_of(error))


def let_rest(domain: RecipientDomain, keys: list[int]) -> None:
    """Letters to it. Each of its rests is a try of theirs too, so that they end after days as well."""
    waiting = Email.objects.filter(pk__in=keys)
    is_new_rest = Q(last_updated__lt=domain.resting_since)
    tired = waiting.filter(is_new_rest, number_of_retries__gte=_most_tries())
    _end(list(tired.values_list("pk", flat=True)), Reason.GIVEN_UP, f"{domain} puts all letters off.")
    tries: Any = Coalesce(F("number_of_retries"), 0)
    waiting.filter(status__in=WAITING).update(
        status=STATUS.requeued,
        scheduled_time=domain.retry_at,
        number_of_retries=tries + Case(When(is_new_rest, then=1), default=0),
        last_updated=timezone.now(),
    )


def again(failed: QuerySet[Email]) -> int:
    """Letters that ended without arriving begin anew; return how many. What is no address stays where it is."""
    fresh = failed.filter(status=STATUS.failed).exclude(from_email="")
    return fresh.update(
        status=STATUS.queued, scheduled_time=None, number_of_retries=None, last_updated=timezone.now()
    )


def pause_after(tries: int) -> datetime.timedelta:
    """Before the next try: ten seconds, doubled each time, an hour at most."""
    longest: datetime.timedelta = settings.POST_OFFICE["RETRY_INTERVAL"]
    return min(domains.FIRST_PAUSE * 2 ** min(tries - 1, 20), longest)


def _lanes() -> Iterator[QuerySet[Email]]:
    """In the order in which they are served; each is one stretch of the index core_mail_queue."""
    now = timezone.now()
    for urgency in URGENCIES:
        # By time also where there is none: PostgreSQL would else read from the first letter that was ever sent.
        of_urgency = Email.objects.filter(priority=urgency).order_by("scheduled_time", "pk")
        yield of_urgency.filter(status=STATUS.queued, scheduled_time=None)
        yield of_urgency.filter(status=STATUS.requeued, scheduled_time__lte=now)


def _waits(priority: int) -> bool:
    """Whether it waits when its domain puts others off. An urgent one is tried at once: often that is all it takes."""
    return priority == PRIORITY.low


def _end(keys: list[int], reason: Reason, words: str) -> None:
    if not keys:
        return
    with transaction.atomic():
        Email.objects.filter(pk__in=keys).update(status=STATUS.failed, last_updated=timezone.now())
        Log.objects.filter(email__in=keys).delete()
        Log.objects.bulk_create(
            Log(email_id=key, status=STATUS.failed, exception_type=reason.value, message=words)
            for key in keys
        )


def _most_tries() -> int:
    return settings.POST_OFFICE["MAX_RETRIES"]
