"""What a room's front page tells: what is new, what waits, when the network meets."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.utils import timezone

from members.door import RoomRequest
from members.parts import Link, News, Panel, gather
from network.meeting_line import Entry, entry_for
from network.models import MeetingPage, NetworkPage
from network.schedule import split_past
from samrum.core.addresses import page_path

NEWS = 8  # at most, on the front page


@dataclass
class FrontPage:
    since: datetime | None  # the visit before this one; None on the first
    news: list[News]
    older_news: int  # how many more there are
    waiting: list[Link]
    meeting: Entry | None
    network_url: str
    panels: list[Panel]


def front_page_for(request: RoomRequest) -> FrontPage:
    since = request.membership.previous_visit_at
    news = sorted(gather("news", request, since), key=lambda one: one.at, reverse=True) if since else []
    network = request.room.network
    return FrontPage(
        since=since,
        news=news[:NEWS],
        older_news=max(0, len(news) - NEWS),
        waiting=gather("waiting", request),
        meeting=next_meeting(network, request),
        network_url=page_path(network, request) if network.live else "",
        panels=gather("panels", request),
    )


def next_meeting(network: NetworkPage, request: RoomRequest) -> Entry | None:
    """The first that is to come and not cancelled: what the public page says of it."""
    _past, to_come = split_past(network.meetings, timezone.localdate())
    coming = (meeting for meeting in to_come if meeting.state != MeetingPage.State.CANCELLED)
    meeting = next(islice(coming, 1), None)
    return entry_for(meeting, page_path(meeting, request)) if meeting else None
