from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.files.storage import PrivateFileField
from members.querysets import ApplicationQuerySet, OrganiserRows
from samrum.core.model_fields import EmailAddressField, OneLineField

from .membership import Membership
from .organisation import Organisation
from .room import Room


class Application(models.Model):
    """Somebody asks for a seat in a network. Seen by the organisers of its room alone.

    What anybody typed under somebody's address is UNCONFIRMED until the human check or a link in a letter has shown
    that it is meant; a second application for the same address always waits for the link, and then takes the place of
    the first. So at most one confirmed application per address and room exists.
    """

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", pgettext_lazy("application", "not confirmed")
        RECEIVED = "received", pgettext_lazy("application", "received")
        WAITING = "waiting", pgettext_lazy("application", "on the waiting list")
        ACCEPTED = "accepted", pgettext_lazy("application", "accepted")
        DECLINED = "declined", pgettext_lazy("application", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("application", "withdrawn")

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="applications")
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.UNCONFIRMED)
    name = OneLineField(_("name"), max_length=120)
    email = EmailAddressField(_("work e-mail"))
    title = OneLineField(_("job title"), max_length=120)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="applications",
    )
    # For an organisation that is not in the list.
    organisation_name = OneLineField(_("other organisation"), max_length=120, blank=True)
    mandate_by = OneLineField(_("who gave the mandate"), max_length=160)
    mandate_email = EmailAddressField(_("the manager's e-mail"), blank=True)
    mandate_on = models.DateField(_("when it was given"), null=True, blank=True)
    mandate_words = models.TextField(_("the mandate in words"), blank=True, max_length=4000)
    mandate_file = PrivateFileField(_("the mandate as a file"), folder="mandates", blank=True)
    mandate_findings = models.PositiveIntegerField(default=0, editable=False)  # as in the library
    # Also of one that is not kept before the applicant has confirmed: then it is asked for again.
    mandate_file_name = models.CharField(max_length=255, blank=True, editable=False)
    mandate_file_size = models.PositiveBigIntegerField(default=0, editable=False)  # bytes
    # The manager's answer by the link in a letter: single-use, so the nonce goes when it is used.
    mandate_nonce = models.CharField(max_length=64, blank=True, editable=False)
    mandate_asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    mandate_answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    mandate_confirmed = models.BooleanField(null=True, blank=True, editable=False)
    hopes = models.TextField(_("what you hope for"), blank=True, max_length=4000)
    language = models.CharField(max_length=5, default="sv")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    membership = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="applications"
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "room",
                condition=~Q(state="unconfirmed"),
                name="application_once_per_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.organisation_in_words})"

    @property
    def organisation_in_words(self) -> str:
        return self.organisation.name if self.organisation else self.organisation_name

    @property
    def address_fits(self) -> bool | None:
        """Whether the address is one of the organisation's; None where nobody knows its domains."""
        return self.organisation.owns_address(self.email) if self.organisation else None

    @property
    def asks_for_file(self) -> bool:
        """The applicant attached one, and it is not here."""
        return bool(self.mandate_file_name and not self.mandate_file)

    @property
    def is_undecided(self) -> bool:
        return self.state in (self.State.RECEIVED, self.State.WAITING)

    @property
    def may_renew(self) -> bool:
        """Accepted, but the person has not come in yet."""
        place = self.membership
        return bool(self.state == self.State.ACCEPTED and place and not (place.joined_at or place.ended_at))

    @property
    def may_readdress(self) -> bool:
        """It can be told by letter how the application stands."""
        return self.is_undecided or self.state == self.State.DECLINED

    @property
    def version(self) -> str:
        """Changes with every change: who decides on what somebody else has changed meanwhile is told so."""
        return f"{self.pk}-{int(self.changed_at.timestamp() * 1_000_000)}"


class ApplicationEvent(models.Model):
    """What happened to an application, when, and who did it (nobody: the applicant or the manager)."""

    class Kind(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("application", "received")
        CHANGED = "changed", pgettext_lazy("application", "changed by the applicant")
        MANDATE_ASKED = "mandate_asked", pgettext_lazy("application", "the manager was asked")
        MANDATE_CONFIRMED = (
            "mandate_confirmed",
            pgettext_lazy("application", "the manager confirmed the mandate"),
        )
        MANDATE_DENIED = (
            "mandate_denied",
            pgettext_lazy("application", "the manager did not confirm the mandate"),
        )
        WAITING = "waiting", pgettext_lazy("application", "put on the waiting list")
        ACCEPTED = "accepted", pgettext_lazy("application", "accepted")
        DECLINED = "declined", pgettext_lazy("application", "declined")
        INVITED = "invited", pgettext_lazy("application", "invited again")
        READDRESSED = "readdressed", pgettext_lazy("application", "letter sent again by an organiser")
        WITHDRAWN = "withdrawn", pgettext_lazy("application", "withdrawn by the applicant")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(_("what"), max_length=20, choices=Kind)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(_("reason"), blank=True, max_length=2000)

    class ApplicationEventRows(OrganiserRows):
        room_path = "application__room"

    objects = ApplicationEventRows.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()
