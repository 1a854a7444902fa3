"""The public form: who applies, from where, with what mandate."""

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from members.files.checks import MANDATE, Checked, check_upload
from members.models import Application, HeldUpload, Room
from members.organisations.fields import OrganisationField
from samrum.core.form_fields import EmailAddressField, OneLineField
from samrum.core.verification import VerifiedForm

from . import uploads

FIRST_YEAR = 2000  # a mandate from before is a slip of the pen


class AddressForm(forms.Form):
    """Where letters to an applicant should go."""

    email = EmailAddressField(
        label=_("The applicant’s address"),
        help_text=_("The letter about how the application stands goes there again."),
        error_messages={"required": _("Write the address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


def line(label: Any, length: int, required: Any = "", **kwargs) -> OneLineField:
    attrs = kwargs.pop("attrs", {})
    return OneLineField(
        label=label,
        max_length=length,
        required=bool(required),
        error_messages={"required": required},
        widget=forms.TextInput(attrs=attrs),
        **kwargs,
    )


def lines(label: Any, **kwargs) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 5})
    return forms.CharField(label=label, max_length=4000, required=False, widget=widget, **kwargs)


def mandate_file() -> forms.FileField:
    return forms.FileField(
        label=_("The mandate as a file"),
        required=False,
        help_text=format_lazy(
            _("PDF, Word or a picture, {megabytes} MB at most."), megabytes=settings.MAX_MANDATE_MB
        ),
        error_messages={"empty": _("The file is empty."), "invalid": _("Choose the file again.")},
        widget=forms.FileInput(attrs={"accept": MANDATE.accept}),
    )


class WithMandateFile:
    """Of a form with the field `mandate_file`."""

    cleaned_data: dict[str, Any]
    checked_file: Checked | None = None

    def clean_mandate_file(self) -> Any:
        upload = self.cleaned_data["mandate_file"]
        if upload:
            self.checked_file = check_upload(upload, MANDATE)
        return upload


class ApplicationForm(WithMandateFile, VerifiedForm):
    name = line(_("Your name"), 120, _("Write your name."), attrs={"autocomplete": "name"})
    title = line(
        _("Your job title"),
        120,
        _("Write your job title."),
        attrs={"autocomplete": "organization-title"},
    )
    organisation = OrganisationField(label=_("Municipality or region"), required=False)
    organisation_name = line(
        _("Another organisation"), 120, help_text=_("Only if you do not find yours in the list.")
    )
    email = EmailAddressField(
        label=_("Your work e-mail"),
        help_text=_("Our letters and your way into the room go to this address."),
        error_messages={"required": _("Write your work e-mail.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    mandate_by = line(
        _("Who gave you the mandate"),
        160,
        _("Write who gave you the mandate."),
        help_text=_("Name and title, for example your head of administration."),
    )
    mandate_on = forms.DateField(
        label=_("When you got it"),
        required=False,
        help_text=_("Year, month, day: 2027-03-25."),
        error_messages={"invalid": _("Write the day as 2027-03-25.")},
        input_formats=["%Y-%m-%d", "%Y%m%d", "%d.%m.%Y", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    mandate_words = lines(
        _("The mandate in words"),
        help_text=_(
            "What you are to do in the network, and with what support. Or attach it as a file below."
        ),
    )
    mandate_file = mandate_file()
    held = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    drop_file = forms.BooleanField(label=_("Do not send this file"), required=False)
    mandate_email = EmailAddressField(
        label=_("Your manager's e-mail"),
        required=False,
        help_text=_("If you give it we ask your manager to confirm the mandate by a link in a letter."),
        widget=forms.EmailInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
    )
    hopes = lines(
        _("What you hope for"), help_text=_("What you want to learn, solve or bring home from the network.")
    )

    sections = (
        (_("You"), ("name", "title", "email")),
        (_("Where you work"), ("organisation", "organisation_name")),
        (
            _("Your mandate"),
            ("mandate_by", "mandate_on", "mandate_words", "mandate_file", "mandate_email"),
        ),
        (_("Your expectations"), ("hopes",)),
    )

    # Each of them may be empty, but not both.
    either = ("organisation", "organisation_name", "mandate_words", "mandate_file")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.held_upload: HeldUpload | None = None
        if self.is_bound:
            self._remember_held()

    def _remember_held(self) -> None:
        """A file that came with an earlier sending of this form. The checks let it through then."""
        if not self.data.get("drop_file"):
            self.held_upload = uploads.find_held(self.data.get("held", ""))

    def clean_mandate_on(self) -> datetime.date | None:
        day = self.cleaned_data["mandate_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("The day has not come yet."))
        if day and day.year < FIRST_YEAR:
            raise ValidationError(_("Write the year with four digits, for example 2027."))
        return day

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        faulty = self.errors.keys()
        where, mandate = {"organisation", "organisation_name"}, {"mandate_words", "mandate_file"}
        if not (faulty & where or any(data.get(name) for name in where)):
            self.add_error("organisation", _("Choose where you work, or write it in the field below."))
        if not (faulty & mandate or data.get("mandate_words") or self.has_file):
            self.add_error("mandate_words", _("Write the mandate in words, or attach it as a file."))
        own = data.get("email")
        if own and data.get("mandate_email") == own:
            self.add_error(
                "mandate_email", _("This is your own address. Write your manager's, or leave it empty.")
            )
        return data

    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in self.sections]

    @property
    def has_file(self) -> bool:
        return bool(self.checked_file or self.held_upload)

    def application(self, room: Room, language: str) -> Application:
        """What was written, as a row that is not saved yet; its file comes when it is stored."""
        data = self.cleaned_data
        organisation = data["organisation"]
        return Application(
            room=room,
            language=language,
            organisation=organisation,
            organisation_name="" if organisation else data["organisation_name"],
            **{
                name: data[name]
                for name in (
                    "name", "title", "email", "mandate_by", "mandate_on", "mandate_words", "mandate_email", "hopes",
                )
            },
        )  # fmt: skip
