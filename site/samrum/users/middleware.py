"""The door of the admin: a right to enter and, on a real site, two-step sign-in."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from samrum.core.middleware import GetResponse

from .adapter import may_enter_admin

# Recovery codes are no step of their own.
SECOND_STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class AdminDoorMiddleware:
    """Nobody reaches an admin page by password alone where SAMRUM_REQUIRE_TWO_STEP is set.

    It stands before every view, so no forgotten address below `/admin/` answers. A signed-in person without
    the right to enter gets 403: Wagtail would send them to sign in, and allauth back again, for ever.
    """

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs) -> HttpResponse | None:
        if not request.path_info.startswith("/admin/") or not request.user.is_authenticated:
            return None
        if not may_enter_admin(request.user):
            raise PermissionDenied
        if settings.SAMRUM_REQUIRE_TWO_STEP and not is_mfa_enabled(request.user, SECOND_STEPS):
            messages.info(request, _("Turn on two-step sign-in first. Then you reach the administration."))
            return redirect("mfa_index")
        return None
