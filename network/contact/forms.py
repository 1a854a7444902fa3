"""The contact form: what visitors write, and to whom."""

import datetime
import hashlib
from typing import cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from network.models import ContactPersonPage, NetworkPage
from samrum.core.form_fields import EmailAddressField, OneLineField
from samrum.core.verification import VerifiedForm

from .receivers import contact_persons, networks_to_choose


class ContactForm(VerifiedForm):
    """Name, address, subject and message; on an announcement the network is given and its persons are
    offered."""

    error_css_class = "has-error"

    network = forms.ChoiceField(label=_("Network"), required=False)
    receiver = forms.ChoiceField(label=_("Receiver"), required=False)
    name = OneLineField(
        label=_("Your name"),
        max_length=120,
        error_messages={"required": _("Write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = EmailAddressField(
        label=_("Your e-mail address"),
        help_text=_("We answer to this address."),
        error_messages={"required": _("Write your e-mail address, so that we can answer.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    subject = OneLineField(
        label=pgettext_lazy("of a message", "Subject"),
        max_length=160,
        error_messages={"required": _("Write what it is about.")},
    )
    message = forms.CharField(
        label=_("Message"),
        max_length=8000,
        help_text=_("Do not write anything sensitive about yourself or others."),
        error_messages={"required": _("Write your message.")},
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, data=None, *, network: NetworkPage | None = None, locale_code: str = "sv", **kwargs):
        """`network` is the announcement that the form stands on, in any language, or None on the contact page."""
        super().__init__(data, **kwargs)
        self.given_network = network
        networks = [] if network else networks_to_choose(locale_code)
        self.networks: dict[str, NetworkPage] = {str(page.pk): page for page in networks}
        self.persons: dict[str, ContactPersonPage] = {
            str(person.pk): person for person in contact_persons(network)
        }
        self._set_choices("network", self.networks, _("About no particular network"))
        self._set_choices("receiver", self.persons, _("Whoever answers for it"))

    def _set_choices(self, name: str, pages: dict, nobody) -> None:
        field = cast(forms.ChoiceField, self.fields[name])
        field.choices = [("", nobody), *((key, str(page)) for key, page in pages.items())]
        field.error_messages["invalid_choice"] = _("Choose from the list.")
        if not pages:
            del self.fields[name]

    def clean(self) -> dict:
        data = super().clean() or self.cleaned_data
        data["network"] = self.given_network or self.networks.get(data.get("network", ""))
        data["receiver"] = self.persons.get(data.get("receiver", ""))
        chosen = data["receiver"] and data["network"] and not self.given_network
        if chosen and data["receiver"] not in contact_persons(data["network"]):
            self.add_error("receiver", _("This person does not answer for the network that you chose."))
        return data

    def fingerprint(self, days_ago: int = 0) -> str:
        """SHA-256 of the content and the day: the same message within a day is stored once."""
        data = self.cleaned_data
        day = timezone.localdate() - datetime.timedelta(days=days_ago)
        parts = [
            day.isoformat(),
            data["name"],
            data["email"],
            data["subject"],
            "\n".join(data["message"].split()),
            str(data["network"] and data["network"].pk),
            str(data["receiver"] and data["receiver"].pk),
        ]
        return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()
