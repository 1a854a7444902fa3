from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(AppConfig):
    default = True
    name = "samrum.users"
    label = "users"
    verbose_name = _("Users")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("samrum.users.receivers")


class UsersAdminConfig(WagtailUsersAppConfig):
    """Wagtail's own app, with our forms for accounts (INSTALLED_APPS)."""

    user_viewset = "samrum.users.admin.UserViewSet"
