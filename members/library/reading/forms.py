from django import forms
from django.utils.translation import gettext_lazy as _

from members.library.models import UsageNote


class NoteForm(forms.ModelForm):
    """How one uses a resource at home."""

    class Meta:
        model = UsageNote
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "text": _("What did you use it for, what did you change? Write nothing about single persons.")
        }
        error_messages = {"text": {"required": _("Write how you use it.")}}
