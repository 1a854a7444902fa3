"""The finished text of a letter as HTML for the mail programs that show it. It says what the text says.

Part of the text may be written by people, strangers among them. So it is never HTML: the template escapes every
piece, and only an address of this site becomes a button, or a visitor's message could show one of ours that leads
elsewhere.
"""

import re
from itertools import groupby
from typing import NamedTuple

from django.conf import settings
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.translation import gettext

ADDRESS = re.compile(r"(https?://[^\s<>\"]+)")
AFTER_AN_ADDRESS = ".,:;!?'”’»"  # ends the sentence, not the address
BULLET = "- "


class Piece(NamedTuple):
    text: str
    is_address: bool = False


class Block(NamedTuple):
    kind: str  # "paragraph", "list" or "button"
    lines: list[list[Piece]]


class Parts(NamedTuple):
    main: list[Block]
    small_print: list[Block]


def letter_html(subject: str, text: str, link_text: str | Promise = "") -> str:
    """In the language that is active. `link_text` is what the button says."""
    main, small_print = parts(text)
    context = {
        "subject": subject,
        "main": main,
        "small_print": small_print,
        "link_text": str(link_text) or gettext("Open in Samrum"),
    }
    return get_template("emails/letter.html").render(context)


def parts(text: str) -> Parts:
    """An empty line ends a block. The first that is an address of this site alone is the button: a letter asks for
    one thing."""
    lines, small_print = _without_small_print(text.splitlines())
    main = _blocks(lines)
    for number, block in enumerate(main):
        if _is_ours_alone(block):
            main[number] = block._replace(kind="button")
            break
    return Parts(main, _blocks(small_print))


def _without_small_print(lines: list[str]) -> tuple[list[str], list[str]]:
    """It begins after the last line "--", or with the last paragraph that starts with "-- ": a signature inside a
    message that the letter carries is not the letter's own."""
    for number in reversed(range(len(lines))):
        begins_paragraph = number == 0 or not lines[number - 1].strip()
        if lines[number].strip() == "--":
            return lines[:number], lines[number + 1 :]
        if begins_paragraph and lines[number].startswith("-- "):
            return lines[:number], [lines[number].removeprefix("-- "), *lines[number + 1 :]]
    return lines, []


def _blocks(lines: list[str]) -> list[Block]:
    groups = groupby((line.strip() for line in lines), key=bool)
    return [_block(list(group)) for is_text, group in groups if is_text]


def _block(lines: list[str]) -> Block:
    if all(line.startswith(BULLET) for line in lines):
        return Block("list", [_pieces(line.removeprefix(BULLET)) for line in lines])
    return Block("paragraph", [_pieces(line) for line in lines])


def _pieces(line: str) -> list[Piece]:
    found = []
    for part in ADDRESS.split(line):
        address = _trimmed(part) if ADDRESS.fullmatch(part) else ""
        found += [Piece(address, is_address=True), Piece(part.removeprefix(address))]
    return [piece for piece in found if piece.text]


def _trimmed(address: str) -> str:
    """Without the sentence's own signs; a closing bracket belongs to it if it opened one."""
    address = address.rstrip(AFTER_AN_ADDRESS)
    if address.endswith(")") and "(" not in address:
        address = address.rstrip(")" + AFTER_AN_ADDRESS)
    return address


def _is_ours_alone(block: Block) -> bool:
    (first, *others) = block.lines
    return (
        block.kind == "paragraph"
        and not others
        and len(first) == 1
        and first[0].is_address
        and f"{first[0].text}/".startswith(f"{settings.SITE_URL}/")
    )
