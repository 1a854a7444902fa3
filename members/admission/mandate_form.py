"""The mandate once more, on the page where an application is confirmed: its file was not kept until then."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.files.checks import MANDATE, Checked, check_upload
from members.models import Application
from samrum.core.form_renderer import PlainRenderer

from .forms import lines


class MandateForm(forms.Form):
    default_renderer = PlainRenderer()

    mandate_file = forms.FileField(
        label=_("The mandate as a file"),
        required=False,
        help_text=_("PDF, Word or a picture, 10 MB at most."),
        error_messages={"empty": _("The file is empty."), "invalid": _("Choose the file again.")},
        widget=forms.FileInput(attrs={"accept": MANDATE.accept}),
    )
    mandate_words = lines(
        _("The mandate in words"), help_text=_("If you do not have the file at hand, words will do.")
    )

    def __init__(self, application: Application, data: Any = None, files: Any = None):
        super().__init__(data, files, initial={"mandate_words": application.mandate_words})
        self.application = application
        self.checked_file: Checked | None = None

    def clean_mandate_file(self) -> Any:
        upload = self.cleaned_data["mandate_file"]
        if upload:
            self.checked_file = check_upload(upload, MANDATE)
        return upload

    def clean_mandate_words(self) -> str:
        """A page that was opened before the file was gone has no such field."""
        if "mandate_words" not in self.data:
            return self.application.mandate_words
        return self.cleaned_data["mandate_words"]

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        if not self.errors and not (self.checked_file or data.get("mandate_words")):
            self.add_error("mandate_file", _("Choose the file, or write the mandate in words."))
        return data
