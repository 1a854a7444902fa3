from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from members.querysets import OrganiserRows

from .room import Room


class RoomEvent(models.Model):
    """What organisers have done in a room and who did it; never what members read or download."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # An English msgid of the catalogue, shown in the reader's language, and what or whom it is about. People are never
    # named here in words: who has no account any more shall not live on in a log.
    action = models.CharField(_("what"), max_length=120)
    about = models.CharField(_("about"), max_length=200, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = OrganiserRows.as_manager()

    class Meta:
        verbose_name = _("log entry of a room")
        verbose_name_plural = _("log of rooms")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.action}: {self.subject}"

    @property
    def subject(self) -> str:
        return str(self.person) if self.person else self.about
