"""The picker of an organisation: a list that works without JavaScript, and a search field where there is some."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from members.alphabet import sort_key
from members.models import Organisation


class OrganisationSelect(forms.Select):
    """`<select>` by county; static/js/organisation-picker.js makes a combobox (ARIA 1.2) of it."""

    template_name = "members/organisations/picker.html"

    def create_option(self, name, value, label, *args, **kwargs):
        option = super().create_option(name, value, label, *args, **kwargs)
        row = getattr(value, "instance", None)
        if row and row.short_name not in row.name:
            option["attrs"]["data-also"] = row.short_name
        return option

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        # Drawn here: the template engine would take several times as long for hundreds of options.
        groups = ((_draw_group(label, options),) for label, options, _index in context["widget"]["optgroups"])
        context["options"] = format_html_join("\n", "{}", groups)
        return context


def _draw_group(label: str | None, options: list[dict[str, Any]]) -> str:
    drawn = format_html_join("\n", '<option value="{}"{}>{}</option>', map(_parts, options))
    return format_html('<optgroup label="{}">\n{}\n</optgroup>', label, drawn) if label else drawn


def _parts(option: dict[str, Any]) -> tuple:
    if not option["attrs"]:
        return option["value"], "", option["label"]
    pairs = ((name, "" if value is True else value) for name, value in option["attrs"].items())
    return option["value"], format_html_join("", ' {}="{}"', pairs), option["label"]


class OrganisationChoices(forms.models.ModelChoiceIterator):
    """By county, each in the order of the alphabet; last those of no county. One query."""

    def __iter__(self) -> Iterator:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        counties: dict[str, list] = {}
        rows = self.queryset.only("name", "short_name", "county", "sort_key").order_by("sort_key", "pk")
        for row in rows:
            counties.setdefault(row.county, []).append(self.choice(row))
        for county in sorted(counties, key=lambda county: (not county, sort_key(county))):
            yield county or _("The whole country"), counties[county]


class OrganisationField(forms.ModelChoiceField):
    """One of those that can be chosen, from the list; what is not in it is another field of the form."""

    widget = OrganisationSelect
    iterator = OrganisationChoices
    default_error_messages = {
        "required": _("Choose an organisation."),
        "invalid_choice": _("Choose an organisation in the list."),
    }

    def __init__(self, queryset=None, **kwargs):
        kwargs = {"label": _("Organisation"), "empty_label": _("Choose in the list")} | kwargs
        super().__init__(Organisation.objects.active() if queryset is None else queryset, **kwargs)
