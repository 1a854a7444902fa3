"""The link in an invitation. GET only shows: programs that examine mail open links, but press nothing."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from members import invitations
from members.models import Invitation
from samrum.users import address_changes
from samrum.users.models import User

from .forms import FirstPasswordForm


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Used, expired, replaced and invented links get one and the same answer."""
    found = invitations.find(token)
    if found is None:
        return _dead(request)
    user = found.membership.user
    if request.user.is_authenticated:
        return _signed_in(request, request.user, found, token)
    if not invitations.needs_password(user):
        return _show(request, found, "sign_in")
    form = FirstPasswordForm(user, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        is_wanted = address_changes.wanted(user) is not None
        return _show(
            request, found, "password", 422 if form.is_bound else 200, form=form, is_wanted=is_wanted
        )
    if not invitations.accept(found, password=form):
        # Another account may have got the address in this moment: the link leads there now.
        return redirect(request.path) if invitations.find(token) else _dead(request)
    # All of allauth's steps: whoever has two-step sign-in takes the second one too.
    record_authentication(request, user, method="password", email=user.email)
    return perform_login(
        request, user, email=user.email, redirect_url=found.membership.room.get_absolute_url()
    )


def _signed_in(request: HttpRequest, user: User, found: Invitation, token: str) -> HttpResponse:
    invited = found.membership.user
    change = address_changes.wanted(invited, by=user) if user != invited else None
    if user != invited and not (change and address_changes.waits_for_its_owner(invited)):
        return _show(request, found, "someone_else", 403)
    if request.method != "POST":
        return _show(request, found, "come_in", changes=bool(change))
    if change:
        # Whoever has the link reads the mailbox, so the address that the account waits for is confirmed.
        if not get_adapter(request).confirm_email(request, change):
            return redirect(request.path)
        moved = invitations.find(token)
        if moved is None or moved.membership.user != user:
            return redirect("rooms")
        found = moved
    return redirect(found.membership.room) if invitations.accept(found) else _dead(request)


def _show(request: HttpRequest, found: Invitation, state: str, status: int = 200, **context) -> HttpResponse:
    context |= {
        "state": state,
        "network": found.membership.room.network,
        "email": found.membership.user.email,
        "address": request.path,
        "login_url": reverse("account_login"),
    }
    return render(request, "members/invitation.html", context, status=status)


def _dead(request: HttpRequest) -> HttpResponse:
    return render(request, "members/invitation_dead.html", status=410)
