"""What a change to the appointment of a meeting means to those who take part."""

from enum import Enum

from network.models import MeetingPage

State = MeetingPage.State
DAY = ("start_date", "end_date", "start_time", "end_time", "part_of_day")
WHEN_AND_HOW = (*DAY, "format", "city")


class Change(Enum):
    """What a change means to those who take part; its value is the kind of notice."""

    DECIDED = "meeting_decided"
    MOVED = "meeting_moved"
    CANCELLED = "meeting_cancelled"


def appointment_of(page: MeetingPage) -> dict[str, str]:
    """What people are told of when and where, as it can be kept."""
    return {name: str(value) if (value := getattr(page, name)) else "" for name in ("state", *WHEN_AND_HOW)}


def change_between(before: dict[str, str], now: dict[str, str]) -> Change | None:
    """None: nobody needs a letter. An empty `before` is a meeting that is new in the room."""
    if now["state"] == State.CANCELLED:
        return Change.CANCELLED if before and before["state"] != State.CANCELLED else None
    if not takes_place(before):
        return Change.DECIDED if now["start_date"] else None
    if differs(before, now, *WHEN_AND_HOW):
        return Change.MOVED
    # The same day: preliminary before and settled now, or the other way round.
    return Change.DECIDED if now["state"] == State.CONFIRMED else None


def takes_place(appointment: dict[str, str]) -> bool:
    return bool(appointment.get("start_date")) and appointment["state"] != State.CANCELLED


def is_settled(before: dict[str, str], now: dict[str, str]) -> bool:
    """Whether all that is new is that a preliminary date is confirmed."""
    is_same = takes_place(before) and not differs(before, now, *WHEN_AND_HOW)
    return is_same and now["state"] == State.CONFIRMED


def differs(before: dict[str, str], now: dict[str, str], *names: str) -> bool:
    return any(before.get(name, "") != now[name] for name in names)


def has_new_day(before: dict[str, str], now: dict[str, str]) -> bool:
    """Whether there is another day (or hour) than before, or one that holds at last."""
    return not takes_place(before) or is_settled(before, now) or differs(before, now, *DAY)
