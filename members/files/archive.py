"""Several private files as one zip, made while it is sent: nothing is kept in memory or on disk."""

import logging
from collections.abc import Iterable
from typing import NamedTuple

from botocore.exceptions import ClientError
from django.db.models.fields.files import FieldFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.http.response import HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from zipstream import ZIP_STORED, ZipStream

from .names import NAMELESS, clean_name
from .serving import let_go_first, protected, streamed

logger = logging.getLogger(__name__)

MOST_BYTES = 2 * 1024**3  # of all files together


class Entry(NamedTuple):
    file: FieldFile
    name: str  # in the archive; a folder may come before it, "Checklista/mall.docx"
    size: int  # bytes


def zip_response(request: HttpRequest, entries: Iterable[Entry], name: str) -> HttpResponseBase:
    """The files as an attachment `name`; its length is known beforehand, so browsers show how far they are.

    Stored, not deflated: office files, PDF and pictures are packed already. Two entries of one name are told apart.
    A file that is missing in its storage leaves a text in its place. More than MOST_BYTES together: 413 with words.
    """
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    archive = ZipStream(compress_type=ZIP_STORED, sized=True)
    total = 0
    taken: set[str] = set()
    for entry in entries:
        total += entry.size
        if total > MOST_BYTES:
            return render(request, "members/files/too_much.html", {"most": MOST_BYTES}, status=413)
        _add(archive, entry, taken)
    length = len(archive)
    if request.method == "HEAD":
        response: HttpResponseBase = HttpResponse()
    else:
        response = streamed(request, lambda: StreamingHttpResponse(let_go_first(archive)))
        if response.status_code == 429:
            return response
    response["Content-Type"] = "application/zip"
    response["Content-Disposition"] = content_disposition_header(True, clean_name(name)) or "attachment"
    response["Content-Length"] = str(length)
    response["Accept-Ranges"] = "none"
    return protected(response)


def _add(archive: ZipStream, entry: Entry, taken: set[str]) -> None:
    name = _unique(entry.name, taken)
    file = entry.file
    try:
        size = file.storage.size(str(file.name))
    except (OSError, ClientError):
        logger.exception("A private file is missing in its storage: %s", file.name)
        archive.add(_("This file is missing. Please tell us.") + "\n", _unique(f"{name}.txt", taken))
        return
    # Should a file vanish now, the answer breaks off: the browser says so, and nobody opens half an archive.
    archive.add(file.storage.blocks(str(file.name), 0, size), name, size=size)  # type: ignore[attr-defined]


def _unique(name: str, taken: set[str]) -> str:
    """A path of clean names, unlike the others also where upper and lower case are the same."""
    *folders, last = [clean_name(part) for part in name.split("/") if part.strip(". ")] or [NAMELESS]
    stem, dot, extension = last.rpartition(".")
    if not dot:
        stem, extension = last, ""
    number = 1
    while (path := "/".join([*folders, last])).casefold() in taken:
        number += 1
        last = f"{stem} ({number}){dot}{extension}"
    taken.add(path.casefold())
    return path
