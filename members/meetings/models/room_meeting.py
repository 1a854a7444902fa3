import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.meetings.querysets import RoomMeetingQuerySet
from members.models import Room
from network.models import MeetingPage
from samrum.core.dates import SWEDEN


class RoomMeeting(models.Model):
    """What the participants have of a meeting. Date, city, format and theme are those of its public Swedish page.

    It comes with the page (meetings.receivers) and goes with it while nothing is in it; after that the page cannot be
    deleted or moved to another network (meetings.protection).
    """

    class Shown(models.IntegerChoices):
        """How long before the start the video link is shown, in minutes."""

        QUARTER = 15, _("15 minutes before")
        HOUR = 60, _("an hour before")
        DAY = 24 * 60, _("a day before")
        WEEK = 7 * 24 * 60, _("a week before")

    page = models.OneToOneField(MeetingPage, on_delete=models.CASCADE, related_name="room_meeting")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="meetings")

    # Where and how
    address = models.CharField(_("address"), max_length=300, blank=True)
    directions = models.TextField(
        _("how to find it"), max_length=2000, blank=True, help_text=_("Entrance, floor, bus, whom to call.")
    )
    video_link = models.URLField(_("video link"), max_length=500, blank=True)
    link_shown = models.PositiveIntegerField(
        _("the link is shown"),
        choices=Shown,
        default=Shown.HOUR,
        help_text=_("Only to those who attend."),
    )

    # Registration
    seats = models.PositiveIntegerField(
        _("seats on site"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: no limit."),
    )
    online_seats = models.PositiveIntegerField(
        _("seats online"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: no limit."),
    )
    register_by = models.DateField(
        _("last day to register"), null=True, blank=True, help_text=_("Empty: until the meeting begins.")
    )

    # Finding a date
    poll_closes_on = models.DateField(_("last day to answer"), null=True, blank=True)

    # Afterwards
    notes = models.TextField(_("notes"), max_length=20_000, blank=True)
    decisions = models.TextField(_("decisions"), max_length=10_000, blank=True)
    notes_published_at = models.DateTimeField(_("notes published"), null=True, blank=True, editable=False)
    recording_link = models.URLField(_("recording"), max_length=500, blank=True)
    recording_until = models.DateField(
        _("the recording is shown until"),
        null=True,
        blank=True,
        help_text=_("After that day the link is erased."),
    )
    asks_evaluation = models.BooleanField(_("ask those who were there for an evaluation"), default=True)

    # The appointment as people were last told of it (meetings.following).
    announced = models.JSONField(default=dict, blank=True, editable=False)
    # For which first day reminders and the request for an evaluation were sent: a moved meeting is reminded of again.
    reminded_week = models.DateField(null=True, blank=True, editable=False)
    reminded_day = models.DateField(null=True, blank=True, editable=False)
    evaluation_asked = models.DateField(null=True, blank=True, editable=False)

    # What `with_seats()` counts.
    on_site_taken: int
    online_taken: int
    waiting_count: int

    objects = RoomMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting of a room")
        verbose_name_plural = _("meetings of rooms")
        constraints = [
            models.CheckConstraint(
                name="recording_has_an_end",
                condition=Q(recording_link="") | Q(recording_until__isnull=False),
                violation_error_message=_("Say until when the recording is shown."),
            )
        ]

    def __str__(self) -> str:
        return self.page.title

    def get_absolute_url(self) -> str:
        return reverse("room_meetings:meeting", args=[self.room.slug, self.pk])

    def clean(self) -> None:
        if self.recording_link and not self.recording_until:
            raise ValidationError({"recording_until": _("Say until when the recording is shown.")})

    # --- When -----------------------------------------------------------------------------------------------

    @property
    def starts_at(self) -> datetime.datetime | None:
        """The first moment (aware); midnight where nobody has said the time, None while the date is open."""
        if self.page.start_date is None:
            return None
        return datetime.datetime.combine(
            self.page.start_date, self.page.start_time or datetime.time(), SWEDEN
        )

    @property
    def ends_at(self) -> datetime.datetime | None:
        """The last moment (aware); the end of the last day where nobody has said the time."""
        if self.page.start_date is None or self.page.last_day is None:
            return None
        if self.page.end_time:
            return datetime.datetime.combine(self.page.last_day, self.page.end_time, SWEDEN)
        return datetime.datetime.combine(
            self.page.last_day + datetime.timedelta(days=1), datetime.time(), SWEDEN
        )

    @property
    def is_cancelled(self) -> bool:
        return self.page.state == MeetingPage.State.CANCELLED

    @property
    def is_past(self) -> bool:
        end = self.ends_at
        return end is not None and end <= timezone.now()

    @property
    def has_begun(self) -> bool:
        """Without a clock time the whole first day is before the start."""
        start = self.starts_at
        if start is None:
            return False
        return start <= timezone.now() if self.page.start_time else start.date() < timezone.localdate()

    @property
    def takes_registrations(self) -> bool:
        """There is a day, it is not cancelled, and the last day to register has not passed."""
        if self.page.start_date is None or self.is_cancelled or self.has_begun:
            return False
        return self.register_by is None or self.register_by >= timezone.localdate()

    @property
    def link_opens_at(self) -> datetime.datetime | None:
        start = self.starts_at
        return start and start - datetime.timedelta(minutes=self.link_shown)

    @property
    def shows_link(self) -> bool:
        """Whether the time has come to show the video link to those who attend; until the day after the meeting."""
        opens, end = self.link_opens_at, self.ends_at
        if not self.video_link or opens is None or end is None or self.is_cancelled:
            return False
        return opens <= timezone.now() < end + datetime.timedelta(days=1)

    @property
    def shows_recording(self) -> bool:
        return bool(
            self.recording_link and self.recording_until and self.recording_until >= timezone.localdate()
        )

    # --- Where ----------------------------------------------------------------------------------------------

    @property
    def ways(self) -> list[str]:
        """The ways to attend (Registration.Answer), the usual first. A format that is open allows both."""
        match self.page.format:
            case MeetingPage.Format.PHYSICAL:
                return ["on_site"]
            case MeetingPage.Format.DIGITAL:
                return ["online"]
        return ["on_site", "online"]

    def limit_of(self, way: str) -> int | None:
        """Seats; None where there is no limit."""
        return self.seats if way == "on_site" else self.online_seats
