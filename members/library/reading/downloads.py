"""`/rum/<room>/fil/...` and the zips: one file, one version, or a chosen set."""

import uuid
from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from members.door import RoomRequest, room_view
from members.files.archive import Entry, zip_response
from members.files.serving import serve_file
from members.library.models import ResourceFile, ResourceVersion

from .counting import counted

MOST_FILES = 200  # in one zip
LARGEST_KEY = 2**63 - 1


@room_view()
@require_safe
def file(request: RoomRequest, key: uuid.UUID, name: str) -> HttpResponseBase:
    """`name` is for people and programs that read addresses; the file goes under its own."""
    found = get_object_or_404(_files(request), uuid=key)
    response = serve_file(
        request,
        found.file,
        name=found.name,
        content_type=found.content_type,
        size=found.size,
        sha256=found.sha256,
        findings=found.findings,
    )
    return counted(request, response, [found])


@room_view()
@require_safe
def version_zip(request: RoomRequest, pk: int, number: int) -> HttpResponseBase:
    files = list(_files(request).filter(version__resource__pk=pk, version__number=number))
    if not files:
        return _refused(request, _("There is nothing to download here."), 404)
    name = f"{files[0].version.resource.title} {number}.zip"
    return _zip(request, files, _flat(name), in_folders=False)


@room_view()
@require_safe
def chosen_zip(request: RoomRequest) -> HttpResponseBase:
    """`?fil=<uuid>` for files, `?resurs=<pk>` for the newest version of a resource, as many as one likes."""
    wanted = request.GET.getlist("fil") + request.GET.getlist("resurs")
    if not wanted:
        return _refused(request, _("You have not chosen anything. Tick what you want to download."), 422)
    if len(wanted) > MOST_FILES:
        return _too_many(request)
    files = list(_files(request).filter(uuid__in=_uuids(request.GET.getlist("fil"))))
    files += _newest_files(request, _keys(request.GET.getlist("resurs")))
    files = list({file.pk: file for file in files}.values())
    if not files:
        return _refused(request, _("None of what you chose is here any longer."), 404)
    if len(files) > MOST_FILES:
        return _too_many(request)
    in_folders = len({file.version.resource_id for file in files}) > 1
    name = _("Chosen from the library") if in_folders else files[0].version.resource.title
    return _zip(request, files, f"{_flat(name)}.zip", in_folders=in_folders)


def _files(request: RoomRequest) -> QuerySet[ResourceFile]:
    rows = ResourceFile.objects.visible_to(request.user).in_room(request.room)
    return rows.select_related("version__resource").defer("text")


def _newest_files(request: RoomRequest, resources: list[int]) -> list[ResourceFile]:
    versions = ResourceVersion.objects.visible_to(request.user).in_room(request.room).published()
    newest = {v.resource_id: v.pk for v in versions.filter(resource__in=resources).order_by("number")}
    return list(_files(request).filter(version__in=newest.values())) if newest else []


def _zip(request: RoomRequest, files: list[ResourceFile], name: str, *, in_folders: bool) -> HttpResponseBase:
    entries = [
        Entry(
            file.file,
            f"{_flat(file.version.resource.title)}/{_flat(file.name)}" if in_folders else _flat(file.name),
            file.size,
        )
        for file in files
    ]
    return counted(request, zip_response(request, entries, name), files)


def _flat(name: str) -> str:
    """A slash in a name is no folder."""
    return name.replace("/", "-").replace("\\", "-")


def _uuids(texts: Iterable[str]) -> list[uuid.UUID]:
    found = []
    for text in texts:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def _keys(texts: Iterable[str]) -> list[int]:
    return [
        int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < len(str(LARGEST_KEY))
    ]


def _too_many(request: RoomRequest) -> HttpResponseBase:
    words = ngettext(
        "One zip file holds at most %(most)d file. Choose fewer.",
        "One zip file holds at most %(most)d files. Choose fewer.",
        MOST_FILES,
    )
    return _refused(request, words % {"most": MOST_FILES}, 422)


def _refused(request: RoomRequest, words: str, status: int) -> HttpResponseBase:
    return render(request, "library/no_download.html", {"words": words}, status=status)
