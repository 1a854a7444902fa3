from .calendar_key import CalendarKey
from .date_poll import DateAnswer, Proposal
from .evaluation import EvaluationAnswer, EvaluationQuestion
from .material import Material
from .message import Message
from .preparation import Preparation, PreparationDone
from .programme_item import ProgrammeItem
from .registration import Registration, SpecialNeeds
from .room_meeting import RoomMeeting

__all__ = [
    "CalendarKey",
    "DateAnswer",
    "EvaluationAnswer",
    "EvaluationQuestion",
    "Material",
    "Message",
    "Preparation",
    "PreparationDone",
    "ProgrammeItem",
    "Proposal",
    "Registration",
    "RoomMeeting",
    "SpecialNeeds",
]
