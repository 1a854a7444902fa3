"""Letters that did not arrive, where somebody can do something about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact
from post_office.models import STATUS, Email

from .answers import Reason
from .models import LetterReference

FINISHED = (STATUS.sent, STATUS.failed)


@dataclass(frozen=True)
class Undelivered:
    key: int
    to: str
    subject: str
    at: datetime
    reason: str  # in the reader's language
    answer: str  # what the mail server said, in its own words


def about(*rows: Model) -> list[Undelivered]:
    """The letters about any of these rows that did not arrive, latest first."""
    return listed(Email.objects.filter(pk__in=_references(rows).values("letter")))


def latest(row: Model) -> Undelivered | None:
    """The last letter about `row` that came to an end, if it did not arrive. A later one that did makes good for it."""
    finished = Email.objects.filter(pk__in=_references([row]).values("letter"), status__in=FINISHED)
    last = finished.order_by("-last_updated", "-pk").first()
    return next(iter(listed(Email.objects.filter(pk=last.pk))), None) if last else None


def did_not_arrive(model: type[Model]) -> Exact:
    """A condition on rows of `model`: the last letter about it that came to an end did not arrive."""
    mine = LetterReference.objects.filter(model=model._meta.label_lower, key=OuterRef("pk"))
    finished = mine.filter(letter__status__in=FINISHED).order_by("-letter__last_updated", "-letter")
    return Exact(Subquery(finished.values("letter__status")[:1]), STATUS.failed)


def losses(model: type[Model]) -> Coalesce:
    """Of each row of `model`: how many letters about it did not arrive."""
    mine = LetterReference.objects.filter(model=model._meta.label_lower, key=OuterRef("pk"))
    failed = mine.filter(letter__status=STATUS.failed).order_by().values("key").annotate(number=Count("pk"))
    return Coalesce(Subquery(failed.values("number")), 0)


def listed(letters: QuerySet[Email], most: int | None = None) -> list[Undelivered]:
    """Latest first."""
    failed = letters.filter(status=STATUS.failed).prefetch_related("logs").order_by("-last_updated", "-pk")
    return [_of(letter) for letter in failed[:most]]


def _references(rows: Iterable[Model]) -> QuerySet[LetterReference]:
    any_of = Q(pk__in=[])
    for row in rows:
        any_of |= Q(model=row._meta.label_lower, key=row.pk)
    return LetterReference.objects.filter(any_of)


def _of(letter: Email) -> Undelivered:
    log = max(letter.logs.all(), key=lambda one: one.pk, default=None)
    known = log is not None and log.exception_type in Reason.values
    reason = Reason(log.exception_type) if log and known else Reason.GIVEN_UP
    return Undelivered(
        letter.pk,
        ", ".join(letter.to),
        letter.subject,
        letter.last_updated,
        str(reason.label),
        log.message if log else "",
    )
