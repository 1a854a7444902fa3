"""Looks an uploaded file over before it is kept. What is refused is refused in words that say what to do."""

import hashlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from samrum.media.inspection.findings import NONE, Finding

from . import content, scanner
from .kinds import CONTENT_TYPES, LIBRARY, MANDATE, Accepted
from .names import clean_name, extension_of

__all__ = ["LIBRARY", "MANDATE", "Checked", "check_upload"]

BLOCK = 64 * 1024  # bytes
LONGEST_RAW_NAME = 1000  # characters


@dataclass
class Checked:
    """A file that may be kept: assign `content` to a PrivateFileField and the rest to the fields beside it."""

    name: str
    content_type: str
    size: int  # bytes
    sha256: str
    has_macros: bool
    content: (
        File  # at its beginning; for pictures and documents with names in them another one than was uploaded
    )
    findings: Finding = NONE


def check_upload(upload: UploadedFile, kinds: Accepted = LIBRARY) -> Checked:
    """Raises ValidationError. Reads the file in blocks, several times; never the whole of it into memory."""
    name = clean_name((upload.name or "")[-LONGEST_RAW_NAME:])
    extension = extension_of(name)
    if extension not in kinds.extensions:
        raise ValidationError(
            _("“%(name)s” is not of a type that we take. These are: %(types)s."),
            code="extension",
            params={"name": name, "types": ", ".join(kinds.extensions)},
        )
    if not upload.size:
        raise ValidationError(
            _("“%(name)s” is empty. Choose the file again."), code="empty", params={"name": name}
        )
    if upload.size > kinds.most_bytes:
        raise ValidationError(
            _("“%(name)s” is %(size)s. A file may be at most %(most)s."),
            code="too_big",
            params={
                "name": name,
                "size": filesizeformat(upload.size),
                "most": filesizeformat(kinds.most_bytes),
            },
        )
    try:
        found = content.inspect(upload, extension)
        scanner.scan(upload)
    except content.Refused as refusal:
        raise ValidationError(
            _("“%(name)s”: %(reason)s"), code=refusal.code, params={"name": name, "reason": refusal.reason}
        ) from refusal
    kept: File = found.replacement or upload
    return Checked(
        name=name,
        content_type=CONTENT_TYPES[extension],
        size=kept.size,
        sha256=_sha256(kept),
        has_macros=found.has_macros,
        content=kept,
        findings=found.findings,
    )


def _sha256(file: File) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while block := file.read(BLOCK):
        digest.update(block)
    file.seek(0)
    return digest.hexdigest()
