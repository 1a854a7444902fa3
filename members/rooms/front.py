"""What a room's front page tells: what is new, what waits, and what the parts of the room show there."""

from dataclasses import dataclass
from datetime import datetime

from members.door import RoomRequest
from members.parts import Link, News, Panel, gather

NEWS = 8  # at most, on the front page


@dataclass
class FrontPage:
    since: datetime | None  # the visit before this one; None on the first
    news: list[News]
    older_news: int  # how many more there are
    waiting: list[Link]
    panels: list[Panel]


def front_page_for(request: RoomRequest) -> FrontPage:
    since = request.membership.previous_visit_at
    news = sorted(gather("news", request, since), key=lambda one: one.at, reverse=True) if since else []
    return FrontPage(
        since=since,
        news=news[:NEWS],
        older_news=max(0, len(news) - NEWS),
        waiting=gather("waiting", request),
        panels=gather("panels", request),
    )
