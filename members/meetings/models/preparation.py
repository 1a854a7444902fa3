from django.db import models
from django.utils.translation import gettext_lazy as _

from members.library.models import Resource
from members.meetings.querysets import OfMeeting, PreparationDoneQuerySet
from members.models import Membership
from samrum.core.model_fields import OneLineField

from .room_meeting import RoomMeeting


class Preparation(models.Model):
    """Something to do before a meeting; perhaps with something from the library to read."""

    meeting = models.ForeignKey(RoomMeeting, on_delete=models.CASCADE, related_name="preparations")
    position = models.PositiveSmallIntegerField(default=0)
    title = OneLineField(_("what to do"), max_length=160)
    text = models.TextField(_("more about it"), max_length=1000, blank=True)
    resource = models.ForeignKey(
        Resource,
        verbose_name=_("from the library"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = OfMeeting.as_manager()

    class Meta:
        verbose_name = _("preparation")
        verbose_name_plural = _("preparations")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class PreparationDone(models.Model):
    """Somebody has ticked a preparation off; only that person sees it."""

    preparation = models.ForeignKey(Preparation, on_delete=models.CASCADE, related_name="done")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")

    objects = PreparationDoneQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["preparation", "membership"], name="preparation_done_once")
        ]

    def __str__(self) -> str:
        return str(self.preparation_id)
