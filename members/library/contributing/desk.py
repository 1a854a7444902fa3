"""The contributor's desk: the forms of one draft, and what becomes of what was sent.

Whatever is valid is kept at once, files before all: nobody types or chooses a thing twice because another was wrong.
"""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from members.door import RoomRequest
from members.files.checks import LIBRARY
from members.library.models import Resource, ResourceFile, ResourceVersion
from members.library.publishing import WORKED_ON, hold

from . import drafts
from .forms import FilesForm, ResourceForm, VersionForm
from .twice import digest_of


class Desk:
    """`version` is the draft on it, or None for a new resource."""

    def __init__(self, request: RoomRequest, version: ResourceVersion | None = None):
        data = request.POST if request.method == "POST" else None
        resource = version.resource if version else _new_resource(request)
        self.request = request
        self.version = version
        # Of a published resource only its next version is drafted.
        self.resource_form = None if resource.published_at else ResourceForm(data, instance=resource)
        self.version_form = VersionForm(data, instance=version or ResourceVersion())
        self.files_form = FilesForm(None if data is None else {})

    @property
    def forms(self) -> list:
        return [form for form in (self.resource_form, self.version_form, self.files_form) if form]

    @property
    def is_valid(self) -> bool:
        """Every form is asked: each says what is wrong with it."""
        return not [form for form in self.forms if not form.is_valid()]

    @property
    def errors(self) -> bool:
        """Something of what was sent is wrong or missing."""
        return any(form.errors for form in self.forms)

    @property
    def most_megabytes(self) -> int:
        """Of one file."""
        return LIBRARY.most_bytes // 1024**2

    @property
    def files(self) -> list[ResourceFile]:
        return list(self.version.files.defer("text")) if self.version else []

    @property
    def is_untouched(self) -> bool:
        """Nothing was typed, nothing chosen: no draft of nothing is made."""
        typed = [form for form in (self.resource_form, self.version_form) if form and form.has_changed()]
        return not (self.version or typed or self.request.FILES.getlist("uploads"))

    def keep(self) -> ResourceVersion:
        """Save what is valid. Raises Overtaken if the draft is no longer one; drafts.TooMany."""
        self.is_valid  # noqa: B018  # sets on the instances what is valid
        version = self.version or self._begin()
        with hold(version, *WORKED_ON):
            if self.resource_form:
                self.resource_form.keep()
            kept = self.version_form.instance
            ResourceVersion.objects.filter(pk=version.pk).update(
                link=kept.link, note=kept.note, changed_at=timezone.now()
            )
        refused = drafts.take_in(version, self.request.FILES.getlist("uploads"))
        if refused:
            self.files_form.add_error("uploads", refused)
        return version

    def _begin(self) -> ResourceVersion:
        form: Any = self.resource_form
        self.version, is_new = drafts.start(form.instance, self.request.user, digest_of(self.request))
        if not is_new:
            # The same words, so the other tab's row says what they say; or it has been worked on since.
            form.instance, self.version_form.instance = self.version.resource, self.version
        return self.version

    def check_complete(self) -> bool:
        """What is handed in says what it is, and there is something to fetch."""
        if not (self.files or self.version_form.data.get("link", "").strip() or self.files_form.errors):
            self.files_form.add_error("uploads", _("Choose at least one file, or write a link."))
        return self.is_valid


def _new_resource(request: RoomRequest) -> Resource:
    return Resource(room=request.room, organisation=request.membership.organisation)
