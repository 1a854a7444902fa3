"""Fields of forms that keep the house's rules: use them in place of Django's."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from .email_addresses import MAX_LENGTH, canonical
from .one_line import one_line


def validate_email_address(value: str) -> None:
    """Raises ValidationError unless `value` is an address (core.email_addresses)."""
    canonical(value)


class EmailAddressField(forms.EmailField):
    """An address in its canonical form. A form with another field for addresses fails tests/core/test_email_addresses."""

    default_validators = [validate_email_address]

    def __init__(self, *, validators: Sequence[Callable[[str], None]] = (), **kwargs: Any):
        super().__init__(**({"max_length": MAX_LENGTH} | kwargs))
        # Length and NUL are part of the rule: one fault, one message.
        self.validators = [*self.default_validators, *validators]

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        try:
            return canonical(text) if text else text
        except ValidationError:
            return text  # the validator says why


class OneLineField(forms.CharField):
    """A name, a title or other words on one line (core.one_line)."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return text
        # Of nothing but NUL the validator of all text fields says that it is wrong.
        return one_line(text) or (text if "\0" in text else self.empty_value)
