"""What goes with an account. Places in rooms go by their foreign keys; what names the person otherwise goes here."""

from django.db.models import Q
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from samrum.users.address_changes import absorbed
from samrum.users.models import User

from .models import Application, Invitation, Membership, RoomEvent


@receiver(pre_delete, sender=User)
def erase_applications(sender: type[User], instance: User, **kwargs) -> None:
    """By which the person came in, or asks to come into another room."""
    own = Application.objects.filter(Q(email=instance.email) | Q(membership__user=instance))
    own.delete()


@receiver(absorbed)
def take_places_along(sender: type[User], unclaimed: User, user: User, **kwargs) -> None:
    """The seats that wait for an address are those of the account that got it. Who has a place already keeps it."""
    RoomEvent.objects.filter(person=unclaimed).update(person=user)
    mine = {place.room_id: place for place in Membership.objects.current().filter(user=user)}
    for place in Membership.objects.filter(user=unclaimed):
        kept = mine.get(place.room_id) if place.ended_at is None else None
        if kept is None:
            Membership.objects.filter(pk=place.pk).update(user=user)
            continue
        Application.objects.filter(membership=place).update(membership=kept)
        if not kept.is_joined:
            # The latest link is the one that works.
            kept.invitations.filter(used_at__isnull=True).delete()
            Invitation.objects.filter(membership=place).update(membership=kept)
