"""First path segments that belong to the application: no page may take such a slug under a home page."""

from django.utils.translation import gettext as _
from wagtail.models import Page

HOME_DEPTH = 2  # the tree's root is 1
SECTION_DEPTH = 3  # pages directly below a home page: networks are among them

RESERVED_SLUGS = frozenset(
    {
        "_util", "admin", "ansokan", "application", "contact", "django-admin", "documents", "en", "favicon", "flode",
        "feed", "health", "kontakt", "konto", "media", "robots", "rum", "sakerhet", "search", "sitemap", "sok", "static", "sv",
    }
)  # fmt: skip
# Below a network: its form for applications, in the words of each language.
RESERVED_BELOW_SECTIONS = frozenset({"ansok", "apply"})


def is_reserved(slug: str, parent_depth: int, page_type: type[Page]) -> bool:
    """Whether a page of that type below one at that depth of the tree may not be called `slug`."""
    allowed: frozenset[str] = getattr(page_type, "allowed_reserved_slugs", frozenset())
    if parent_depth == SECTION_DEPTH:
        return slug in RESERVED_BELOW_SECTIONS
    return parent_depth == HOME_DEPTH and slug in RESERVED_SLUGS - allowed


def reserved_message(slug: str) -> str:
    return _("The address “%(slug)s” belongs to the site itself. Choose another.") % {"slug": slug}
