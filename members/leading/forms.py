"""What organisers fill in."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.models import Membership, Organisation, Room
from members.organisations.fields import OrganisationField
from samrum.core.form_fields import EmailAddressField
from samrum.users.models import User

ROLES = [(value, capfirst(label)) for value, label in Membership.Role.choices]
DATES = ("opens_on", "read_only_on", "closes_on")


class SettingsForm(forms.ModelForm):
    ask_anew = forms.BooleanField(
        label=_("Ask everyone to accept the rules again"),
        help_text=_("Before their next visit. Choose it when the rules have changed in substance."),
        required=False,
    )

    class Meta:
        model = Room
        fields = ["welcome", "rules", *DATES, "seats", "seats_per_organisation"]
        widgets = {name: forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}) for name in DATES}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in DATES:
            self.fields[name].error_messages["invalid"] = _(
                "Write the date as year-month-day, for example 2027-03-04."
            )
        for name in ("welcome", "rules"):
            self.fields[name].help_text = " ".join(
                (
                    str(self.fields[name].help_text),
                    str(_("An empty line begins a new paragraph, a hyphen a list.")),
                )
            )
        for name in ("seats", "seats_per_organisation"):
            self.fields[name].widget.attrs |= {"inputmode": "numeric", "min": "1"}


class PlaceForm(forms.ModelForm):
    """Role, title and organisation of somebody who has a place."""

    class Meta:
        model = Membership
        fields = ["role", "title", "organisation"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = ROLES  # type: ignore[attr-defined]
        own = Organisation.objects.filter(pk=self.instance.organisation_id)
        self.fields["organisation"] = OrganisationField(
            Organisation.objects.active() | own, empty_label=_("Not stated"), required=False
        )


class AddressForm(forms.Form):
    """Where an invitation should have gone."""

    email = EmailAddressField(
        label=_("The right address"),
        help_text=_("The invitation goes there, and the link in the earlier letter stops working."),
        error_messages={"required": _("Write the address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class Sift(forms.Form):
    """What the list of participants is narrowed down to. What cannot be understood is left out."""

    class State:
        HERE = [
            ("", _("In the room or invited")),
            ("joined", _("In the room")),
            ("invited", capfirst(pgettext_lazy("membership", "invited"))),
            ("unreached", _("Letters do not arrive")),
        ]
        ALL = [*HERE, ("ended", capfirst(pgettext_lazy("membership", "ended")))]

    SORTS = [("", _("Name")), ("organisation", _("Organisation")), ("latest", _("Latest first"))]

    q = forms.CharField(label=_("Name, address, title or organisation"), max_length=100, required=False)
    roll = forms.ChoiceField(label=_("Role"), choices=[("", _("All")), *ROLES], required=False)
    lage = forms.ChoiceField(label=_("State"), choices=State.ALL, required=False)
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=_("All"), required=False
    )
    ordning = forms.ChoiceField(label=_("Sort by"), choices=SORTS, required=False)

    def __init__(self, *args: Any, room: Room, by: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        # Also those of people who have left; nobody's but for those who lead the room.
        places = Membership.objects.led_by(by).in_room(room)
        here = Organisation.objects.filter(pk__in=places.values("organisation"))
        self.fields["organisation"].queryset = here  # type: ignore[attr-defined]
        self.fields["q"].widget.input_type = "search"

    def asked(self) -> dict[str, Any]:
        self.is_valid()
        return {name: self.cleaned_data.get(name) or None for name in self.fields}
