"""What each part of a room (library, meetings, ...) brings to the room's frame and front page.

An app has a module `room_part` with a `PART`; the frame names no app (as `core.collect` does for commands).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from samrum.core.collect import app_modules

from .door import RoomRequest


@dataclass(frozen=True)
class Link:
    title: str
    url: str
    count: int = 0  # what waits there; 0 says nothing
    note: str = ""
    is_current: bool = False  # the reader is there, or below


@dataclass(frozen=True)
class News:
    """Something that came since the last visit."""

    title: str
    url: str
    at: datetime
    kind: str  # "New in the library", in the reader's language


@dataclass(frozen=True)
class Panel:
    """A part of the front page: a template and what it shows."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


def nothing(request: RoomRequest) -> Sequence[Any]:
    return ()


@dataclass(frozen=True)
class RoomPart:
    """Each function takes the request that has come through the door and answers in the reader's language."""

    order: int
    navigation: Callable[[RoomRequest], Sequence[Link]] = nothing  # in the band at the top
    leading: Callable[[RoomRequest], Sequence[Link]] = nothing  # under Leda, for organisers
    news: Callable[[RoomRequest, datetime], Sequence[News]] = lambda request, since: ()
    waiting: Callable[[RoomRequest], Sequence[Link]] = nothing  # what waits for this person
    panels: Callable[[RoomRequest], Sequence[Panel]] = nothing  # on the front page
    figures: Callable[[RoomRequest], Sequence[Panel]] = nothing  # under Leda


@cache
def parts() -> list[RoomPart]:
    return sorted((module.PART for module in app_modules("room_part")), key=lambda part: part.order)


def gather(name: str, request: RoomRequest, *args: Any) -> list[Any]:
    """Everything that the parts say to `name`, in their order."""
    return [item for part in parts() for item in getattr(part, name)(request, *args)]
