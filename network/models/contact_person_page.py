from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from samrum.core.model_fields import EmailAddressField, OneLineField
from samrum.core.models import BasePage
from samrum.core.one_line import one_line


class ContactPersonPage(BasePage):
    """Somebody who answers for a network; the page's title is the name. Reused by many networks.

    Address and number are never public unless the person chose so: visitors write through the contact form.
    """

    job_title = OneLineField(_("title"), max_length=160, blank=True)
    area = OneLineField(_("area"), max_length=160, blank=True, help_text=_("What this person works with."))
    email = EmailAddressField(
        _("e-mail address"),
        blank=True,
        help_text=_(
            "Messages from the contact form go here. Visitors do not see it unless the box below is ticked."
        ),
    )
    phone = OneLineField(
        _("telephone"),
        max_length=40,
        blank=True,
        help_text=_("Visitors do not see it unless the box below is ticked."),
    )
    email_is_public = models.BooleanField(
        _("show the e-mail address: the person has chosen so"), default=False
    )
    phone_is_public = models.BooleanField(
        _("show the telephone number: the person has chosen so"), default=False
    )

    content_panels = [
        TitleFieldPanel(
            "title", heading=_("Name"), placeholder=_("Name"), help_text=_("First name and last name.")
        ),
        FieldRowPanel([FieldPanel("job_title", heading=_("Job title")), FieldPanel("area")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
                FieldPanel(
                    "email_is_public",
                    help_text=_(
                        "Ask the person first. Visitors reach everybody through the contact form all the same."
                    ),
                ),
                FieldPanel("phone_is_public"),
            ],
            _("How to reach the person"),
        ),
        FieldPanel("lead"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("job_title"), index.SearchField("area")]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *(
            SynchronizedField(name, overridable=False)
            for name in ("title", "email", "phone", "email_is_public", "phone_is_public")
        ),
    ]
    parent_page_types = ["network.ContactPage", "home.HomePage", "home.StandardPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")

    def clean(self) -> None:
        super().clean()
        name = one_line(str(self.title))  # type: ignore[has-type]
        if not name:
            raise ValidationError({"title": _("Write the name.")})
        self.title = name

    @property
    def public_email(self) -> str:
        return self.email if self.email_is_public else ""

    @property
    def public_phone(self) -> str:
        return self.phone if self.phone_is_public else ""
