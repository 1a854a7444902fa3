"""The letters about an application: titles and links, never what somebody wrote in it.

The one exception is the reason of a decline, which an organiser writes for the applicant.
"""

from django.urls import reverse
from django.utils import translation

from members.models import Application
from samrum.core.addresses import absolute_url
from samrum.core.letters import Urgency, send_letter

from .links import CONFIRM, CONFIRM_LIFE, MANDATE, MANDATE_LIFE, WITHDRAW, Link
from .offer import title_of

AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def ask_for_confirmation(application: Application) -> None:
    """To an address that somebody typed: nothing of theirs is in it."""
    link = _link("application_confirm", CONFIRM, application)
    _send(
        "application_confirm",
        application,
        urgency=Urgency.CONFIRMATION,
        link=link,
        days=CONFIRM_LIFE.days,
        asks_for_file=bool(application.mandate_file_name),
    )


def receipt(application: Application, changed: bool = False) -> None:
    waiting = application.state == Application.State.WAITING
    link = _link("application_withdraw", WITHDRAW, application)
    _send("application_receipt", application, link=link, changed=changed, waiting=waiting)


def seated(application: Application) -> None:
    """Whoever has a seat already learns it here, in a letter, and nobody else does."""
    _send("application_seated", application, link=absolute_url(reverse("rooms")))


def waiting(application: Application) -> None:
    _send("application_waiting", application, link=_link("application_withdraw", WITHDRAW, application))


def declined(application: Application, reason: str) -> None:
    _send("application_declined", application, reason=reason)


def ask_the_manager(application: Application) -> None:
    link = _link("mandate", MANDATE, application, application.mandate_nonce)
    _send("mandate_request", application, to=application.mandate_email, link=link, days=MANDATE_LIFE.days)


def _link(name: str, link: Link, application: Application, secret: str = "") -> str:
    with translation.override(application.language):
        return absolute_url(reverse(name, args=[link.token(application, secret)]))


def _send(
    name: str,
    application: Application,
    to: str = "",
    urgency: Urgency = Urgency.ROUTINE,
    **context: object,
) -> None:
    network = title_of(application.room, application.language)
    send_letter(
        name,
        to=to or application.email,
        context={"network": network, **context},
        language=application.language,
        urgency=urgency,
        about=[application],
        headers=AUTOMATIC,
    )
