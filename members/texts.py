"""What members write in plain text, as paragraphs and lists. Never HTML: a template escapes each line."""

import re
from dataclasses import dataclass, field

from django.utils.html import Urlizer

BULLET = re.compile(r"^\s*[-*•–]\s+(?=\S)")
NUMBER = re.compile(r"^\s*\d{1,3}[.)]\s+(?=\S)")


@dataclass
class Block:
    kind: str  # "paragraph", "bullets" or "numbers"
    lines: list[str] = field(default_factory=list)


def blocks(text: str) -> list[Block]:
    """An empty line ends a block; "- " and "1. " begin a line of a list."""
    found: list[Block] = []
    ended = True
    for line in text.splitlines():
        kind = "bullets" if BULLET.match(line) else "numbers" if NUMBER.match(line) else "paragraph"
        if not line.strip():
            # An empty line between two lines of a list does not end the list.
            ended = True
        elif found and found[-1].kind == kind and (not ended or kind != "paragraph"):
            found[-1].lines.append(_bare(line))
        elif found and not ended and kind == "paragraph" and line[:1].isspace():
            found[-1].lines[-1] += f" {line.strip()}"  # a list's line that goes on, drawn in
        else:
            found.append(Block(kind, [_bare(line)]))
        ended = not line.strip()
    return found


def _bare(line: str) -> str:
    return NUMBER.sub("", BULLET.sub("", line)).strip()


class MembersUrlizer(Urlizer):
    """Web and mail addresses become links that say nothing of the room and recommend nothing to search engines."""

    url_template = '<a href="{href}" rel="noopener nofollow">{url}</a>'


linked = MembersUrlizer()
