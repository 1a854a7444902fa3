"""What is told about meetings, and what each letter says: titles, dates, city and links, never what is in the room."""

from members.notices.kinds import Kind

from . import appointments, around, messages, registrations

KINDS: list[Kind] = [*appointments.KINDS, *around.KINDS, *registrations.KINDS, *messages.KINDS]
