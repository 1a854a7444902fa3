"""A button that is pressed twice: the second press finds what the first has made."""

import datetime
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from members.files.names import clean_name
from members.library.models import Resource, ResourceVersion
from members.library.publishing import CORRECTED
from samrum.users.models import User

from .forms import ResourceForm, VersionForm

# The same words once more within this time are the same contribution.
PAUSE = datetime.timedelta(minutes=10)
# Which button was pressed, and what proves who sends the form.
NO_CONTENT = {"csrfmiddlewaretoken", "do"}


@contextmanager
def one_at_a_time(user: User) -> Iterator[None]:
    """A transaction in which the person begins nothing else, in no process."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        yield


def digest_of(request: HttpRequest) -> str:
    """Of what was sent: fields, and names and sizes of files. SHA-256, in hexadecimal."""
    fields = sorted((name, values) for name, values in request.POST.lists() if name not in NO_CONTENT)
    files = [(upload.name, upload.size) for upload in request.FILES.getlist("uploads")]
    return hashlib.sha256(json.dumps([fields, files]).encode()).hexdigest()


def begun(resource: Resource, by: User, digest: str) -> ResourceVersion | None:
    """What the same words began a moment ago. Ask it in `one_at_a_time`."""
    since = timezone.now() - PAUSE
    twins = ResourceVersion.objects.of(by).in_room(resource.room).filter(number=1)
    rows = twins.filter(resource__begun_as=digest, resource__created_at__gte=since)
    return rows.select_related("resource__room").first()


def stands_as_sent(request: HttpRequest, version: ResourceVersion) -> bool:
    """Whether what is kept is word for word what was sent: then nothing is lost by not keeping it again."""
    files = set(version.files.values_list("name", flat=True))
    if not {clean_name(upload.name or "") for upload in request.FILES.getlist("uploads")} <= files:
        return False
    said = VersionForm(request.POST, instance=ResourceVersion.objects.get(pk=version.pk))
    if not said.is_valid() or any(
        getattr(said.instance, name) != getattr(version, name) for name in ("link", "note")
    ):
        return False
    if "title" not in request.POST:  # of a published resource only its next version is drafted
        return True
    kept = Resource.objects.get(pk=version.resource_id)
    form = ResourceForm(request.POST, instance=Resource.objects.get(pk=kept.pk))
    if not form.is_valid() or any(getattr(form.instance, name) != getattr(kept, name) for name in CORRECTED):
        return False
    return set(form.cleaned_data["building_blocks"]) == set(kept.building_blocks.all())
