"""allauth's forms, with our limits around what one can guess (settings: ACCOUNT_FORMS, MFA_FORMS)."""

import json
import struct
from typing import Any

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.account.fields import EmailField as AllauthEmailField
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from samrum.core.form_fields import EmailAddressField, OneLineField
from samrum.core.single_use import use_once

from . import devices, tasks, throttling
from .models import User


class AddressField(EmailAddressField, AllauthEmailField):
    """As allauth shows it, by the house's rule."""


class SignInForm(account_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["login"] = AddressField(widget=self.fields["login"].widget)


class _LetterForm(forms.Form):
    """Asks for a letter. Says and does the same whether or not there is such an account."""

    email = AddressField()
    kind = ""

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        request = context.request
        try:
            self.ticket = throttling.ticket_for_letter(
                request, self.kind, email, devices.known(request, email)
            )
        except throttling.TooMany:
            raise get_adapter().validation_error("rate_limited") from None
        return email


class ResetPasswordForm(_LetterForm):
    kind = "password-letter"

    def save(self, request: HttpRequest, **kwargs) -> str:
        email = self.cleaned_data["email"]
        if self.ticket:
            with throttling.given_back(self.ticket):
                tasks.send_password_reset.enqueue(email, get_language())
        return email


class SignInLinkForm(_LetterForm):
    kind = "link-letter"

    def save(self, next_url: str) -> None:
        if self.ticket:
            with throttling.given_back(self.ticket):
                tasks.send_sign_in_link.enqueue(self.cleaned_data["email"], next_url, get_language())


class ChangeAddressForm(account_forms.AddEmailForm):
    email = AddressField()


class ChangePasswordForm(account_forms.ChangePasswordForm):
    def clean_oldpassword(self) -> str:
        """Through the same limits as at sign-in."""
        password = self.cleaned_data["oldpassword"]
        if not get_adapter(context.request).reauthenticate(self.user, password):
            raise get_adapter().validation_error("enter_current_password")
        return password


def use_up(user: User, code: str) -> None:
    """A code from an app works once (RFC 6238, section 5.2). Raises ValidationError for one that was used.

    allauth remembers it in the cache, which each process may have for itself, and not the one that turned it on.
    """
    life = mfa_settings.TOTP_PERIOD * (2 * mfa_settings.TOTP_TOLERANCE + 1)
    if not use_once("totp", f"{user.pk}:{normalize_user_code(code)}", life):
        raise get_mfa_adapter().validation_error("incorrect_code")


class _LimitedCode:
    def clean_code(self) -> str:
        with get_adapter(context.request).limited("code", self.user.email) as attempt:  # type: ignore[attr-defined]
            code = super().clean_code()  # type: ignore[misc]
            if self.authenticator.type == Authenticator.Type.TOTP:  # type: ignore[attr-defined]
                use_up(self.user, code)  # type: ignore[attr-defined]
            attempt.right = True
        return code


class AuthenticateForm(_LimitedCode, mfa_forms.AuthenticateForm):
    pass


class ReauthenticateForm(_LimitedCode, mfa_forms.ReauthenticateForm):
    pass


class ActivateCodeForm(totp_forms.ActivateTOTPForm):
    def clean_code(self) -> str:
        code = super().clean_code()
        use_up(self.user, code)
        return code


# What fido2 raises on something that is not a credential.
UNREADABLE = (AttributeError, LookupError, RecursionError, TypeError, ValueError, struct.error)


class CredentialField(forms.Field):
    """What a browser's passkey answers (WebAuthn level 3, section 5.1), anything else refused before it costs much.

    fido2 makes `bytes(value)` of a number, which is so many zeros, and reads nested data in quadratic time.
    """

    widget = forms.HiddenInput
    longest = 32 * 1024  # characters; the longest attestations known are about 10,000

    def to_python(self, value: str | None) -> Any:
        try:
            if not value:
                return None
            if len(value) > self.longest:
                raise ValueError
            credential = json.loads(value, parse_int=str, parse_float=str, parse_constant=str)
            # allauth would take `false` for a key and keep it, and stumble over the others each time it shows the key.
            extensions = credential.get("clientExtensionResults", {})
            extensions.get("credProps", {}).get("rk")
        except (AttributeError, ValueError, RecursionError):
            raise get_adapter().validation_error("incorrect_code") from None
        return credential

    def bound_data(self, data: Any, initial: Any) -> None:
        """Nothing: it is good for one time."""


class _SoundCredential(forms.Form):
    """What a broken or hostile browser sends is refused like a wrong key; allauth would answer with an error."""

    credential = CredentialField()

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except UNREADABLE:
            raise get_adapter().validation_error("incorrect_code") from None


class AuthenticateWithPasskeyForm(_SoundCredential, passkey_forms.AuthenticateWebAuthnForm):
    pass


class SignInWithPasskeyForm(_SoundCredential, passkey_forms.LoginWebAuthnForm):
    pass


class ReauthenticateWithPasskeyForm(_SoundCredential, passkey_forms.ReauthenticateWebAuthnForm):
    pass


class AddPasskeyForm(passkey_forms.AddWebAuthnForm):
    """Every passkey of ours also signs in by itself, so nobody has to know the difference."""

    field_order = ["name", "credential", "passwordless"]
    name = OneLineField(
        label=_("Name of the passkey"),
        required=False,
        max_length=100,
        help_text=_("So that you know which one it is, for example “Work telephone”."),
    )
    credential = CredentialField()
    passwordless = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)

    def clean(self) -> dict:
        try:
            return super().clean()
        except UNREADABLE:
            raise get_adapter().validation_error("incorrect_code") from None
