"""Fields of models that keep the house's rules, whatever way a value takes to the database."""

from typing import Any

from django.db import models
from django.db.models.lookups import Exact

from . import form_fields
from .email_addresses import mailbox
from .one_line import one_line


class EmailAddressField(models.EmailField):
    """An address, stored and looked up in its canonical form (core.email_addresses).

    `exact`, `iexact` and `in` compare mailboxes. What is no address is refused by full_clean() and forms; saving does not
    ask, as elsewhere in Django, and letters.send_letter does.
    """

    default_validators = [form_fields.validate_email_address]

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return mailbox(text) if text else text

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The object knows what is stored."""
        value = super().pre_save(model_instance, add)
        if isinstance(value, str) and value:
            value = mailbox(value)
            setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**({"form_class": form_fields.EmailAddressField} | kwargs))


@EmailAddressField.register_lookup
class SameMailbox(Exact):
    """What Django and allauth ask for when they mean any spelling."""

    lookup_name = "iexact"


class OneLineField(models.CharField):
    """A name, a title or other words on one line (core.one_line)."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return one_line(text) if isinstance(text, str) else text

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The object knows what is stored."""
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = one_line(value)
            setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs: Any) -> Any:
        if self.choices is None:
            kwargs = {"form_class": form_fields.OneLineField} | kwargs
        return super().formfield(**kwargs)
