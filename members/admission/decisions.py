"""What organisers decide. One transaction for all that are chosen, with log and letters; nothing is decided unseen."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from members import invitations
from members.log import note
from members.models import Application, ApplicationEvent, Membership, Room
from samrum.users import address_changes
from samrum.users.models import User

from . import letters, mandates
from .lock import locked
from .seats import Overfull, seats_in, without_place

State, Kind = Application.State, ApplicationEvent.Kind


class Decision(models.TextChoices):
    ACCEPT = "accept", _("accept")
    WAIT = "wait", _("put on the waiting list")
    DECLINE = "decline", _("decline")


@dataclass(frozen=True)
class Rule:
    open_states: tuple[str, ...]  # what it can be decided on; a decline is undone by accepting later
    state: str
    kind: str
    action: str


RULES = {
    Decision.ACCEPT: Rule(
        (State.RECEIVED, State.WAITING, State.DECLINED),
        State.ACCEPTED,
        Kind.ACCEPTED,
        gettext_noop("Accepted an application"),
    ),
    Decision.WAIT: Rule(
        (State.RECEIVED, State.DECLINED),
        State.WAITING,
        Kind.WAITING,
        gettext_noop("Put an application on the waiting list"),
    ),
    Decision.DECLINE: Rule(
        (State.RECEIVED, State.WAITING),
        State.DECLINED,
        Kind.DECLINED,
        gettext_noop("Declined an application"),
    ),
}


@dataclass
class Chosen:
    """The applications that somebody ticked, as they are now."""

    ready: list[Application] = field(default_factory=list)
    changed: list[Application] = field(default_factory=list)  # since the organiser saw them
    unfit: list[Application] = field(default_factory=list)  # what is asked cannot be decided on these
    closed: list[Application] = field(default_factory=list)  # no letter would open their account


@dataclass
class Result:
    chosen: Chosen
    done: list[Application] = field(default_factory=list)
    overfull: list[Overfull] = field(
        default_factory=list
    )  # nothing is done before somebody says: all the same


def choose(room: Room, user: User, decision: Decision, versions: Iterable[str]) -> Chosen:
    """`versions`: what Application.version said when the organiser saw each. Others than this room's are passed over."""
    seen = dict(one.split("-", 1) for one in versions if _is_version(one))
    rows = Application.objects.visible_to(user).in_room(room).as_listed().oldest_first().filter(pk__in=seen)
    chosen = Chosen()
    addresses = [application.email for application in rows if decision == Decision.ACCEPT]
    closed = set(User.objects.filter(email__in=addresses, is_active=False).values_list("email", flat=True))
    for application in rows:
        application.room = room
        if application.version != f"{application.pk}-{seen[str(application.pk)]}":
            chosen.changed.append(application)
        elif application.state not in RULES[decision].open_states:
            chosen.unfit.append(application)
        elif application.email in closed:
            chosen.closed.append(application)
        else:
            chosen.ready.append(application)
    return chosen


@transaction.atomic
def decide(
    room: Room,
    by: User,
    decision: Decision,
    versions: Iterable[str],
    reason: str = "",
    all_the_same: bool = False,
) -> Result:
    """Of two organisers at once the first decides; the second finds the applications changed.

    `all_the_same`: accept more people than there are seats.
    """
    room = locked(room.pk)
    chosen = choose(room, by, decision, versions)
    result = Result(chosen)
    if decision == Decision.ACCEPT and not all_the_same:
        result.overfull = seats_in(room, by).overfull(without_place(room, by, chosen.ready))
    if result.overfull:
        return result
    rule = RULES[decision]
    if decision == Decision.ACCEPT:
        address_changes.hold(*(application.email for application in chosen.ready))
    for application in chosen.ready:
        application.state = rule.state
        application.decided_at = None if decision == Decision.WAIT else timezone.now()
        application.mandate_nonce = "" if decision != Decision.WAIT else application.mandate_nonce
        if decision == Decision.ACCEPT:
            application.membership = _let_in(application, by)
        application.save()
        application.events.create(kind=rule.kind, by=by, note=reason)
        # The organisation, not the person: the log is kept longer than the application.
        note(room, by, rule.action, application.organisation_in_words)
        if decision == Decision.WAIT:
            letters.waiting(application)
        elif decision == Decision.DECLINE:
            letters.declined(application, reason)
        result.done.append(application)
    return result


@transaction.atomic
def renew_invitation(application: Application, by: User) -> bool:
    """A new link for somebody who was accepted and has not come in. False if that is not so any more."""
    room = locked(application.room_id)
    row = Application.objects.visible_to(by).in_room(room).as_listed().filter(pk=application.pk).first()
    if row is None or not row.may_renew or row.membership is None:
        return False
    invitations.renew(row.membership, by=by)
    row.events.create(kind=Kind.INVITED, by=by)
    note(room, by, gettext_noop("Sent a new invitation"), row.organisation_in_words)
    return True


class AddressTaken(Exception):
    """Another application in the room has this address."""


@transaction.atomic
def readdress(application: Application, email: str, by: User) -> bool:
    """The letter about how the application stands goes again, to an address that an organiser has mended.

    False where another letter says it: whoever was accepted has an invitation, whoever withdrew has nothing to hear.
    Raises AddressTaken.
    """
    room = locked(application.room_id)
    row = Application.objects.visible_to(by).in_room(room).as_listed().filter(pk=application.pk).first()
    if row is None or not row.may_readdress:
        return False
    others = Application.objects.in_room(room).confirmed().for_address(email).exclude(pk=row.pk)
    if others.exists():
        raise AddressTaken
    row.room, row.email = room, email
    row.save()
    row.events.create(kind=Kind.READDRESSED, by=by)
    note(room, by, gettext_noop("Sent the letter about an application again"), row.organisation_in_words)
    if row.state == State.DECLINED:
        last = row.events.filter(kind=Kind.DECLINED).last()
        letters.declined(row, last.note if last else "")
    else:
        letters.receipt(row)
    return True


@transaction.atomic
def ask_the_manager(application: Application, by: User) -> bool:
    """A new link to the manager. False if there is nobody to ask, or nothing to decide, or too many letters today."""
    room = locked(application.room_id)
    row = Application.objects.visible_to(by).in_room(room).undecided().filter(pk=application.pk).first()
    if row is None or not row.mandate_email:
        return False
    row.room = room
    return mandates.ask(row, by)


def _let_in(application: Application, by: User) -> Membership:
    first_name, _space, last_name = application.name.rpartition(" ")
    membership = invitations.invite(
        application.room,
        application.email,
        by=by,
        first_name=first_name or last_name,
        last_name=last_name if first_name else "",
        title=application.title,
        organisation=application.organisation,
        language=application.language,
    )
    if membership.is_joined:
        letters.seated(application)
    return membership


def _is_version(text: str) -> bool:
    pk, dash, moment = text.partition("-")
    return bool(dash) and all(part.isascii() and part.isdigit() and len(part) < 19 for part in (pk, moment))
