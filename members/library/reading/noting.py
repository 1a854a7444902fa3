"""A note about how one uses a resource."""

import datetime

from django.utils import timezone

from members.library.models import Resource, UsageNote
from members.library.publishing import Overtaken, hold_resource
from members.models import Organisation
from samrum.users.models import User

PAUSE = datetime.timedelta(minutes=10)  # the same words again within it: a button that was pressed twice
MOST = 20  # notes of one person about one resource


class TooMany(Exception):
    """The person has written as many notes about the resource as the page takes."""


def add(resource: Resource, by: User, organisation: Organisation | None, text: str) -> None:
    """Raises Overtaken if it is not published any more, and TooMany."""
    with hold_resource(resource.pk) as held:
        if not held.is_published:
            raise Overtaken
        own = UsageNote.objects.filter(resource=held, author=by)
        if own.filter(text=text, created_at__gte=timezone.now() - PAUSE).exists():
            return
        if own.count() >= MOST:
            raise TooMany
        UsageNote.objects.create(resource=held, author=by, organisation=organisation, text=text)
