"""The programme of a meeting, by day."""

import datetime
from dataclasses import dataclass, field
from itertools import groupby

from members.door import RoomRequest
from members.meetings.models import ProgrammeItem, RoomMeeting
from network.models import MeetingPage
from samrum.core.dates import hours_in_words


@dataclass(frozen=True)
class Item:
    item: ProgrammeItem
    hours: str


@dataclass
class Day:
    number: int
    date: datetime.date | None  # None while the date is open, or where the meeting has become shorter
    items: list[Item] = field(default_factory=list)


def programme_of(request: RoomRequest, meeting: RoomMeeting) -> list[Day]:
    rows = ProgrammeItem.objects.visible_to(request.user).in_room(request.room).filter(meeting=meeting)
    return [
        Day(
            number,
            date_of(meeting.page, number),
            [Item(row, hours_in_words(row.starts, row.ends)) for row in items],
        )
        for number, items in groupby(rows, key=lambda row: row.day)
    ]


def date_of(page: MeetingPage, number: int) -> datetime.date | None:
    """The date of the day with this number: the first day of the meeting is 1."""
    if page.start_date is None or page.last_day is None:
        return None
    day = page.start_date + datetime.timedelta(days=number - 1)
    return day if day <= page.last_day else None
