from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from samrum.core.models import BasePage


class ContactPage(BasePage):
    """`/kontakt/`: the contact form, and the parent of the contact persons."""

    thanks = RichTextField(_("text after sending"), blank=True, features=["bold", "italic", "link"])

    allowed_reserved_slugs = frozenset({"kontakt", "contact"})
    content_panels = [*BasePage.content_panels, FieldPanel("thanks")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["network.ContactPersonPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")
