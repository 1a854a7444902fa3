"""Devices that have signed in before: a cookie that gives them guesses of their own (throttling), and nothing else."""

import re
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from samrum.core.email_addresses import mailbox

from .models import User

COOKIE = "enhet"
LIFETIME = 60 * 60 * 24 * 180  # seconds, from the last sign-in
ACCOUNTS = 8  # that one device is remembered for, the latest first

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X|Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def known(request: HttpRequest, account: str) -> str | None:
    """The name of the device if it has signed in to the account since the password and the address are as now."""
    device, *marks = request.COOKIES.get(COOKIE, "").split("~")
    if marks and (user := User.objects.with_address(account, is_active=True)):
        mark = _mark(device, user)
        if any(constant_time_compare(mark, one) for one in marks[:ACCOUNTS]):
            return device
    # Whoever is signed in proves once more who they are.
    if request.user.is_authenticated and request.user.email == mailbox(account):
        return "signed-in"
    return None


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """After a sign-in that went all the way."""
    device, *marks = request.COOKIES.get(COOKIE, "").split("~")
    if not re.fullmatch(r"[\w-]{22}", device):
        device, marks = secrets.token_urlsafe(16), []
    mark = _mark(device, user)
    marks = [mark, *(one for one in marks if one != mark)][:ACCOUNTS]
    response.set_cookie(
        COOKIE,
        "~".join([device, *marks]),
        max_age=LIFETIME,
        path="/konto/",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _mark(device: str, user: User) -> str:
    """Changes with password and address: then the device is unknown again."""
    return salted_hmac(
        "samrum.users.devices", f"{device}|{user.pk}|{user.password}|{user.email}"
    ).hexdigest()[:32]


def describe(user_agent: str) -> str:
    """What a browser calls itself, in words that its owner recognises: "Firefox on Windows"."""
    browser = next((name for pattern, name in _BROWSERS if re.search(pattern, user_agent)), "")
    system = next((name for pattern, name in _SYSTEMS if re.search(pattern, user_agent)), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown browser")
