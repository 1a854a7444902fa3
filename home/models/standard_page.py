from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from samrum.core.blocks import SectionBlock
from samrum.core.models import BasePage


class StandardPage(BasePage):
    """A page of text: about the network, a learning example, the accessibility statement."""

    body = StreamField([("section", SectionBlock())], verbose_name=_("body"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    in_footer = True
    parent_page_types = ["home.HomePage", "home.StandardPage"]

    class Meta:
        verbose_name = _("page of text")
        verbose_name_plural = _("pages of text")
