"""The meeting as a message to the receiver's own calendar."""

from members.meetings.models import RoomMeeting
from network.calendar_messages import message_to
from samrum.core.letters import Attachment


def calendar_file(meeting: RoomMeeting, to: str, *, has_seat: bool) -> tuple[Attachment, ...]:
    """For the letter to the address `to`; none while the date is open, or while the meeting is not public.

    What the public file says and nothing more: a letter that is passed on must not say where one meets. Its UID is that
    of the feeds, so that a program which knows the meeting already changes its entry.
    """
    page, network = meeting.page, meeting.room.network
    if page.start_date is None or not (page.live and network.live):
        return ()
    message = message_to(to, page, network, has_accepted=has_seat)
    return (Attachment("traff.ics", message.content, message.content_type),)
