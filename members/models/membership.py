from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members import access
from members.querysets import MembershipQuerySet
from samrum.core.model_fields import OneLineField

from .organisation import Organisation
from .room import Room


class Membership(models.Model):
    """Somebody's place in a room: invited (not joined), joined, ended. An ended one stays as a fact until purged."""

    class Role(models.TextChoices):
        PARTICIPANT = access.PARTICIPANT, _("participant")
        ORGANISER = access.ORGANISER, _("organiser")
        GUEST = access.GUEST, _("guest")

    class Notices(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        DAILY = "daily", _("gathered once a day")
        WEEKLY = "weekly", _("gathered once a week")
        NONE = "none", _("no letters")

    room = models.ForeignKey(
        Room, verbose_name=_("room"), on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.PARTICIPANT)
    title = OneLineField(_("job title"), max_length=120, blank=True)
    hidden_profile = models.BooleanField(
        _("hidden profile"),
        default=False,
        help_text=_("Only organisers see you in the list of participants."),
    )
    notices = models.CharField(
        _("letters from the room"), max_length=8, choices=Notices, default=Notices.AT_ONCE
    )
    # The last day on which a letter that gathers was sent.
    gathered_on = models.DateField(null=True, blank=True, editable=False)
    invited_at = models.DateTimeField(auto_now_add=True)
    # Null: invited, but the invitation is not accepted; nothing of the room is visible yet.
    joined_at = models.DateTimeField(_("joined"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    rules_accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    # "New since your last visit": a visit ends with half an hour of quiet (members.door).
    seen_at = models.DateTimeField(null=True, blank=True, editable=False)
    previous_visit_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "room"], condition=Q(ended_at__isnull=True), name="membership_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.room}"

    @property
    def leads(self) -> bool:
        return self.role == self.Role.ORGANISER

    @property
    def is_joined(self) -> bool:
        return self.joined_at is not None and self.ended_at is None

    @property
    def wants_notices(self) -> bool:
        return self.notices != self.Notices.NONE
