"""The list of municipalities and regions as a file: read whole and checked, or refused whole."""

import csv
import datetime
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError

from . import codes, domains

PATH = Path(__file__).with_name("organisations.csv")
COLUMNS = ["code", "kind", "name", "short_name", "county", "domains"]


class BrokenList(Exception):
    """The file cannot be used; the message names each faulty line."""


@dataclass(frozen=True)
class Listed:
    """A row of the file, its values as the model has them."""

    values: dict
    source: str
    as_of: datetime.date | None


def read(path: Path = PATH) -> list[Listed]:
    """Raises BrokenList. Lines that begin with # say where the list comes from, and its date."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenList(f"{path}: {error}") from error
    facts = dict(line[1:].partition(":")[::2] for line in lines if line.startswith("#"))
    source = facts.get(" source", "").strip()
    try:
        as_of = datetime.date.fromisoformat(facts.get(" as of", "").strip())
    except ValueError as error:
        raise BrokenList(f"{path}: no date in the line “# as of: 2025-01-01”") from error
    numbered = [(number, line) for number, line in enumerate(lines, 1) if not line.startswith("#")]
    table = csv.reader(line for _number, line in numbered)
    rows = [(number, row) for (number, _line), row in zip(numbered, table, strict=False) if row]
    if not rows or rows[0][1] != COLUMNS:
        raise BrokenList(f"{path}: the columns are not {', '.join(COLUMNS)}")
    faults, listed = [], []
    seen: set[str] = set()
    for number, row in rows[1:]:
        try:
            values = _values(row)
            for once in filter(None, (values["code"], values["name"])):
                if once in seen:
                    raise ValueError(f"{once} stands twice")
                seen.add(once)
        except (ValueError, ValidationError) as error:
            faults.append(f"line {number}: {' '.join(getattr(error, 'messages', [str(error)]))}")
            continue
        coded = bool(values["code"])
        listed.append(Listed(values, source if coded else "", as_of if coded else None))
    if faults or not listed:
        raise BrokenList("\n".join([f"{path}:", *(faults or ["empty"])]))
    return listed


def _values(row: list[str]) -> dict:
    if len(row) != len(COLUMNS):
        raise ValueError(f"{len(row)} columns instead of {len(COLUMNS)}")
    values: dict = dict(zip(COLUMNS, (cell.strip() for cell in row), strict=True))
    values["domains"] = domains.parse(values["domains"])
    if values["kind"] not in ("municipality", "region", "both", "other"):
        raise ValueError(f"no such kind: {values['kind']}")
    if not values["name"] or not values["short_name"]:
        raise ValueError("no name")
    if not codes.fits(values["code"], values["kind"]):
        raise ValueError(f"the code {values['code'] or '(none)'} does not fit the kind {values['kind']}")
    if values["code"] and codes.COUNTIES[values["code"][:2]] != values["county"]:
        raise ValueError(f"the code {values['code']} is not one of {values['county'] or 'no county'}")
    return values
