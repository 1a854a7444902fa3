from .application import Application, ApplicationEvent
from .held_upload import HeldUpload
from .invitation import Invitation
from .membership import Membership
from .organisation import Organisation
from .room import Room
from .room_event import RoomEvent

__all__ = [
    "Application",
    "ApplicationEvent",
    "HeldUpload",
    "Invitation",
    "Membership",
    "Organisation",
    "Room",
    "RoomEvent",
]
