"""Keeps allauth's list of addresses equal to the one address of the user, and ends what must not outlive a change."""

from allauth.account.models import EmailAddress
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added
from allauth.usersessions.models import UserSession
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest

from . import letters
from .address_changes import waits_for_its_owner
from .models import User

OF_ADDRESS = {"email", "is_active"}


@receiver(post_save, sender=User)
def follow_user(sender: type[User], instance: User, raw: bool, update_fields=None, **kwargs) -> None:
    if not raw and (update_fields is None or OF_ADDRESS & set(update_fields)):
        keep_address_in_step(instance)


def keep_address_in_step(user: User) -> None:
    """An address that was replaced neither signs in nor receives links; one that waits for its confirmation stays.

    The address counts as confirmed: SKR knew it, or the person confirmed it before it held. allauth would throw away
    an unconfirmed one, and the login name with it, as soon as the person asks for another.
    """
    own = EmailAddress.objects.filter(user=user)
    others = own.exclude(email=user.email)
    if user.is_active and own.filter(email=user.email, verified=True, primary=True).exists():
        # Asked before: on SQLite also a deletion of nothing takes the write lock, and pages that are read come here.
        if (confirmed := others.filter(verified=True)).exists():
            confirmed.delete()
        return
    for replaced in others.filter(verified=True, primary=True):
        letters.address_changed(user, replaced.email)
    others.delete()
    elsewhere = EmailAddress.objects.filter(email=user.email).exclude(user=user)
    if elsewhere.exists():
        # A change that waits may be that of the person who is invited.
        (elsewhere.filter(verified=True) if waits_for_its_owner(user) else elsewhere).delete()
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


@receiver([password_changed, password_reset, password_set])
def forget_waiting_addresses(sender: type[User], user: User, **kwargs) -> None:
    """Whoever knew the former password may have asked for a change of address."""
    EmailAddress.objects.filter(user=user, verified=False).delete()


@receiver(authenticator_added)
def sign_out_elsewhere(sender, request: HttpRequest, user: User, **kwargs) -> None:
    """A session that began with the password alone does not go on when two steps are demanded."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key):
        session.end()
