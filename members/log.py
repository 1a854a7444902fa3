"""What organisers (and the administrator who opens a room) did, and who it was."""

from samrum.users.models import User

from .models import Room, RoomEvent

ABOUT_LENGTH = 200  # characters


def note(room: Room, by: User | None, action: str, about: object = "") -> None:
    """`action` is an English msgid (gettext_noop); the log shows it in the reader's language. `about`: a User or words."""
    person = about if isinstance(about, User) else None
    words = "" if person else str(about)[:ABOUT_LENGTH]
    RoomEvent.objects.create(room=room, by=by, action=action, person=person, about=words)
