from django.conf import settings
from django.db import models

from members.library.querysets import FollowQuerySet

from .resource import Resource


class Follow(models.Model):
    """Somebody wants a letter when a resource gets a new version."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="follows")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "user"], name="follow_once")]

    def __str__(self) -> str:
        return str(self.resource_id)
