"""Paragraphs and list items as the HTML that rich text fields store."""

from collections.abc import Sequence
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from .document import Block

BREAK = mark_safe("<br/>")


def rich_text(blocks: Sequence[Block]) -> str:
    return str(format_html_join("", "{}", ((part,) for part in _parts(blocks))))


def _parts(blocks: Sequence[Block]) -> list[SafeString]:
    parts: list[SafeString] = []
    for tag, run in groupby(blocks, key=_list_tag):
        items = list(run)
        if tag == "ol" and not _counts_from_one(items):
            # A list that starts at three would be numbered anew by the browser: the numbers stay as text.
            parts += [format_html("<p>{} {}</p>", item.mark, _lines(item)) for item in items]
        elif tag:
            parts.append(
                format_html(
                    "<{0}>{1}</{0}>", tag, format_html_join("", "<li>{}</li>", ((_lines(i),) for i in items))
                )
            )
        else:
            parts += [format_html("<p>{}</p>", _lines(item)) for item in items]
    return parts


def _list_tag(block: Block) -> str:
    if block.kind != "item":
        return ""
    return "ol" if block.mark[:1].isdigit() else "ul"


def _counts_from_one(items: Sequence[Block]) -> bool:
    return [item.mark.rstrip(".)") for item in items] == [str(number) for number in range(1, len(items) + 1)]


def _lines(block: Block) -> SafeString:
    return format_html_join(BREAK, "{}", ((line,) for line in block.lines))
