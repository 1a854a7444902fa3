"""How long messages from visitors are kept."""

import datetime

from dateutil.relativedelta import relativedelta
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import ModelLogEntry

from network.contact.messages import LINK_LIFE
from network.contact.receivers import contact_settings
from network.models import ContactMessage

# Long enough for an editor to look through what was taken for spam.
SPAM = datetime.timedelta(days=30)
State = ContactMessage.State


def outdated(now: datetime.datetime) -> dict[str, QuerySet]:
    """Messages whose time, set by the editors, is over; those that nobody confirmed; spam. And the admin's
    log of them, which repeats their subjects: it goes with its message."""
    kept_since = now - relativedelta(months=contact_settings().retention_months)
    return {
        "contact messages": ContactMessage.objects.filter(
            Q(created_at__lt=kept_since)
            | Q(state=State.UNCONFIRMED, created_at__lt=now - LINK_LIFE)
            | Q(state=State.SPAM, created_at__lt=now - SPAM)
        ),
        "log entries of contact messages": ModelLogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(ContactMessage)
        ).exclude(object_id__in=ContactMessage.objects.values(key=Cast("pk", CharField()))),
    }
