from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CommentForm(forms.Form):
    """Why something is returned."""

    comment = forms.CharField(
        label=_("Comment to the contributor"),
        max_length=2000,
        required=False,
        help_text=_("Say what should be changed. It is read in the room alone, never in a letter."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, is_needed: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["comment"].required = is_needed
        self.fields["comment"].error_messages["required"] = _("Write what should be changed.")


class ReasonForm(forms.Form):
    """Why something is withdrawn."""

    why = forms.CharField(
        label=_("Why it is withdrawn"),
        max_length=300,
        help_text=_("One sentence. Organisers and the contributor see it."),
        error_messages={"required": _("Write why.")},
    )
