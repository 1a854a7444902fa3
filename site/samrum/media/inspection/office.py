"""`python -m samrum.media.inspection.office <source> <target> <word>`: Word, Excel, PowerPoint and OpenDocument files.

Goes through the archive entry by entry. `target` is written only where something was changed, with each entry in its
place and packed as it was. `word` is what an author is called.
"""

import re
import tempfile
import zipfile
from pathlib import Path
from typing import IO

from samrum.media.embedded_pictures import cleaned_picture

from . import ooxml, opendocument
from .authors import Authors
from .child import Report, main
from .findings import NONE, Finding
from .limits import MOST_DEPTH, MOST_ENTRIES, MOST_PICTURE, MOST_UNPACKED, TooMuch
from .rewriting import run

BLOCK = 64 * 1024  # bytes
OVERLAP = 200  # bytes: what is sought is shorter
IN_MEMORY = 4 * 1024 * 1024  # bytes of one entry; a larger one lies on disk meanwhile
ARCHIVE = b"PK\x03\x04"
_PICTURES = (b"\xff\xd8", b"\x89PNG", b"RIFF", b"GIF8", b"II*\0", b"MM\0*")
_OLE = b"\xd0\xcf\x11\xe0"
_SIGNATURES = re.compile(r"^(_xmlsignatures/|META-INF/(document|macro)signatures\.xml$)", re.IGNORECASE)
# Where an XML part begins with something else than "<" in one byte it is in UTF-16, and looked through as a whole.
_XML = re.compile(rb"(\xef\xbb\xbf)?\s*<")
_SHEET = re.compile(rb"<(\w+:)?(worksheet|workbook|chartsheet)\b")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


class Archive:
    """One archive and those inside it. `found` and `is_changed` tell afterwards what became of them."""

    def __init__(self, authors: Authors):
        self.authors = authors
        self.found = NONE
        self.is_changed = False
        self._read = 0

    def go_through(self, source: IO[bytes], target: IO[bytes], depth: int = 1) -> None:
        """Raises TooMuch, and what zipfile and the XML parser raise for damaged ones."""
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
            if len(old.filelist) > MOST_ENTRIES or depth > MOST_DEPTH:
                raise TooMuch
            names = old.namelist()
            if any(_SIGNATURES.match(name) for name in names):
                self.found |= Finding.SIGNED
            is_open_document = "META-INF/manifest.xml" in names
            for entry in old.filelist:
                written = zipfile.ZipInfo(entry.filename, entry.date_time)
                written.compress_type = entry.compress_type
                written.external_attr = entry.external_attr
                with tempfile.SpooledTemporaryFile(IN_MEMORY) as content:
                    with old.open(entry) as part:
                        self._copy(part, content)
                    with new.open(written, "w", force_zip64=False) as output:
                        self._entry(content, output, entry.filename, is_open_document, depth)

    def _copy(self, part: IO[bytes], content: IO[bytes]) -> None:
        while block := part.read(BLOCK):
            self._read += len(block)
            if self._read > MOST_UNPACKED:
                raise TooMuch
            content.write(block)

    def _entry(self, content: IO[bytes], output: IO[bytes], name: str, is_open: bool, depth: int) -> None:
        content.seek(0)
        head = content.read(1024)
        content.seek(0)
        lower = name.lower()
        if is_open and lower.startswith(("basic/", "scripts/")):
            self.found |= Finding.MACROS
        if head.startswith(ARCHIVE):
            self._embedded(content, output, depth)
        elif head.startswith(_PICTURES):
            self._picture(content, output)
        elif head.startswith(_WIDE) or _XML.match(head):
            self._xml(content, output, head, lower, is_open)
        else:
            if lower.endswith("vbaproject.bin"):
                self.found |= Finding.MACROS
            elif head.startswith(_OLE):
                self.found |= Finding.EMBEDDED
            self._pass_on(content, output)

    def _embedded(self, content: IO[bytes], output: IO[bytes], depth: int) -> None:
        """A workbook behind a diagram, most often. Cleaned like the document around it."""
        try:
            with zipfile.ZipFile(content) as inside:
                is_office = {"[Content_Types].xml", "META-INF/manifest.xml"} & set(inside.namelist())
        except zipfile.BadZipFile:
            is_office = set()
        if not is_office:
            self.found |= Finding.EMBEDDED
            return self._pass_on(content, output)
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as changed:
            self.go_through(content, changed, depth + 1)
            self._pass_on(changed, output)

    def _picture(self, content: IO[bytes], output: IO[bytes]) -> None:
        data = content.read(MOST_PICTURE + 1)
        if len(data) > MOST_PICTURE:
            return self._pass_on(content, output)
        cleaned = cleaned_picture(data)
        self.is_changed |= cleaned != data
        output.write(cleaned)

    def _xml(self, content: IO[bytes], output: IO[bytes], head: bytes, name: str, is_open: bool) -> None:
        if not is_open:
            if _SHEET.search(head) and _holds(content, ooxml.FORMULAS):
                self.found |= Finding.EXTERNAL
            if not (head.startswith(_WIDE) or name.endswith(".rels") or _holds(content, ooxml.WORTH_A_PASS)):
                return self._pass_on(content, output)
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as changed:
            part = (opendocument if is_open else ooxml).Part(changed, self.authors)
            run(content, part)
            self.found |= part.found
            self.is_changed |= part.is_changed
            self._pass_on(changed if part.is_changed else content, output)

    def _pass_on(self, content: IO[bytes], output: IO[bytes]) -> None:
        content.seek(0)
        while block := content.read(BLOCK):
            output.write(block)


def _holds(content: IO[bytes], pattern: re.Pattern[bytes]) -> bool:
    content.seek(0)
    end = b""
    while block := content.read(BLOCK):
        if pattern.search(end + block):
            content.seek(0)
            return True
        end = block[-OVERLAP:]
    content.seek(0)
    return False


def examine(source: Path, target: Path, authors: Authors) -> Report:
    """Raises whatever damaged files make its libraries raise."""
    archive = Archive(authors)
    with source.open("rb") as old, target.open("wb") as new:
        archive.go_through(old, new)
    if not archive.is_changed or Finding.SIGNED in archive.found:
        return Report(archive.found, False)
    return Report(archive.found | Finding.CLEANED, True)


if __name__ == "__main__":
    main(examine)
