"""The answer to whoever wanted to save something: 503 with all that was typed, to be sent again by one button.

Works without JavaScript and without a database. Passwords and codes are asked for anew, files have to be chosen anew.
It is made after Django has checked where the form was sent from, so nobody else's words stand in it.
"""

import logging
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.messages.storage import default_storage
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .faults import takes_no_writes

logger = logging.getLogger(__name__)

RETRY_AFTER = 10  # seconds
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 (a field's name)
# Used up by the first try: a robot's check is done anew, or the sender confirms by letter.
USED_UP = {TOKEN, "altcha", "g-recaptcha-response"}
CODES = {"code", "otp"}  # below /konto/
MADE_BY_SCRIPT = {"credential"}  # below /konto/: what a passkey has signed, once
LONG = 60  # characters, from which a text is shown
MOST = 2 * 1024 * 1024  # characters in all


@dataclass
class Typed:
    """What came with the form, by how it goes back."""

    silent: list[tuple[str, str]] = field(default_factory=list)  # short ones and choices, unseen
    shown: list[tuple[str, str]] = field(default_factory=list)  # texts
    passwords: list[tuple[str, str]] = field(default_factory=list)  # names and labels
    codes: list[str] = field(default_factory=list)  # names
    files: list[tuple[str, str, bool]] = field(default_factory=list)  # field, names of the files, several
    can_be_sent: bool = True


def answer(request: HttpRequest, error: BaseException) -> HttpResponse | None:
    """None for an error that trying again does not help against."""
    if not takes_no_writes(error):
        return None
    logger.warning("The database takes no writes: %s (%s)", request.method, error)
    _forget_what_was_done(request)
    response = _in_words(request) if _is_for_eyes(request) else _for_scripts()
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def _forget_what_was_done(request: HttpRequest) -> None:
    """A session that was half changed (signed in, a proof taken) must not be saved, nor a "Saved." be shown later."""
    if hasattr(request, "session"):
        request.session = type(request.session)(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    if hasattr(request, "_messages"):
        request._messages = default_storage(request)


def _is_for_eyes(request: HttpRequest) -> bool:
    is_script = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    place = request.headers.get("Sec-Fetch-Dest", "document")
    return request.accepts("text/html") and not is_script and place in ("document", "iframe", "frame")


def _for_scripts() -> JsonResponse:
    """In the words of Wagtail's editor, which shows the message beside the button."""
    words = _("The site cannot save anything right now. Try again in a moment.")
    return JsonResponse({"success": False, "error_code": "busy", "error_message": words}, status=503)


def _in_words(request: HttpRequest) -> HttpResponse:
    is_form = request.method not in ("GET", "HEAD", "OPTIONS")
    typed = _typed(request) if is_form else None
    context = {
        "language": get_language() or settings.LANGUAGE_CODE,
        "is_form": is_form,
        "typed": typed,
        "address": request.get_full_path(),
        "token": get_token(request) if typed and TOKEN in request.POST else "",
    }
    return HttpResponse(render_to_string("503.html", context), status=503)


def _typed(request: HttpRequest) -> Typed:
    try:
        posted, files = request.POST, request.FILES
    except (OSError, BadRequest, SuspiciousOperation, MultiPartParserError):
        return Typed(can_be_sent=False)
    typed = Typed()
    in_account = request.path_info.startswith("/konto/")
    total = 0
    for name, values in posted.lists():
        if name in USED_UP:
            continue
        if "password" in name.lower():
            typed.passwords.append((name, _label(name)))
        elif in_account and name in CODES:
            typed.codes.append(name)
        elif in_account and name in MADE_BY_SCRIPT:
            typed.can_be_sent = False
        else:
            for value in values:
                total += len(name) + len(value)
                (typed.shown if _is_text(value) else typed.silent).append((name, value))
    for name, chosen in files.lists():
        typed.files.append((name, ", ".join(str(file.name) for file in chosen), len(chosen) > 1))
    if total > MOST:
        return Typed(can_be_sent=False)
    return typed


def _is_text(value: str) -> bool:
    """Written by somebody: not what an editor's script has packed up."""
    is_packed = value.lstrip()[:1] in ("{", "[")
    return not is_packed and ("\n" in value.strip() or len(value) > LONG) and " " in value


def _label(name: str) -> str:
    labels = {
        "oldpassword": _("Current Password"),
        "password1": _("New Password"),
        "password2": _("New Password (again)"),
    }
    return labels.get(name, _("Password"))
