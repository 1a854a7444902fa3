"""How somebody answers a meeting."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.meetings.models import Registration, RoomMeeting
from members.meetings.seating import Colleague
from members.models import Membership
from samrum.core.form_fields import EmailAddressField, OneLineField

COLLEAGUE = "colleague"


class AnswerForm(forms.Form):
    """A person's own answer. What is absent from what was sent, as from a lone button, is left as it is."""

    WORDS = {
        "on_site": pgettext_lazy("my answer", "I come on site"),
        "online": pgettext_lazy("my answer", "I take part online"),
        "no": pgettext_lazy("my answer", "I do not come"),
        COLLEAGUE: pgettext_lazy("my answer", "I send a colleague"),
    }
    needs_address = True

    answer = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose an answer."),
            "invalid_choice": _("Choose one of the answers."),
        },
    )
    colleague_name = OneLineField(label=_("The colleague’s name"), max_length=120, required=False)
    colleague_email = EmailAddressField(
        label=_("The colleague’s e-mail address"),
        required=False,
        help_text=_("The colleague gets a letter with when and where."),
        error_messages={"invalid": _("Write an e-mail address, such as anna.ek@exempel.se.")},
    )
    colleague_way = forms.ChoiceField(
        label=_("How does the colleague take part?"), widget=forms.RadioSelect, required=False,
        error_messages={"invalid_choice": _("Choose one of the answers.")},
    )  # fmt: skip
    diet = OneLineField(label=_("Special diet"), max_length=200, required=False)
    access = OneLineField(
        label=_("What you need to take part"),
        max_length=300,
        required=False,
        help_text=_("For example a hearing loop, step-free access or an interpreter."),
    )

    def __init__(
        self, *args: Any, meeting: RoomMeeting, place: Membership, row: Registration | None, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.meeting, self.place, self.row = meeting, place, row
        ways = meeting.ways
        words = [(value, self.WORDS[value]) for value in (*ways, "no", COLLEAGUE)]
        self.fields["answer"].choices = words  # type: ignore[attr-defined]
        labels = {"on_site": _("On site"), "online": _("Online")}
        self.fields["colleague_way"].choices = [(way, labels[way]) for way in ways]  # type: ignore[attr-defined]
        if len(ways) == 1:
            del self.fields["colleague_way"]
        for name in ("colleague_name", "colleague_email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.initial = {**self._stored(), **self.initial}

    def _stored(self) -> dict[str, Any]:
        row = self.row
        if row is None:
            return {}
        way = row.answer if row.answer in self.meeting.ways else None
        return {
            "answer": COLLEAGUE if row.colleague_name else "no" if row.answer == "no" else way,
            "colleague_name": row.colleague_name,
            "colleague_email": row.colleague_email,
            "colleague_way": way if row.colleague_name else None,
        } | self._stored_needs(row)

    def _stored_needs(self, row: Registration) -> dict[str, str]:
        needs = getattr(row, "needs", None)
        return {"diet": needs.diet, "access": needs.access} if needs else {}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("answer") == COLLEAGUE:
            self._clean_colleague(data)
        return data

    def _clean_colleague(self, data: dict[str, Any]) -> None:
        if "colleague_name" in data and not data["colleague_name"]:
            self.add_error("colleague_name", _("Write who comes instead."))
        email = data.get("colleague_email")
        if email == "" and self.needs_address:
            self.add_error("colleague_email", _("Write the colleague’s e-mail address."))
        if "colleague_way" in self.fields and data.get("colleague_way") == "":
            self.add_error("colleague_way", _("Choose how the colleague takes part."))
        self._clean_organisation(email)

    def _clean_organisation(self, email: str | None) -> None:
        """A seat stays with the organisation that has it."""
        organisation = self.place.organisation
        if organisation is None:
            message = _(
                "A colleague comes from the same organisation as you, and yours is not stated in the room. Ask an "
                "organiser to add it."
            )
            self.add_error("answer", message)
        elif email and organisation.owns_address(email) is False:
            words = _("The address is not one of %(organisation)s, and the colleague must come from there.")
            self.add_error("colleague_email", words % {"organisation": organisation.name})

    @property
    def way(self) -> str:
        """`answer` as seating knows it."""
        if self.cleaned_data["answer"] != COLLEAGUE:
            return self.cleaned_data["answer"]
        return self.cleaned_data.get("colleague_way") or self.meeting.ways[0]

    @property
    def colleague(self) -> Colleague | None:
        if self.cleaned_data["answer"] != COLLEAGUE:
            return None
        return Colleague(self.cleaned_data["colleague_name"], self.cleaned_data["colleague_email"])

    @property
    def needs(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("diet", "access") if name in self.data}
