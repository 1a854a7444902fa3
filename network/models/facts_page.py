from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from network.blocks import FactBlock, LegalBackgroundBlock
from samrum.core.blocks import SectionBlock
from samrum.core.models import BasePage


class FactsPage(BasePage):
    """Facts and background with year and source. One page can serve many networks."""

    body = StreamField(
        [("fact", FactBlock()), ("legal", LegalBackgroundBlock()), ("section", SectionBlock())],
        verbose_name=_("facts and background"),
        blank=True,
    )
    last_reviewed = models.DateField(
        _("last reviewed"),
        null=True,
        blank=True,
        help_text=_("The day when somebody last checked the facts."),
    )

    content_panels = [*BasePage.content_panels, FieldPanel("body"), FieldPanel("last_reviewed")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("last_reviewed", overridable=False),
    ]
    parent_page_types = ["home.HomePage", "home.StandardPage", "network.NetworkPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("facts and background")
        verbose_name_plural = _("facts and background")
