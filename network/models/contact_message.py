from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from samrum.core.model_fields import EmailAddressField, OneLineField


class ContactMessage(models.Model):
    """A message from the contact form. Personal data: for those with the right to the inbox alone; purged."""

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("awaiting confirmation")
        NEW = "new", _("new")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", _("closed")
        SPAM = "spam", _("spam")

    state = models.CharField(_("state"), max_length=12, choices=State, default=State.NEW, db_index=True)
    created_at = models.DateTimeField(_("received"), auto_now_add=True, db_index=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)
    name = OneLineField(_("name"), max_length=120)
    email = EmailAddressField(_("e-mail address"))
    subject = OneLineField(_("subject"), max_length=160)
    body = models.TextField(_("message"), max_length=8000)
    network = models.ForeignKey(
        "network.NetworkPage",
        verbose_name=_("network"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    receiver = models.ForeignKey(
        "network.ContactPersonPage",
        verbose_name=_("receiver"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    language = models.CharField(_("language"), max_length=5, default="sv", editable=False)
    # SHA-256 of the content and the day: the same message within a day is stored once, also when it is sent
    # twice at once.
    fingerprint = models.CharField(max_length=64, editable=False, unique=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assignee"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    note = models.TextField(
        _("note"), blank=True, max_length=4000, help_text=_("For colleagues. Never sent.")
    )

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.subject


@register_setting(icon="mail")
class ContactSettings(BaseSiteSetting):
    """What the editors decide about the contact form."""

    fallback_email = EmailAddressField(
        _("e-mail address for messages"),
        blank=True,
        help_text=_("Messages without a receiver, or whose receiver has no address, go here."),
    )
    retention_months = models.PositiveSmallIntegerField(
        _("months to keep messages"), default=12, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )

    panels = [FieldPanel("fallback_email"), FieldPanel("retention_months")]

    class Meta:
        verbose_name = _("contact form")
