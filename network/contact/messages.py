"""What happens to a message: stored once, confirmed, told of. Each step is one transaction with its
letters."""

import datetime

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone

from network.models import ContactMessage
from samrum.core.locks import hold
from samrum.core.verification import Verdict

from . import letters
from .forms import ContactForm

# How long a link for confirming works; unconfirmed messages are purged after it.
LINK_LIFE = datetime.timedelta(days=7)
_SALT = "network.contact.confirmation"
State = ContactMessage.State


# Unconfirmed messages and spam of all senders together: a database is finite.
MOST_UNPROVEN = 5000


class TooManyUnconfirmed(Exception):
    """So many letters about unconfirmed messages went to one address that no more are sent today."""


class Full(Exception):
    """So many messages wait to be confirmed that no more are taken in without the check."""


def find_earlier(form: ContactForm) -> ContactMessage | None:
    """The same message, sent before within a day."""
    since = timezone.now() - datetime.timedelta(days=1)
    fingerprints = [form.fingerprint(), form.fingerprint(days_ago=1)]
    return ContactMessage.objects.filter(fingerprint__in=fingerprints, created_at__gte=since).first()


def store(form: ContactForm, verdict: Verdict, language: str) -> ContactMessage:
    """Keep the message and queue its letters, all or nothing. Sent twice, it is stored once.

    Raises TooManyUnconfirmed and Full, with nothing stored.
    """
    data = form.cleaned_data
    message = ContactMessage(
        name=data["name"],
        email=data["email"],
        subject=data["subject"],
        body=data["message"],
        network=data["network"],
        receiver=data["receiver"],
        language=language,
        fingerprint=form.fingerprint(),
    )
    if verdict is Verdict.ROBOT:
        # Kept for a while without any letter, so that editors can rescue a person whose browser filled in too
        # much.
        message.state = State.SPAM
    elif verdict is Verdict.UNPROVEN:
        message.state = State.UNCONFIRMED
    else:
        message.confirmed_at = timezone.now()
    unproven = ContactMessage.objects.filter(state__in=[State.UNCONFIRMED, State.SPAM])
    if message.state != State.NEW and unproven.count() >= MOST_UNPROVEN:
        if verdict is Verdict.ROBOT:
            return message  # it is thanked all the same
        raise Full
    try:
        with transaction.atomic():
            if message.state == State.UNCONFIRMED:
                refuse_mail_bomb(message.email)
            message.save(force_insert=True)
            if message.state == State.UNCONFIRMED:
                letters.ask_for_confirmation(message, confirmation_token(message))
            elif message.state == State.NEW:
                letters.tell_of(message)
    except IntegrityError:
        # The same message came in the same moment, and was first.
        return ContactMessage.objects.get(fingerprint=message.fingerprint)
    return message


def refuse_mail_bomb(email: str) -> None:
    """Call it in a transaction: of several at once each counts the ones before."""
    hold(f"letters to {email.lower()}")
    since = timezone.now() - datetime.timedelta(days=1)
    waiting = ContactMessage.objects.filter(state=State.UNCONFIRMED, email=email, created_at__gte=since)
    if waiting.count() >= settings.CONFIRMATION_LETTERS_PER_DAY:
        raise TooManyUnconfirmed


def confirm(message: ContactMessage, waiting: tuple[str, ...] = (State.UNCONFIRMED,)) -> bool:
    """The sender has proved to be there. False if that was already so: a link works once, and never for what an
    editor has marked as spam meanwhile.

    `waiting` are the states that a message leaves by this.
    """
    with transaction.atomic():
        unproven = ContactMessage.objects.filter(pk=message.pk, confirmed_at__isnull=True, state__in=waiting)
        confirmed = unproven.update(state=State.NEW, confirmed_at=timezone.now())
        if confirmed:
            message.refresh_from_db()
            letters.tell_of(message)
    return bool(confirmed)


def confirmation_token(message: ContactMessage) -> str:
    return signing.dumps([message.pk, message.fingerprint[:16]], salt=_SALT)


def message_of_token(token: str) -> ContactMessage | None:
    """The message that a link was made for; None if it has been purged.

    Raises signing.SignatureExpired and signing.BadSignature.
    """
    pk, fingerprint = signing.loads(token, salt=_SALT, max_age=LINK_LIFE)
    return ContactMessage.objects.filter(pk=pk, fingerprint__startswith=fingerprint).first()
