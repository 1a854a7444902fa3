"""Who does the human check: Google's reCAPTCHA where both keys are set, else ALTCHA on our own server."""

import logging
from typing import ClassVar, Protocol

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django_recaptcha.fields import ReCaptchaField

from . import challenges
from .address import client_address

logger = logging.getLogger(__name__)


class Provider(Protocol):
    """One way to check that a person is sending."""

    template_name: str
    # Content-Security-Policy sources that its page needs beyond our own.
    csp: ClassVar[dict[str, list[str]]]

    def passed(self, request: HttpRequest) -> bool:
        """Judge the answer that came with the form. Not done, wrong, too old and out of order are all
        False."""


class Altcha:
    """Proof of work on the visitor's machine; no third party. The challenge is fetched when the form is
    touched."""

    template_name = "verification/altcha.html"
    csp: ClassVar[dict[str, list[str]]] = {}
    max_number = challenges.STEPS  # for the widget, which would count further by itself

    def passed(self, request: HttpRequest) -> bool:
        return challenges.use(request.POST.get("altcha", ""))


class RecaptchaField(ReCaptchaField):
    """django-recaptcha raises on everything but an HTTP error, and believes any X-Forwarded-For."""

    def __init__(self, remote_address: str):
        super().__init__()
        self.remote_address = remote_address

    def get_remote_ip(self) -> str:
        return self.remote_address


class Recaptcha:
    """Google's checkbox. Nothing is fetched from Google until the visitor starts the check."""

    template_name = "verification/recaptcha.html"
    csp: ClassVar[dict[str, list[str]]] = {
        "script-src": ["https://www.google.com/recaptcha/", "https://www.gstatic.com/recaptcha/"],
        "frame-src": ["https://www.google.com/recaptcha/", "https://recaptcha.google.com/recaptcha/"],
        "connect-src": ["https://www.google.com/recaptcha/"],
    }

    @property
    def public_key(self) -> str:
        return settings.RECAPTCHA_PUBLIC_KEY

    def passed(self, request: HttpRequest) -> bool:
        token = request.POST.get("g-recaptcha-response", "")
        if not token or len(token) > 8192:
            return False
        try:
            RecaptchaField(client_address(request)).clean(token)
        except ValidationError:
            return False
        except Exception as error:  # outage, time-out, or an answer that is not the JSON we know
            logger.warning(
                "reCAPTCHA could not be asked (%s): the sender confirms by letter", type(error).__name__
            )
            return False
        return True


def get_provider() -> Provider:
    if settings.RECAPTCHA_PUBLIC_KEY and settings.RECAPTCHA_PRIVATE_KEY:
        return Recaptcha()
    return Altcha()
