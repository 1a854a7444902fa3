"""The manager's word: asked by a link in a letter, given once, without an account."""

import datetime
import secrets

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from members.models import Application, ApplicationEvent
from samrum.core.verification.limits import hits
from samrum.users.models import User
from samrum.users.throttling import digest

from . import letters
from .lock import locked

Kind = ApplicationEvent.Kind
DAY = 24 * 60 * 60  # seconds


def ask(application: Application, by: User | None = None) -> bool:
    """Send a link in place of earlier ones. False, and nothing is sent, if the address has had many today.

    `by` is the organiser who asks again. Call it in a transaction.
    """
    since = timezone.now() - datetime.timedelta(days=1)
    asked = ApplicationEvent.objects.filter(
        kind=Kind.MANDATE_ASKED, at__gte=since, application__mandate_email=application.mandate_email
    )
    most = settings.CONFIRMATION_LETTERS_PER_DAY
    # The cache counts too: an application whose manager is changed takes its events along to another address.
    if asked.count() >= most or hits(f"mandate:{digest(application.mandate_email)}", DAY) > most:
        return False
    forget(application)
    application.mandate_nonce = secrets.token_urlsafe(24)
    application.mandate_asked_at = timezone.now()
    application.save()
    application.events.create(kind=Kind.MANDATE_ASKED, by=by)
    letters.ask_the_manager(application)
    return True


def forget(application: Application) -> None:
    """What the manager said, or was asked, is about something else now. Does not save."""
    application.mandate_nonce = ""
    application.mandate_asked_at = application.mandate_answered_at = application.mandate_confirmed = None


@transaction.atomic
def answer(application: Application, nonce: str, confirmed: bool) -> bool:
    """The manager says yes or no. False if the link has been used or replaced: it works once."""
    locked(application.room_id)
    rows = Application.objects.undecided().filter(pk=application.pk, mandate_nonce=nonce)
    row = rows.exclude(mandate_nonce="").first()
    if row is None:
        return False
    row.mandate_nonce, row.mandate_answered_at, row.mandate_confirmed = "", timezone.now(), confirmed
    row.save()
    row.events.create(kind=Kind.MANDATE_CONFIRMED if confirmed else Kind.MANDATE_DENIED)
    return True
