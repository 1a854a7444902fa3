"""How an organiser answers for others, and what the list of registrations is narrowed down to."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.meetings.models import Registration
from members.models import Organisation

from .forms import COLLEAGUE, AnswerForm


class AnswerForOtherForm(AnswerForm):
    """An organiser answers for somebody, who may come from anywhere. Needs are added here, and only taken away by a
    box of their own: what the person wrote must not be lost because somebody else saves a form."""

    WORDS = {
        "on_site": pgettext_lazy("their answer", "Comes on site"),
        "online": pgettext_lazy("their answer", "Takes part online"),
        "no": pgettext_lazy("their answer", "Does not come"),
        COLLEAGUE: pgettext_lazy("their answer", "Sends a colleague"),
    }
    needs_address = False

    forget_needs = forms.BooleanField(label=_("Erase what is said of diet and access"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = _("Answer")
        self.fields["access"].label = _("What the person needs to take part")
        if not getattr(self.row, "needs", None):
            del self.fields["forget_needs"]

    def _stored_needs(self, row: Registration) -> dict[str, str]:
        return {}

    def _clean_organisation(self, email: str | None) -> None:
        """The organiser knows."""

    @property
    def needs(self) -> dict[str, Any]:
        forget = self.cleaned_data.get("forget_needs")
        return {name: words for name in ("diet", "access") if (words := self.cleaned_data[name]) or forget}


ANSWERS = [
    ("", _("All")),
    ("on_site", _("On site")),
    ("online", _("Online")),
    ("held", _("A seat is held")),
    ("waiting", _("On the waiting list")),
    ("no", capfirst(Registration.Answer.NO.label)),
    ("none", _("Have not answered")),
]


class Sift(forms.Form):
    """What the list of registrations is narrowed down to. What cannot be understood is left out."""

    q = forms.CharField(label=_("Name, address, title or organisation"), max_length=100, required=False)
    svar = forms.ChoiceField(label=_("Answer"), choices=ANSWERS, required=False)
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=_("All"), required=False
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["q"].widget.input_type = "search"

    def asked(self) -> dict[str, Any]:
        self.is_valid()
        return {name: self.cleaned_data.get(name) or None for name in self.fields}


class ExportForm(forms.Form):
    needs = forms.BooleanField(
        label=_("With special diet and access needs"),
        required=False,
        help_text=_(
            "Health data: take it only if you need it, and erase the file when the meeting has been."
        ),
    )
