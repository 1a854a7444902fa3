from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.meetings.querysets import NeedsQuerySet, RegistrationQuerySet
from members.models import Membership
from samrum.core.model_fields import EmailAddressField, OneLineField

from .room_meeting import RoomMeeting


class Registration(models.Model):
    """Somebody's answer to a meeting, and the seat it gave. Changed by `meetings.seating` alone, one at a time.

    A colleague from the same organisation may go instead: then the seat is the colleague's, who need not have an account.
    """

    class Answer(models.TextChoices):
        ON_SITE = "on_site", _("comes on site")
        ONLINE = "online", _("takes part online")
        NO = "no", _("does not come")

    class Seat(models.TextChoices):
        SEATED = "seated", _("has a seat")
        HELD = "held", _("a seat is held")  # for whoever said yes to the day; until `held_until`
        WAITING = "waiting", _("on the waiting list")

    meeting = models.ForeignKey(RoomMeeting, on_delete=models.RESTRICT, related_name="registrations")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="registrations")
    answer = models.CharField(_("answer"), max_length=8, choices=Answer)
    seat = models.CharField(_("seat"), max_length=8, choices=Seat, blank=True)
    # The order in which seats were asked for: whoever waits is let in by it.
    line = models.PositiveIntegerField(default=0, editable=False)
    held_until = models.DateField(null=True, blank=True, editable=False)
    colleague_name = OneLineField(_("the colleague's name"), max_length=120, blank=True)
    colleague_email = EmailAddressField(_("the colleague's e-mail address"), blank=True)
    attended = models.BooleanField(_("was there"), null=True, blank=True)
    # Has answered the evaluation. What was answered is tied to nobody, and when it was is written nowhere.
    evaluated = models.BooleanField(default=False, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "membership"], name="registration_once"),
            models.CheckConstraint(
                name="no_seat_for_whoever_does_not_come", condition=~Q(answer="no") | Q(seat="")
            ),
        ]
        indexes = [models.Index(fields=["meeting", "seat", "line"], name="registration_line")]

    def __str__(self) -> str:
        return f"{self.membership_id}: {self.answer}"

    @property
    def is_seated(self) -> bool:
        return self.seat == self.Seat.SEATED

    @property
    def took_part(self) -> bool:
        """Was there as far as anybody knows; whoever came unasked too. As RegistrationQuerySet.took_part."""
        return self.is_seated if self.attended is None else self.attended

    @property
    def attendee(self) -> str:
        """Who sits on the seat."""
        return self.colleague_name or str(self.membership.user)


class SpecialNeeds(models.Model):
    """Diet and access: health data (GDPR, article 9), so a row of its own that is erased seven days after the meeting.

    Never in a letter, a log or a calendar; seen by the person and the organisers.
    """

    registration = models.OneToOneField(
        Registration, primary_key=True, on_delete=models.CASCADE, related_name="needs"
    )
    diet = models.CharField(_("special diet"), max_length=200, blank=True)
    access = models.CharField(_("what you need to take part"), max_length=300, blank=True)

    objects = NeedsQuerySet.as_manager()

    class Meta:
        verbose_name = _("diet and access needs")
        verbose_name_plural = _("diet and access needs")

    def __str__(self) -> str:
        return str(self.registration_id)
