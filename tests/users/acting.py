"""What the tests of sign-in do again and again."""

import re

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from post_office.models import Email

PASSWORD = "samrum-demo"
LOGIN = "/konto/login/"


def sign_in(client, user, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": getattr(user, "email", user), "password": password, **extra})


def is_signed_in(client) -> bool:
    """At the next request, as the site sees it."""
    return client.get("/konto/").status_code == 200


def code_for(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def turn_on_two_step(user) -> str:
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(user, secret)
    return secret


def letters(to: str = "") -> list[Email]:
    """What lies in the queue, oldest first."""
    return [letter for letter in Email.objects.order_by("pk") if not to or to in letter.to]


def words(letter: Email) -> str:
    """What the receiver reads."""
    return letter.email_message().body


def link_in(letter: Email) -> str:
    """The path of the first link below /konto/."""
    return re.search(r"https?://[^/\s]+(/konto/\S+/)", words(letter))[1]


def without_tokens(response) -> str:
    """A page without what differs from one request to the next."""
    return re.sub(r'value="[^"]*"', "", response.text)
