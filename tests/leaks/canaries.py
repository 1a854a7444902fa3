"""Words that stand in one private field each, and the eye that finds them in whatever the site sends."""

import io
import itertools
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import models

# A word of ours; or what is random by itself: a UUID, the name of a file in its storage, a digest.
SECRET = re.compile(
    rb"zq[b-df-hj-np-tv-x]{5}qz|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<![0-9a-z])[0-9a-f]{32,64}(?![0-9a-z])"
)
LETTERS = "bcdfghjklmnprstvx"
TEXT_LIKE = (models.CharField, models.TextField, models.JSONField, models.FileField, models.UUIDField)
# Streams in a PDF file.
PACKED = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


@dataclass(frozen=True)
class Canary:
    """`hook` stands beside the secret and is what one searches for: the page may repeat that, never the secret."""

    field: str  # library.Resource.title
    seen_by: frozenset[str]  # actors
    room: str = ""  # the slug of the room that it lies in
    hook: str = ""


class Cage(dict[str, Canary]):
    """Secret -> canary."""

    def __init__(self) -> None:
        super().__init__()
        self._codes = map("".join, itertools.product(LETTERS, repeat=5))
        # Neighbours in the alphabet would be each other's correct spelling to a search.
        self._codes = itertools.islice(self._codes, 70_000, None, 997)

    def value(self, field: models.Field, seen_by: frozenset[str], room: str = "") -> object:
        """A value for the field with a canary in it."""
        code = next(self._codes)
        secret, hook = f"zq{code}qz", f"hk{code[::-1]}hk"
        self[secret] = Canary(str(field), seen_by, room, hook)
        match field:
            case models.EmailField():
                return f"{hook}@{secret}.example"
            case models.URLField():
                return f"https://{secret}.example/{hook}"
            case models.SlugField():
                return f"{hook}-{secret}"
            case models.JSONField():
                return [f"{hook} {secret}"]
            case models.FileField():
                return ContentFile(f"{hook} {secret}".encode(), "x")
        return f"{hook} {secret}"

    def random(self, field: models.Field, value: str, seen_by: frozenset[str], room: str = "") -> None:
        """`value` is random by itself."""
        self[value] = Canary(str(field), seen_by, room)

    def spotted(self, sent: bytes) -> set[str]:
        """The secrets in it, also inside archives, office files and PDF files."""
        found = {word.decode() for part in unpacked(sent) for word in SECRET.findall(part.lower())}
        return found & self.keys()


def unpacked(sent: bytes) -> Iterator[bytes]:
    yield sent
    if sent.startswith(b"PK\x03\x04"):
        try:
            archive = zipfile.ZipFile(io.BytesIO(sent))
        except zipfile.BadZipFile:  # a part of one, by Range
            return
        for name in archive.namelist():
            yield name.encode()
            yield from unpacked(archive.read(name))
    elif sent.startswith(b"%PDF"):
        for stream in PACKED.findall(sent):
            try:
                yield zlib.decompress(stream)
            except zlib.error:
                continue


def text_like(model: type[models.Model]) -> list[models.Field]:
    """Fields that can hold words; choices are known to everybody."""
    return [
        field for field in model._meta.concrete_fields if isinstance(field, TEXT_LIKE) and not field.choices
    ]
