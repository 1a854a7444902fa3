from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from members.meetings.querysets import MessageQuerySet
from members.models import Room
from samrum.core.model_fields import OneLineField

from .room_meeting import RoomMeeting


class Message(models.Model):
    """What an organiser wrote to the participants of a room or of a meeting, and to how many it went."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="messages")
    meeting = models.ForeignKey(
        RoomMeeting, null=True, blank=True, on_delete=models.CASCADE, related_name="messages"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    subject = OneLineField(_("subject"), max_length=150)
    body = models.TextField(_("text"), max_length=5000)
    # To whom, in words of the day: "alla deltagare", "på väntelistan, Exempelstads kommun".
    receivers = models.CharField(_("receivers"), max_length=300, blank=True)
    receiver_count = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter from organisers")
        verbose_name_plural = _("letters from organisers")
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return self.subject
