"""Letting people in: an account, a place in the room and a link in a letter. Each step is one transaction."""

from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from samrum.core.email_addresses import canonical
from samrum.users import address_changes
from samrum.users.models import User

from . import letters
from .log import note
from .models import Application, Invitation, Membership, Organisation, Room
from .models.invitation import digest


class HasPlaceAlready(Exception):
    """Whoever has the address is in the room or invited."""


class AccountClosed(Exception):
    """The account of the address is switched off."""


class NotInvitedAnyMore(Exception):
    """The person has come in meanwhile, or the invitation was taken back."""


@transaction.atomic
def invite(
    room: Room,
    email: str,
    *,
    by: User | None,
    role: str = Membership.Role.PARTICIPANT,
    first_name: str = "",
    last_name: str = "",
    title: str = "",
    organisation: Organisation | None = None,
    language: str = "sv",
) -> Membership:
    """Give the person with this address a place in the room and send the link that opens it.

    An account is made where there is none, without a password and with letters in `language`. Whoever has a place already keeps it as it is; who has
    not accepted yet gets a new link. Raises ValidationError if `email` is not an address.
    """
    email = canonical(email)
    address_changes.hold(email)
    user = _account(email, first_name, last_name, language)
    membership, _created = Membership.objects.current().get_or_create(
        user=user, room=room, defaults={"role": role, "title": title, "organisation": organisation}
    )
    if not membership.is_joined:
        renew(membership, by=by)
    return membership


def _account(email: str, first_name: str, last_name: str, language: str) -> User:
    names = {"first_name": first_name, "last_name": last_name}
    defaults = {**names, "language": language, "password": make_password(None)}
    return User.objects.get_or_create(email=email, defaults=defaults)[0]


@transaction.atomic
def renew(membership: Membership, *, by: User | None) -> None:
    """A new link in place of the old one, which no longer opens anything."""
    # Of two at the same moment the second sees, and takes back, the link of the first.
    Membership.objects.select_for_update().get(pk=membership.pk)
    _invitation, token = Invitation.make(membership, by)
    letters.invitation(membership, token)


@transaction.atomic
def readdress(membership: Membership, email: str, *, by: User) -> Membership:
    """The invitation was for somebody at another address: it goes there, and the earlier link opens nothing any more.

    No account changes its address by this: the place goes to the account of the right one, which is made where there is
    none. Raises HasPlaceAlready, AccountClosed, NotInvitedAnyMore, and ValidationError if `email` is not an address.
    """
    Room.objects.select_for_update(no_key=True).get(pk=membership.room_id)
    place = Membership.objects.select_related("user", "room__network").get(pk=membership.pk)
    if place.joined_at or place.ended_at:
        raise NotInvitedAnyMore
    email, wrong = canonical(email), place.user
    if email != wrong.email:
        address_changes.hold(email, user=wrong)
        # Whoever has used the account of the wrong address gave it a name of their own: that is not this person's.
        names = (wrong.first_name, wrong.last_name) if wrong.is_unclaimed else ("", "")
        place.user = _account(email, *names, wrong.language)
        if not place.user.is_active:
            raise AccountClosed
        if Membership.objects.current().in_room(place.room).filter(user=place.user).exists():
            raise HasPlaceAlready
        place.save(update_fields=["user"])
        _follow(place, wrong.email)
    note(place.room, by, gettext_noop("Sent an invitation to another address"), place.user)
    renew(place, by=by)
    return place


def _follow(place: Membership, wrong: str) -> None:
    """The application by which the person got the place: a question about it goes to the right address too."""
    mine = place.applications.filter(email=wrong)
    taken = Application.objects.in_room(place.room).confirmed().for_address(place.user.email)
    if not taken.exists():
        mine.update(email=place.user.email)


def find(token: str) -> Invitation | None:
    """The invitation that a link stands for, if it can still be used."""
    usable = Invitation.objects.usable().filter(digest=digest(token), membership__user__is_active=True)
    return usable.select_related("membership__room__network", "membership__user").first()


def needs_password(user: User) -> bool:
    """Whether the link also opens the account. Whoever has signed in before has a way of their own: that one holds."""
    return user.is_unclaimed


@transaction.atomic
def accept(invitation: Invitation, password: SetPasswordForm | None = None) -> bool:
    """The person comes in. False if the link was used or replaced in the meantime, or the seat is another account's by
    now: it works once.

    `password`: a valid form with the first password of an account that has none.
    """
    now, user = timezone.now(), invitation.membership.user
    address_changes.hold(user.email, user=user)
    # As in `renew`. An update of the usable one would not do: PostgreSQL looks at what stands in its subquery before
    # it waits for whoever accepts in the same instant, and not again.
    Membership.objects.select_for_update().filter(pk=invitation.membership_id).first()
    as_it_is_now = User.objects.filter(pk=user.pk).first()
    if password and not (as_it_is_now and needs_password(as_it_is_now)):
        return False
    if not Invitation.objects.usable().filter(pk=invitation.pk, membership__user=user).exists():
        return False
    Invitation.objects.filter(pk=invitation.pk).update(used_at=now)
    Membership.objects.filter(pk=invitation.membership_id, joined_at__isnull=True).update(joined_at=now)
    if password:
        password.save()
    return True
