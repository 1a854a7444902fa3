from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from members.meetings.querysets import OfMeeting
from samrum.core.model_fields import OneLineField

from .room_meeting import RoomMeeting


class ProgrammeItem(models.Model):
    """A point of the programme. Of several days the first is day 1, so that a moved meeting keeps its programme."""

    meeting = models.ForeignKey(RoomMeeting, on_delete=models.CASCADE, related_name="programme")
    day = models.PositiveSmallIntegerField(
        _("day"), default=1, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    starts = models.TimeField(_("starts"))
    ends = models.TimeField(_("ends"), null=True, blank=True)
    title = OneLineField(_("what"), max_length=160)
    speaker = OneLineField(_("who"), max_length=160, blank=True)
    text = models.TextField(_("more about it"), max_length=1000, blank=True)

    objects = OfMeeting.as_manager()

    class Meta:
        verbose_name = _("programme item")
        verbose_name_plural = _("programme items")
        ordering = ["day", "starts", "pk"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.ends and self.starts and self.ends <= self.starts:
            raise ValidationError({"ends": _("It ends before it starts.")})
