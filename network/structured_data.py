"""Meetings as schema.org events."""

import datetime
from typing import TYPE_CHECKING

from samrum.core.dates import SWEDEN
from samrum.core.structured_data import Thing, organization

if TYPE_CHECKING:
    from network.models import MeetingPage

ATTENDANCE = {
    "physical": "OfflineEventAttendanceMode",
    "digital": "OnlineEventAttendanceMode",
    "hybrid": "MixedEventAttendanceMode",
}
# schema.org has no word for a preliminary date, so nothing is claimed about it.
STATUS = {"confirmed": "EventScheduled", "cancelled": "EventCancelled"}


def event(meeting: "MeetingPage", address: str) -> Thing | None:
    """A dated meeting; None while its date is open. `address`: absolute, of its public page.

    The place is the city. A digital meeting is told with its public page, never with its link, which is
    for the participants.
    """
    if meeting.start_date is None or meeting.last_day is None:
        return None
    thing: Thing = {
        "@type": "Event",
        "name": meeting.title,
        "url": address,
        "startDate": _moment(meeting.start_date, meeting.start_time),
        "organizer": organization(),
    }
    if meeting.end_time or meeting.end_date or not meeting.start_time:
        thing["endDate"] = _moment(meeting.last_day, meeting.end_time)
    if meeting.state in STATUS:
        thing["eventStatus"] = f"https://schema.org/{STATUS[meeting.state]}"
    if meeting.format:
        thing["eventAttendanceMode"] = f"https://schema.org/{ATTENDANCE[meeting.format]}"
    if description := meeting.get_meta_description():
        thing["description"] = description
    places: list[Thing] = []
    if meeting.city and meeting.format != "digital":
        address_of_city = {"@type": "PostalAddress", "addressLocality": meeting.city, "addressCountry": "SE"}
        places.append({"@type": "Place", "name": meeting.city, "address": address_of_city})
    if meeting.format in ("digital", "hybrid"):
        places.append({"@type": "VirtualLocation", "url": address})
    if places:
        thing["location"] = places[0] if len(places) == 1 else places
    return thing


def _moment(day: datetime.date, time: datetime.time | None) -> str:
    """ISO 8601: a date, or a Swedish time with its distance from UTC."""
    return datetime.datetime.combine(day, time, SWEDEN).isoformat() if time else day.isoformat()
