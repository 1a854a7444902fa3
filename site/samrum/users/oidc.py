"""Sign-in by the organisation's own identity provider (OpenID Connect), where SAMRUM_OIDC_ID is set.

The provider says who somebody is and nothing more: accounts are made here, nothing that it sends is kept, and two-step
sign-in is demanded as after a password.
"""

from allauth.account.utils import user_email
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.openid_connect import views
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from requests import RequestException

from .models import User


class SocialAdapter(DefaultSocialAccountAdapter):
    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """allauth could also tie the provider's account to whoever is signed in; then its address counts no more."""
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            raise PermissionDenied

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """The account whose address the provider has verified: `true`, not a text that looks like it."""
        for address in sociallogin.email_addresses:
            if address.verified is True and (user := User.objects.with_address(address.email)):
                return user, user_email(user)
        return None

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The way to the provider, as a page: our content policy lets no form lead to another site."""
    response = _calmly(views.login, request, provider_id)
    if isinstance(response, HttpResponseRedirect) and "://" in response["Location"]:
        return render(request, "socialaccount/login_redirect.html", {"redirect_to": response["Location"]})
    return response


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _calmly(views.callback, request, provider_id)


def _calmly(view, request: HttpRequest, provider_id: str) -> HttpResponse:
    """A provider that is down or answers nonsense is no error of ours."""
    try:
        return view(request, provider_id=provider_id)
    except (RequestException, KeyError, TypeError, ValueError) as error:
        return render_authentication_error(request, provider_id, exception=error)
