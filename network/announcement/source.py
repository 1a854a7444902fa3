"""From the bytes of a file, or from pasted text, to clean numbered lines."""

import re
import unicodedata
from dataclasses import dataclass

from .vocabulary import MONTH_WORDS

MAX_BYTES = 200 * 1024
TAB_WIDTH = 4  # columns, only to compare indentation

LINE_BREAK = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\ud800-\udfff]")
BULLET = re.compile(r"(?P<mark>[•◦▪‣●○·∙*–—\-\uf0b7]|\d{1,2}[.)]|o(?=\t))(?:\s+(?P<text>.*))?$")
ORDINAL = re.compile(r"\d{1,2}[.)]")


class SourceError(ValueError):
    """The input cannot be an announcement. `code` is one of empty, binary, encoding, huge."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Line:
    """A line of the source that says something: its text without indentation, bullet and doubled spaces."""

    number: int  # from 1, as a text editor counts
    text: str
    indent: int  # columns
    bullet: str  # the mark itself, "" without one
    after_gap: bool  # an empty line stands before it


def decode(data: bytes) -> str:
    """The text of a UTF-8 file, with or without byte order mark. Raises SourceError."""
    if len(data) > MAX_BYTES:
        raise SourceError("huge")
    if b"\0" in data:
        raise SourceError("binary")
    try:
        return check(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SourceError("encoding") from error


def check(text: str) -> str:
    """The text itself if an announcement may be read from it. Raises SourceError."""
    if "\0" in text:
        raise SourceError("binary")
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise SourceError("huge")
    if not any(line.text for line in lines_of(text)):
        raise SourceError("empty")
    return text


def clean(text: str) -> str:
    """One composed form of every letter, no invisible characters, single spaces."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    text = "".join(" " if unicodedata.category(char) == "Cc" else char for char in text)
    return " ".join(text.split())


def lines_of(text: str) -> list[Line]:
    lines: list[Line] = []
    gap = False
    for number, raw in enumerate(LINE_BREAK.split(text), start=1):
        raw = INVISIBLE.sub("", raw).expandtabs(TAB_WIDTH) if "o\t" not in raw else INVISIBLE.sub("", raw)
        content = clean(raw)
        if not content:
            gap = True
            continue
        indent = len(raw) - len(raw.lstrip())
        bullet, content = _split_bullet(raw.lstrip(), content)
        if content:
            lines.append(Line(number, content, indent, bullet, gap))
            gap = False
        else:
            # A bullet alone, with its text on the next line, is how some browsers copy lists.
            lines.append(Line(number, "", indent, bullet, gap))
    return _join_lone_bullets(lines)


def _split_bullet(raw: str, content: str) -> tuple[str, str]:
    found = BULLET.match(raw)
    if not found:
        return "", content
    rest = clean(found["text"] or "")
    if ORDINAL.fullmatch(found["mark"]) and (
        not rest or rest.split()[0].strip(".,").casefold() in MONTH_WORDS
    ):
        return "", content  # "4. juni" is a date, "12." alone is a number
    return found["mark"], rest


def _join_lone_bullets(lines: list[Line]) -> list[Line]:
    joined: list[Line] = []
    for position, line in enumerate(lines):
        before = lines[position - 1] if position else None
        if not line.text:
            continue
        if before and not before.text and not line.bullet and not line.after_gap:
            line = Line(line.number, line.text, before.indent, before.bullet, before.after_gap)
        joined.append(line)
    return joined
