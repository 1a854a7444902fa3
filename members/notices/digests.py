"""Letters that gather what has happened: in the morning, each day or on Mondays, as each has chosen for the room."""

import datetime
import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Membership
from samrum.core.dates import SWEDEN
from samrum.core.letters import written

from . import delivery
from .handling import OUTAGE, handle
from .kinds import Letter
from .models import Notice

logger = logging.getLogger(__name__)

MORNING = datetime.time(7)  # Swedish time
# What cannot be told has two tries in a weekly letter.
TRIED_FOR = datetime.timedelta(days=10)
Frequency = Membership.Notices


def send_due() -> int:
    """Send what is due now; return how many letters. A morning that was missed is made up for."""
    now = timezone.now().astimezone(SWEDEN)
    if now.time() < MORNING:
        return 0
    return sum(_send_one(key, now.date()) for key in list(_due(now.date())))


def _due(today: datetime.date) -> QuerySet:
    """Memberships (keys) with something from before the last morning of theirs, which that morning has not seen."""
    due = Q()
    monday = today - datetime.timedelta(days=today.weekday())
    for frequency, day in ((Frequency.DAILY, today), (Frequency.WEEKLY, monday)):
        waited = Q(pending_notices__created_at__lt=datetime.datetime.combine(day, MORNING, SWEDEN))
        # A row that cannot be told stays; it is not tried again until the next morning.
        is_new = Q(gathered_on=None) | Q(gathered_on__lt=day)
        due |= Q(notices=frequency) & waited & is_new
    found = Membership.objects.filter(due, pending_notices__always=False)
    return found.order_by("pk").distinct().values_list("pk", flat=True)


def _send_one(key: int, today: datetime.date) -> bool:
    """To one person about one room; an error there is no reason for the others to wait. False: nothing was sent."""
    try:
        return send_one(key, today)
    except OUTAGE:
        raise
    except ValidationError:
        _record(key)
        logger.warning("The address of membership %s cannot be mailed: nothing is gathered for it", key)
        Notice.objects.gathered().filter(membership=key).delete()
    except Exception:
        logger.exception("The letter that gathers for membership %s could not be written", key)
    return False


@transaction.atomic
def send_one(key: int, today: datetime.date) -> bool:
    """False where there is nothing left to tell. Raises ValidationError if the account has no address."""
    places = Membership.objects.select_related("user", "room__network", "organisation")
    # "No key": whoever writes a notice for the person meanwhile, refers to this row and need not wait.
    membership = places.select_for_update(of=("self",), no_key=True).filter(pk=key).first()
    if membership is None or membership.gathered_on == today:
        return False
    waiting = Notice.objects.gathered().filter(membership=membership)
    notices = list(waiting.select_for_update(of=("self",), skip_locked=True))
    for notice in notices:
        notice.membership = membership
    here = [notice for notice in notices if notice.is_for_somebody_here]
    lines: list[dict[str, str]] = []
    told = handle(here, lambda notice, letters: lines.extend(_lines(notice, letters)), tried_for=TRIED_FOR)
    if lines:
        delivery.send("digest", _letter(membership, lines), membership)
    done = {*told, *(notice.pk for notice in notices if notice not in here)}
    Notice.objects.filter(pk__in=done).delete()
    Membership.objects.filter(pk=key).update(gathered_on=today)
    return bool(lines)


def _letter(membership: Membership, lines: list[dict[str, str]]) -> Letter:
    return Letter(
        membership.room.network.title,
        membership.room.get_absolute_url(),
        {"lines": lines},
        link_text=_("Open the room"),
    )


def _record(key: int) -> None:
    """There is nothing to read in it: it shows to organisers that the address takes no letters."""
    membership = Membership.objects.select_related("user", "room__network").get(pk=key)
    delivery.record("digest", _letter(membership, []), membership)


def _lines(notice: Notice, letters: list[Letter]) -> list[dict[str, str]]:
    """The subject that each letter would have had, and where it leads."""
    lines = []
    for letter in letters:
        if letter.to:
            continue
        context: dict[str, Any] = delivery.context_of(letter, notice.membership)
        subject = written(notice.kind, context, notice.membership.user.language).subject
        lines.append({"title": subject, "link": context["link"]})
    return lines
