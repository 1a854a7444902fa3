"""What the site tells machines about itself in schema.org's words (JSON-LD). Nothing about persons."""

import json
from typing import Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from .addresses import absolute_url

Thing = dict[str, Any]
# Nothing in the text can end the script element or open a comment in it.
ESCAPES = {
    ord("<"): "\\u003C",
    ord(">"): "\\u003E",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


def organization() -> Thing:
    return {
        "@type": "Organization",
        "@id": absolute_url("/#organization"),
        "name": settings.ORGANISATION_NAME,
        "url": absolute_url("/"),
    }


def breadcrumbs(trail: list[tuple[str, str]]) -> Thing:
    """`trail`: title and absolute address of each page from the front page to this one."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": title, "item": address}
            for position, (title, address) in enumerate(trail, 1)
        ],
    }


def script(things: list[Thing]) -> SafeString | str:
    """A data block; browsers never run it, so the content policy needs no exception for it."""
    if not things:
        return ""
    text = json.dumps(
        {"@context": "https://schema.org", "@graph": things}, ensure_ascii=False, separators=(",", ":")
    )
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text.translate(ESCAPES)))  # noqa: S308
