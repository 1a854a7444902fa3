"""What rooms add to the admin: the way to open one, and the word that its network stays. Nothing private."""

from collections.abc import Iterator

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from network.models import NetworkPage
from samrum.core import page_life

from .opening import protection
from .opening.views import RoomView, may_open_rooms
from .organisations import admin as organisations_admin  # noqa: F401 - registers them

hooks.register("before_delete_page", protection.refuse_to_delete)
hooks.register("before_bulk_action", protection.refuse_to_delete_several)


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    return [path("rum/<int:page_pk>/", RoomView.as_view(), name="network_room")]


@hooks.register("register_page_header_buttons")
def room_button(page: Page, user, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    is_network = page.specific_class is NetworkPage and page_life.is_source(page) and not page.alias_of_id
    if is_network and may_open_rooms(user):
        url = reverse("network_room", args=[page.pk])
        yield Button(_("The participants’ room"), url, icon_name="lock", priority=25)
