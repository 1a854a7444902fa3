"""Pictures inside documents, without what cameras wrote into them and without touching their pixels.

Unlike a picture of its own (`segments`, `metadata`) they are turned by the document or by EXIF's one word about that,
which therefore stays; and one that cannot be read is left as it is, since the document cannot do without it.
"""

import struct
from collections.abc import Callable, Iterator
from io import BytesIO

from PIL import Image

from .segments import jpeg, webp

_PNG = b"\x89PNG\r\n\x1a\n"
# Text, EXIF and the time of the last change (PNG, third edition, 11.3); private chunks of programs go too.
_PNG_KEPT = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV",
    b"cLLI", b"bKGD", b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip
_ORIENTATION = 0x0112  # the tag of EXIF
# Artist, host computer, description, maker, model, software, copyright, XMP, IPTC, Photoshop, EXIF, place.
_TIFF_PERSONAL = {
    315,
    316,
    270,
    271,
    272,
    305,
    33432,
    700,
    33723,
    34377,
    34665,
    34853,
    306,
    40091,
    40092,
    40093,
    40094,
    40095,
}
_TIFF_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_MOST_DIRECTORIES = 100


def cleaned_picture(data: bytes) -> bytes:
    """The same picture without metadata; `data` itself when it is of another kind or damaged."""
    for signature, clean in _CLEANERS:
        if data.startswith(signature):
            try:
                return clean(data)
            except (ValueError, struct.error, IndexError, OSError, SyntaxError):
                return data
    return data


def _jpeg(data: bytes) -> bytes:
    content = jpeg(data)
    with Image.open(BytesIO(data), formats=["JPEG"]) as picture:
        orientation = picture.getexif().get(_ORIENTATION, 1)
    if orientation not in range(2, 9):
        return content
    exif = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, _ORIENTATION, 3, 1, orientation, 0, 0)
    return content[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + content[2:]


def _png(data: bytes) -> bytes:
    parts, at = [_PNG], len(_PNG)
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if end > len(data):
            break
        name = data[at + 4 : at + 8]
        if name in _PNG_KEPT:
            parts.append(data[at:end])
        if name == b"IEND":
            return b"".join(parts)
        at = end
    raise ValueError("cut off")


def _gif(data: bytes) -> bytes:
    """Comments and what applications add (XMP) go; the word on how often it is played stays."""
    at = 13 + _table(data[10])
    parts = [data[:at]]
    while data[at] != 0x3B:  # the end
        start = at
        if data[at] == 0x21:  # an extension
            kept = data[at + 1] in (0xF9, 0x01) or data[at + 3 : at + 14] in (b"NETSCAPE2.0", b"ANIMEXTS1.0")
            at += 2
        elif data[at] == 0x2C:  # a picture
            kept = True
            at += 11 + _table(data[at + 9])
        else:
            raise ValueError("no block")
        while data[at]:
            at += 1 + data[at]
        at += 1
        if kept:
            parts.append(data[start:at])
    return b"".join([*parts, b"\x3b"])


def _table(flags: int) -> int:
    """The bytes of a colour table."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _tiff(data: bytes) -> bytes:
    """What names somebody is overwritten with zeros where it lies: other parts of the file point past it."""
    order = "<" if data[:2] == b"II" else ">"
    content = bytearray(data)
    (directory,) = struct.unpack_from(f"{order}I", data, 4)
    for _number in range(_MOST_DIRECTORIES):
        if not directory:
            return bytes(content)
        (count,) = struct.unpack_from(f"{order}H", data, directory)
        for start, size in _personal_values(data, order, directory, count):
            content[start : start + size] = bytes(len(content[start : start + size]))
        (directory,) = struct.unpack_from(f"{order}I", data, directory + 2 + 12 * count)
    raise ValueError("too many directories")


def _personal_values(data: bytes, order: str, directory: int, count: int) -> Iterator[tuple[int, int]]:
    for number in range(count):
        entry = directory + 2 + 12 * number
        tag, kind, length, offset = struct.unpack_from(f"{order}HHII", data, entry)
        if tag in (34665, 34853):  # directories of their own: none of their values
            (inner,) = struct.unpack_from(f"{order}H", data, offset)
            for at in range(inner):
                values = struct.unpack_from(f"{order}HHII", data, offset + 2 + 12 * at)
                size = _TIFF_SIZES.get(values[1], 1) * values[2]
                yield (values[3], size) if size > 4 else (offset + 2 + 12 * at + 8, 4)
        elif tag in _TIFF_PERSONAL:
            size = _TIFF_SIZES.get(kind, 1) * length
            yield (offset, size) if size > 4 else (entry + 8, 4)


_CLEANERS: tuple[tuple[bytes, Callable[[bytes], bytes]], ...] = (
    (b"\xff\xd8", _jpeg),
    (_PNG, _png),
    (b"RIFF", webp),
    (b"GIF8", _gif),
    (b"II*\0", _tiff),
    (b"MM\0*", _tiff),
)
