"""What the room's meetings add to the admin: the word that a meeting in use stays, and the way from its page to the room."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from network.models import MeetingPage

from . import protection
from .models import RoomMeeting

hooks.register("before_delete_page", protection.refuse_to_delete)
hooks.register("before_move_page", protection.refuse_to_move)
hooks.register("before_bulk_action", protection.refuse_bulk)


@hooks.register("register_page_header_buttons")
def room_button(page: Page, user, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """For those who may do both: whoever has no place in the room is not told that there is one."""
    if page.specific_class is not MeetingPage:
        return
    rows = RoomMeeting.objects.visible_to(user).filter(page__translation_key=page.translation_key)
    if meeting := rows.select_related("room").first():
        yield Button(
            _("In the participants’ room"), meeting.get_absolute_url(), icon_name="lock", priority=26
        )
