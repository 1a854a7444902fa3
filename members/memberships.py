"""A place in a room changes or ends. Each step is one transaction, logged, and never leaves a room without anybody
who leads it: an administrator cannot look into the room to find a successor."""

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_noop

from samrum.users.models import User

from . import letters
from .log import note
from .models import Membership, Organisation, Room

MADE = {
    Membership.Role.PARTICIPANT: gettext_noop("Made a participant"),
    Membership.Role.ORGANISER: gettext_noop("Made an organiser"),
    Membership.Role.GUEST: gettext_noop("Made a guest"),
}

# Sent with `membership`, in the transaction in which a place ends: what the person had in the room's parts goes on from
# there (a seat at a meeting becomes somebody else's).
ended = Signal()


class LastOrganiser(Exception):
    """Nobody would be left to lead the room."""


@transaction.atomic
def end(membership: Membership, *, by: User) -> None:
    """At the person's next request the room is closed; other rooms go on. An invitation is taken back.

    Raises LastOrganiser.
    """
    membership = _held(membership)
    if membership.ended_at:
        return
    _keep_a_leader(membership)
    Membership.objects.filter(pk=membership.pk).update(ended_at=timezone.now())
    ended.send(Membership, membership=membership)
    if membership.joined_at is None:
        note(membership.room, by, gettext_noop("Took an invitation back"), membership.user)
        return
    if membership.user_id == by.pk:
        note(membership.room, by, gettext_noop("Left the room"), membership.user)
        letters.left(membership)
    else:
        note(membership.room, by, gettext_noop("Ended a membership"), membership.user)
        letters.membership_ended(membership)


@transaction.atomic
def change(
    membership: Membership, *, role: str, title: str, organisation: Organisation | None, by: User
) -> None:
    """Raises LastOrganiser."""
    before = _held(membership)
    if before.ended_at:
        return
    if role != before.role:
        _keep_a_leader(before)
        note(before.room, by, MADE[Membership.Role(role)], before.user)
    if (title, organisation) != (before.title, before.organisation):
        note(before.room, by, gettext_noop("Changed title or organisation"), before.user)
    before.role, before.title, before.organisation = role, title, organisation
    before.save(update_fields=["role", "title", "organisation"])


def is_last_organiser(membership: Membership) -> bool:
    if not (membership.leads and membership.is_joined):
        return False
    return not membership.room.memberships.leading().exclude(pk=membership.pk).exists()


def _held(membership: Membership) -> Membership:
    """As it is now; nobody else changes places in the room until the transaction ends."""
    Room.objects.select_for_update(no_key=True).get(pk=membership.room_id)
    return Membership.objects.select_related("room__network", "user", "organisation").get(pk=membership.pk)


def _keep_a_leader(membership: Membership) -> None:
    if is_last_organiser(membership):
        raise LastOrganiser
