"""What is told of the seats of a meeting: numbers, never names."""

from dataclasses import dataclass

from members.meetings.models import Registration, RoomMeeting
from members.meetings.seating import seats_taken


@dataclass(frozen=True)
class Seats:
    """The seats of one way of taking part."""

    way: str
    limit: int | None
    taken: int  # held ones among them
    waiting: int

    @property
    def left(self) -> int | None:
        """None where there is no limit."""
        return None if self.limit is None else max(0, self.limit - self.taken)


def seats_of(meeting: RoomMeeting) -> list[Seats]:
    """Of each way in which the meeting can be attended, in two queries."""
    taken = seats_taken(meeting)
    waiting = list(meeting.registrations.in_force().waiting().values_list("answer", flat=True))
    return [Seats(way, meeting.limit_of(way), taken.get(way, 0), waiting.count(way)) for way in meeting.ways]


def place_in_line(registration: Registration) -> int:
    """1 for whoever is let in next; 0 for whoever does not wait."""
    return places_in_line(registration.meeting).get(registration.pk, 0)


def places_in_line(meeting: RoomMeeting) -> dict[int, int]:
    """Registration (key) -> its place among those who wait for the same."""
    places: dict[int, int] = {}
    last: dict[str, int] = {}
    for key, way in meeting.registrations.in_force().waiting().values_list("pk", "answer"):
        places[key] = last[way] = last.get(way, 0) + 1
    return places
