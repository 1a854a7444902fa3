"""A meeting that holds something in a room stays: its page cannot be deleted or moved to another network."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page

from network.models import MeetingPage

from .models import RoomMeeting


def _in_use_below(pages: Iterable[Page]) -> list[RoomMeeting]:
    paths = tuple(page.path for page in pages)
    rows = RoomMeeting.objects.in_use().select_related("page")
    return [row for row in rows if paths and row.page.path.startswith(paths)]


def _refuse(request: HttpRequest, pages: list[Page], words: str) -> HttpResponse | None:
    found = _in_use_below(pages)
    if not found:
        return None
    titles = ", ".join(_("“%(title)s”") % {"title": row.page.get_admin_display_title()} for row in found)
    messages.error(request, words % {"titles": titles})
    parent = pages[0].get_parent()
    return redirect("wagtailadmin_explore", parent.pk) if parent else redirect("wagtailadmin_explore_root")


def refuse_to_delete(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refuse(request, [page], _delete_words())


def refuse_to_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """To another place in its own network it may go, and with its network anywhere."""
    if page.get_parent().pk == destination.pk:
        return None
    return _refuse(request, _meetings_among([page]), _move_words())


def refuse_bulk(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    pages = [one for one in objects if isinstance(one, Page)]
    if action_type == "delete":
        return _refuse(request, pages, _delete_words())
    if action_type == "move":
        return _refuse(request, _meetings_among(pages), _move_words())
    return None


def _meetings_among(pages: Iterable[Page]) -> list[Page]:
    return [page for page in pages if page.specific_class is MeetingPage]


def _delete_words() -> str:
    return _(
        "Nothing is deleted. %(titles)s has registrations, notes or something else in the participants’ room, which "
        "would be lost. Mark the meeting as cancelled, or unpublish the page."
    )


def _move_words() -> str:
    return _(
        "Nothing is moved. %(titles)s has registrations, notes or something else in the participants’ room of its "
        "network and stays there."
    )
