"""What a file really is, whatever its name says."""

import codecs
import re
from dataclasses import dataclass
from typing import Any

import puremagic
from django.core.files.base import File
from django.utils.translation import gettext as _

from samrum.media.inspection.examination import Busy, Examined, examine
from samrum.media.inspection.findings import NONE, Finding

from . import archives, pictures
from .refusal import Refused

__all__ = ["Found", "Refused", "inspect"]

BLOCK = 64 * 1024  # bytes
HEAD = 4096  # bytes
# Where the last line of a PDF is sought; the standard says within the last 1024 bytes.
TAIL = 8 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEXT = frozenset({"txt", "csv"})
# Besides these a text has no control characters.
_ALLOWED = b"\t\n\r\f\x1a"
# A cell with DDE: =cmd|'/c calc'!A1
LONGEST_COMMAND = 300  # bytes
_COMMAND = re.compile(rb"(?:^|[;,\t\"\r\n])\s*[=+\-@][^;,\t\r\n|]{0,100}\|[^\t\r\n]{0,150}!")
_CONTROLS = bytes(sign for sign in range(32) if sign not in _ALLOWED) + b"\x7f"


@dataclass
class Found:
    has_macros: bool = False
    findings: Finding = NONE
    replacement: File | None = None


def inspect(file: Any, extension: str) -> Found:
    """Raises Refused when the content is not what `extension` promises, or is dangerous to open."""
    if extension == "pdf":
        return _pdf(file)
    if extension in archives.MAIN_PARTS or extension in archives.MIMETYPES:
        return _office(file, extension)
    if extension in TEXT:
        return _text(file, extension)
    return Found(replacement=pictures.cleaned(file, extension))


def _pdf(file: Any) -> Found:
    head = _head(file)
    # Readers accept a header further down; pages and programs in disguise put theirs before it.
    if not head.lstrip(b"\xef\xbb\xbf\r\n\t \0").startswith(b"%PDF-"):
        raise _other(head, "pdf")
    file.seek(max(0, file.size - TAIL))
    if b"%%EOF" not in file.read(TAIL):
        raise Refused(_("It seems to be cut off: the end is missing. Save it anew and try again."), "damaged")
    examined = _examined(file, "pdf")
    if examined.is_polyglot:
        raise Refused(_("It is a PDF and an archive at the same time. Save it anew as PDF."), "polyglot")
    return Found(findings=examined.findings, replacement=examined.replacement)


def _office(file: Any, extension: str) -> Found:
    head = _head(file)
    if head.startswith(OLE):
        raise Refused(
            _("It is protected by a password, or of an old type. Save it anew without password, as %(type)s.")
            % {"type": extension},
            "encrypted",
        )
    if not head.startswith(b"PK\x03\x04"):
        raise _other(head, extension)
    has_macros = archives.check_office(file, extension)
    findings, replacement, _is_polyglot = _examined(file, extension)
    return Found(has_macros or Finding.MACROS in findings, findings, replacement)


def _examined(file: Any, extension: str) -> Examined:
    try:
        return examine(file, extension)
    except Busy as error:
        raise Refused(
            _("Many files are being looked through just now. Try again in a while."), "try_later"
        ) from error


def _text(file: Any, extension: str) -> Found:
    """UTF-8, UTF-16 with a byte order mark, or Windows-1252, which Excel writes in Sweden."""
    head = _head(file)
    findings = Finding.COMMANDS if extension == "csv" and _starts_programs(file) else NONE
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8", "cp1252"):
        decoder = codecs.getincrementaldecoder(encoding)()
        file.seek(0)
        try:
            while block := file.read(BLOCK):
                if not wide and block.translate(None, _CONTROLS) != block:
                    raise _other(head, extension)
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return Found(findings=findings)
    raise _other(head, extension)


def _starts_programs(file: Any) -> bool:
    """Whether a cell asks Excel to start a program. In one byte a sign; what is in two loses its zeros for that."""
    file.seek(0)
    end = b""
    while block := file.read(BLOCK):
        block = block.replace(b"\0", b"")
        if _COMMAND.search(end + block):
            return True
        end = block[-LONGEST_COMMAND:]
    return False


def _head(file: Any) -> bytes:
    file.seek(0)
    return file.read(HEAD)


def _other(head: bytes, extension: str) -> Refused:
    try:
        guess = puremagic.from_string(head).strip(".")
    except (puremagic.PureError, ValueError):
        guess = ""
    if guess and guess != extension:
        return Refused(
            _("The name says %(type)s, but the content seems to be %(guess)s.")
            % {"type": extension, "guess": guess},
            "other_content",
        )
    return Refused(
        _("The content is not what the name says (%(type)s).") % {"type": extension}, "other_content"
    )
