import logging

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from samrum.core.form_renderer import PlainRenderer

from . import stamp
from .address import client_network
from .limits import hits
from .providers import Provider, get_provider
from .verdict import Verdict

logger = logging.getLogger(__name__)


class VerifiedForm(forms.Form):
    """A public form with the human check. Ask `verdict(request)` once the form is valid and the sending is
    new.

    The check is never an error of the form: where it cannot be done the verdict is UNPROVEN, and the owner of
    the form keeps what was sent until the sender has confirmed it. Templates include
    `verification/check.html`.
    """

    default_renderer = PlainRenderer()

    # Hidden from people; robots fill in what looks like a field. Named so that no browser fills it in by
    # itself.
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        max_length=None,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.provider: Provider = get_provider()
        self.fresh_stamp = stamp.issue()

    def verdict(self, request: HttpRequest) -> Verdict:
        """Judge this sending. Uses up the token of the check: call it once."""
        if self.cleaned_data["website"]:
            return Verdict.ROBOT
        try:
            count = hits(f"form:{client_network(request)}", settings.FORM_LIMIT_SECONDS)
            if count > settings.FORM_LIMIT_REFUSE:
                return Verdict.TOO_MANY
            if count > settings.FORM_LIMIT_CONFIRM or not stamp.is_valid(self.cleaned_data["stamp"]):
                return Verdict.UNPROVEN
            return Verdict.PASSED if self.provider.passed(request) else Verdict.UNPROVEN
        except Exception:
            # Cache or provider out of order: the visitor must not notice, and the door stays shut.
            logger.exception("The human check is out of order")
            return Verdict.UNPROVEN
