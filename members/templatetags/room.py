"""What the templates of a room ask for."""

from dataclasses import replace

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from members import texts
from members.door import RoomRequest
from members.parts import Link, gather
from members.room_part import lead

register = template.Library()

register.filter("blocks", texts.blocks)


@register.filter
def linked(line: str) -> SafeString:
    """Escaped, with web and mail addresses as links."""
    return mark_safe(texts.linked(str(line), autoescape=True))  # noqa: S308 (it escapes each word)


@register.filter
def in_words(action: str) -> str:
    """What the log says, in the reader's language."""
    return gettext(action) if action else ""


@register.simple_tag(takes_context=True)
def room_navigation(context) -> list[Link]:
    """The parts of the room, for the band at the top; the one that the reader is in is marked."""
    request = context["request"]
    last = lead(request)
    links = [*gather("navigation", request), *([last] if last else [])]
    return _marked(links, reverse("room", args=[request.room.slug]), request)


@register.simple_tag(takes_context=True)
def leading_navigation(context) -> list[Link]:
    """The parts of Leda, on every page below it; nothing elsewhere."""
    request = context["request"]
    start = reverse("leading", args=[request.room.slug])
    if not (request.membership.leads and request.path.startswith(start)):
        return []
    return _marked(gather("leading", request), start, request)


def _marked(links: list[Link], start: str, request: RoomRequest) -> list[Link]:
    return [
        replace(
            link,
            is_current=request.path == link.url if link.url == start else request.path.startswith(link.url),
        )
        for link in links
    ]
