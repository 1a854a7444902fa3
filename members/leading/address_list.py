"""Addresses pasted from a mail program or a spreadsheet: what each person on them will lead to."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from samrum.core.email_addresses import canonical

from .pasted_text import Entry, entries

NAME_LENGTH = 80  # characters, of first and last name each


@dataclass
class Row:
    line: int
    text: str
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    problem: str = ""  # why nobody can be invited by it
    note: str = ""  # why nothing, or something else, will happen
    skip: bool = False
    is_invited: bool = False


def read(text: str) -> list[Row]:
    """One row per person, in the order of the text. Spellings of one mailbox are one person."""
    rows = [_row(entry) for entry in entries(text)]
    seen: dict[str, int] = {}
    for row in rows:
        if row.problem:
            continue
        if row.email in seen:
            row.skip, row.note = True, _("The same address as on line %(line)d.") % {"line": seen[row.email]}
        else:
            seen[row.email] = row.line
    return rows


def _row(entry: Entry) -> Row:
    row = Row(entry.line, entry.text, first_name=entry.first_name, last_name=entry.last_name)
    if len(entry.addresses) != 1:
        several = entry.addresses
        row.problem = _("More than one address on the line.") if several else _("No e-mail address.")
        return row
    (row.email,) = entry.addresses
    try:
        row.email = canonical(row.email)
    except ValidationError as error:
        row.problem = " ".join(error.messages)
        if error.code == "invalid":
            row.problem = _("This is not an e-mail address: %(address)s") % {"address": row.email[:100]}
    if max(len(row.first_name), len(row.last_name)) > NAME_LENGTH:
        row.problem = _("The name is too long.")
    return row
