"""The address of a personal calendar: whoever has it reads it, so that calendar programs need no sign-in."""

import uuid

from django.core import signing

from members.meetings.models import CalendarKey
from samrum.users.models import User

SIGNER = signing.Signer(salt="members.meetings.calendars")


def token_for(key: CalendarKey) -> str:
    return SIGNER.sign(key.word.hex)


def owner_of(token: str) -> User | None:
    """Whose calendar it is; None for what we have not made, what was renewed since, and a closed account."""
    try:
        word = SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    key = CalendarKey.objects.filter(word=word, user__is_active=True).select_related("user").first()
    return key.user if key else None


def renew(user: User) -> CalendarKey:
    """A new address; the one before answers nothing any more."""
    key, _is_new = CalendarKey.objects.update_or_create(user=user, defaults={"word": uuid.uuid4()})
    return key
