from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from samrum.core.blocks import SectionBlock
from samrum.core.models import BasePage
from samrum.core.structured_data import Thing, organization


class HomePage(BasePage):
    """The front page of one language. What the other apps show on it they bring as template tags."""

    body = StreamField([("section", SectionBlock())], verbose_name=_("body"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def structured_data(self) -> list[Thing]:
        return [organization()]
