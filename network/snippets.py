"""Building blocks in the admin, and in the choosers of announcements."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import BuildingBlock


class BuildingBlockViewSet(SnippetViewSet):
    model = BuildingBlock
    icon = "list-ul"
    menu_label = _("Building blocks")
    menu_order = 140
    add_to_admin_menu = True
    list_display = ["name", "order", "summary"]
    ordering = ["order", "name"]
    panels = [FieldPanel("name"), FieldPanel("summary"), FieldPanel("order")]


register_snippet(BuildingBlockViewSet)
