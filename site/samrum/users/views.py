"""`/konto/`: what allauth's own views lack or do otherwise."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url, perform_login
from allauth.account.views import EmailView
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.internal.flows.sessions import end_other_sessions, end_sessions
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.i18n import set_language

from samrum.core.write_lock.faults import takes_no_writes
from samrum.core.write_lock.patience import is_reading

from . import devices, languages, tokens
from .adapter import may_enter_admin
from .forms import SignInLinkForm
from .receivers import keep_address_in_step


@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """What a signed-in person can do with the account."""
    context = {
        "may_enter_admin": may_enter_admin(request.user),
        "has_two_steps": is_mfa_enabled(request.user),
        "rooms_url": settings.LOGIN_REDIRECT_URL,
    }
    return render(request, "account/overview.html", context)


def language(request: HttpRequest) -> HttpResponse:
    """The switch of the language: of this browser, and of the letters to whoever is signed in."""
    response = set_language(request)
    if chosen := response.cookies.get(settings.LANGUAGE_COOKIE_NAME):
        languages.keep(request.user, chosen.value)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_link(request: HttpRequest) -> HttpResponse:
    """A sign-in link by mail: the same answer whether or not there is such an account."""
    next_url = get_next_redirect_url(request) or ""
    form = SignInLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save(next_url)
        return redirect("account_sign_in_link_sent")
    return render(request, "account/link.html", {"form": form, "next_url": next_url})


def link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "account/link_sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
def use_link(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button, since programs that examine mail open links; POST signs in, by all of allauth's steps."""
    link = tokens.read(token)
    if link is None or (request.method == "POST" and not link.use()):
        return render(request, "account/link_dead.html", status=410)
    if request.method != "POST":
        return render(request, "account/link_use.html", {"email": link.user.email})
    if request.user.is_authenticated:
        get_adapter(request).logout(request)
    next_url = link.next if get_adapter(request).is_safe_url(link.next) else None
    record_authentication(request, link.user, method="link", email=link.user.email)
    return perform_login(request, link.user, email=link.user.email, redirect_url=next_url)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in. One of them, or all others, can be ended."""
    mine = _mine(request)
    if request.method == "POST":
        chosen = [one for one in mine if str(one.pk) == request.POST.get("session")]
        if chosen:
            end_sessions(request, chosen)
        else:
            end_other_sessions(request, request.user)
        messages.success(request, _("Signed out there."))
        return redirect("usersessions_list")
    mine.sort(key=lambda one: one.created_at, reverse=True)
    rows = [
        {"session": one, "device": devices.describe(one.user_agent), "is_current": one.is_current()}
        for one in mine
    ]
    return render(request, "usersessions/usersession_list.html", {"rows": rows})


def _mine(request: HttpRequest) -> list[UserSession]:
    """Those that have ended are removed by the way, or left out while that cannot be done."""
    try:
        return UserSession.objects.purge_and_list(request.user)
    except DatabaseError as error:
        if not (is_reading() and takes_no_writes(error)):
            raise
        return [one for one in UserSession.objects.filter(user=request.user) if one.exists()]


class AddressView(EmailView):
    """Change of the address that one signs in with: it holds when it is confirmed from the new one."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            try:
                keep_address_in_step(request.user)
            except DatabaseError as error:
                if not (is_reading() and takes_no_writes(error)):
                    raise
        return super().dispatch(request, *args, **kwargs)


address = login_required(AddressView.as_view())
