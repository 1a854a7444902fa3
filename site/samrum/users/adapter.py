"""How allauth behaves here."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from samrum.core.addresses import absolute_url
from samrum.core.letter_html import letter_html
from samrum.core.letters import Urgency
from samrum.core.verification.address import client_address

from . import address_changes, devices, languages, throttling
from .models import User

# allauth's letters with a link or a code in them; the others tell of what has happened.
ASKED_FOR = {
    f"account/email/{name}"
    for name in (
        "account_already_exists", "email_confirmation", "email_confirmation_signup", "invitation", "login_code",
        "password_reset_code", "password_reset_key", "unknown_account",
    )
}  # fmt: skip


def may_enter_admin(user: User | AnonymousUser) -> bool:
    return user.has_perm("wagtailadmin.access_admin")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by SKR; nobody signs up by themselves."""

    error_messages: ClassVar[dict] = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _(
            "There have been too many tries for a while. Get a sign-in link by mail instead, or wait an hour."
        ),
        "too_many_codes": _(
            "There have been too many tries for a while. Wait an hour, or sign in on a device that you have used before."
        ),
        "busy": _("Many are signing in right now. Wait a moment and press the button again."),
        "rate_limited": _(
            "So many letters have been asked for from your network that you have to wait an hour."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    # --- Guesses ------------------------------------------------------------------------------------------

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Counts the guess before the password is hashed: sign-in, reauthentication, change of password."""
        with self.limited(throttling.PASSWORD, credentials.get("email", ""), request) as attempt:
            user = super().authenticate(request, **credentials)
            attempt.right = user is not None
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """In place of allauth's limit per address, by which a stranger locks the owner out."""

    @contextmanager
    def limited(
        self, kind: str, account: str, request: HttpRequest | None = None
    ) -> Iterator[throttling.Guess]:
        """Around one guess. Raises ValidationError for the form when there are no more."""
        request = request or self.request
        device = devices.known(request, account)
        try:
            with throttling.guess(request, kind, account, device) as attempt:
                yield attempt
        except throttling.TooMany:
            error = "too_many_login_attempts" if kind == throttling.PASSWORD else "too_many_codes"
            raise self.validation_error(error) from None
        except throttling.Busy:
            raise self.validation_error("busy") from None

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        devices.remember(request, response, user)
        languages.follow(request, response, user)
        return response

    # --- Ways ---------------------------------------------------------------------------------------------

    def is_safe_url(self, url: str | None) -> bool:
        """Only a path of this site: also not a host that the Host header or ALLOWED_HOSTS would allow."""
        path = url or ""
        return path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where somebody lands who did not ask for a certain page."""
        return reverse("wagtailadmin_home") if may_enter_admin(request.user) else settings.LOGIN_REDIRECT_URL

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_overview")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return reverse("account_overview")

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Of the site's own address: allauth would build it from the Host header of whoever asks."""
        return absolute_url(reverse("account_confirm_email", args=[emailconfirmation.key]))

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or "0.0.0.0"  # noqa: S104 (unknown, not an address to listen at)

    # --- Letters ------------------------------------------------------------------------------------------

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        super().send_mail(template_prefix, email, context | {"front_page": absolute_url("/")})

    def render_mail(
        self, template_prefix: str, email: str | list[str], context: dict[str, Any], headers: Any = None
    ) -> EmailMultiAlternatives:
        """With its text as HTML, as every letter of the site. What carries a link or a code is urgent."""
        message = super().render_mail(template_prefix, email, context, headers)
        message.attach_alternative(letter_html(message.subject, message.body), "text/html")
        message.urgency = Urgency.ACCOUNT if template_prefix in ASKED_FOR else Urgency.ROUTINE
        return message

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:
        """To a new address. Its owner learns it if there is an account with it already; who asks does not."""
        address = emailconfirmation.email_address
        owner = User.objects.with_address(address.email)
        taken = owner not in (None, address.user) and not address_changes.waits_for_its_owner(owner)
        context = {
            "taken": taken,
            "activate_url": self.get_email_confirmation_url(request, emailconfirmation),
        }
        self.send_mail("account/email/email_confirmation", address.email, context)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        try:
            with transaction.atomic():
                return address_changes.make_way(email_address) and super().confirm_email(
                    request, email_address
                )
        except IntegrityError:  # somebody got the address, or the seat, in the same moment
            context = {"email": email_address.email}
            self.add_message(
                request, messages.ERROR, "account/messages/email_confirmation_failed.txt", context
            )
            return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names."""


class MFAAdapter(DefaultMFAAdapter):
    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the site's own address, not to the Host header of a request."""
        return {"id": urlsplit(settings.SITE_URL).hostname or "localhost", "name": settings.MFA_TOTP_ISSUER}
