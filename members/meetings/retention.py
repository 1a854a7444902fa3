"""How long what people say of a meeting is kept."""

import datetime

from django.db.models import QuerySet
from django.utils import timezone

from .models import DateAnswer, Message, SpecialNeeds

# Health data goes as soon as it has been of use (GDPR, article 9).
NEEDS = datetime.timedelta(days=7)
# Who could come on which day is of no use once the meeting has been.
ANSWERS = datetime.timedelta(days=30)
MESSAGES = datetime.timedelta(days=730)


def outdated(now: datetime.datetime) -> dict[str, QuerySet]:
    """What may go at `now`, by what it is called. Registrations go with the place in the room."""
    today = timezone.localdate(now)
    return {
        "diet and access needs": SpecialNeeds.objects.filter(
            registration__meeting__page__ends_on__lt=today - NEEDS + datetime.timedelta(days=1)
        ),
        "answers to proposed dates": DateAnswer.objects.filter(
            proposal__meeting__page__ends_on__lt=today - ANSWERS
        ),
        "letters from organisers": Message.objects.filter(sent_at__lt=now - MESSAGES),
    }
