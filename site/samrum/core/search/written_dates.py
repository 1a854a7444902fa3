"""Finds dates, months and terms in a text, however they are written, and gives each one name that can be looked up.

Text and query go through the same rules, so `10/2 2027` finds a page that says “10–12 februari 2027”. Swedish and
English ways are understood in both languages.
"""

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_DAYS = 31  # of a span whose days are all found; of a longer one its ends and months

# Before the names that a date is found by: its day, its day in any year, its month, its term.
MARKS = ("qd", "qn", "qm", "qs")
MONTH_NAMES = {
    "sv": (
        "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
        "december",
    ),
    "en": (
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ),
}  # fmt: skip
_MONTHS = {name: number for names in MONTH_NAMES.values() for number, name in enumerate(names, 1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_SEASONS = {
    "s": "våren vårterminen vårens vår vt spring",
    "a": "hösten höstterminen höstens höst ht autumn fall",
}
_SEASON_OF = {word: season for season, words in _SEASONS.items() for word in words.split()}


def _any(words) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_PARTS = {
    "D": r"(0?[1-9]|[12]\d|3[01])(?::[ae]|st|nd|rd|th)?",
    "M": rf"({_any(_MONTHS)})\.?",
    "N": r"(0?[1-9]|1[0-2])",
    "Y": r"((?:19|20)\d\d)",
    "S": rf"({_any(_SEASON_OF)})",
    "TO": r"\s?(?:–|-|—|/|,|\boch\b|\band\b|\bor\b|\beller\b|\bto\b|\btill\b)\s?",
    "TILL": r"\s?(?:–|-|—|\btill\b|\bto\b)\s?",
}
_START, _END = r"(?<![\w/])(?<!\d[.,:-])", r"(?![\w/])(?![.,:-]\d)"


def _pattern(text: str) -> re.Pattern:
    text = re.sub(r"<(\w+)>", lambda name: _PARTS[name[1]], text.replace(" ", r"\s"))
    return re.compile(_START + text + _END, re.IGNORECASE)


# The longest first; each with the names of its groups.
_PATTERNS = [
    (_pattern(text), fields)
    for text, fields in (
        (r"<D> (?:of )?<M>(?:,? <Y>)?<TILL><D> (?:of )?<M>(?:,? <Y>)?", "d m y d2 m2 y2"),
        (r"<D>(?:<TO><D>)? (?:of )?<M>(?:,? <Y>)?", "d d2 m y"),
        (r"<M> <D>(?:<TILL><D>)?(?:,? <Y>)?", "m d d2 y"),
        (r"<Y>-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "y m d"),
        (r"<Y>(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])", "y m d"),
        (r"<D>(?:<TILL><D>)?/<N>(?: |-|/| -)<Y>", "d d2 m y"),
        (r"<D>/<N>-(\d\d)", "d m yy"),
        (r"<D>\.<N>\.<Y>", "d m y"),
        (r"<D>(?:<TILL><D>)?/<N>", "d d2 m"),
        (r"<M>(?:<TO><M>)?,? (?:of )?<Y>", "m m2 y"),
        (r"<Y>-(0[1-9]|1[0-2])", "y m"),
        (r"(vt|ht) ?-?<Y>", "s y"),
        (r"(vt|ht) ?-?(\d\d)", "s yy"),
        (r"<S>(?:<TO><S>)?,? (?:of |år )?<Y>", "s s2 y"),
    )
]
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Written:
    """A date, month or term in a text, and where it stands."""

    start: int
    end: int
    names: tuple[str, ...]  # all that it is found by
    asked: tuple[str, ...]  # what one who writes so seeks: all of these
    months: tuple[int, ...] = ()


def find(text: str) -> Iterator[Written]:
    """The dates of tidy text, none within another, by kind of writing."""
    if not _DIGIT.search(text):
        return
    taken: list[tuple[int, int]] = []
    for pattern, fields in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            values = {
                name: value.lower()
                for name, value in zip(fields.split(), match.groups(), strict=True)
                if value
            }
            if read := _read(values):
                taken.append(match.span())
                names, asked, months = read
                yield Written(match.start(), match.end(), names, asked, months)


def day_name(day: datetime.date) -> str:
    return f"qd{day:%Y%m%d}"


def yearless(name: str) -> str:
    """The name of the same day in any year."""
    return f"qn{name[6:]}"


# Names, what is asked, months: see Written.
Read = tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...]]


def _read(values: dict[str, str]) -> Read | None:
    year = values.get("y2") or values.get("y") or (f"20{values['yy']}" if "yy" in values else "")
    if "s" in values:
        seasons = dict.fromkeys(_SEASON_OF[values[key]] for key in ("s", "s2") if key in values)
        names = tuple(f"qs{year}{season}" for season in seasons)
        return names, names, ()
    month = _month(values["m"])
    last_month = _month(values.get("m2", "")) or month
    if "d" not in values:
        months = range(month, last_month + 1) if last_month >= month else (month, last_month)
        names = tuple(f"qm{year}{number:02}" for number in months)
        return names, (names[0], *names[1:][-1:]), tuple(months)
    return _read_days(values, year, month, last_month)


def _read_days(values: dict[str, str], year: str, month: int, last_month: int) -> Read | None:
    # A leap year for days without one.
    last_year = int(year or 2024)
    first_year = int(values["y"]) if "y" in values and "y2" in values else last_year
    if first_year == last_year and last_month < month:
        first_year -= 1
    try:
        first = datetime.date(first_year, month, int(values["d"]))
        last = datetime.date(last_year, last_month, int(values.get("d2", values["d"])))
    except ValueError:
        return None
    if last < first:
        return None
    days = [first + datetime.timedelta(number) for number in range(min((last - first).days, MOST_DAYS) + 1)]
    if days[-1] != last:
        days = [first, last]
    months = list(dict.fromkeys((day.year, day.month) for day in days))
    if days == [first, last]:
        months = list(_months_between(first, last))
    yearless_names = [yearless(day_name(day)) for day in days]
    ends = dict.fromkeys((days[0], days[-1]))
    numbers = tuple(dict.fromkeys(number for _year, number in months))
    if not year:
        asked = tuple(yearless(day_name(day)) for day in ends)
        return tuple(yearless_names), asked, numbers
    names = [*map(day_name, days), *yearless_names, *(f"qm{y}{number:02}" for y, number in months)]
    return tuple(names), tuple(map(day_name, ends)), numbers


def _months_between(first: datetime.date, last: datetime.date) -> Iterator[tuple[int, int]]:
    day = first.replace(day=1)
    while day <= last:
        yield day.year, day.month
        day += datetime.timedelta(calendar.monthrange(day.year, day.month)[1])


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS.get(text, 0)
