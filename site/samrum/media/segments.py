"""Takes metadata out of JPEG and WebP files without touching the pixels.

A file is copied part by part, and only known parts are copied: what else a camera, a program or a forger has put
into it or behind it stays out. (JPEG: ITU-T T.81, annex B. WebP: RFC 9649.)
"""

import re
from collections.abc import Callable

_END_OF_IMAGE, _START_OF_SCAN = 0xD9, 0xDA
# Tables, frames (C0-CF but C8, which means nothing), scans, restart interval.
_PIXELS = {*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDC, 0xDD} - {0xC8}
# What a picture needs to look right: JFIF, colour profile, Adobe's word on the colour space.
_NEEDED = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
# Inside a scan FF is followed by 00 or by a restart marker (D0-D7).
_NEXT_MARKER = re.compile(rb"\xff(?=[^\x00\xff\xd0-\xd7])")

_WEBP_PARTS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
_WEBP_METADATA = 0x08 | 0x04  # the flags EXIF and XMP of VP8X


def jpeg(data: bytes) -> bytes:
    """Raises ValueError when it is damaged."""
    if data[:2] != b"\xff\xd8":
        raise ValueError("no JPEG")
    parts, at = [b"\xff\xd8"], 2
    while True:
        while data[at : at + 2] == b"\xff\xff":  # fill
            at += 1
        if len(data) < at + 2 or data[at] != 0xFF:
            raise ValueError("cut off")
        marker = data[at + 1]
        if marker == _END_OF_IMAGE:
            return b"".join([*parts, b"\xff\xd9"])
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        end = at + 2 + length
        if length < 2 or end > len(data):
            raise ValueError("cut off")
        if marker == _START_OF_SCAN:
            following = _NEXT_MARKER.search(data, end)
            if following is None:
                raise ValueError("cut off")
            end = following.start()
        if marker in _PIXELS or (marker in _NEEDED and data.startswith(_NEEDED[marker], at + 4)):
            parts.append(data[at:end])
        at = end


def webp(data: bytes) -> bytes:
    """Raises ValueError when it is damaged."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise ValueError("no WebP")
    stop = 8 + int.from_bytes(data[4:8], "little")
    if stop > len(data):
        raise ValueError("cut off")
    parts, at = [b"WEBP"], 12
    while at + 8 <= stop:
        name, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + length + length % 2
        if at + 8 + length > stop:
            raise ValueError("cut off")
        part = data[at : at + 8 + length] + bytes(length % 2)
        if name == b"VP8X":
            part = part[:8] + bytes([part[8] & ~_WEBP_METADATA]) + part[9:]
        if name in _WEBP_PARTS:
            parts.append(part)
        at = end
    body = b"".join(parts)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


CLEANERS: dict[str, Callable[[bytes], bytes]] = {"JPEG": jpeg, "MPO": jpeg, "WEBP": webp}
