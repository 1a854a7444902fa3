"""A letter from an organiser to participants: what is sent is what was seen, and once."""

import datetime
import hashlib
import json
from dataclasses import dataclass

from django.core import signing
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_noop

from members.log import note
from members.meetings.models import Message, RoomMeeting
from members.models import Membership, Room
from members.notices import delivery
from members.notices.kinds import Letter, kinds
from members.notices.outbox import tell
from samrum.core.letters import Written, written
from samrum.users.models import User

KIND = "organiser_message"
DAY = datetime.timedelta(days=1)
# Against mistakes: whoever sends more has pressed where they did not mean to.
PER_DAY = 20
SALT = "members.meetings.messaging"
WORDS = Message._meta.get_field("receivers").max_length


class TooMany(Exception):
    """The room has sent its letters of the day."""


class SentAlready(Exception):
    """The same letter went since it was looked at: a second press, or a page that was sent once more."""

    def __init__(self, message: Message):
        self.message = message


@dataclass(frozen=True)
class Draft:
    """A letter before it is sent. `words`: to whom, in Swedish."""

    room: Room
    meeting: RoomMeeting | None
    by: User
    subject: str
    body: str
    to: list[Membership]
    words: str

    @property
    def fingerprint(self) -> str:
        meeting = self.meeting.pk if self.meeting else None
        keys = sorted(place.pk for place in self.to)
        told = [self.room.pk, meeting, self.by.pk, self.subject, self.body, keys]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    @property
    def message(self) -> Message:
        """Not saved."""
        return Message(
            room=self.room,
            meeting=self.meeting,
            by=self.by,
            subject=self.subject,
            body=self.body,
            receivers=self.words[:WORDS],
            receiver_count=len(self.to),
        )


def stamp(draft: Draft) -> str:
    """What the page keeps of what it has shown, and when."""
    return signing.dumps({"of": draft.fingerprint, "at": timezone.now().isoformat()}, salt=SALT)


def seen_at(draft: Draft, kept: str) -> datetime.datetime | None:
    """When exactly this was shown; None if it was something else, or more than a day ago."""
    try:
        seen = signing.loads(kept, salt=SALT, max_age=DAY)
    except signing.BadSignature:
        return None
    return datetime.datetime.fromisoformat(seen["at"]) if seen["of"] == draft.fingerprint else None


@transaction.atomic
def send(draft: Draft, *, seen: datetime.datetime) -> Message:
    """To each in a letter of their own, by the worker. Raises TooMany or SentAlready, and sends nothing."""
    # One at a time in a room: the second of two presses finds what the first has sent.
    Room.objects.select_for_update().get(pk=draft.room.pk)
    sent = Message.objects.in_room(draft.room)
    twin = sent.filter(
        meeting=draft.meeting,
        by=draft.by,
        subject=draft.subject,
        body=draft.body,
        receivers=draft.words[:WORDS],
    )
    if found := twin.filter(sent_at__gte=seen).first():
        raise SentAlready(found)
    if sent.filter(sent_at__gt=timezone.now() - DAY).count() >= PER_DAY:
        raise TooMany
    message = draft.message
    message.save()
    tell(KIND, message.pk, [place.pk for place in draft.to], always=True)
    note(draft.room, draft.by, gettext_noop("Wrote a letter to participants"), message.subject)
    return message


def send_test(draft: Draft, membership: Membership) -> None:
    """To oneself, as the others would get it; nothing is kept."""
    delivery.send(KIND, _letter(draft, membership), membership)


def preview(draft: Draft, membership: Membership) -> Written:
    """Subject and text as they would reach oneself."""
    context = delivery.context_of(_letter(draft, membership), membership)
    return written(KIND, context, membership.user.language)


def _letter(draft: Draft, membership: Membership) -> Letter:
    with translation.override(membership.user.language):
        return kinds()[KIND].letters(draft.message, membership)[0]
