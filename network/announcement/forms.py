"""What the editor pastes, and what the editor may correct before pages are made."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from network.models import MeetingPage, NetworkPage

from . import report
from .document import Announcement, Meeting
from .source import SourceError, check, decode

KEY_FIELDS = ("title", "status", "kind", "period_start", "period_end", "published_on")
MEETING_FIELDS = ("title", "state", "start_date", "end_date", "term", "term_year", "format", "city")


class TextForm(forms.Form):
    """The text of the announcement, pasted or from a file; a file replaces what is pasted."""

    text = forms.CharField(
        label=_("The text of the announcement"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_(
            "Mark the whole page where it is published, copy it and paste it here. The title comes first."
        ),
    )
    file = forms.FileField(label=_("Or a text file"), required=False, allow_empty_file=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload = cleaned.get("file")
        if self.errors:
            return cleaned
        try:
            # One byte more than allowed is enough to see that it is too large.
            source = decode(upload.read(report.MAX_BYTES + 1)) if upload else check(cleaned.get("text") or "")
        except SourceError as error:
            self.add_error("file" if upload else "text", report.refusal(error.code))
        else:
            cleaned["source"] = source
        return cleaned


class RecognisedForm(forms.Form):
    """Fields that carry along what was recognised, so that a correction can be told from it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def corrections(self) -> dict[str, Any]:
        """What the editor changed, as typed."""
        return {name: self[name].data for name in self.changed_data}


def day_field(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        **options,
    )


def year_field(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=2000, max_value=2100)


class KeyFieldsForm(RecognisedForm):
    title = forms.CharField(label=_("Title"), max_length=255)
    slug = forms.CharField(
        label=_("Address"), max_length=255, help_text=_("Small letters a–z, digits and hyphens.")
    )
    status = forms.ChoiceField(label=_("Status"), choices=NetworkPage.Status.choices)
    kind = forms.ChoiceField(label=_("Kind"), choices=NetworkPage.Kind.choices)
    period_start = year_field(_("First year"))
    period_end = year_field(_("Last year"))
    published_on = day_field(_("Publication date"))
    replace = forms.BooleanField(label=_("Update the page that has this address already"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("period_start"), cleaned.get("period_end")
        if first and last and last < first:
            self.add_error("period_end", _("The last year comes before the first."))
        return cleaned


class MeetingForm(RecognisedForm):
    title = forms.CharField(label=_("Title"), max_length=255)
    state = forms.ChoiceField(label=_("State"), choices=MeetingPage.State.choices)
    start_date = day_field(_("Date"))
    end_date = day_field(_("Last day"))
    term = forms.ChoiceField(label=_("Term"), choices=[("", "–"), *MeetingPage.Term.choices], required=False)
    term_year = year_field(_("Year of the term"))
    format = forms.ChoiceField(
        label=_("Format"), choices=[("", "–"), *MeetingPage.Format.choices], required=False
    )
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    source = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                MeetingPage(**{name: cleaned[name] for name in MEETING_FIELDS}).clean()
            except ValidationError as error:
                for name, messages in error.message_dict.items():
                    self.add_error(name if name in self.fields else None, messages)
        return cleaned


MeetingFormSet = forms.formset_factory(MeetingForm, extra=0, absolute_max=2000, max_num=2000)


def fingerprint(text: str) -> str:
    """Of a text whose line ends a browser may have changed."""
    return hashlib.sha256("\n".join(text.splitlines()).encode()).hexdigest()


def key_form(announcement: Announcement, slug: str, corrections: Mapping[str, Any]) -> KeyFieldsForm:
    recognised = {name: getattr(announcement, name) for name in KEY_FIELDS} | {"slug": slug, "replace": False}
    return KeyFieldsForm(_as_posted("key", recognised, corrections), prefix="key")


def meeting_forms(
    meetings: Iterable[Meeting], corrections: Iterable[tuple[str, dict[str, Any]]]
) -> forms.BaseFormSet:
    """One form per meeting; a correction follows the line of the source that it was made for."""
    left = list(corrections)
    data: dict[str, Any] = {}
    count = 0
    for meeting in meetings:
        known = next((entry for entry in left if entry[0] == meeting.source), None)
        if known:
            left.remove(known)
        recognised = {name: getattr(meeting, name) for name in (*MEETING_FIELDS, "source")}
        data |= _as_posted(f"meetings-{count}", recognised, known[1] if known else {})
        count += 1
    data |= {"meetings-TOTAL_FORMS": count, "meetings-INITIAL_FORMS": count}
    return MeetingFormSet(data, prefix="meetings")


def _as_posted(prefix: str, recognised: Mapping[str, Any], corrections: Mapping[str, Any]) -> dict[str, Any]:
    data = {f"initial-{prefix}-{name}": value for name, value in recognised.items()}
    return data | {f"{prefix}-{name}": value for name, value in {**recognised, **corrections}.items()}


def apply(announcement: Announcement, key: Mapping[str, Any], meetings: Iterable[Mapping[str, Any]]) -> None:
    """Put what the editor confirmed or corrected in place of what was recognised."""
    for name in KEY_FIELDS:
        setattr(announcement, name, key[name])
    known = {field.name for field in fields(Meeting)}
    for meeting, values in zip(announcement.meetings, meetings, strict=True):
        for name in known & set(MEETING_FIELDS):
            setattr(meeting, name, values[name])
        if meeting.start_date:
            meeting.term, meeting.term_year = "", None
