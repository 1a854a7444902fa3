"""The meeting as a file for the receiver's own calendar."""

from members.meetings.models import RoomMeeting
from network.calendars import calendar
from samrum.core.letters import Attachment


def calendar_file(meeting: RoomMeeting) -> tuple[Attachment, ...]:
    """In the reader's language; none while the date is open, or while the meeting is not public.

    What the public file says and nothing more: a letter that is passed on must not say where one meets. Its UID is that
    of the feeds, so that a program which knows the meeting already changes its entry.
    """
    page, network = meeting.page, meeting.room.network
    if page.start_date is None or not (page.live and network.live):
        return ()
    content = calendar(page.title, [(page, page)], network).to_ical()
    return (Attachment("traff.ics", content, "text/calendar; charset=utf-8"),)
