"""What organisers write about a date, and what the participants answer."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.meetings.models import DateAnswer, Proposal, RoomMeeting
from network.models import MeetingPage
from network.models.meeting_page import WHEN_AND_WHERE

from .table import Day, in_words

LAST_YEAR = 2100  # as of the terms of meetings
DAYS, TIMES = ("start_date", "end_date"), ("start_time", "end_time")
WIDGETS: dict[str, forms.Widget | type[forms.Widget]] = {
    **{name: forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}) for name in DAYS},
    **{name: forms.TimeInput(format="%H:%M", attrs={"type": "time"}) for name in TIMES},
}


def explain(fields: Mapping[str, forms.Field]) -> None:
    """What is said of a day or a time that cannot be read: browsers without a calendar show a field of text."""
    for name in fields.keys() & {*DAYS, "poll_closes_on"}:
        fields[name].error_messages["invalid"] = _(
            "Write the date as year-month-day, for example 2027-03-04."
        )
    for name in fields.keys() & {*TIMES}:
        fields[name].error_messages["invalid"] = _("Write the time as hour:minute, for example 09:30.")


def day_to_come(day: datetime.date | None) -> datetime.date | None:
    """Raises ValidationError for a day that has begun, and for one that no calendar of ours reaches."""
    if day and day <= timezone.localdate():
        raise ValidationError(_("Choose a day to come."))
    return within_reach(day)


def within_reach(day: datetime.date | None) -> datetime.date | None:
    if day and day.year > LAST_YEAR:
        raise ValidationError(_("Write the year with four digits, for example 2027."))
    return day


class ProposalForm(forms.ModelForm):
    class Meta:
        model = Proposal
        fields = [*DAYS, *TIMES, "part_of_day"]
        widgets = WIDGETS

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        explain(self.fields)

    def clean_start_date(self) -> datetime.date | None:
        return day_to_come(self.cleaned_data["start_date"])

    def clean_end_date(self) -> datetime.date | None:
        return within_reach(self.cleaned_data["end_date"])


class LastDayForm(forms.ModelForm):
    class Meta:
        model = RoomMeeting
        fields = ["poll_closes_on"]
        widgets = {"poll_closes_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
        help_texts = {"poll_closes_on": gettext_lazy("Empty: until the date is decided.")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        explain(self.fields)

    def clean_poll_closes_on(self) -> datetime.date | None:
        day = self.cleaned_data["poll_closes_on"]
        if day and day < timezone.localdate():
            raise ValidationError(_("That day has passed."))
        return within_reach(day)


class AppointmentForm(forms.Form):
    """Some facts of a meeting's public page, with the rules that hold for the page itself."""

    names: Sequence[str] = ()
    state = ""

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

    def appointment(self) -> dict[str, Any]:
        """As deciding.reopen leaves the page."""
        nothing = dict.fromkeys([*DAYS, *TIMES])
        return super().appointment() | nothing | {"state": MeetingPage.State.UNDECIDED}


class AnswerForm(forms.Form):
    """A question for each proposed day; a day may be left unanswered."""

    def __init__(self, *args: Any, days: Sequence[Day], given: Mapping[int, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.keys = [day.proposal.pk for day in days]
        for day in days:
            self.fields[f"day_{day.proposal.pk}"] = forms.ChoiceField(
                label=day.words,
                choices=[(answer, in_words(answer)) for answer in DateAnswer.Answer.values],
                widget=forms.RadioSelect,
                required=False,
                initial=given.get(day.proposal.pk),
                error_messages={"invalid_choice": _("Choose one of the answers.")},
            )

    def answers(self) -> dict[int, str]:
        return {key: answer for key in self.keys if (answer := self.cleaned_data[f"day_{key}"])}
