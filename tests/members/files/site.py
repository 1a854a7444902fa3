"""A small site around members.files, for tests: `ROOT_URLCONF = "tests.members.files.site"`.

The rows are those of the library; who may see them is not what is tested here.
"""

import time

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from members.files.archive import Entry, zip_response
from members.files.checks import check_upload
from members.files.serving import serve_file
from members.library.models import ResourceFile, ResourceVersion
from samrum.core.views import health
from samrum.urls import handler400, handler403, handler404, handler500
from samrum.urls import urlpatterns as real

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def file(request, pk):
    row = get_object_or_404(ResourceFile, pk=pk)
    return serve_file(
        request, row.file, name=row.name, content_type=row.content_type, size=row.size, sha256=row.sha256
    )


def archive(request):
    rows = ResourceFile.objects.order_by("pk")
    return zip_response(request, [Entry(row.file, row.name, row.size) for row in rows], "Bilagor å.zip")


class UploadForm(forms.Form):
    file = forms.FileField()

    def clean_file(self):
        return check_upload(self.cleaned_data["file"])


@csrf_exempt
def upload(request):
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return HttpResponse(str(form.errors), status=422)
    with transaction.atomic():
        row = keep(form.cleaned_data["file"])
        if "roll-back" in request.GET:
            raise ValidationError("in the middle")
        if "wait" in request.GET:
            _wait()
    return HttpResponse(str(row.pk))


def _wait() -> None:
    """Until a test takes the mark away."""
    mark = settings.DATA_DIR / "waiting"
    mark.touch()
    while mark.exists():
        time.sleep(0.02)


def keep(checked) -> ResourceFile:
    return ResourceFile.objects.create(
        version=ResourceVersion.objects.get(),
        file=checked.content,
        name=checked.name,
        content_type=checked.content_type,
        size=checked.size,
        sha256=checked.sha256,
        has_macros=checked.has_macros,
    )


urlpatterns = [
    path("health/", health),
    path("test/file/<int:pk>", file),
    path("test/zip", archive),
    path("test/upload", upload),
    *real,
]
