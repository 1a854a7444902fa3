"""Meetings as calendar files: RFC 5545, with names and refresh interval of RFC 7986."""

import datetime
import uuid
from collections.abc import Iterable
from functools import cache

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vDuration, vText
from wagtail.models import Page

from network.models import CalendarEntry, MeetingPage, NetworkPage
from samrum.core.addresses import absolute_url
from samrum.core.caching import public_view
from samrum.core.dates import SWEDEN
from samrum.core.plain_text import printable

# How often a program that subscribes is asked to look again.
REFRESH = datetime.timedelta(hours=6)
STATUSES = {
    MeetingPage.State.PRELIMINARY: "TENTATIVE",
    MeetingPage.State.CONFIRMED: "CONFIRMED",
    MeetingPage.State.CANCELLED: "CANCELLED",
}


@require_safe
@conditional_page
@public_view
def network_calendar(request: HttpRequest, path: str) -> HttpResponse:
    """`/<network>/kalender.ics`: every dated meeting, for programs that subscribe."""
    network = _page(request, path, NetworkPage)
    source = _source(network)
    meetings = list(MeetingPage.objects.child_of(source).live().dated().select_related("alias_of"))
    texts = {}
    if source != network:
        texts = {
            text.translation_key: text
            for text in MeetingPage.objects.child_of(network).live().filter(alias_of__isnull=True)
        }
    pairs = [(meeting, texts.get(meeting.translation_key, meeting)) for meeting in meetings]
    return answer(calendar(network.title, pairs, network), "kalender.ics", "inline")


@require_safe
@conditional_page
@public_view
def meeting_calendar(request: HttpRequest, path: str) -> HttpResponse:
    """`/<network>/<meeting>/traff.ics`: one meeting; 404 while its date is open or its network a draft."""
    text = _page(request, path, MeetingPage)
    meeting = _source(text)
    network = text.get_parent()
    # The entry names the network, which may be a draft while one of its meetings is published already.
    if not meeting.live or not network.live or meeting.calendar_url is None:
        raise Http404("The date of this meeting is open, or its network is not public")
    return answer(calendar(text.title, [(meeting, text)], network), "traff.ics", "attachment")


def calendar(name: str, meetings: Iterable[tuple[MeetingPage, MeetingPage]], network: Page) -> Calendar:
    """A calendar of pairs: the meeting with its facts, and the page whose language its texts are in."""
    pairs = list(meetings)
    entries = entries_of(meeting for meeting, _text in pairs)
    result = new_calendar(name, absolute_url(network))
    for meeting, text in sorted(pairs, key=lambda pair: pair[0].sort_key):
        entry = entries[meeting.appointment_key]
        result.add_component(event(meeting, text, entry, network.title, absolute_url(text)))
    return result


def bare_calendar() -> Calendar:
    """One without events, and without what a program that subscribes wants to know."""
    result = Calendar()
    result.add("prodid", "-//Samrum//Samrum//SV")
    result.add("version", "2.0")
    result.add("calscale", "GREGORIAN")
    # Always there: a calendar without any component is not valid, and there may be no dated meetings.
    result.add_component(swedish_time())
    return result


def new_calendar(name: str, address: str = "") -> Calendar:
    """One to subscribe to, without events. `address` is where people read the same; empty: nowhere.

    Without METHOD: that of RFC 5546 demands an organiser with an address.
    """
    result = bare_calendar()
    for property_name in ("name", "x-wr-calname"):
        # The library knows neither, and would write the words as they are.
        result.add(property_name, words(name))
    result.add("x-wr-timezone", SWEDEN.key)
    if address:
        result.add("url", address)
    result.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    result.add("x-published-ttl", vDuration(REFRESH))
    return result


def words(text: str) -> vText:
    """What people wrote, as a value (RFC 5545, 3.3.11): escaped, with one kind of line break and nothing invisible."""
    return vText(printable("\n".join(text.splitlines())))


def entries_of(meetings: Iterable[MeetingPage]) -> dict[uuid.UUID, CalendarEntry]:
    """UID and SEQUENCE of each meeting by its appointment key. One query; one that has no row yet begins."""
    found = {meeting.appointment_key: CalendarEntry.for_meeting(meeting) for meeting in meetings}
    stored = CalendarEntry.objects.filter(translation_key__in=list(found))
    return found | {entry.translation_key: entry for entry in stored}


