"""What a person says in a room about themselves, and the first password."""

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.password_validation import password_validators_help_texts
from django.db import transaction
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from members.models import Membership
from samrum.core.form_fields import OneLineField
from samrum.users.models import User

NAME_LENGTH = 80  # characters; the account has room for 150
# What one gets though one has chosen no letters.
ANYWAY = _(
    "Some letters come anyway: receipts for what you do yourself, word that you have got a seat or that a meeting you are "
    "registered for is moved or cancelled, and what organisers write to you."
)


class RulesForm(forms.Form):
    accepted = forms.BooleanField(
        label=_("I have read the rules and follow them"),
        error_messages={"required": _("Tick the box to come in.")},
    )


class FirstPasswordForm(SetPasswordForm):
    """For whoever comes in for the first time: a password, and a name where SKR knew only an address."""

    first_name = OneLineField(label=_("First name"), max_length=NAME_LENGTH)
    last_name = OneLineField(label=_("Last name"), max_length=NAME_LENGTH)

    field_order = ["first_name", "last_name", "new_password1", "new_password2"]

    def __init__(self, user: User, *args: Any, **kwargs: Any):
        super().__init__(user, *args, **kwargs)
        if user.get_full_name():
            del self.fields["first_name"], self.fields["last_name"]
        else:
            self.fields["first_name"].widget.attrs["autocomplete"] = "given-name"
            self.fields["last_name"].widget.attrs["autocomplete"] = "family-name"
        password, again = self.fields["new_password1"], self.fields["new_password2"]
        password.label, again.label = _("Choose a password"), _("The same password again")
        password.error_messages["required"] = _("Write a password.")
        again.error_messages["required"] = _("Write the same password once more.")
        password.help_text, again.help_text = " ".join(password_validators_help_texts()), ""

    def clean(self) -> dict[str, Any]:
        # Before the password is compared with the name.
        for name in ("first_name", "last_name"):
            if name in self.cleaned_data:
                setattr(self.user, name, self.cleaned_data[name])
        return super().clean()  # type: ignore[return-value]


class ProfileForm(forms.ModelForm):
    """How the others see a participant. The name belongs to the account, and so to all rooms."""

    first_name = OneLineField(label=_("First name"), max_length=NAME_LENGTH)
    last_name = OneLineField(label=_("Last name"), max_length=NAME_LENGTH)

    field_order = ["first_name", "last_name", "title", "hidden_profile", "notices"]

    class Meta:
        model = Membership
        fields = ["title", "hidden_profile", "notices"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        user = self.instance.user
        self.initial.update({"first_name": user.first_name, "last_name": user.last_name})
        self.fields["first_name"].widget.attrs["autocomplete"] = "given-name"
        self.fields["last_name"].widget.attrs["autocomplete"] = "family-name"
        self.fields["title"].widget.attrs["autocomplete"] = "organization-title"
        self.fields["hidden_profile"].label = _("Hide me from the other participants")
        self.fields["hidden_profile"].help_text = _(
            "Then only organisers see your name. Your organisation stands beside what you contribute only where at least two others in the room come from it and do not hide."
        )
        self.fields["notices"].label = _("Letters from the room")
        self.fields["notices"].help_text = format_lazy(
            "{} {}",
            _(
                "Word of dates, material and notes; reminders are never gathered. Only you see what you choose."
            ),
            ANYWAY,
        )
        choices = self.fields["notices"].choices  # type: ignore[attr-defined]
        self.fields["notices"].choices = [(value, capfirst(label)) for value, label in choices]  # type: ignore[attr-defined]

    @transaction.atomic
    def save(self, commit: bool = True) -> Membership:
        """Who hides is hidden in what they have brought to the room at the same moment (library.receivers)."""
        user = self.instance.user
        user.first_name, user.last_name = self.cleaned_data["first_name"], self.cleaned_data["last_name"]
        user.save(update_fields=["first_name", "last_name"])
        self.instance.save(update_fields=["title", "hidden_profile", "notices"])
        return self.instance
