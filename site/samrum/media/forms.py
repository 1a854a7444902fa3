"""Upload forms of the admin that say what a newcomer may not think of."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from PIL.Image import DecompressionBombError
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .metadata import check_readable, pixels

PUBLIC_AT_ONCE = _(
    "Everybody on the internet can open the file from the moment you upload it, also before a page shows it."
)


class ImageField(WagtailImageField):
    """Counts the pixels before it decodes them, and answers a damaged picture with words.

    Wagtail's own field decodes first: a small file that claims to be enormous costs its memory, one that is
    cut off ends as a server error.
    """

    def check_image_pixel_size(self, f: UploadedFile) -> None:
        try:
            if pixels(f) <= self.max_image_pixels:
                return check_readable(f)
        except DecompressionBombError:
            pass  # far too many
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise ValidationError(
                _("The picture cannot be read: the file seems to be damaged. Save it anew and try again."),
                code="invalid_image",
            ) from error
        raise ValidationError(
            _("The picture has too many pixels: more than %(most)s million. Make it smaller and try again."),
            code="file_too_many_pixels",
            params={"most": self.max_image_pixels // 1_000_000},
        )


class ImageForm(BaseImageForm):
    file = ImageField(label=_("File"), widget=BaseImageForm.Meta.widgets["file"])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].help_text = PUBLIC_AT_ONCE
        if "description" in self.fields:
            self.fields["description"].help_text = _(
                "Say what the picture shows to somebody who does not see it. "
                "Leave empty if it is only decoration."
            )


class DocumentForm(BaseDocumentForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].help_text = PUBLIC_AT_ONCE
        if "title" in self.fields:
            self.fields["title"].help_text = _("Readers see the title in place of the name of the file.")
        if self.instance.pk and (remarks := self.instance.remarks):
            # The form for many files at once has none for the file itself.
            field = self.fields.get("file") or self.fields["title"]
            field.help_text = format_html(
                "{} {}", field.help_text, format_html_join("", "<br>{}", ((remark,) for remark in remarks))
            )
