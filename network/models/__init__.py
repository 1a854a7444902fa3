from .building_block import BuildingBlock
from .calendar_entry import CalendarEntry
from .contact_message import ContactMessage, ContactSettings
from .contact_page import ContactPage
from .contact_person_page import ContactPersonPage
from .facts_page import FactsPage
from .meeting_page import MeetingPage
from .network_page import NetworkContact, NetworkFacts, NetworkPage

__all__ = [
    "BuildingBlock",
    "CalendarEntry",
    "ContactMessage",
    "ContactPage",
    "ContactPersonPage",
    "ContactSettings",
    "FactsPage",
    "MeetingPage",
    "NetworkContact",
    "NetworkFacts",
    "NetworkPage",
]
