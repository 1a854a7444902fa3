"""What sign-in keeps of people for a while only."""

import datetime

from allauth.usersessions.models import UserSession
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from wagtail.models import ModelLogEntry

from .models import User


def outdated(now: datetime.datetime) -> dict[str, QuerySet]:
    """Address and browser of a sign-in go with its session; the admin's log of an account, which names it, with it."""
    alive = Session.objects.filter(expire_date__gte=now).values("session_key")
    return {
        "places of sign-in": UserSession.objects.exclude(session_key__in=alive),
        "log entries of accounts": ModelLogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(User)
        ).exclude(object_id__in=User.objects.values(key=Cast("pk", CharField()))),
    }