def event(
    meeting: MeetingPage, text: MeetingPage, entry: CalendarEntry, network_title: str, address: str
) -> Event:
    """One dated meeting. Its place is the city alone: where in it is for the participants.

    `address`: of its public page; empty where that is not public.
    """
    result = Event()
    # Without METHOD, DTSTAMP says the same as LAST-MODIFIED (RFC 5545, 3.8.7.2).
    changed = max(filter(None, (entry.changed_at, text.last_published_at))).astimezone(datetime.UTC)
    result.add("uid", str(entry.uid))
    result.add("dtstamp", changed)
    result.add("last-modified", changed)
    result.add("sequence", entry.sequence)
    result.add("status", STATUSES[MeetingPage.State(meeting.state)])
    start, end = span(meeting)
    result.add("dtstart", start)
    if end is not None:
        result.add("dtend", end)
    result.add("summary", words(summary(meeting, text, network_title)))
    if meeting.city:
        result.add("location", words(meeting.city))
    result.add("description", words(description(meeting, text, address)))
    if address:
        result.add("url", address)
    return result


Moment = datetime.date | datetime.datetime


def span(meeting: MeetingPage) -> tuple[Moment, Moment | None]:
    """Start and end as a calendar wants them: the end is exclusive, None where nobody has said it.

    A meeting of several days with a start time alone is a whole-day entry; `summary` tells the time.
    """
    first, last = meeting.start_date, meeting.last_day
    if first is None or last is None:
        raise ValueError("A meeting without a date has no place in a calendar")
    if meeting.start_time is None or not has_clock_times(meeting):
        return first, last + datetime.timedelta(days=1)
    start = datetime.datetime.combine(first, meeting.start_time, SWEDEN)
    return start, datetime.datetime.combine(last, meeting.end_time, SWEDEN) if meeting.end_time else None


def has_clock_times(meeting: MeetingPage) -> bool:
    """Whether the entry can stand at its hours: a start, and an end too when it spans several days."""
    several_days = meeting.last_day != meeting.start_date
    return bool(meeting.start_time and (meeting.end_time or not several_days))


def summary(meeting: MeetingPage, text: MeetingPage, network_title: str) -> str:
    """The line that a calendar shows. State and part of day are in it: many programs show no STATUS."""
    line = f"{text.title} – {network_title}"
    if meeting.start_time and not has_clock_times(meeting):
        line = _("%(meeting)s (starts at %(time)s)") % {
            "meeting": line,
            "time": f"{meeting.start_time:%H.%M}",
        }
    elif not meeting.start_time and meeting.part_of_day not in ("", MeetingPage.PartOfDay.WHOLE_DAY):
        line = f"{line} ({meeting.get_part_of_day_display()})"
    if meeting.state == MeetingPage.State.PRELIMINARY:
        return _("Preliminary: %(meeting)s") % {"meeting": line}
    if meeting.state == MeetingPage.State.CANCELLED:
        return _("Cancelled: %(meeting)s") % {"meeting": line}
    return line


def description(meeting: MeetingPage, text: MeetingPage, address: str) -> str:
    form = meeting.get_format_display()
    return "\n".join(filter(None, [text.theme, form[:1].upper() + form[1:], text.lead, address]))


@cache
def swedish_time() -> Timezone:
    """Swedish time by the rules of the EU since 1996 (2000/84/EC): last Sundays of March and October.

    Not icalendar's own list of dates: it gives the start of summer time as 03:00, an hour too late, because
    an onset is told in the time that ends there (RFC 5545, 3.6.5).
    """
    zone = Timezone()
    zone.add("tzid", SWEDEN.key)
    winter, summer = datetime.timedelta(hours=1), datetime.timedelta(hours=2)
    for part, name, onset, before, after in (
        (TimezoneDaylight(), "CEST", datetime.datetime(1996, 3, 31, 2), winter, summer),
        (TimezoneStandard(), "CET", datetime.datetime(1996, 10, 27, 3), summer, winter),
    ):
        part.add("dtstart", onset)
        part.add("rrule", {"freq": "yearly", "bymonth": onset.month, "byday": "-1SU"})
        part.add("tzname", name)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        zone.add_component(part)
    return zone


def _page(request: HttpRequest, path: str, page_type: type[Page]):
    """The live page of that type at `path`. Raises Http404."""
    route = Page.route_for_request(request, path)
    if route is None or not isinstance(route.page, page_type):
        raise Http404("No such page")
    return route.page


def _source(page):
    """The page that decides the facts: the Swedish one, also of an alias."""
    return (page.alias_of.specific if page.alias_of_id else page).canonical.specific


def answer(content: Calendar, name: str, disposition: str) -> HttpResponse:
    return HttpResponse(
        content.to_ical(),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'{disposition}; filename="{name}"'},
    )
