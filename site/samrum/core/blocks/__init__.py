"""The building material of page bodies. Each app adds its own blocks beside these."""

from .media import DocumentsBlock, FigureBlock
from .section import SectionBlock, SectionContentBlock
from .text import ParagraphBlock, QuoteBlock

__all__ = [
    "DocumentsBlock",
    "FigureBlock",
    "ParagraphBlock",
    "QuoteBlock",
    "SectionBlock",
    "SectionContentBlock",
]
