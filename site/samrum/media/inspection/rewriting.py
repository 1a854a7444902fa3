"""Passes XML through, piece by piece, with some of it changed. Prefixes stay as they are written; no DTD, no entities."""

import re
from collections.abc import Mapping
from typing import IO, Any
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from defusedxml.sax import make_parser

BLOCK = 64 * 1024  # bytes
_URL = re.compile(r"[a-z][a-z0-9+.-]+:|//|\\\\", re.IGNORECASE)


class Pass(XMLGenerator):
    """One pass over one part. Subclasses say what changes; `self.path` holds the local names from the root inwards."""

    def __init__(self, output: IO[bytes]):
        super().__init__(output, encoding="utf-8", short_empty_elements=True)
        self.path: list[str] = []
        self._skipped = 0  # how deep inside what is left out
        self.is_changed = False
        self._pieces: list[str] = []  # of the text since the last tag

    def keeps(self, name: str, attributes: Mapping[str, str]) -> bool:
        """Whether the element stays, with all that is in it."""
        return True

    def attribute(self, element: str, name: str, value: str) -> str | None:
        """The new value; None takes the attribute out."""
        return value

    def text(self, content: str) -> str:
        """The whole text between two tags."""
        return content

    def begins(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element that stays begins. `name` is local; the attributes are as they were written."""

    def ends(self, name: str) -> None:
        """It ends."""

    # What expat calls

    def startElement(self, name: str, attrs: Any) -> None:
        self._finish_text()
        element = local(name)
        attributes = dict(attrs.items())
        if self._skipped or not self.keeps(element, attributes):
            self._skipped += 1
            self.is_changed = True
            return
        self.path.append(element)
        self.begins(element, attributes)
        changed = {}
        for key, value in attributes.items():
            new = value if key.startswith("xmlns") else self.attribute(element, local(key), value)
            if new is not None:
                changed[key] = new
        self.is_changed |= changed != attributes
        super().startElement(name, AttributesImpl(changed))

    def endElement(self, name: str) -> None:
        self._finish_text()
        if self._skipped:
            self._skipped -= 1
            return
        super().endElement(name)
        self.ends(local(name))
        self.path.pop()

    def characters(self, content: str) -> None:
        if not self._skipped:
            self._pieces.append(content)

    ignorableWhitespace = characters

    def _finish_text(self) -> None:
        if not self._pieces:
            return
        before = "".join(self._pieces)
        self._pieces.clear()
        text = self.text(before)
        self.is_changed |= text != before
        # A carriage return that is not written so would be read as a line feed.
        for number, piece in enumerate(text.split("\r")):
            if number:
                super().ignorableWhitespace("&#13;")  # as it stands, not escaped
            super().characters(piece)


def run(source: IO[bytes], changes: Pass) -> None:
    """Raises SAXException or defusedxml's DefusedXmlException for what is no well-formed XML without a DTD."""
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(changes)
    while block := source.read(BLOCK):
        parser.feed(block)
    parser.close()


def local(name: str) -> str:
    return name.rpartition(":")[2]


def is_elsewhere(target: str) -> bool:
    """Whether an address leads out of the document: a scheme, or another machine's share."""
    return bool(_URL.match(target.strip()))
