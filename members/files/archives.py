"""Word, Excel, PowerPoint and OpenDocument files are zip archives: right inside, of bounded size, macros seen."""

import itertools
import tempfile
import zipfile
from typing import IO, Any

from django.utils.translation import gettext as _

from samrum.media.inspection.zips import DAMAGED

from .refusal import Refused

_OOXML = "application/vnd.openxmlformats-officedocument"
# The content type of an Office file's main part says what it is.
MAIN_PARTS = {
    "docx": f"{_OOXML}.wordprocessingml.document.main+xml",
    "xlsx": f"{_OOXML}.spreadsheetml.sheet.main+xml",
    "pptx": f"{_OOXML}.presentationml.presentation.main+xml",
    "docm": "application/vnd.ms-word.document.macroEnabled.main+xml",
    "xlsm": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    "pptm": "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
    # Templates.
    "dotx": f"{_OOXML}.wordprocessingml.template.main+xml",
    "xltx": f"{_OOXML}.spreadsheetml.template.main+xml",
    "potx": f"{_OOXML}.presentationml.template.main+xml",
    "dotm": "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    "xltm": "application/vnd.ms-excel.template.macroEnabled.main+xml",
    "potm": "application/vnd.ms-powerpoint.template.macroEnabled.main+xml",
}
MIMETYPES = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ott": "application/vnd.oasis.opendocument.text-template",
    "ots": "application/vnd.oasis.opendocument.spreadsheet-template",
    "otp": "application/vnd.oasis.opendocument.presentation-template",
}
MOST_ENTRIES = 10_000
MOST_BYTES = 300 * 1024 * 1024  # unpacked, nested archives included
# Tables of zeros pack well; up to so many bytes nobody asks how well.
UNSUSPECTED = 20 * 1024 * 1024
MOST_RATIO = 150
MOST_DEPTH = 3
MOST_XML = 2 * 1024 * 1024  # bytes of a list of contents
BLOCK = 64 * 1024


def check_office(file: Any, extension: str) -> bool:
    """Return whether it holds macros. Raises Refused."""
    try:
        with zipfile.ZipFile(file) as archive:
            _check_size(archive, file.size)
            if extension in MIMETYPES:
                _check_open_document(archive, extension)
            else:
                _check_office(archive, extension)
            _Unpacking().look_through(archive, depth=1)
            return has_macros(archive)
    except DAMAGED as error:
        raise Refused(_("It seems to be damaged. Save it anew and try again."), "damaged") from error


def has_macros(archive: zipfile.ZipFile) -> bool:
    names = [name.lower() for name in archive.namelist()]
    return any(
        name.endswith("vbaproject.bin")
        or "/macrosheets/" in f"/{name}"
        or name.startswith(("basic/", "scripts/"))
        for name in names
    )


def _check_office(archive: zipfile.ZipFile, extension: str) -> None:
    try:
        contents = _read(archive, "[Content_Types].xml")
    except KeyError:
        raise _not(extension) from None
    if MAIN_PARTS[extension].encode() not in contents:
        raise _not(extension)


def _check_open_document(archive: zipfile.ZipFile, extension: str) -> None:
    try:
        mimetype = _read(archive, "mimetype")
        manifest = _read(archive, "META-INF/manifest.xml")
    except KeyError:
        raise _not(extension) from None
    if mimetype.strip() != MIMETYPES[extension].encode():
        raise _not(extension)
    if b"encryption-data" in manifest:
        raise Refused(
            _("It is protected by a password, or of an old type. Save it anew without password, as %(type)s.")
            % {"type": extension},
            "encrypted",
        )


def _check_size(archive: zipfile.ZipFile, packed: int) -> None:
    entries = sorted(archive.filelist, key=lambda entry: entry.header_offset)
    unpacked = sum(entry.file_size for entry in entries)
    if (
        len(entries) > MOST_ENTRIES
        or unpacked > MOST_BYTES
        or unpacked > max(UNSUSPECTED, MOST_RATIO * packed)
    ):
        raise _bomb()
    # Entries that share their bytes are how a small archive becomes enormous.
    for entry, following in itertools.pairwise(entries):
        if entry.header_offset + entry.compress_size > following.header_offset:
            raise _bomb()


class _Unpacking:
    """Reads every entry to its end, so that what the list of contents says of sizes is true. Counts what it reads."""

    def __init__(self) -> None:
        self.bytes = 0

    def look_through(self, archive: zipfile.ZipFile, depth: int) -> None:
        for entry in archive.filelist:
            with archive.open(entry) as stream:
                first = stream.read(4)
                if first == b"PK\x03\x04":
                    self.look_into(first, stream, depth + 1)
                else:
                    self.read(stream)

    def look_into(self, first: bytes, stream: IO[bytes], depth: int) -> None:
        if depth > MOST_DEPTH:
            raise _bomb()
        with tempfile.TemporaryFile() as nested:
            nested.write(first)
            self.read(stream, nested)
            size = nested.tell()
            try:
                archive = zipfile.ZipFile(nested)
            except zipfile.BadZipFile:
                return  # begins like an archive, and is none
            with archive:
                _check_size(archive, size)
                self.look_through(archive, depth)

    def read(self, stream: IO[bytes], copy: IO[bytes] | None = None) -> None:
        while block := stream.read(BLOCK):
            self.bytes += len(block)
            if self.bytes > MOST_BYTES:
                raise _bomb()
            if copy:
                copy.write(block)


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(MOST_XML)


def _not(extension: str) -> Refused:
    return Refused(
        _("The content is not what the name says (%(type)s).") % {"type": extension}, "other_content"
    )


def _bomb() -> Refused:
    return Refused(_("It becomes far too large when it is unpacked."), "bomb")
