"""Many people are invited at once: all of them, or nobody."""

import datetime
import hashlib
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from members import invitations
from members.admission.lock import locked
from members.models import Invitation, Membership, Room, RoomEvent
from samrum.users import address_changes
from samrum.users.models import User

from .address_list import Row, read

AT_ONCE = 300  # people
PAUSE = datetime.timedelta(minutes=1)  # between two letters to the same people

INVITED = {
    Membership.Role.PARTICIPANT: gettext_noop("Invited as participant"),
    Membership.Role.ORGANISER: gettext_noop("Invited as organiser"),
    Membership.Role.GUEST: gettext_noop("Invited as guest"),
}


@dataclass
class Understood:
    """What pasted text will lead to."""

    fingerprint: str
    rows: list[Row] = field(default_factory=list)

    @property
    def problems(self) -> list[Row]:
        return [row for row in self.rows if row.problem]

    @property
    def to_invite(self) -> list[Row]:
        return [row for row in self.rows if not row.problem and not row.skip]


def understand(text: str, role: str, room: Room) -> Understood:
    understood = Understood(hashlib.sha256(f"{role}\n{text}".encode()).hexdigest(), read(text))
    rows = {row.email: row for row in understood.to_invite}
    for place in room.memberships.current().filter(user__email__in=rows).select_related("user"):
        row = rows[place.user.email]
        if place.is_joined:
            row.skip, row.note = True, _("Is in the room already.")
        else:
            row.is_invited = True
            row.note = _("Is invited already; gets a new link and keeps the role.")
    for email in User.objects.filter(email__in=rows, is_active=False).values_list("email", flat=True):
        rows[email].problem = _("The account of this address is closed.")
    return understood


@transaction.atomic
def invite_all(room: Room, rows: list[Row], *, role: str, by: User) -> bool:
    """False if the same person has just invited them all: a second press would kill the links of the first.

    Raises ValidationError, and invites nobody, if a letter cannot be addressed.
    """
    locked(room.pk)
    rows = sorted(rows, key=lambda row: row.email)  # two lists at once: neither waits for the other
    address_changes.hold(*(row.email for row in rows))
    just_now = Invitation.objects.filter(
        membership__room=room, sent_by=by, created_at__gte=timezone.now() - PAUSE
    )
    if not {row.email for row in rows} - set(just_now.values_list("membership__user__email", flat=True)):
        return False
    places = [
        invitations.invite(
            room, row.email, by=by, role=role, first_name=row.first_name, last_name=row.last_name
        )
        for row in rows
    ]
    new, again = INVITED[Membership.Role(role)], gettext_noop("Sent a new invitation")
    RoomEvent.objects.bulk_create(
        RoomEvent(room=room, by=by, action=again if row.is_invited else new, person=place.user)
        for row, place in zip(rows, places, strict=True)
    )
    return True
