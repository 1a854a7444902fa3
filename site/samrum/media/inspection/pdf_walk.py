"""Goes through the objects of a PDF, as they are reached from its trailer. ISO 32000-2; names without their escapes.

pypdf decodes `/J#61vaScript`, opens object streams and takes the newest version of each object, as viewers do.
"""

from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    StreamObject,
    TextStringObject,
)

from .findings import NONE, Finding
from .limits import MOST_OBJECTS, TooMuch

# Actions by their type (/S), section 12.6.4.
_SCRIPTS = {"/JavaScript", "/SubmitForm", "/ImportData", "/Rendition", "/RichMediaExecute", "/GoTo3DView"}
_COMMANDS = {"/Launch"}
_LEADING_AWAY = {"/URI", "/GoToR", "/GoToE"}
_MARKUP = {
    "/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight", "/Underline",
    "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/FileAttachment", "/Sound", "/Redact", "/Projection",
}  # fmt: skip


class Found:
    """A dictionary or stream, and the number that it is reached by (0: written inside another object)."""

    def __init__(self, value: DictionaryObject, number: int, generation: int):
        self.value = value
        self.number = number
        self.generation = generation


def walk(reader: PdfReader) -> Iterator[Found]:
    """Every dictionary and stream once, whatever circles they form. Raises TooMuch, or pypdf's errors."""
    seen: set[tuple[int, int]] = set()
    waiting: list[tuple[Any, int, int]] = [(reader.trailer, 0, 0)]
    count = 0
    while waiting:
        value, number, generation = waiting.pop()
        if isinstance(value, IndirectObject):
            number, generation = value.idnum, value.generation
            if (number, generation) in seen:
                continue
            seen.add((number, generation))
            value = value.get_object()
        if not isinstance(value, DictionaryObject | ArrayObject):
            continue
        count += 1
        if count > MOST_OBJECTS:
            raise TooMuch
        if isinstance(value, DictionaryObject):
            yield Found(value, number, generation)
            inside = dict.values(value)  # the references, not what they lead to
        else:
            inside = list.__iter__(value)  # type: ignore[assignment]
        waiting.extend((each, 0, 0) for each in inside)


def judge(found: DictionaryObject) -> Finding:
    """What one dictionary adds to what the document is."""
    findings = NONE
    action = resolved(found, "/S")
    # A font may be called /JS by a page; a script is a text or a stream.
    is_script = isinstance(resolved(found, "/JS"), TextStringObject | ByteStringObject | StreamObject)
    if is_script or "/JavaScript" in found or "/XFA" in found or action in _SCRIPTS:
        findings |= Finding.SCRIPTS
    if resolved(found, "/AA") or resolved(found, "/Subtype") in ("/RichMedia", "/3D"):
        findings |= Finding.SCRIPTS
    if action in _COMMANDS:
        findings |= Finding.COMMANDS
    opening = resolved(found, "/OpenAction")
    if isinstance(opening, DictionaryObject) and resolved(opening, "/S") in _LEADING_AWAY:
        findings |= Finding.EXTERNAL
    if resolved(found, "/EF") or "/Collection" in found:
        findings |= Finding.EMBEDDED
    if is_markup(found) and "/T" in found:
        findings |= Finding.COMMENTS
    if "/ByteRange" in found and "/Contents" in found:
        findings |= Finding.SIGNED
    if isinstance(found, StreamObject) and "/F" in found:
        findings |= Finding.EXTERNAL  # its data lie in another file
    elif isinstance(reference := resolved(found, "/Ref"), DictionaryObject) and "/F" in reference:
        findings |= Finding.EXTERNAL  # a page of another document in the place of a picture
    return findings


def resolved(found: DictionaryObject, key: str) -> Any:
    """The value, or None."""
    value = found.get(key)
    return value.get_object() if isinstance(value, IndirectObject) else value


def is_markup(found: DictionaryObject) -> bool:
    """Something that a reader has added to a page: /T is the reader's name then."""
    return "/Rect" in found and resolved(found, "/Subtype") in _MARKUP
