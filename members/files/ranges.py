"""Range requests (RFC 9110, section 14): downloads that broke off go on where they stopped."""

import re

from django.http import HttpRequest
from django.utils.http import parse_etags

_RANGE = re.compile(r"bytes\s*=\s*([0-9]{0,18})\s*-\s*([0-9]{0,18})")


class Unsatisfiable(Exception):
    """Nothing of the file lies in the range."""


def wanted(request: HttpRequest, size: int, etag: str) -> range | None:
    """The bytes asked for; None for the whole file, also where a range is malformed or several are asked for.

    Raises Unsatisfiable.
    """
    header = request.headers.get("Range", "").strip()
    match = _RANGE.fullmatch(header) if request.method == "GET" else None
    if match is None or not _is_same(request.headers.get("If-Range"), etag):
        return None
    first, last = match.groups()
    if not first and not last:
        return None
    if not first:  # the last n bytes
        if int(last) == 0 or size == 0:
            raise Unsatisfiable
        return range(max(0, size - int(last)), size)
    start, end = int(first), min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return range(start, end + 1)


def is_unchanged(request: HttpRequest, etag: str) -> bool:
    """Whether the browser has this very file already (If-None-Match)."""
    header = request.headers.get("If-None-Match", "")
    return any(tag.removeprefix("W/") in (etag, "*") for tag in parse_etags(header))


def _is_same(if_range: str | None, etag: str) -> bool:
    """Only a strong tag counts; a date never does, since we send none."""
    return if_range is None or if_range.strip() == etag
