"""Which types of files are taken in, what each is called to browsers, and how large a file may be."""

from collections.abc import Sequence
from typing import NamedTuple

from django.conf import settings

_OOXML = "application/vnd.openxmlformats-officedocument"
_MACROS = "application/vnd.ms-{}.macroEnabled.12"
_ODF = "application/vnd.oasis.opendocument"

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{_OOXML}.wordprocessingml.document",
    "xlsx": f"{_OOXML}.spreadsheetml.sheet",
    "pptx": f"{_OOXML}.presentationml.presentation",
    # Taken in, since models for calculation live of them, but flagged.
    "docm": _MACROS.format("word.document"),
    "xlsm": _MACROS.format("excel.sheet"),
    "pptm": _MACROS.format("powerpoint.presentation"),
    "dotx": f"{_OOXML}.wordprocessingml.template",
    "xltx": f"{_OOXML}.spreadsheetml.template",
    "potx": f"{_OOXML}.presentationml.template",
    "dotm": _MACROS.format("word.template"),
    "xltm": _MACROS.format("excel.template"),
    "potm": _MACROS.format("powerpoint.template"),
    "odt": f"{_ODF}.text",
    "ods": f"{_ODF}.spreadsheet",
    "odp": f"{_ODF}.presentation",
    "ott": f"{_ODF}.text-template",
    "ots": f"{_ODF}.spreadsheet-template",
    "otp": f"{_ODF}.presentation-template",
    "txt": "text/plain",
    "csv": "text/csv",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
}
# What a browser may show in its window unless something was found in it; everything else is an attachment.
SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg", "image/webp"})


class Accepted(NamedTuple):
    """What one form takes."""

    extensions: Sequence[str]
    limit: str  # the setting, in MB

    @property
    def most_bytes(self) -> int:
        return getattr(settings, self.limit) * 1024 * 1024

    @property
    def accept(self) -> str:
        """For the attribute `accept` of a file field."""
        return ",".join(f".{extension}" for extension in self.extensions)


# No zip and no film: a version has as many files as it needs, and films are links.
LIBRARY = Accepted(tuple(CONTENT_TYPES), "MAX_UPLOAD_MB")
MANDATE = Accepted(("pdf", "docx", "odt", "png", "jpg", "jpeg"), "MAX_MANDATE_MB")
