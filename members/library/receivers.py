"""What somebody has brought to a room tells nothing of them while they hide, nor when nobody remembers that they did."""

from collections.abc import Collection

from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver

from members.models import Membership

from .models import Resource, UsageNote
from .search import index_resource


@receiver(post_save, sender=Membership)
def follow_profile(
    instance: Membership, created: bool, update_fields: Collection[str] | None = None, **kwargs
) -> None:
    """Hidden or shown again: the index names the organisation of what they have contributed, or does not."""
    if created or (update_fields is not None and "hidden_profile" not in update_fields):
        return
    for resource in Resource.objects.in_room(instance.room).published().filter(contributor=instance.user_id):
        index_resource(resource)


@receiver(pre_delete, sender=Membership)
def forget_organisation(instance: Membership, **kwargs) -> None:
    """With the last place goes the knowledge that the person hid: then the organisation goes too."""
    own = Membership.objects.filter(room=instance.room_id, user=instance.user_id)
    if not own.filter(pk=instance.pk).hiding().exists() or own.exclude(pk=instance.pk).exists():
        return
    UsageNote.objects.filter(resource__room=instance.room_id, author=instance.user_id).update(
        organisation=None
    )
    Resource.objects.filter(room=instance.room_id, contributor=instance.user_id).update(organisation=None)
