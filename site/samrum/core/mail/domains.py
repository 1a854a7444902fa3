"""Domains that put letters off: they rest, alone, for longer each time."""

import datetime
import unicodedata
from collections.abc import Collection, Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .models import RecipientDomain

FIRST_PAUSE = datetime.timedelta(seconds=10)  # doubled each time
# A full mailbox is that mailbox's own affair; so many letters in a row that are put off are the domain's.
REFUSALS_IN_A_ROW = 3
NAME_LENGTH = 253  # characters (RFC 1035)


def of(receivers: Sequence[str]) -> str:
    """The domain of the first of them, in one spelling; "" where there is none."""
    address = receivers[0] if receivers else ""
    name = unicodedata.normalize("NFKC", address.rpartition("@")[2]).strip().strip(">.").casefold()
    return name[:NAME_LENGTH]


def resting(names: Collection[str]) -> dict[str, RecipientDomain]:
    """Which of them are left alone just now."""
    if not names:
        return {}
    return RecipientDomain.objects.filter(retry_at__gt=timezone.now()).in_bulk(list(names))


def answered(name: str) -> None:
    """It has taken a letter, or refused one for good: it puts nothing off."""
    rows = RecipientDomain.objects.filter(name=name)
    if rows.exists():
        rows.delete()


@transaction.atomic
def put_one_off(name: str, letter: int) -> None:
    """`letter`: its key. One that is put off again and again says nothing of the others."""
    row, _is_new = RecipientDomain.objects.select_for_update().get_or_create(name=name)
    if row.refusals < REFUSALS_IN_A_ROW and row.last_letter == letter:
        return
    row.refusals, row.last_letter = row.refusals + 1, letter
    if row.refusals >= REFUSALS_IN_A_ROW:
        longest: datetime.timedelta = settings.POST_OFFICE["RETRY_INTERVAL"]
        pause = FIRST_PAUSE * 2 ** min(row.refusals - REFUSALS_IN_A_ROW, 20)
        row.resting_since = timezone.now()
        row.retry_at = row.resting_since + min(pause, longest)
    row.save()
