"""What stands in links that open an account: signed, short-lived, dead as soon as the account changes."""

from dataclasses import dataclass

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from samrum.core.single_use import use_once

from .models import User

LIFETIME = 15 * 60  # seconds that a sign-in link works
_SALT = "samrum.users.link"


class PasswordResetToken(EmailAwarePasswordResetTokenGenerator):
    """Changed password, address, sign-in or a closed account: the link is dead."""

    def check_token(self, user: User | None, token: str | None) -> bool:
        return user is not None and user.is_active and super().check_token(user, token)


@dataclass(frozen=True)
class SignInLink:
    user: User
    next: str
    token: str

    def use(self) -> bool:
        """False if it was used before. The sign-in itself kills it too, but may stop at the second step."""
        return use_once("sign-in link", self.token, LIFETIME)


def make(user: User, next_url: str) -> str:
    return signing.dumps({"user": user.pk, "state": _state(user), "next": next_url}, salt=_SALT)


def read(token: str) -> SignInLink | None:
    """The link behind a token; None if it is forged, too old, or the account has changed since."""
    try:
        content = signing.loads(token, salt=_SALT, max_age=LIFETIME)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=content["user"], is_active=True).first()
    if user and constant_time_compare(_state(user), content["state"]):
        return SignInLink(user, content["next"], token)
    return None


def _state(user: User) -> str:
    state = f"{user.pk}|{user.password}|{user.email}|{user.last_login}"
    return salted_hmac(_SALT, state).hexdigest()[:32]
