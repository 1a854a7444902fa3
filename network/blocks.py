"""Blocks of announcements: facts, and the sections whose content lives in fields of the page."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from samrum.core.blocks import SectionBlock


class FactBlock(blocks.StructBlock):
    """A statement that somebody can check."""

    text = blocks.RichTextBlock(label=_("Fact"), features=["bold", "italic", "link", "ul", "ol"])
    year = blocks.IntegerBlock(label=_("Year"), required=False, min_value=1900, max_value=2100)
    source = blocks.CharBlock(
        label=_("Source"), required=False, help_text=_("For example a report and its publisher.")
    )
    url = blocks.URLBlock(label=_("Address of the source"), required=False)

    class Meta:
        icon = "info-circle"
        label = _("Fact")
        template = "blocks/fact.html"


class LegalBackgroundBlock(blocks.StructBlock):
    """What the law says."""

    heading = blocks.CharBlock(label=_("Heading"), required=False)
    text = blocks.RichTextBlock(label=_("Text"))

    class Meta:
        icon = "doc-full-inverse"
        label = _("Legal background")
        template = "blocks/legal.html"


class StandingSectionBlock(blocks.StructBlock):
    """A section whose place and heading are chosen here, while its content comes from fields of the page."""

    heading = blocks.CharBlock(
        label=_("Heading"), required=False, help_text=_("Leave empty for the usual heading.")
    )

    class Meta:
        label_format = "{heading}"
        help_text = _(
            "Its content comes from fields of its own further down, or from the meetings below the page."
        )


class BuildingBlocksBlock(StandingSectionBlock):
    """The building blocks that the network works with."""

    items = blocks.ListBlock(SnippetChooserBlock("network.BuildingBlock"), label=_("Building blocks"))

    class Meta:
        icon = "list-ul"
        label = _("Building blocks")
        template = "blocks/building_blocks.html"


class AnnouncementBody(blocks.StreamBlock):
    """The order of an announcement is the editor's. A standing section that is not placed comes at the end."""

    section = SectionBlock()
    building_blocks = BuildingBlocksBlock()
    target_group = StandingSectionBlock(
        label=_("Target group"), icon="group", template="blocks/target_group.html", max_num=1
    )
    fee = StandingSectionBlock(label=_("Cost"), icon="tag", template="blocks/fee.html")
    meetings = StandingSectionBlock(label=_("Meetings"), icon="date", template="blocks/meetings.html")
    facts = StandingSectionBlock(label=_("Facts"), icon="info-circle", template="blocks/facts.html")
    contacts = StandingSectionBlock(label=_("Contact persons"), icon="user", template="blocks/contacts.html")

    STANDING_SECTIONS = ("target_group", "fee", "meetings", "facts", "contacts")

    class Meta:
        required = False
        block_counts = {
            name: {"max_num": 1} for name in ("target_group", "fee", "meetings", "facts", "contacts")
        }


def usual_sections() -> list[tuple[str, dict]]:
    """What a new announcement starts with, ready to fill in. Swedish: it is content, and Swedish is the source."""
    return [
        ("section", {"heading": heading, "content": [("text", "")]})
        for heading in ("Förutsättningar", "Som deltagare får du", "Nätverkets innehåll")
    ] + [
        ("target_group", {"heading": "Målgrupp"}),
        ("fee", {"heading": "Kostnad"}),
        ("meetings", {"heading": "Tid och plats för träffar"}),
        ("facts", {"heading": "Fakta och bakgrund"}),
        ("contacts", {"heading": "Informationsansvarig"}),
    ]
