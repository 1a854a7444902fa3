"""Files that go with a letter. post_office keeps them in private storage until the letter is erased."""

import re
from collections.abc import Sequence
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from functools import partial
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from post_office.models import Attachment as KeptAttachment

from .plain_text import printable

FILE = KeptAttachment._meta.get_field("file")
FOLDER = "post_office_attachments"  # where post_office puts them in private storage
# Characters. post_office puts what follows the last full stop, or the whole name, into a path of 100.
NAME_LENGTH, SUFFIX_LENGTH, BARE_LENGTH = 60, 10, 30
UNSAFE = re.compile(r"[\\/:*?\"<>|]+")  # what one file system or another refuses in a name


class Attachment(NamedTuple):
    name: str  # as the reader sees it; any language
    content: bytes
    content_type: str  # perhaps with parameters: "text/calendar; charset=utf-8; method=PUBLISH"

    def part(self) -> MIMEBase:
        """The part of the letter, encoded and with its headers: of anything simpler post_office forgets the type."""
        main, _, sub = self.content_type.split(";")[0].strip().partition("/")
        part = MIMEBase(main, sub)
        part.replace_header("Content-Type", self.content_type)
        part.set_payload(self.content)
        encode_base64(part)
        part.add_header("Content-Disposition", "attachment", filename=_for_header(file_name(self.name)))
        return part


def parts(attachments: Sequence[Attachment]) -> list[MIMEBase]:
    """Raises ValueError if two have the same name: post_office would keep the last of them alone."""
    found = [attachment.part() for attachment in attachments]
    if len({part.get_filename() for part in found}) < len(found):
        raise ValueError("Two attachments of a letter have the same name.")
    return found


def file_name(name: str) -> str:
    """One line, no folders, not too long; what it ends with stays, since it says what opens the file."""
    name = UNSAFE.sub("-", " ".join(printable(name).split())).strip(". ") or "samrum"
    suffix = PurePosixPath(name).suffix
    if len(suffix) > SUFFIX_LENGTH:
        return name[:BARE_LENGTH]
    return name.removesuffix(suffix)[: NAME_LENGTH - len(suffix)] + suffix


def _for_header(name: str) -> str | tuple[str, str, str]:
    return name if name.isascii() else ("utf-8", "", name)  # RFC 2231


@receiver(post_delete, sender=KeptAttachment)
def forget_file(instance: KeptAttachment, **kwargs: Any) -> None:
    """The file goes with its row, or what was erased would still lie there."""
    transaction.on_commit(partial(instance.file.storage.delete, instance.file.name))
