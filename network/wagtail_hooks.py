"""What the networks add to the admin."""

from network import (  # noqa: F401 - a log action, lists, building blocks, start page
    appointment_history,
    listings,
    snippets,
    start_page,
)
from network.announcement import admin as announcement_admin  # noqa: F401 - registers the import
from network.contact import admin as contact_admin  # noqa: F401 - registers the inbox
