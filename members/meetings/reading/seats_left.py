"""How many seats a meeting has left, in words: numbers, never names."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.meetings.models import RoomMeeting


def seats_in_words(meeting: RoomMeeting) -> list[str]:
    """For each way that has a limit, then the waiting list. `meeting` comes from `with_seats()`."""
    taken = {"on_site": meeting.on_site_taken, "online": meeting.online_taken}
    ways = meeting.ways
    words = []
    for way in ways:
        limit = meeting.limit_of(way)
        if limit is not None:
            left = max(0, limit - taken[way])
            words.append(_left(left) if len(ways) == 1 else _left_of(way, left))
    if waiting := meeting.waiting_count:
        words.append(
            ngettext("%(number)s on the waiting list", "%(number)s on the waiting list", waiting)
            % {"number": waiting}
        )
    return words


def _left(left: int) -> str:
    if not left:
        return _("All seats are taken")
    return ngettext("%(number)s seat left", "%(number)s seats left", left) % {"number": left}


def _left_of(way: str, left: int) -> str:
    if way == "on_site":
        if not left:
            return _("All seats on site are taken")
        words = ngettext("%(number)s seat left on site", "%(number)s seats left on site", left)
    else:
        if not left:
            return _("All seats online are taken")
        words = ngettext("%(number)s seat left online", "%(number)s seats left online", left)
    return words % {"number": left}
