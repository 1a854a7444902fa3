"""From lines to headings, paragraphs and list items.

Plain text has lost its tags: what a heading is must be seen from its length, its punctuation and what
surrounds it.
"""

import re
from collections.abc import Sequence

from .background import SOURCE
from .dates import YEAR_LINE, dates_in
from .document import Block
from .source import Line
from .vocabulary import HEADINGS, plain, role_of

MAX_HEADING = 80  # characters
MAX_HEADING_WORDS = 12
WRAPPED_LINE = 60  # characters: a line at least this long without a full stop goes on on the next one
WRAPPED_BEFORE_SMALL = 40  # ... or this long, where the next one starts with a small letter
JOB_TITLES = frozenset(
    ("projektledare", "processledare", "ansvarig", "ansvariga", "handläggare", "kontaktperson")
)
ENDS_SENTENCE = tuple(".!?:")
LETTER = re.compile(r"[^\W\d_]")


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """The lines in their order, each in one block."""
    spaced = sum(line.after_gap for line in lines) >= 3
    blocks: list[Block] = []
    in_contacts = False
    previous: Line | None = None
    for position, line in enumerate(lines):
        following = lines[position + 1] if position + 1 < len(lines) else None
        last = blocks[-1] if blocks else None
        if line.bullet:
            blocks.append(Block("item", [line.text], line.number, line.bullet, line.after_gap))
        elif last and previous and _continues(line, previous, last):
            _add(last, line.text)
        elif is_heading(
            line,
            previous,
            following,
            spaced=spaced,
            in_contacts=in_contacts,
            after_heading=bool(last and last.kind == "heading"),
        ):
            blocks.append(Block("heading", [line.text], line.number))
            in_contacts = role_of(line.text)[0] == "contacts"
        else:
            blocks.append(Block("paragraph", [line.text], line.number, after_gap=line.after_gap))
        previous = line
    return blocks


def _continues(line: Line, previous: Line, last: Block) -> bool:
    if line.after_gap or last.kind == "heading":
        return False
    if last.kind == "item" and line.indent > (0 if previous.bullet else max(previous.indent - 1, 0)):
        return True
    return _is_wrapped(last.lines[-1], line.text)


def _is_wrapped(before: str, after: str) -> bool:
    if before.endswith(ENDS_SENTENCE) or any(date.start == 0 for date in dates_in(after, slashes=True)):
        return False
    return len(before) >= WRAPPED_LINE or (len(before) >= WRAPPED_BEFORE_SMALL and after[:1].islower())


def _add(block: Block, text: str) -> None:
    if _is_wrapped(block.lines[-1], text):
        block.lines[-1] += f" {text}"
    else:
        block.lines.append(text)


def is_heading(
    line: Line,
    previous: Line | None,
    following: Line | None,
    *,
    spaced: bool = True,
    in_contacts: bool = False,
    after_heading: bool = False,
) -> bool:
    text = line.text
    if line.bullet or len(text) > MAX_HEADING or len(text.split()) > MAX_HEADING_WORDS:
        return False
    stands_alone = previous is None or line.after_gap
    role, _near = role_of(text)
    if role is not None:
        if plain(text) in JOB_TITLES and not stands_alone:
            return False
        return stands_alone or not spaced or previous is None or bool(previous.bullet)
    if YEAR_LINE.fullmatch(text):
        return True
    if following is None or in_contacts or (spaced and not stands_alone):
        return False
    if (
        not (text[0].isupper() or text[0].isdigit())
        or not LETTER.search(text)
        or dates_in(text, slashes=True)
    ):
        return False
    if text.endswith((".", "!", ";", ",", "…")) or "@" in text or "://" in text or SOURCE.match(text):
        return False
    if text.endswith(":"):
        return bool(following.bullet) and len(text.split()) <= 8 and not after_heading
    if not spaced and previous is not None and not (previous.bullet or previous.text.endswith(ENDS_SENTENCE)):
        return False
    if following.after_gap:
        return plain(following.text) not in HEADINGS
    return (
        bool(following.bullet)
        or len(following.text) >= WRAPPED_LINE
        or following.text.endswith(ENDS_SENTENCE)
    )
