"""One mailbox, one account, in whatever order a change of address is confirmed and an invitation sent or accepted.

An invitation makes an account where there is none. Nobody has come in by it yet: it keeps a seat for whoever reads the
mailbox. When somebody with an account shows to read it, by the link in a letter there, that account gets the address
and the seat. Asking for an address gives nothing.
"""

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.dispatch import Signal

from .models import User

# Sent with `unclaimed` and `user`, in the transaction in which the first account becomes part of the second.
absorbed = Signal()


def hold(*addresses: str, user: User | None = None) -> None:
    """Nobody else gives these addresses, or those of `user`, to an account until the transaction ends.

    All that a transaction needs at once, before it reads accounts: always in the same order, none waits for the other.
    """
    rows = EmailAddress.objects.filter(Q(email__in=addresses) | Q(user=user))
    list(rows.select_for_update().order_by("pk").values_list("pk"))


def waits_for_its_owner(user: User) -> bool:
    """Whether the account only keeps a seat. One with rights in the admin was meant for a certain person."""
    has_rights = user.is_superuser or user.is_staff or user.groups.exists() or user.user_permissions.exists()
    return user.is_active and user.is_unclaimed and not has_rights


def wanted(user: User, by: User | None = None) -> EmailAddress | None:
    """A change to the user's address that waits to be confirmed in another account (in that of `by`)."""
    rows = EmailAddress.objects.filter(email=user.email, verified=False).exclude(user=user)
    return (rows.filter(user=by) if by else rows).first()


def make_way(change: EmailAddress) -> bool:
    """The address is free for the account that asked, or was taken back meanwhile: False. In a transaction.

    An account that somebody uses stays where it is.
    """
    hold(change.email, user=change.user)
    if not EmailAddress.objects.filter(pk=change.pk, verified=False).exists():
        return False
    other = User.objects.filter(email=change.email).exclude(pk=change.user_id).first()
    if other and waits_for_its_owner(other):
        absorbed.send(User, unclaimed=other, user=change.user)
        # What lies under the address goes on with it: those who tidy up after an account shall not find it.
        other.email = ""
        other.delete()
    return True
