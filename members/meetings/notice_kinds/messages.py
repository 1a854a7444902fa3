"""What an organiser writes to participants: sent as it was written, and answers go to the organiser."""

from collections.abc import Iterable, Mapping, Sequence
from email.utils import formataddr

from django.urls import reverse
from django.utils.translation import gettext as _

from members.meetings.models import Message
from members.models import Membership
from members.notices.kinds import Kind, Letter

from .told import reads_room, way_to


def find(keys: Iterable[int]) -> Mapping[int, Message]:
    rows = Message.objects.filter(pk__in=keys).select_related("by", "meeting__page", "room__network")
    return {row.pk: row for row in rows}


def written(message: Message, membership: Membership) -> Sequence[Letter]:
    """`message` need not be saved: a letter is tried on oneself first."""
    if message.room_id != membership.room_id:
        return []
    by = message.by
    sender = str(by) if by else ""
    return [
        Letter(
            title=message.subject,
            path=_way(message, membership),
            context={
                "body": message.body,
                "sender": sender,
                "meeting": message.meeting.page.title if message.meeting else "",
            },
            about=[message],
            headers={"Reply-To": formataddr((sender, by.email))} if by else {},
            link_text=_("Open the meeting") if message.meeting else _("Open the room"),
        )
    ]


def _way(message: Message, membership: Membership) -> str:
    if message.meeting:
        return way_to(message.meeting, membership)
    return reverse("room", args=[membership.room.slug]) if reads_room(membership) else ""


KINDS = [Kind("organiser_message", find, written)]
