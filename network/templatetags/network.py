"""Networks and meetings in templates."""

from django import template
from django.template.context import Context
from django.utils import timezone
from wagtail.models import Page

from network import meeting_line, overview
from network.models import ContactPage, ContactPersonPage, FactsPage, MeetingPage, NetworkPage
from network.schedule import split_past
from samrum.core.addresses import page_path

register = template.Library()

register.filter("when", meeting_line.when_in_words)


@register.simple_tag(takes_context=True)
def meetings_by_year(context: Context, page: NetworkPage) -> dict:
    """The meetings of a network for the meeting line: `past` and `coming`, each by year and term."""
    past, coming = split_past(page.meetings, timezone.localdate())
    request = context.get("request")
    return {
        "past": meeting_line.line_of(past, page, request),
        "coming": meeting_line.line_of(coming, page, request),
        "past_count": len(past),
        "has_dates": any(meeting.is_dated for meeting in coming),
    }


@register.simple_tag(takes_context=True)
def meeting_entry(context: Context, meeting: MeetingPage) -> meeting_line.Entry:
    """One meeting's date block and facts."""
    return meeting_line.entry_for(meeting, page_path(meeting, context.get("request")))


@register.simple_tag(takes_context=True)
def networks_overview(context: Context) -> overview.Overview:
    """What the front page shows: the networks of its language by status, and the meetings to come."""
    return overview.for_home(context["page"], context.get("request"))


@register.simple_tag
def linked_networks(page: FactsPage | ContactPersonPage) -> list[NetworkPage]:
    """Published networks that use a page of facts or that a contact person answers for; the latest first."""
    link = "facts__facts_page" if isinstance(page, FactsPage) else "contacts__person"
    # By translation key: an English announcement may lean on a page that exists in Swedish alone.
    of_page = {f"{link}__translation_key": page.translation_key, "locale_id": page.locale_id}
    networks = NetworkPage.objects.live().filter(**of_page)
    return list(networks.order_by("-period_start", "title").distinct().defer_streamfields())


@register.simple_tag(takes_context=True)
def contact_address(context: Context, page: Page) -> str:
    """Where the contact form stands in the language of `page`; nothing if there is none."""
    contact = ContactPage.objects.live().filter(locale_id=page.locale_id).first()
    return page_path(contact, context.get("request")) if contact else ""
