"""What OpenDocument files keep about people, and what makes them act. ISO/IEC 26300 (ODF 1.3)."""

from collections.abc import Mapping
from typing import IO

from .authors import Authors
from .findings import NONE, Finding
from .rewriting import Pass, is_elsewhere

_KEPT = {"title", "language", "document-statistic"}
_CREATORS = {"creator", "creator-initials"}
# Elements whose address is fetched when the file is opened; a link (`a`) waits until it is pressed.
_PRESSED = {"a", "hyperlink-behaviour", "event-listener"}


class Part(Pass):
    """Content, styles, settings or properties. `found` tells afterwards what it holds."""

    def __init__(self, output: IO[bytes], authors: Authors):
        super().__init__(output)
        self.authors = authors
        self.found = NONE
        self._person = ""

    def keeps(self, name: str, attributes: Mapping[str, str]) -> bool:
        # <office:document-meta><office:meta> and then the properties.
        return self.path != ["document-meta", "meta"] or name in _KEPT

    def text(self, content: str) -> str:
        inside = self.path[-1] if self.path else ""
        if inside not in _CREATORS or not {"annotation", "change-info"} & set(self.path):
            return content
        if inside == "creator":
            self._person = self.authors.label(content)
            return self._person
        return self.authors.initials(self._person) if self._person else ""

    def begins(self, name: str, attributes: Mapping[str, str]) -> None:
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name in ("annotation", "change-info"):
            self.found |= Finding.COMMENTS
        elif name in ("dde-source", "dde-connection-decl", "dde-link", "applet", "plugin"):
            self.found |= Finding.COMMANDS
        elif name == "object-ole":
            self.found |= Finding.EMBEDDED
        elif name == "script" or (name == "event-listener" and "script" in plain.get("href", "").lower()):
            self.found |= Finding.MACROS
        href = plain.get("href", "")
        if name not in _PRESSED and (is_elsewhere(href) or href.startswith(("../", "/"))):
            self.found |= Finding.EXTERNAL
