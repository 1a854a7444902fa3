"""A date that an organiser changes, with the rules that hold for the public page itself."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from network.models import MeetingPage
from network.models.meeting_page import WHEN_AND_WHERE

from .date_fields import DAYS, TIMES, WIDGETS, day_to_come, explain, within_reach


class AppointmentForm(forms.Form):
    """Some facts (`names`) of a meeting's public page."""

    names: Sequence[str] = ()

    def __init__(self, *args: Any, page: MeetingPage, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.page = page
        self.fields.update(forms.fields_for_model(MeetingPage, fields=self.names, widgets=WIDGETS))
        explain(self.fields)
        for name in self.names:
            self.fields[name].initial = getattr(page, name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            facts = {name: getattr(self.page, name) for name in WHEN_AND_WHERE}
            try:
                MeetingPage(**facts | self.appointment()).clean_appointment()
            except ValidationError as refused:
                for name, errors in refused.error_dict.items():
                    self.add_error(name if name in self.fields else None, errors)
        return cleaned

    def appointment(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.names}


class MoveForm(AppointmentForm):
    names = [*DAYS, *TIMES, "part_of_day", "format", "city"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["start_date"].required = True

    def clean_start_date(self) -> datetime.date | None:
        return day_to_come(self.cleaned_data["start_date"])

    def clean_end_date(self) -> datetime.date | None:
        return within_reach(self.cleaned_data["end_date"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and all(getattr(self.page, name) == cleaned[name] for name in self.names):
            raise ValidationError(_("Nothing is changed yet."))
        return cleaned


class ReopenForm(AppointmentForm):
    names = ["term", "term_year"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["term"].help_text = ""
        for name in self.names:
            self.fields[name].required = True
        self.fields["term_year"].initial = self.page.year
        self.fields["term"].initial = self.page.season

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            term = MeetingPage(
                state=MeetingPage.State.UNDECIDED, **{name: cleaned[name] for name in self.names}
            )
            if term.last_day and term.last_day < timezone.localdate():
                self.add_error("term_year", _("That term has passed."))
        return cleaned

    def appointment(self) -> dict[str, Any]:
        """As deciding.reopen leaves the page."""
        nothing = dict.fromkeys([*DAYS, *TIMES])
        return super().appointment() | nothing | {"state": MeetingPage.State.UNDECIDED}
