"""What the foundation keeps of people for a while only."""

import datetime

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django_tasks_db.models import DBTaskResult
from post_office.models import STATUS, Attachment, Email

from .mail.models import RecipientDomain
from .single_use import UsedOnce

# Sent letters hold names and texts; a month is enough to answer "did it go out?".
LETTERS = datetime.timedelta(days=30)
DOMAINS = datetime.timedelta(days=2)
TASKS = datetime.timedelta(days=14)


def outdated(now: datetime.datetime) -> dict[str, QuerySet]:
    """What may go at `now`, by what it is called."""
    return {
        "letters": Email.objects.filter(created__lt=now - LETTERS, status__in=[STATUS.sent, STATUS.failed]),
        # After them: the file goes with its row (letter_attachments).
        "attachments of letters": Attachment.objects.filter(emails=None),
        # Nobody has written to them since: what they did then says nothing of today.
        "domains that put letters off": RecipientDomain.objects.filter(retry_at__lt=now - DOMAINS),
        "sessions": Session.objects.filter(expire_date__lt=now),
        "what works once": UsedOnce.objects.filter(until__lt=now),
        "background tasks": DBTaskResult.objects.filter(finished_at__lt=now - TASKS),
    }
