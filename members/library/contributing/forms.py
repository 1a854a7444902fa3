"""What a contributor says of a resource and of a version of it. Files are looked at one by one (`drafts`)."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from members.files.checks import LIBRARY
from members.library.blocks import Block, building_blocks
from members.library.models import Resource, ResourceVersion
from members.library.publishing import CORRECTED
from members.models import Organisation
from members.organisations.fields import OrganisationField
from network.models import BuildingBlock

KEY = re.compile(r"[0-9]{1,18}")


class BlocksField(forms.ModelMultipleChoiceField):
    """Building blocks by their names in the reader's language; what is kept is the Swedish row."""

    widget = forms.CheckboxSelectMultiple
    names: dict[str, Block] = {}

    def __init__(self, **kwargs: Any):
        super().__init__(BuildingBlock.objects.filter(locale__language_code="sv"), **kwargs)

    def clean(self, value: Any) -> Any:
        # A number that no database holds would be an error of the database.
        if value and not all(KEY.fullmatch(str(key)) for key in value):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)

    def label_from_instance(self, obj: Any) -> str:
        block = self.names.get(str(obj.translation_key))
        return block.name if block else obj.name


class ResourceForm(forms.ModelForm):
    """Its fields apart from files: what a reader sees in the list. What is valid is kept though the rest is not."""

    building_blocks = BlocksField(
        label=_("Building blocks"),
        required=False,
        help_text=_("What in the systematic work it helps with."),
        error_messages={
            "invalid_choice": _("Choose from the list."),
            "invalid_pk_value": _("Choose from the list."),
        },
    )

    class Meta:
        model = Resource
        fields = (
            "title",
            "summary",
            "kind",
            "building_blocks",
            "language",
            "organisation",
            "contact",
            "sharing",
        )
        labels = {
            "title": _("Title"),
            "summary": _("Summary"),
            "kind": _("Kind"),
            "language": _("Language"),
            "contact": _("Contact"),
            "sharing": _("How far it may be shared"),
        }
        help_texts = {"title": _("What it is called, as one would look for it.")}
        error_messages = {
            "title": {"required": _("Write a title.")},
            "summary": {"required": _("Write what it is and when one uses it.")},
        }
        widgets = {"summary": forms.Textarea(attrs={"rows": 4}), "sharing": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("kind", "language", "sharing"):
            choices = self.fields[name].choices  # type: ignore[attr-defined]
            self.fields[name].choices = [(value, capfirst(label)) for value, label in choices]  # type: ignore[attr-defined]
        self.fields["building_blocks"].names = building_blocks()  # type: ignore[attr-defined]
        self.fields["organisation"] = OrganisationField(
            self.organisations(),
            label=_("Owner organisation"),
            required=False,
        )

    def organisations(self) -> QuerySet[Organisation]:
        """Those that can be chosen, and the one that it has though it can be chosen no longer."""
        return Organisation.objects.active() | Organisation.objects.filter(pk=self.instance.organisation_id)

    def keep(self) -> None:
        """Save the fields that are valid; each of the others stays as it was."""
        self.instance.save(update_fields=CORRECTED)
        if "building_blocks" in getattr(self, "cleaned_data", {}):
            self.instance.building_blocks.set(self.cleaned_data["building_blocks"])


class VersionForm(forms.ModelForm):
    link = forms.URLField(
        label=_("Link"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Instead of files, for what lies somewhere else: a film or a page."),
        error_messages={"invalid": _("Write a complete address that begins with https://.")},
        widget=forms.URLInput(attrs={"inputmode": "url", "spellcheck": "false"}),
    )

    class Meta:
        model = ResourceVersion
        fields = ("link", "note")
        labels = {"note": _("What is new")}
        error_messages = {"note": {"required": _("Write in one sentence what is new.")}}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["link"].validators = [URLValidator(schemes=["http", "https"])]
        if self.instance.number > 1:
            self.fields["note"].required = True
        else:
            self.fields["note"].label = _("Version note")

    def clean_note(self) -> str:
        return " ".join(self.cleaned_data["note"].split())


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Draws the choice of several files; what comes is looked at by `drafts`, file by file."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Files"),
            required=False,
            help_text=_("You may choose several at once."),
            widget=FilesInput(attrs={"multiple": True, "accept": LIBRARY.accept}),
        )


class FilesForm(forms.Form):
    """No file is bound to it: a browser never sends one a second time, and those that came are kept or refused."""

    uploads = FilesField()
