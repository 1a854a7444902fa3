"""What organisers say of a meeting in the room. Its date, city and format are said on its public page."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.meetings.models import RoomMeeting

from .links import SecureLinkField

MOST_SEATS = 100_000
BAD_DATE = gettext_lazy("Write the date as year-month-day, for example 2027-03-04.")


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PracticalForm(forms.ModelForm):
    video_link = SecureLinkField(label=gettext_lazy("Video link"))

    class Meta:
        model = RoomMeeting
        fields = ("address", "directions", "video_link", "link_shown", "seats", "online_seats", "register_by")
        widgets = {"directions": forms.Textarea(attrs={"rows": 4}), "register_by": day_input()}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["link_shown"].choices = [  # type: ignore[attr-defined]
            (value, capfirst(label)) for value, label in RoomMeeting.Shown.choices
        ]
        self.fields["register_by"].error_messages["invalid"] = BAD_DATE
        for name in ("seats", "online_seats"):
            self.fields[name].widget.attrs |= {"inputmode": "numeric", "min": "1", "max": str(MOST_SEATS)}
            self.fields[name].validators.append(MaxValueValidator(MOST_SEATS))

    def clean_register_by(self) -> Any:
        day, start = self.cleaned_data["register_by"], self.instance.page.start_date
        if day and start and day > start:
            raise forms.ValidationError(
                _("The meeting has begun by then. Choose its first day or an earlier one.")
            )
        return day


class AfterwardsForm(forms.ModelForm):
    recording_link = SecureLinkField(label=gettext_lazy("Link to the recording"))

    class Meta:
        model = RoomMeeting
        fields = ("notes", "decisions", "recording_link", "recording_until", "asks_evaluation")
        widgets = {
            "notes": forms.Textarea(attrs={"rows": 12}),
            "decisions": forms.Textarea(attrs={"rows": 6}),
            "recording_until": day_input(),
        }
        help_texts = {
            "notes": gettext_lazy("An empty line begins a new paragraph, a hyphen a list."),
            "decisions": gettext_lazy("One in each line, with a hyphen before it."),
        }

    def __init__(self, *args: Any, publishes: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.publishes = publishes
        if not self.instance.shows_recording:
            # Past its last day it is gone, also before the night in which its link is erased.
            self.initial.update(recording_link="", recording_until=None)
        self.fields["recording_until"].error_messages["invalid"] = BAD_DATE

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.publishes and not (said.get("notes") or said.get("decisions") or self.errors):
            self.add_error("notes", _("Write notes or decisions before you publish them."))
        until = said.get("recording_until")
        if until and "recording_link" not in self.errors and not said.get("recording_link"):
            self.add_error("recording_link", _("Write the link, or clear the date."))
        if until and until < timezone.localdate():
            self.add_error(
                "recording_until", _("That day has passed. Choose a day to come, or clear both fields.")
            )
        return said
