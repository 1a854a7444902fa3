from django.db import models
from django.utils.translation import gettext_lazy as _

from members.library.models import Resource
from members.meetings.querysets import MaterialQuerySet

from .room_meeting import RoomMeeting


class Material(models.Model):
    """Something of the library that belongs to a meeting: its rights and versions stay the library's."""

    meeting = models.ForeignKey(RoomMeeting, on_delete=models.CASCADE, related_name="material")
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField(auto_now_add=True)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("material")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "resource"], name="material_once")]

    def __str__(self) -> str:
        return str(self.resource_id)
