"""What goes with an account. Places in rooms go by their foreign keys; what names the person otherwise goes here."""

from django.db.models import Q
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from samrum.users.models import User

from .models import Application


@receiver(pre_delete, sender=User)
def erase_applications(sender: type[User], instance: User, **kwargs) -> None:
    """By which the person came in, or asks to come into another room."""
    own = Application.objects.filter(Q(email=instance.email) | Q(membership__user=instance))
    own.delete()
