"""A meeting as a message between calendars (iTIP, RFC 5546): what goes with a letter, so that the receiver's entry changes.

Outlook makes a second entry of a file without METHOD, or with PUBLISH; REQUEST and CANCEL change the one with the same
UID. Both demand an organiser, which is the site itself, and name those who are asked: here the receiver of the letter
alone. No answer is asked for, since whoever answers does so on the site.
"""

import datetime
from email.utils import parseaddr
from typing import NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.utils import timezone
from icalendar import vCalAddress
from wagtail.models import Page

from samrum.core.addresses import absolute_url

from .calendars import bare_calendar, entries_of, event
from .models import MeetingPage

ACCEPTED, UNDECIDED = "ACCEPTED", "NEEDS-ACTION"  # RFC 5545, 3.2.12


class Message(NamedTuple):
    method: str
    content: bytes

    @property
    def content_type(self) -> str:
        """With the method once more: a mail program reads it there (RFC 6047, 2.4)."""
        return f"text/calendar; charset=utf-8; method={self.method}"


def message_to(address: str, meeting: MeetingPage, network: Page, *, has_accepted: bool) -> Message:
    """About a dated meeting, to the calendar of one person, in the language of `meeting`."""
    method = "CANCEL" if meeting.state == MeetingPage.State.CANCELLED else "REQUEST"
    entry = entries_of([meeting])[meeting.appointment_key]
    component = event(meeting, meeting, entry, network.title, absolute_url(meeting))
    # With METHOD it says when the message was written (RFC 5545, 3.8.7.2): of two the newer holds.
    component.pop("dtstamp")
    component.add("dtstamp", timezone.now().astimezone(datetime.UTC))
    name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organiser = vCalAddress(_mailto(sender))
    # A parameter has no way to write a quotation mark or a line break.
    organiser.params["CN"] = (
        " ".join(name.replace('"', " ").replace("\\", " ").split()) or settings.WAGTAIL_SITE_NAME
    )
    attendee = vCalAddress(_mailto(address))
    attendee.params["PARTSTAT"] = ACCEPTED if has_accepted else UNDECIDED
    attendee.params["RSVP"] = "FALSE"
    component.add("organizer", organiser)
    component.add("attendee", attendee)
    calendar = bare_calendar()
    calendar.add("method", method)
    calendar.add_component(component)
    return Message(method, calendar.to_ical())


def _mailto(address: str) -> str:
    """RFC 6068: in ASCII, without what a URI says something else with."""
    return f"mailto:{quote(address, safe='@+!$*=~.-_')}"
