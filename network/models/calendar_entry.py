import hashlib
import uuid

from django.db import models
from django.db.models import F
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.signals import page_published

from .meeting_page import MeetingPage

# What makes a changed meeting another appointment. Texts do not.
APPOINTMENT_FIELDS = (
    "state",
    "start_date",
    "end_date",
    "start_time",
    "end_time",
    "part_of_day",
    "format",
    "city",
)


class CalendarEntry(models.Model):
    """What calendar programs must be able to trust about a meeting: its UID and a SEQUENCE that never falls.

    A row of its own beside the page: restoring an old revision of the page must not lower the sequence
    (RFC 5545, 3.8.7.4). One meeting has one row in all languages.
    """

    translation_key = models.UUIDField(
        _("meeting"), unique=True, help_text=_("Page.translation_key of the meeting.")
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(_("sequence"), default=0)
    fingerprint = models.CharField(
        max_length=64, blank=True, help_text=_("Of date, time, place and state, as last published.")
    )
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    class Meta:
        verbose_name = _("calendar entry")
        verbose_name_plural = _("calendar entries")

    def __str__(self) -> str:
        return f"{self.uid} #{self.sequence}"

    @classmethod
    def for_meeting(cls, meeting: MeetingPage) -> "CalendarEntry":
        """The row that a meeting starts with, not saved. The key of the meeting is its UID."""
        return cls(
            translation_key=meeting.appointment_key,
            uid=meeting.appointment_key,
            fingerprint=fingerprint(meeting),
            changed_at=meeting.last_published_at or timezone.now(),
        )


def fingerprint(meeting: MeetingPage) -> str:
    values = "|".join(str(getattr(meeting, name) or "") for name in APPOINTMENT_FIELDS)
    return hashlib.sha256(values.encode()).hexdigest()


@receiver(page_published, sender=MeetingPage)
def note_publication(instance: MeetingPage, **kwargs) -> None:
    """Raise the sequence when the published appointment is another than the last one.

    Only the Swedish source counts: copies follow it, and aliases are the same meeting shown twice.
    """
    if instance.alias_of_id or instance.canonical.pk != instance.pk:
        return
    fresh = CalendarEntry.for_meeting(instance)
    entry, created = CalendarEntry.objects.get_or_create(
        translation_key=fresh.translation_key,
        defaults={"uid": fresh.uid, "fingerprint": fresh.fingerprint, "changed_at": fresh.changed_at},
    )
    if not created:
        # One statement, so that two who publish at once both raise it.
        CalendarEntry.objects.filter(pk=entry.pk).exclude(fingerprint=fresh.fingerprint).update(
            sequence=F("sequence") + 1, fingerprint=fresh.fingerprint, changed_at=timezone.now()
        )
