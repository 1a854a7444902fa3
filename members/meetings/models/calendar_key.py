import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from members.meetings.querysets import CalendarKeyQuerySet


class CalendarKey(models.Model):
    """What the address of a person's calendar is made from. A new word makes the old address dead.

    The address is this word signed with the site's secret: whoever reads the database alone has no address.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="calendar_key"
    )
    word = models.UUIDField(default=uuid.uuid4, unique=True)
    renewed_at = models.DateTimeField(auto_now=True)

    objects = CalendarKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("key of a personal calendar")
        verbose_name_plural = _("keys of personal calendars")

    def __str__(self) -> str:
        return str(self.user_id)
