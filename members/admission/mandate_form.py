"""The mandate once more, on the page where an application is confirmed: its file was not kept until then."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import Application
from samrum.core.form_renderer import PlainRenderer

from .forms import WithMandateFile, lines, mandate_file


class MandateForm(WithMandateFile, forms.Form):
    default_renderer = PlainRenderer()

    mandate_file = mandate_file()
    mandate_words = lines(
        _("The mandate in words"), help_text=_("If you do not have the file at hand, words will do.")
    )

    def __init__(self, application: Application, data: Any = None, files: Any = None):
        super().__init__(data, files, initial={"mandate_words": application.mandate_words})
        self.application = application

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
