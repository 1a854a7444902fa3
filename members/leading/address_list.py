"""Addresses pasted from a mail program or a spreadsheet: what each line means."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

NAME_LENGTH = 80  # characters, of first and last name each
IN_BRACKETS = re.compile(r"^(?P<name>[^<>]*)<(?P<address>[^<>]*)>[\s,;.]*$")


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
    """One person per line; a mail program's own list, with semicolons between, is understood too."""
    rows = [
        _row(number, piece.strip())
        for number, line in enumerate(text.splitlines(), start=1)
        for piece in line.split(";")
        if piece.strip()
    ]
    seen: dict[str, int] = {}
    for row in rows:
        if row.problem:
            continue
        if row.email in seen:
            row.skip, row.note = True, _("The same address as on line %(line)d.") % {"line": seen[row.email]}
        else:
            seen[row.email] = row.line
    return rows


def _row(line: int, piece: str) -> Row:
    row = Row(line, piece)
    if match := IN_BRACKETS.match(piece):
        name, address = match["name"], match["address"]
    else:
        words = piece.split()
        addresses = [word for word in words if "@" in word]
        if len(addresses) != 1:
            row.problem = _("More than one address on the line.") if addresses else _("No e-mail address.")
            return row
        address = addresses[0]
        name = " ".join(word for word in words if word != address)
    row.email = address.strip(" \t,.'\"()").lower().removeprefix("mailto:")
    row.first_name, row.last_name = _names(name)
    try:
        validate_email(row.email)
    except ValidationError:
        row.problem = _("This is not an e-mail address: %(address)s") % {"address": row.email[:100]}
    if len(row.email) > 254:
        row.problem = _("The address is too long.")
    if max(len(row.first_name), len(row.last_name)) > NAME_LENGTH:
        row.problem = _("The name is too long.")
    return row


def _names(name: str) -> tuple[str, str]:
    """First and last name of “Anna Ek” and of “Ek, Anna”."""
    name = " ".join(name.strip(" \t,'\"").split())
    last, comma, first = name.partition(", ")
    if not comma:
        first, _space, last = name.partition(" ")
    return first.strip(" '\""), last.strip(" '\"")
