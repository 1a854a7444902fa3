"""The one door: who may see and do what in a room. Nothing else in the house decides that.

Rules are conditions on rows (`Q`), so that every list, count, search and single look-up asks the database the same
question. `room` is the path from the row to its room: "room" for most, "" for the room itself, "resource__room" for a
version. A rule joins memberships, and one person has at most one that is not ended in a room, so no row comes twice.

An account that is switched off is nobody: Django's session does not know it. An administrator has no way in by that
role; neither has an editor.
"""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from samrum.users.models import User

PARTICIPANT, ORGANISER, GUEST = "participant", "organiser", "guest"
# Who brings something to the room; a guest reads.
CONTRIBUTING = (PARTICIPANT, ORGANISER)

# Whoever hides their profile is "a participant" to the others, without an organisation: where few are from it, that
# alone says who it is. It is told where at least so many others from it are in the room and do not hide.
SHARED_BY = 2

NOBODY = Q(pk__in=[])


def reads(user: "User | AnonymousUser", room: str = "room") -> Q:
    """Rows of rooms that `user` may look into today: joined, not ended, while the room is open; organisers always."""
    # The person stands before the alternatives: SQLite looks people up by that, and reads all members otherwise.
    return _joined(user, room) & (_is_open(room) | leads(user, room))


def contributes(user: "User | AnonymousUser", room: str = "room") -> Q:
    """Rows of rooms where `user` may add something: no guest, and the room is neither read-only nor closed.

    Organisers may all the same, so that they can prepare a room and put it in order afterwards.
    """
    return (_joined(user, room, CONTRIBUTING) & _is_open(room) & _is_writable(room)) | leads(user, room)


def leads(user: "User | AnonymousUser", room: str = "room") -> Q:
    """Rows of rooms that `user` leads, also before they open and after they close."""
    return _joined(user, room, (ORGANISER,))


def _joined(user: "User | AnonymousUser", room: str, roles: tuple[str, ...] = ()) -> Q:
    if not user.is_authenticated:
        return NOBODY
    path = _path(room, "memberships")
    joined = {f"{path}__user": user, f"{path}__joined_at__isnull": False, f"{path}__ended_at__isnull": True}
    return Q(**joined, **({f"{path}__role__in": roles} if roles else {}))


def _is_open(room: str) -> Q:
    today = timezone.localdate()
    opens, closes = _path(room, "opens_on"), _path(room, "closes_on")
    return (Q(**{f"{opens}__isnull": True}) | Q(**{f"{opens}__lte": today})) & (
        Q(**{f"{closes}__isnull": True}) | Q(**{f"{closes}__gt": today})
    )


def _is_writable(room: str) -> Q:
    read_only = _path(room, "read_only_on")
    return Q(**{f"{read_only}__isnull": True}) | Q(**{f"{read_only}__gt": timezone.localdate()})


def _path(room: str, name: str) -> str:
    return f"{room}__{name}" if room else name
