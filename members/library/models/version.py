import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.files.names import extension_of
from members.files.storage import PrivateFileField
from members.library.querysets import FileQuerySet, VersionQuerySet
from samrum.media.inspection.findings import Finding
from samrum.media.inspection.words import Words, notes, warnings

from .resource import Resource

# What is said of a file whose text search does not know, by the state of its text.
UNREAD = {
    "pending": _("Its text is not read yet: search does not find what stands in it until that is done."),
    "locked": _("It is locked with a password: search will not find what stands in it."),
    "none": _(
        "No text was found in it, as in pictures and scanned pages: search will not find what stands in it."
    ),
    "failed": _("Its text could not be read: search will not find what stands in it."),
}


class ResourceVersion(models.Model):
    """One state of a resource: files, or a link. Earlier ones stay reachable unless they are withdrawn."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        HANDED_IN = "handed_in", _("waits for review")
        RETURNED = "returned", _("returned with a comment")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    note = models.CharField(
        _("what is new"), max_length=300, blank=True, help_text=_("One sentence about the change.")
    )
    link = models.URLField(_("link"), max_length=500, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    # A draft that nobody touches is erased one day.
    changed_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    # The organiser's words when a draft is returned or a version withdrawn.
    comment = models.TextField(_("comment"), blank=True, max_length=2000)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["resource", "number"], name="resource_version_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.number}"


class ResourceFile(models.Model):
    """A file of a version. Reached at `/rum/<room>/fil/<uuid>/<name>`, by those who see its version."""

    class TextState(models.TextChoices):
        PENDING = "pending", _("not read yet")
        DONE = "done", _("read")
        NONE = "none", _("holds no text")
        FAILED = "failed", _("could not be read")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(ResourceVersion, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField(default=0)
    file = PrivateFileField(_("file"), folder="library")
    name = models.CharField(_("name"), max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size"))  # bytes
    sha256 = models.CharField("SHA-256", max_length=64)
    has_macros = models.BooleanField(_("holds macros"), default=False)
    # Numbers of samrum.media.inspection.findings.Finding, added up.
    findings = models.PositiveIntegerField(default=0, editable=False)
    # What can be read in it, for the search; made by the worker.
    text = models.TextField(blank=True, editable=False)
    text_state = models.CharField(max_length=8, choices=TextState, default=TextState.PENDING, editable=False)

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("library:file", args=[self.version.resource.room.slug, self.uuid, self.name])

    @property
    def warnings(self) -> list[Words]:
        """For everybody who opens it."""
        return warnings(self.findings | (Finding.MACROS if self.has_macros else 0))

    @property
    def notes(self) -> list[str]:
        """For whoever brings it: what became of the names in it, and whether search finds what stands in it."""
        return notes(self.findings) + ([self.unread] if self.unread else [])

    @property
    def shortcomings(self) -> list[str]:
        """What is not as its contributor may believe, in short; not that its names were taken out."""
        return [str(words.title) for words in self.warnings] + notes(self.findings & ~Finding.CLEANED)

    @property
    def unread(self) -> str:
        """Why search does not find what stands in it, in words; empty when it does."""
        # What is locked can be said from the first moment.
        return str(UNREAD.get("locked" if self.findings & Finding.LOCKED else self.text_state, ""))

    @property
    def type_name(self) -> str:
        """ "DOCX": what people call it."""
        return extension_of(self.name).upper() or "–"
