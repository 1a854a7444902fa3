"""What the networks add to the admin."""

from network import listings, snippets, start_page  # noqa: F401 - lists, building blocks, start page
from network.announcement import admin as announcement_admin  # noqa: F401 - registers the import
from network.contact import admin as contact_admin  # noqa: F401 - registers the inbox
