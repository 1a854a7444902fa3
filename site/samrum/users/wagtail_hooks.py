from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks

from .letters import invite
from .models import User


@hooks.register("after_create_user")
def invite_new_user(request: HttpRequest, user: User) -> None:
    if not user.password:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    if user.is_active:
        invite(user, request)
        messages.success(
            request, _("A letter with a link to a first password is on its way to %s.") % user.email
        )
