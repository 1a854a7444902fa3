from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.http import HttpRequest
from django.urls import reverse

from samrum.core.addresses import absolute_url
from samrum.core.letters import Urgency, send_letter

from . import tokens
from .models import User


def invite(user: User, request: HttpRequest) -> None:
    """Send a new user the link to a first password: no password is ever made for somebody else."""
    context = {
        "user": user,
        "password_reset_url": password_link(user),
        "ask_again_url": absolute_url(reverse("account_reset_password")),
    }
    get_adapter(request).send_mail("account/email/invitation", user.email, context)


def password_reset(user: User, language: str) -> None:
    context = {"link": password_link(user), "front_page": absolute_url("/")}
    _send("password_reset", user, context, language)


def sign_in_link(user: User, next_url: str, language: str) -> None:
    link = absolute_url(reverse("account_sign_in_link", args=[tokens.make(user, next_url)]))
    _send("sign_in_link", user, {"link": link, "front_page": absolute_url("/")}, language)


def address_changed(user: User, former: str) -> None:
    """To the former address, when it was not changed by the person: nobody takes over an account unseen.

    It may be somebody else's, typed by mistake: the new one is not told there.
    """
    context = {
        "from_email": former,
        "contact": absolute_url("/kontakt/"),
        "front_page": absolute_url("/"),
    }
    send_letter("address_changed", to=former, context=context, language=user.language, about=[user])


def _send(name: str, user: User, context: dict[str, str], language: str) -> None:
    """Somebody stands at the door and waits for it."""
    send_letter(
        name, to=user.email, context=context, language=language, urgency=Urgency.ACCOUNT, about=[user]
    )


def password_link(user: User) -> str:
    """Of the site's own address: allauth would build it from the Host header of whoever asks."""
    key = default_token_generator.make_token(user)
    arguments = {"uidb36": user_pk_to_url_str(user), "key": key}
    return absolute_url(reverse("account_reset_password_from_key", kwargs=arguments))
