"""The colleague who goes instead of somebody: has no account, sees nothing of the room, and must know all the same."""

from typing import Any

from members.meetings.models import Registration
from members.notices.kinds import Letter

from .calendar_file import calendar_file
from .told import facts_of, public_path, seat_in_words


def letters_to_colleague(row: Registration, **context: Any) -> list[Letter]:
    """One, where the colleague's address is known. Its link leads to the public page."""
    if not row.colleague_email:
        return []
    meeting = row.meeting
    return [
        Letter(
            title=meeting.page.title,
            path=public_path(meeting),
            context={
                "facts": facts_of(meeting),
                "seat": seat_in_words(row, of_colleague=True),
                "is_colleague": True,
                "is_waiting": row.seat == Registration.Seat.WAITING,
                **context,
            },
            about=[meeting],
            attachments=calendar_file(meeting, row.colleague_email, has_seat=row.is_seated),
            to=row.colleague_email,
            to_name=row.colleague_name,
        )
    ]
