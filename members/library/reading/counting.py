"""How often things are downloaded: per resource and month. Who does it is written nowhere."""

import datetime
import re
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from members.library.models import DownloadCount, ListedResource, Resource, ResourceFile, ResourceVersion
from samrum.core.write_lock import deferred

_FROM_THE_START = re.compile(r"\s*bytes\s*=\s*0*\s*-")


def counted(
    request: HttpRequest, response: HttpResponseBase, files: Iterable[ResourceFile]
) -> HttpResponseBase:
    """`response`, noted as one download of each resource in it, if it is one.

    No download: HEAD, what the browser has already, the rest of one that broke off, a refusal, a draft.
    """
    resources = {
        file.version.resource_id
        for file in files
        if file.version.state == ResourceVersion.State.PUBLISHED and file.version.resource.is_published
    }
    if resources and _begins(request, response):
        deferred.write(count, resources=sorted(resources), month=_this_month().isoformat())
        # What streams now may take an hour (files.serving has let go of it once).
        if not connection.in_atomic_block:
            connection.close()
    return response


def _begins(request: HttpRequest, response: HttpResponseBase) -> bool:
    asked = request.headers.get("Range")
    # Behind a web server that serves the file itself, 200 stands here for parts too: hence the request is asked.
    from_start = asked is None or bool(_FROM_THE_START.match(asked))
    return request.method == "GET" and response.status_code in (200, 206) and from_start


@deferred.deferrable
@transaction.atomic
def count(resources: list[int], month: str = "") -> None:
    """One download more in that month (its first day, ISO 8601; else this one). None is lost when many come at once."""
    since = datetime.date.fromisoformat(month) if month else _this_month()
    # It may be written later, and one of them be gone by then.
    keys = list(Resource.objects.filter(pk__in=resources).order_by("pk").values_list("pk", flat=True))
    DownloadCount.objects.bulk_create(
        [DownloadCount(resource_id=key, month=since) for key in keys], ignore_conflicts=True
    )
    rows = DownloadCount.objects.filter(resource__in=keys, month=since)
    # In one order, so that two sets with things in common do not wait for each other.
    list(rows.select_for_update().order_by("resource").values_list("pk"))
    rows.update(count=F("count") + 1)
    ListedResource.objects.filter(pk__in=keys).update(downloads=F("downloads") + 1)


def _this_month() -> datetime.date:
    return timezone.localdate().replace(day=1)
