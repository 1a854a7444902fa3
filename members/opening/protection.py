"""A network with a room stays: its page cannot be deleted, neither alone nor with a page above it. Here that is said."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page

from .rooms import rooms_below


def _refuse(request: HttpRequest, pages: Iterable[Page]) -> HttpResponse | None:
    pages = list(pages)
    rooms = rooms_below([page.path for page in pages])
    if not rooms:
        return None
    titles = ", ".join(_("“%(title)s”") % {"title": room.network.get_admin_display_title()} for room in rooms)
    messages.error(
        request,
        _(
            "Nothing is deleted. %(titles)s has a room for its participants, and what is in the room would lose its "
            "place. You can unpublish the page instead."
        )
        % {"titles": titles},
    )
    parent = pages[0].get_parent()
    return redirect("wagtailadmin_explore", parent.pk) if parent else redirect("wagtailadmin_explore_root")


def refuse_to_delete(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refuse(request, [page])


def refuse_to_delete_several(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    if action_type != "delete":
        return None
    return _refuse(request, [one for one in objects if isinstance(one, Page)])
