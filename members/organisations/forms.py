from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from members.alphabet import sort_key
from members.models import Organisation

from . import codes, domains


class DomainsField(forms.CharField):
    """A list of domains, written one per line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return domains.parse(super().to_python(value) or "")

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


class OrganisationForm(WagtailAdminModelForm):
    """An organisation in the admin: what would make it a second one of the same, or a false one, is refused."""

    county = forms.ChoiceField(
        label=_("County"),
        required=False,
        choices=[("", _("The whole country")), *((name, name) for name in codes.COUNTIES.values())],
    )
    domains = DomainsField(
        label=_("E-mail domains"),
        required=False,
        help_text=_(
            "One per line, such as exempel.se, without @. Leave it empty when you are not sure: who applies from "
            "another domain is pointed out to the organisers."
        ),
    )

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        alike = Organisation.objects.filter(sort_key=sort_key(name)).exclude(pk=self.instance.pk).first()
        if alike:
            raise forms.ValidationError(_("%(name)s is in the list already.") % {"name": alike.name})
        return name

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].strip()
        if code and (other := Organisation.objects.filter(code=code).exclude(pk=self.instance.pk).first()):
            raise forms.ValidationError(_("%(name)s has that code.") % {"name": other.name})
        return code

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        code, kind = data.get("code"), data.get("kind")
        if code is not None and kind and not codes.fits(code, kind):
            self.add_error("code", WRONG_CODE[kind])
        elif code and data.get("county", "") != codes.COUNTIES[code[:2]]:
            self.add_error(
                "county", _("The code belongs to %(county)s.") % {"county": codes.COUNTIES[code[:2]]}
            )
        return data


_FOUR_DIGITS = _("A municipality has a code of four digits, which begins with the two of its county.")
WRONG_CODE = {
    Organisation.Kind.MUNICIPALITY: _FOUR_DIGITS,
    Organisation.Kind.BOTH: _FOUR_DIGITS,
    Organisation.Kind.REGION: _("A region has the code of its county: two digits, such as 12 for Skåne."),
    Organisation.Kind.OTHER: _("Only municipalities and regions have a code. Empty the field."),
}
