"""Tags and filters that every template has."""

import datetime

from django import template
from django.conf import settings
from django.template.base import Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.models import Page

from samrum.core import dates, fragments
from samrum.core.addresses import page_path
from samrum.core.head import Head, head_for
from samrum.core.models import BasePage
from samrum.core.navigation import Language, Navigation, languages_for, navigation_for

register = template.Library()


class FragmentNode(template.Node):
    def __init__(self, name: str, nodelist: template.NodeList):
        self.name, self.nodelist = name, nodelist

    def render(self, context: Context) -> SafeString:
        request = context.get("request")
        key = fragments.key(request, self.name)
        if request is None or key is None:
            return self.nodelist.render(context)
        html, policy = fragments.kept_parts().get(key) or (None, None)
        if html is None:
            html = self.nodelist.render(context)
            # What the part asks of the content policy (a reCAPTCHA form) is kept with it.
            policy = getattr(request, "csp_update", None)
            fragments.kept_parts().set(key, (html, policy), fragments.KEPT_SECONDS)
        elif policy:
            request.csp_update = policy
        return html


@register.tag
def fragment(parser: Parser, token: Token) -> FragmentNode:
    """`{% fragment name %}...{% endfragment %}`: a part that is the same for everybody (core.fragments)."""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endfragment",))
    parser.delete_first_token()
    return FragmentNode(name, nodelist)


register.filter("day", dates.day_in_words)
register.filter("kronor", dates.kronor)


@register.simple_tag(takes_context=True)
def navigation(context: Context) -> Navigation:
    """Menu, footer and breadcrumbs of the page in the context: `{% navigation as frame %}`."""
    request, page = context["request"], context.get("page") or None
    # Lazy: where all parts that show it are kept already, it is never asked for.
    return SimpleLazyObject(lambda: navigation_for(request, page))  # type: ignore[return-value]


@register.simple_tag(takes_context=True)
def languages(context: Context) -> list[Language]:
    """The entries of the language switch: `{% languages as choices %}`."""
    return languages_for(context["request"], context.get("page") or None)


@register.simple_tag(takes_context=True)
def head_meta(context: Context, page: BasePage) -> Head:
    """What the head of a page says to machines: `{% head_meta page as head %}`."""
    request = context["request"]
    return head_for(page, navigation_for(request, page).trail, request)


@register.simple_tag(takes_context=True)
def address(context: Context, page: Page) -> str:
    """`{% address other %}`: what Wagtail's `pageurl` gives, with less work."""
    return page_path(page, context.get("request"))


@register.simple_tag
def site_tagline() -> str:
    return str(settings.SITE_TAGLINE)


@register.simple_tag
def organisation_name() -> str:
    return settings.ORGANISATION_NAME


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture beside a text that says the same: `{% icon "calendar" %}`. Its ids: static/icons.svg."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("icons.svg"),
        name,
    )


@register.simple_tag
def time_element(day: datetime.date) -> SafeString:
    """`<time>` with the date in words, always with its year."""
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), dates.day_in_words(day))


@register.simple_tag
def child_pages(page: Page) -> list[Page]:
    """The published pages directly below `page`, in the editors' order."""
    return list(page.get_children().live().specific())
