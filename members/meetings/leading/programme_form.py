"""The points of a programme as rows of a form."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.meetings.models import ProgrammeItem, RoomMeeting
from network.models import MeetingPage
from samrum.core.dates import clock_trouble, day_in_words

MOST_ITEMS = 60
MOST_DAYS = 30
# A meeting whose date is open may turn out to have several days.
DAYS_WHILE_OPEN = 5
# As the field for times sends it, and as one writes where a browser has no such field.
TIMES = ["%H:%M", "%H.%M", "%H:%M:%S"]


def day_choices(page: MeetingPage, used: Iterable[int]) -> list[tuple[int, str]]:
    """The days of the meeting, and those that a point was put on before the meeting became shorter."""
    first, last = page.start_date, page.last_day
    number = DAYS_WHILE_OPEN
    if first and last:
        number = min((last - first).days + 1, MOST_DAYS)
    choices = []
    for day in sorted({*range(1, number + 1), *used}):
        words = _("Day %(number)d") % {"number": day}
        if day > number:
            words = _("Day %(number)d: after the meeting") % {"number": day}
        elif first:
            date = day_in_words(first + datetime.timedelta(days=day - 1))
            words = _("Day %(number)d: %(date)s") % {"number": day, "date": date}
        choices.append((day, words))
    return choices


class ItemForm(forms.ModelForm):
    class Meta:
        model = ProgrammeItem
        fields = ("day", "starts", "ends", "title", "speaker", "text")
        widgets = {
            **{name: forms.TimeInput(format="%H:%M", attrs={"type": "time"}) for name in ("starts", "ends")},
            "text": forms.Textarea(attrs={"rows": 3}),
        }
        error_messages = {
            "starts": {"required": gettext_lazy("Say when it starts.")},
            "title": {"required": gettext_lazy("Say what it is.")},
        }

    def __init__(
        self, *args: Any, days: list[tuple[int, str]], first_day: datetime.date | None, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.first_day = first_day
        for name in ("starts", "ends"):
            self.fields[name].input_formats = TIMES  # type: ignore[attr-defined]
            self.fields[name].error_messages["invalid"] = _("Write the time as 9.30 or 09:30.")
        if len(days) == 1:
            # Nothing to choose: the row keeps the day that it has, which is the first.
            del self.fields["day"]
        else:
            self.fields["day"] = forms.TypedChoiceField(
                label=self.fields["day"].label,
                choices=days,
                coerce=int,
                initial=1,
                error_messages={"invalid_choice": _("Choose from the list.")},
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.first_day:
            day = self.first_day + datetime.timedelta(days=said.get("day", 1) - 1)
            for name in ("starts", "ends"):
                if said.get(name) and (trouble := clock_trouble(day, said[name])):
                    self.add_error(name, trouble)
        return said


class ItemFormSet(forms.BaseInlineFormSet):
    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove this point")
        # Somebody else has removed the row meanwhile, or it was never of this meeting.
        gone = _(
            "This point is not there any more. Tick “Remove this point”, and write it anew if it shall stay."
        )
        form.fields["id"].queryset = self.get_queryset()  # type: ignore[attr-defined]
        form.fields["id"].error_messages |= {"invalid_choice": gone, "invalid_pk_value": gone}

    def save_new(self, form: forms.ModelForm, commit: bool = True) -> ProgrammeItem:
        """A point that stands there already, word for word, was sent twice. Call it while the meeting is held."""
        said = {name: form.cleaned_data[name] for name in form.fields if name in ItemForm.Meta.fields}
        return self.instance.programme.filter(**said).first() or super().save_new(form, commit)

    @property
    def wrong_forms(self) -> list[forms.ModelForm]:
        """Those that say what is wrong with them: not the ones that are to be removed."""
        return [form for form in self.forms if form.errors and not self._should_delete_form(form)]  # type: ignore[attr-defined]


programme_formset = forms.inlineformset_factory(
    RoomMeeting,
    ProgrammeItem,
    form=ItemForm,
    formset=ItemFormSet,
    extra=3,
    max_num=MOST_ITEMS,
    absolute_max=MOST_ITEMS + 10,
    validate_max=True,
)
