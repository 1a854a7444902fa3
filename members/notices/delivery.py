"""From notices to letters. A bunch and its letters are one transaction: no letter is lost, none is queued twice."""

import datetime
import logging
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.urls import reverse

from members.models import Membership
from samrum.core.addresses import absolute_url
from samrum.core.letters import keep_unsendable, send_letter

from .handling import handle
from .kinds import Letter
from .models import Notice
from .unsubscribing import headers_for

logger = logging.getLogger(__name__)

BUNCH = 50  # one transaction must not hold up the others
# Every minute: long enough to put a corrected version in.
TRIED_FOR = datetime.timedelta(days=1)


class Bunch(NamedTuple):
    last: int  # the key of its last notice
    done: int  # how many of its notices were dealt with


def deliver_all() -> int:
    """Everything that does not wait to be gathered; return how many notices were dealt with."""
    dealt_with, after = 0, 0
    while bunch := deliver_bunch(after):
        # What could not be told stays behind and does not come again in this round.
        after = bunch.last
        dealt_with += bunch.done
    return dealt_with


@transaction.atomic
def deliver_bunch(after: int) -> Bunch | None:
    """Of the notices with larger keys. Those that somebody else is delivering just now are passed over."""
    rows = list(
        Notice.objects.at_once()
        .filter(pk__gt=after)
        .select_related("membership__user", "membership__room__network", "membership__organisation")
        .select_for_update(of=("self",), skip_locked=True)[:BUNCH]
    )
    if not rows:
        return None
    wanted = [
        row for row in rows if row.is_for_somebody_here and (row.always or row.membership.wants_notices)
    ]
    unwanted = {row.pk for row in rows} - {row.pk for row in wanted}
    done = {*handle(wanted, deliver, tried_for=TRIED_FOR), *unwanted}
    Notice.objects.filter(pk__in=done).delete()
    return Bunch(rows[-1].pk, len(done))


def deliver(notice: Notice, letters: list[Letter]) -> None:
    """A colleague's address that cannot be mailed costs nobody else a letter; to try again would not help."""
    for letter in letters:
        try:
            send(notice.kind, letter, notice.membership)
        except ValidationError:
            record(notice.kind, letter, notice.membership)
            whose = "a colleague" if letter.to else "the person"
            logger.warning(
                "Notice %s (%s): the address of %s cannot be mailed", notice.pk, notice.kind, whose
            )


def send(name: str, letter: Letter, membership: Membership) -> None:
    """Raises ValidationError if it is for no address."""
    user = membership.user
    # Whoever has no account has nothing to unsubscribe from.
    headers = {} if letter.to else headers_for(membership)
    send_letter(
        name,
        to=letter.to or user.email,
        context=context_of(letter, membership),
        language=user.language,
        about=about(letter, membership),
        headers={**letter.headers, **headers},
        attachments=letter.attachments,
        link_text=letter.link_text,
    )


def record(name: str, letter: Letter, membership: Membership) -> None:
    """What `send` could not send, where those who can act see it."""
    keep_unsendable(
        name,
        to=letter.to or membership.user.email,
        context=context_of(letter, membership),
        language=membership.user.language,
        about=about(letter, membership),
    )


def about(letter: Letter, membership: Membership) -> list[Model]:
    """A letter to a colleague says nothing of the person's own address."""
    return [*letter.about, *([] if letter.to else [membership])]


def context_of(letter: Letter, membership: Membership) -> dict[str, Any]:
    """What the templates of a letter are told. `profile` is where one chooses which letters one gets, and how often."""
    profile = reverse("room_profile", args=[membership.room.slug])
    return {
        "name": letter.to_name or membership.user.get_short_name(),
        "title": letter.title,
        "network": membership.room.network.title,
        "link": absolute_url(letter.path) if letter.path else "",
        "profile": "" if letter.to else absolute_url(profile),
        **letter.context,
    }
