from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .media import DocumentsBlock, FigureBlock
from .text import ParagraphBlock, QuoteBlock


class SectionContentBlock(blocks.StreamBlock):
    text = ParagraphBlock()
    quote = QuoteBlock()
    figure = FigureBlock()
    documents = DocumentsBlock()

    class Meta:
        required = False


class Section(blocks.StructValue):
    @property
    def is_unfilled(self) -> bool:
        """Whether nobody has written in it yet. A heading that stands alone on purpose has no text blocks at all."""
        content = self["content"]
        return bool(content) and not any(
            block.block_type != "text" or strip_tags(block.value.source).replace("&nbsp;", " ").strip()
            for block in content
        )


class SectionBlock(blocks.StructBlock):
    """A part of a page under a heading of its own; without a heading it goes on from the lead.

    What a new page offers to fill in and nobody has filled in is not shown.
    """

    heading = blocks.CharBlock(
        label=_("Heading"),
        required=False,
        help_text=_("Leave empty for text that follows directly on the lead."),
    )
    content = SectionContentBlock(label=_("Content"))

    def get_searchable_content(self, value: Section) -> list[str]:
        return [] if value.is_unfilled else super().get_searchable_content(value)

    class Meta:
        icon = "title"
        value_class = Section
        label = _("Section")
        label_format = "{heading}"
        template = "blocks/section.html"
