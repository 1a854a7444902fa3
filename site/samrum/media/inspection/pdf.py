"""`python -m samrum.media.inspection.pdf <source> <target> <word>`: looks a PDF through, and takes the names out of it.

`target` is written anew from the objects that the document reaches: earlier versions of it and what lay between them
are gone too, and what a viewer sees is what was looked at, however it would have read the file. A signed or locked
document is left as it is. `word` is what an author is called.
"""

import mmap
import zlib
from pathlib import Path
from typing import IO

from pypdf import PasswordType, PdfReader, PdfWriter
from pypdf.generic import (
    ByteStringObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from samrum.media.embedded_pictures import cleaned_picture

from .authors import Authors
from .child import Report, main
from .findings import NONE, NOT_CLEANED, Finding
from .pdf_walk import Found, is_markup, judge, resolved, walk
from .xmp import reduced
from .zips import zip_extent

# In whatever dictionary: private data of programs, names of people and of their programs.
_DROPPED = ("/PieceInfo", "/LastModified", "/CreatorInfo", "/SpiderInfo")
_NAMES = ("/Author", "/Creator", "/Producer")
# A file's title that a printer driver has made of its place on somebody's disk is no title.
_PLACES = ("\\", "/Users/", "/home/", "file:")
DICTIONARY = 64 * 1024  # bytes at most between the beginning of an object and of its data


def examine(source: Path, target: Path, authors: Authors) -> Report:
    """Raises whatever damaged files make pypdf raise."""
    with source.open("rb") as stream:
        reader = PdfReader(stream)
        findings = NONE
        if reader.is_encrypted:
            if reader.decrypt("") == PasswordType.NOT_DECRYPTED:
                return Report(Finding.LOCKED, False)
            findings |= Finding.RESTRICTED
        objects = list(walk(reader))
        for found in objects:
            findings |= judge(found.value)
        extent = zip_extent(stream)
        if extent and not _is_attached(extent, stream, objects, reader):
            return Report(findings, False, is_polyglot=True)
        if findings & NOT_CLEANED:
            return Report(findings, False)
        changed = [_clean(found.value, reader, authors) for found in objects]
        if any(changed) or "/Prev" in reader.trailer:
            findings |= Finding.CLEANED
        _write(reader, target)
        return Report(findings, True)


def _clean(found: DictionaryObject, reader: PdfReader, authors: Authors) -> bool:
    """Change one dictionary in place; returns whether it was."""
    changed = False
    for key in _DROPPED:
        if key in found:
            del found[key]
            changed = True
    if found is resolved(reader.trailer, "/Info"):
        changed |= _clean_properties(found)
    for key in _NAMES:
        if isinstance(resolved(found, key), TextStringObject | ByteStringObject):
            del found[key]
            changed = True
    if "/Metadata" in found:
        changed |= _clean_packet(found, is_catalog=found is reader.root_object)
    if is_markup(found) and "/T" in found:
        label = authors.label(str(resolved(found, "/T")))
        changed |= label != resolved(found, "/T")
        found[NameObject("/T")] = TextStringObject(label)
    if isinstance(found, StreamObject):
        changed |= _clean_stream(found)
    for file in (resolved(found, "/EF") or {}).values():
        changed |= _pack(file.get_object())
    return changed


def _clean_properties(info: DictionaryObject) -> bool:
    """The title stays: readers for the blind say it."""
    title = str(resolved(info, "/Title") or "")
    kept = "/Title" if title and not any(place in title for place in _PLACES) else ""
    gone = [key for key in info if key != kept]
    for key in gone:
        del info[key]
    return bool(gone)


def _clean_packet(found: DictionaryObject, *, is_catalog: bool) -> bool:
    stream = resolved(found, "/Metadata")
    if not (is_catalog and isinstance(stream, StreamObject) and (after := reduced(stream.get_data()))):
        del found["/Metadata"]
        return True
    if after == stream.get_data():
        return False
    for key in set(stream) - {"/Type", "/Subtype"}:
        del stream[key]
    stream._data, stream.decoded_self = after, None
    return True


def _clean_stream(stream: StreamObject) -> bool:
    """A photograph lies in a PDF as the camera wrote it."""
    filters = resolved(stream, "/Filter")
    if filters not in ("/DCTDecode", ["/DCTDecode"]):
        return False
    cleaned = cleaned_picture(stream._data)
    changed = cleaned != stream._data
    stream._data = cleaned
    return changed


def _pack(file: object) -> bool:
    """An attachment that lies there bare would make an archive of the whole document."""
    if not isinstance(file, StreamObject) or resolved(file, "/Filter"):
        return False
    file._data = zlib.compress(file._data)
    file[NameObject("/Filter")] = NameObject("/FlateDecode")
    return True


def _write(reader: PdfReader, target: Path) -> None:
    """Raises ValueError when the copy is not what it should be."""
    writer = PdfWriter(clone_from=reader)
    if not resolved(reader.trailer, "/Info"):
        writer.metadata = None
    with target.open("wb") as output:
        writer.write(output)
    with target.open("rb") as output:
        copy = PdfReader(output)
        if len(copy.pages) != len(reader.pages) or zip_extent(output):
            raise ValueError("the copy is another document")


def _is_attached(extent: tuple[int, int], stream: IO[bytes], objects: list[Found], reader: PdfReader) -> bool:
    """Whether the archive lies inside the data of one of the attachments, from its first byte to its last."""
    first, last = extent
    files = [file for found in objects for file in _attachments(found.value)]
    with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        for file in files:
            reference = file.indirect_reference
            if reference is None or resolved(file, "/Filter"):
                continue
            beginning = reader.xref.get(reference.generation, {}).get(reference.idnum, -1)
            place = content.find(file._data, beginning, beginning + DICTIONARY + len(file._data))
            if 0 <= beginning <= place <= first and last <= place + len(file._data):
                return True
    return False


def _attachments(found: DictionaryObject) -> list[StreamObject]:
    files = resolved(found, "/EF")
    if not isinstance(files, DictionaryObject):
        return []
    streams = [file.get_object() for file in dict.values(files)]
    return [file for file in streams if isinstance(file, StreamObject)]


if __name__ == "__main__":
    main(examine)
