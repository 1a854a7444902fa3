"""Addresses that lead out of the room to a film or a video meeting."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _


class SecureLinkField(forms.URLField):
    """https alone: the link is pressed by people who are exposed, often from a borrowed network."""

    default_validators = [URLValidator(schemes=["https"])]
    widget = forms.URLInput(attrs={"inputmode": "url", "spellcheck": "false", "autocomplete": "off"})
    default_error_messages = {"invalid": _("Write a complete address that begins with https://.")}

    def __init__(self, **kwargs: Any):
        super().__init__(assume_scheme="https", max_length=500, required=False, **kwargs)
