"""The letters about a message.

The letter to the person who shall answer carries the message word for word: without it the letter is of no
use, and it goes to the address that the visitor chose to write to. The receipt repeats the subject alone and
the request for confirmation nothing at all, since both go to an address that somebody typed into a form.
"""

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from network.models import ContactMessage
from samrum.core.letters import Urgency, send_letter

from .receivers import addresses_for

AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def tell_of(message: ContactMessage) -> None:
    """To those who answer, one letter each, and a receipt to the sender."""
    inbox = settings.SITE_URL + reverse("contact_messages:edit", args=[message.pk])
    for address in addresses_for(message):
        send_letter(
            "contact_message",
            to=address,
            context={"message": message, "inbox": inbox},
            language=settings.LANGUAGE_CODE,
            about=[message],
            headers={"Reply-To": message.email},
        )
    if _receipts_today(message) < settings.RECEIPTS_PER_DAY:
        send_letter(
            "contact_receipt",
            to=message.email,
            context={"message": message},
            language=message.language,
            about=[message],
            headers=AUTOMATIC,
        )


def ask_for_confirmation(message: ContactMessage, token: str) -> None:
    link = settings.SITE_URL + reverse(f"contact-{message.language}:confirm", args=[token])
    send_letter(
        "contact_confirm",
        to=message.email,
        context={"message": message, "link": link},
        language=message.language,
        urgency=Urgency.CONFIRMATION,
        about=[message],
        headers=AUTOMATIC,
    )


def _receipts_today(message: ContactMessage) -> int:
    """How many messages from the same address were told of during the last day, this one not counted."""
    since = timezone.now() - datetime.timedelta(days=1)
    earlier = ContactMessage.objects.filter(email=message.email, confirmed_at__gte=since)
    return earlier.exclude(pk=message.pk).count()
