import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.querysets import RoomQuerySet
from network.models import NetworkPage
from samrum.core.dates import day_in_words


class Room(models.Model):
    """The private room of one network. It points at the network's Swedish page, which cannot be deleted before it."""

    class State(models.TextChoices):
        COMING = "coming", _("not open yet")
        OPEN = "open", pgettext_lazy("room", "open")
        READ_ONLY = "read_only", _("open for reading")
        CLOSED = "closed", pgettext_lazy("room", "closed")

    network = models.OneToOneField(
        NetworkPage, verbose_name=_("network"), on_delete=models.PROTECT, related_name="room"
    )
    slug = models.SlugField(
        _("address"), max_length=80, unique=True, help_text=_("The part after /rum/. Stays as it is.")
    )
    welcome = models.TextField(
        _("welcome text"), blank=True, max_length=4000, help_text=_("Stands first in the room.")
    )
    rules = models.TextField(
        _("rules"),
        blank=True,
        max_length=8000,
        help_text=_("Everyone accepts them once, before the first visit."),
    )
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    read_only_on = models.DateField(
        _("only for reading from"), null=True, blank=True, help_text=_("From that day nobody adds anything.")
    )
    closes_on = models.DateField(
        _("closes on"), null=True, blank=True, help_text=_("From that day only organisers come in.")
    )
    seats = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("Empty: no limit.")
    )
    seats_per_organisation = models.PositiveIntegerField(
        _("seats per organisation"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("Empty: no limit."),
    )  # fmt: skip
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True)
                | Q(closes_on__isnull=True)
                | Q(closes_on__gt=F("opens_on")),
                name="room_closes_after_it_opens",
                violation_error_message=_("The room closes before it opens."),
            )
        ]

    def __str__(self) -> str:
        return self.network.title

    def get_absolute_url(self) -> str:
        return reverse("room", args=[self.slug])

    def clean(self) -> None:
        errors = {}
        if self.opens_on and self.closes_on and self.closes_on <= self.opens_on:
            errors["closes_on"] = _("The room closes before it opens.")
        if self.read_only_on and self.closes_on and self.read_only_on > self.closes_on:
            errors["read_only_on"] = _("The room has closed by then.")
        if errors:
            raise ValidationError(errors)

    def state_on(self, day: datetime.date) -> "Room.State":
        if self.closes_on and self.closes_on <= day:
            return self.State.CLOSED
        if self.opens_on and self.opens_on > day:
            return self.State.COMING
        if self.read_only_on and self.read_only_on <= day:
            return self.State.READ_ONLY
        return self.State.OPEN

    @property
    def state(self) -> "Room.State":
        return self.state_on(timezone.localdate())

    @property
    def state_in_words(self) -> str:
        """Such as “open” or “opens on 4 June 2024”."""
        if self.state == self.State.COMING and self.opens_on:
            return _("opens on %(day)s") % {"day": day_in_words(self.opens_on)}
        return str(self.state.label)
