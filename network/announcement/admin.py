"""Puts the import into the admin: its address and its place in the menu."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from .publishing import ACTION
from .views import ImportView, may_import


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_import(request.user)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [path("importera-annons/", ImportView.as_view(), name="network_import")]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return ImportMenuItem(
        _("Import an announcement"), reverse_lazy("network_import"), icon_name="upload", order=250
    )


@hooks.register("register_log_actions")
def history(actions: LogActionRegistry) -> None:
    actions.register_action(ACTION, _("Import an announcement"), _("Imported from an announcement"))
