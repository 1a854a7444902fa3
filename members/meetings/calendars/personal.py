"""The meetings of all rooms of one person, as a calendar that programs subscribe to.

What is in it ends up in programs and with companies that we do not know: so only what the public page says, never an
address, a link to a video meeting, a name, or the room. Whether one attends shows as busy or free alone.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from icalendar import Calendar
from wagtail.models import Locale

from members.meetings.models import Registration, RoomMeeting
from members.models import Room
from network import calendars
from network.models import MeetingPage
from samrum.core.addresses import absolute_url
from samrum.core.translations import in_language
from samrum.users.models import User


def calendar_of(user: User) -> Calendar:
    """In the language of the account. Six queries, however many rooms and meetings."""
    rooms = Room.objects.visible_to(user)
    found = list(
        RoomMeeting.objects.visible_to(user)
        .filter(room__in=rooms)
        .dated()
        .in_time()
        .select_related("page__locale")
    )
    pages = [meeting.page for meeting in found]
    entries = calendars.entries_of(pages)
    seats = Registration.objects.of(user).with_a_seat().filter(meeting__in=found, colleague_name="")
    busy = set(seats.values_list("meeting", flat=True))
    result = calendars.new_calendar(_("Samrum: my meetings"))
    for meeting, text in zip(found, texts_of(pages, user.language), strict=True):
        entry = calendars.event(
            meeting.page,
            text,
            entries[meeting.page.appointment_key],
            meeting.room.network.title,
            absolute_url(text) if text.live and meeting.page.live else "",
        )
        entry.add("transp", "OPAQUE" if meeting.pk in busy else "TRANSPARENT")
        result.add_component(entry)
    return result


def texts_of(pages: list[MeetingPage], language: str) -> Iterable[MeetingPage]:
    """Each page as readers of the language get it."""
    locale = Locale.objects.filter(language_code=language).first()
    return in_language(pages, locale.pk) if locale and pages else pages
