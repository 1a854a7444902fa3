"""Days and times as one writes them in the forms about a date."""

import datetime
from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

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
