"""Images and documents of public pages. They are public from the moment they are uploaded."""

from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Image

from samrum.core.write_lock.deferred import written_or

from .inspection.examination import Busy, examine
from .inspection.words import notes, warnings
from .metadata import without_metadata

MEGABYTE = 1024 * 1024
DOCUMENT_SIZE_AT_MOST = 50 * MEGABYTE  # bytes
# How a file begins whose name ends so. The archives of office programs are zip files.
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
SIGNATURES = {
    "pdf": (b"%PDF-",),
    **dict.fromkeys(("docx", "xlsx", "pptx", "dotx", "xltx", "potx", "odt", "ods", "odp", "zip"), ZIP),
}
# What readers call the types; others are called by their extension.
TYPE_NAMES = {
    "docx": "Word",
    "xlsx": "Excel",
    "pptx": "PowerPoint",
    "dotx": "Word",
    "xltx": "Excel",
    "potx": "PowerPoint",
    "odt": "OpenDocument",
    "ods": "OpenDocument",
    "odp": "OpenDocument",
}


class NotNow(Exception):
    """A picture in a new size cannot be kept: the database takes no writes."""


def not_now() -> NoReturn:
    raise NotNow


class SamrumImage(AbstractImage):
    """An image without the camera's metadata (place, owner, device).

    Sizes are made when a page first shows them. While the database takes no writes the page shows the whole picture.
    """

    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def save(self, *args, **kwargs) -> None:
        if self.file and not self.file._committed:  # type: ignore[has-type]
            content = without_metadata(self.file.file)  # type: ignore[has-type]
            # Set anew, so that Django measures the picture as it stands when turned upright.
            self.file = ContentFile(content.getvalue(), name=self.file.name)  # type: ignore[has-type]
            self.file_size = self.file.size
        super().save(*args, **kwargs)

    def get_rendition(self, filter: Filter | str) -> AbstractRendition:
        try:
            return super().get_rendition(filter)
        except NotNow:
            return self._whole(filter)

    def get_renditions(self, *filters: Filter | str) -> dict[str, AbstractRendition]:
        try:
            return super().get_renditions(*filters)
        except NotNow:
            return {getattr(one, "spec", one): self._whole(one) for one in filters}

    def create_rendition(self, filter: Filter) -> AbstractRendition:
        make = super().create_rendition
        return written_or(self.get_rendition_model(), lambda: make(filter), not_now)

    def create_renditions(self, *filters: Filter) -> dict[Filter, AbstractRendition]:
        make = super().create_renditions
        return written_or(self.get_rendition_model(), lambda: make(*filters), not_now) if filters else {}

    def _whole(self, filter: Filter | str) -> AbstractRendition:
        """In place of the size that was asked for; nowhere kept."""
        spec = getattr(filter, "spec", filter)
        return self.get_rendition_model()(
            image=self, filter_spec=spec, file=self.file.name, width=self.width, height=self.height
        )


class Rendition(AbstractRendition):
    image = models.ForeignKey(SamrumImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"
            )
        ]


class SamrumDocument(AbstractDocument):
    """A file to download, of a type that opens in office programs."""

    admin_form_fields = Document.admin_form_fields
    # Numbers of inspection.findings.Finding, added up.
    findings = models.PositiveIntegerField(default=0, editable=False)

    _looked_through: object = None

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def clean(self) -> None:
        super().clean()
        file: Any = self.file
        if not file or file._committed:
            return
        if file.size > DOCUMENT_SIZE_AT_MOST:
            raise _refused(
                _("The file is too big. It may be at most %(size)s.")
                % {"size": filesizeformat(DOCUMENT_SIZE_AT_MOST)}
            )
        expected = SIGNATURES.get(self.file_extension.lower())
        file.seek(0)
        if expected and not file.read(8).startswith(expected):
            raise _refused(
                _("The file is not what its name says (%(type)s).") % {"type": self.file_extension.upper()}
            )
        try:
            is_polyglot = self._look_through()
        except Busy as error:
            raise _refused(
                _("Many files are being looked through just now. Try again in a while.")
            ) from error
        if is_polyglot:
            raise _refused(_("It is a PDF and an archive at the same time. Save it anew as PDF."))

    def save(self, *args, **kwargs) -> None:
        file: Any = self.file  # type: ignore[has-type]
        if file and not file._committed:
            # A form has looked it through already, when it checked it.
            if file.file is not self._looked_through:
                self._look_through()
            self.file_size = self.file.size  # type: ignore[has-type]
        super().save(*args, **kwargs)

    def _look_through(self) -> bool:
        """Take names out of the file and note what it holds; returns whether it is a polyglot. Raises Busy."""
        file: Any = self.file  # type: ignore[has-type]
        examined = examine(file, self.file_extension.lower())
        self.findings = int(examined.findings)
        if examined.replacement:
            self.file = File(examined.replacement.file, name=file.name)  # type: ignore[assignment]
        self._looked_through = self.file.file  # type: ignore[has-type]
        return examined.is_polyglot

    @property
    def type_and_size(self) -> str:
        """“PDF, 1,2 MB”: what a link says before somebody downloads. No query, no look at the file."""
        extension = self.file_extension.lower()
        name = TYPE_NAMES.get(extension, extension.upper())
        return f"{name}, {filesizeformat(self.file_size)}" if self.file_size is not None else name

    @property
    def remarks(self) -> list[str]:
        """For editors: what became of the names in it, and what it does when somebody opens it."""
        return notes(self.findings) + [f"{words.title} {words.advice}" for words in warnings(self.findings)]


def _refused(why: Any) -> ValidationError:
    return ValidationError({"file": why})
