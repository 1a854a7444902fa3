"""Fields of forms that several parts of the meetings have."""

from typing import Any

from django import forms

from samrum.core.plain_text import printable


class OneLine(forms.CharField):
    """Words without line breaks and signs that nobody sees: they stand in letters, on badges and in tables."""

    def to_python(self, value: Any) -> str:
        return " ".join(printable(" ".join((super().to_python(value) or "").splitlines())).split())
