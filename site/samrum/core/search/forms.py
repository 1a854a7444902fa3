from django import forms
from django.utils.translation import gettext_lazy as _

MAX_LENGTH = 200  # characters


class SearchForm(forms.Form):
    """One field, read from the address: `?q=`."""

    q = forms.CharField(
        label=_("What are you looking for?"),
        max_length=MAX_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={"max_length": _("Search for at most %(limit_value)d characters.")},
    )
