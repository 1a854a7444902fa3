"""What organisers propose, and what the participants answer."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.meetings.models import DateAnswer, Proposal, RoomMeeting

from .date_fields import DAYS, TIMES, WIDGETS, day_to_come, explain, within_reach
from .table import Day, in_words


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
