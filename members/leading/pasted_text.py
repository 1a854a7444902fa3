"""Takes apart what is pasted from mail programs and spreadsheets: who stands in it, and with which address.

Outlook and Gmail put `;` or `,` between people, whose names may hold a comma themselves; spreadsheets put tabs, or `;`
and `,` without a space, between columns, perhaps below a row of headings.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from samrum.core.email_addresses import mailbox
from samrum.core.one_line import one_line

ADDRESS = {
    "e-post",
    "epost",
    "e-postadress",
    "epostadress",
    "e-mail",
    "email",
    "mail",
    "mejl",
    "mejladress",
    "mailadress",
}
ADDRESS |= {"e-mail address", "email address", "adress", "address"}
NAME = {
    "namn",
    "name",
    "för- och efternamn",
    "fullständigt namn",
    "full name",
    "deltagare",
    "person",
    "visningsnamn",
}
NAME |= {"display name", "kontakt", "kontaktperson"}
FIRST_NAME = {"förnamn", "first name", "given name", "tilltalsnamn"}
LAST_NAME = {"efternamn", "last name", "surname", "family name"}

QUOTES = "\"'`´‘’‚“”„«»"
AROUND_ADDRESS = f" \t,.;:()[]<>{QUOTES}"
# What stands before a list or a person in it: "Till:", a bullet, a number.
BEFORE = re.compile(
    r"^\s*(?:(?:till|to|kopia|cc|bcc|hemlig kopia|från|from)\s*:|[-–•·*]\s|\d{1,3}[.)]\s)\s*", re.IGNORECASE
)
IN_BRACKETS = re.compile(r"<([^<>]*)>")
FULL_WIDTH = str.maketrans("＠﹫＜＞；，", "@@<>;,")
APART = re.compile(r"[\s()\[\]]+")


@dataclass(frozen=True)
class Entry:
    """One person as pasted. More than one address, or none, is for the reader to judge."""

    line: int
    text: str
    addresses: tuple[str, ...] = ()
    first_name: str = ""
    last_name: str = ""


@dataclass(frozen=True)
class Headings:
    """Which column holds what; -1: none does."""

    address: int
    name: int
    first_name: int
    last_name: int


def entries(text: str) -> Iterator[Entry]:
    headings: Headings | None = None
    for number, line in _lines(text):
        separator = _column_separator(line)
        cells = line.split(separator) if separator else [line]
        if found := _headings(cells):
            headings = found
        elif separator and len(cells) > 1:
            if any(cell.strip() for cell in cells):
                yield _of_columns(number, one_line(line), cells, headings)
        else:
            yield from _of_list(number, line)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """With their numbers. An address in brackets that was broken off from its name is put back."""
    kept: tuple[int, str] | None = None
    for number, line in enumerate(text.translate(FULL_WIDTH).splitlines(), start=1):
        if not line.strip():
            continue
        line = BEFORE.sub("", line)
        if kept and "@" not in kept[1] and line.lstrip().startswith("<"):
            kept = kept[0], f"{kept[1]} {line.strip()}"
            continue
        if kept:
            yield kept
        kept = number, line
    if kept:
        yield kept


# --- Columns --------------------------------------------------------------------------------------------------


def _column_separator(line: str) -> str:
    """ "" where the line is no row of a spreadsheet. People of a list have a space after what is between them."""
    if "\t" in line:
        return "\t"
    if "<" in line or '"' in line or line.count("@") > 1:
        return ""
    return next((sign for sign in ";," if re.search(rf"\S{sign}\S", line) and f"{sign} " not in line), "")


def _headings(cells: list[str]) -> Headings | None:
    words = [one_line(cell).strip(QUOTES + ":*").casefold() for cell in cells]
    if "@" in "".join(cells) or not ADDRESS & set(words):
        return None

    def place(names: set[str]) -> int:
        return next((number for number, word in enumerate(words) if word in names), -1)

    return Headings(place(ADDRESS), place(NAME), place(FIRST_NAME), place(LAST_NAME))


def _of_columns(line: int, text: str, cells: list[str], headings: Headings | None) -> Entry:
    def cell(number: int) -> str:
        return cells[number] if 0 <= number < len(cells) else ""

    if headings and "@" in cell(headings.address):
        addresses, beside = _addresses(cell(headings.address))
        first, last = (_word(cell(one)) for one in (headings.first_name, headings.last_name))
        if not (first or last):
            first, last = names(cell(headings.name) or beside)
        return Entry(line, text, addresses, first, last)
    found = [_addresses(one) for one in cells if "@" in one]
    addresses = _different([one for several, _beside in found for one in several])
    others = [one for one in map(one_line, cells) if one and "@" not in one]
    beside = next((one for _several, one in found if one), "")
    # Two single words are first and last name; after a whole name comes what else is known of the person.
    if not beside and len(others) > 1 and not any(" " in one for one in others[:2]):
        return Entry(line, text, addresses, _word(others[0]), _word(others[1]))
    return Entry(line, text, addresses, *names(beside or (others[0] if others else "")))


# --- Lists ----------------------------------------------------------------------------------------------------


def _of_list(line: int, text: str) -> Iterator[Entry]:
    for part in _split(text, ";"):
        people: list[Person] = []
        before: list[str] = []  # pieces without address since the last person
        for piece in _split(part, ","):
            if "@" not in piece and not IN_BRACKETS.search(piece):
                before.append(piece)
                continue
            first, *more = _people(piece)
            people.append(
                Person(", ".join([*before, first.text]), ", ".join([*before, first.name]), first.addresses)
            )
            people += more
            before = []
        if len(people) == 1 and before:
            people, before = [Person(part, people[0].name or ", ".join(before[:2]), people[0].addresses)], []
        for person in people:
            yield Entry(line, one_line(person.text), person.addresses, *names(person.name))
        if before:
            yield Entry(line, one_line(", ".join(before)))


class Person(NamedTuple):
    text: str
    name: str
    addresses: tuple[str, ...]


def _people(piece: str) -> list[Person]:
    """Each in a piece without separators; usually one."""
    brackets = list(IN_BRACKETS.finditer(piece))
    if not brackets:
        addresses, beside = _addresses(piece)
        return [Person(piece, beside, addresses)]
    people, end = [], 0
    for bracket in brackets:
        beside_addresses, name = _addresses(piece[end : bracket.start()])
        # As Outlook shows who has no name: 'karin@kommun.se' <karin@kommun.se>.
        addresses = _different([address for address in [_address(bracket[1]), *beside_addresses] if address])
        people.append(Person(piece[end : bracket.end()], name, addresses))
        end = bracket.end()
    return people


def _addresses(text: str) -> tuple[tuple[str, ...], str]:
    """Each different mailbox in `text`, and the words beside them."""
    words = [word for word in APART.split(text) if "@" in word]
    beside = text
    for word in sorted(words, key=len, reverse=True)[:3]:
        beside = beside.replace(word, " ")
    return _different([_address(word) for word in words]), beside.strip()


def _address(text: str) -> str:
    """Without quotes, and of a link (mailto:) only the address (RFC 6068)."""
    address = text.strip(AROUND_ADDRESS)
    if address.casefold().startswith("mailto:"):
        address = address[len("mailto:") :].partition("?")[0]
    return address.strip(AROUND_ADDRESS)


def _different(addresses: list[str]) -> tuple[str, ...]:
    if len(addresses) < 2:
        return tuple(addresses)
    found: dict[str, str] = {}
    for address in addresses:
        found.setdefault(mailbox(address), address)
    return tuple(found.values())


def _split(text: str, separator: str) -> list[str]:
    """At each `separator` that stands neither in double quotes nor in angle brackets."""
    pieces, quoted, depth = [""], False, 0
    for sign in text:
        if sign in '"“”„':
            quoted = not quoted
        elif not quoted and sign in "<>":
            depth = 1 if sign == "<" else 0
        if sign == separator and not quoted and not depth:
            pieces.append("")
        else:
            pieces[-1] += sign
    if quoted:  # an inch, or half a quotation
        pieces = text.split(separator)
    return [piece.strip() for piece in pieces if piece.strip()]


# --- Names ----------------------------------------------------------------------------------------------------


def names(text: str) -> tuple[str, str]:
    """First and last name of “Anna Ek” and of “Ek, Anna”. Never an address."""
    name = _word(BEFORE.sub("", text))
    name = re.sub(r"^\((.*)\)$", r"\1", name)
    name = re.sub(r"\s*\([^()]*\)$", "", name)  # the office, as directories write it
    last, comma, first = name.partition(", ")
    if not comma:
        first, _space, last = name.partition(" ")
    return _word(first), _word(last)


def _word(text: str) -> str:
    words = one_line(text).split(" ")
    word = " ".join(one for one in words if "@" not in one).strip(f" ,;:|<>[]{QUOTES}")
    return word if any(sign.isalpha() for sign in word) else ""
