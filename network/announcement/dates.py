"""Dates, terms and clock times as Swedish announcements write them."""

import datetime
import re
from dataclasses import dataclass

from .vocabulary import MONTH_WORDS, MONTHS, WEEKDAYS

_MONTH = "(?:" + "|".join(sorted(map(re.escape, MONTH_WORDS), key=len, reverse=True)) + r")(?![^\W_])\.?"
_WEEKDAY = (
    "(?:" + "|".join(sorted((w for w in WEEKDAYS if "." not in w), key=len, reverse=True)) + r")(?:en)?\.?"
)
_LEAD = rf"(?P<lead>(?:{_WEEKDAY}\s+)?(?:den\s+)?)"
_DAY = r"(?P<day>\d{1,2})(?::?e|:a|\.)?"
_LAST_DAY = r"(?P<last_day>\d{1,2})(?::?e|:a|\.)?"
_YEAR = r"(?:,?\s+(?P<year>20\d\d|2100)\b)?"
_LAST_YEAR = r"(?:,?\s+(?P<last_year>20\d\d|2100)\b)?"
_TO = r"\s*(?P<joint>[-–—]|och|till|t\.o\.m\.|&)\s*"
_START = r"(?<![\w:/.–-])"

PATTERNS = tuple(
    re.compile(_START + pattern, re.IGNORECASE)
    for pattern in (
        rf"{_LEAD}{_DAY}\s*(?P<month>{_MONTH}){_YEAR}{_TO}(?:{_WEEKDAY}\s+)?(?:den\s+)?{_LAST_DAY}\s*(?P<last_month>{_MONTH}){_LAST_YEAR}",
        rf"{_LEAD}{_DAY}{_TO}(?:{_WEEKDAY}\s+)?(?:den\s+)?{_LAST_DAY}\s*(?P<month>{_MONTH}){_YEAR}",
        rf"{_LEAD}{_DAY}\s*(?P<month>{_MONTH}){_YEAR}",
        r"(?P<lead>)(?P<iso>20\d\d-\d\d-\d\d)(?:\s*(?:[-–—]|till)\s*(?P<last_iso>20\d\d-\d\d-\d\d))?(?!\d)",
        rf"{_LEAD}(?P<day>\d{{1,2}})/(?P<slash>\d{{1,2}})(?:[\s-]+(?P<year>20\d\d)\b)?(?![\d/])",
    )
)
ENUMERATION = re.compile(r"\d{1,2}\s*(?:,|och|&)\s*$|\d{1,2}\s*,\s*\d{1,2}\s*$")

TERM = re.compile(
    r"\b(?:(?P<season>vår|höst)(?:(?:ens?|termin(?:ens?)?)\b|(?=\s+20\d\d))|(?P<short>[vh]t)\b)"
    r"\s*[-:–]?\s*(?P<year>20\d\d|['’]?\d\d(?!\d))?"
    r"|\b(?P<tight>[vh]t)\s*-?['’]?(?P<tight_year>20\d\d|\d\d)\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"\b(20\d\d)\b")
YEAR_LINE = re.compile(r"(?:år\s+)?(20\d\d)\s*:?", re.IGNORECASE)
YEAR_PAIR = re.compile(r"\b(20\d\d)\s*(?:[-–—/]|till|och)\s*(20\d\d|\d\d)\b")
WEEK = re.compile(r"\b(?:vecka|veckan|v\.?)\s*(\d{1,2})\b", re.IGNORECASE)
MONTH_ALONE = re.compile(
    r"\b(?P<month>" + "|".join(names[0] for names in MONTHS.values()) + r")\b(?:\s+(?P<year>20\d\d))?",
    re.IGNORECASE,
)

_HOUR = r"(?P<h1>\d{1,2})(?:[.:](?P<m1>\d\d))?"
_UNTIL = r"\s*(?:[-–—]|till)\s*(?:kl\.?\s*)?(?P<h2>\d{1,2})(?:[.:](?P<m2>\d\d))?"
TIMES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:kl\.?|klockan)\s*{_HOUR}(?:{_UNTIL})?(?![\d])",
        rf"(?<![\d.:/–-])(?P<h1>\d{{1,2}})[.:](?P<m1>\d\d){_UNTIL}(?![\d])",
        r"(?<![\d.:/–-])(?P<h1>\d{1,2})(?P<m1>)\s*[-–—]\s*(?P<h2>\d{1,2})[.:](?P<m2>\d\d)(?![\d])",
        r"(?<![\d.:/–-])(?P<h1>\d{1,2})[.:](?P<m1>\d\d)(?P<h2>)(?P<m2>)(?![\d.])",
    )
)


@dataclass(frozen=True)
class WrittenDate:
    """A date as a text has it: perhaps without a year, perhaps one that no calendar has."""

    start: int  # where it stands in the text
    end: int
    day: int
    month: int
    year: int | None = None
    last_day: int | None = None
    last_month: int | None = None
    last_year: int | None = None
    is_plain: bool = False  # written as the page writes it: “4 juni”, “4–5 juni 2024”
    is_enumeration: bool = False  # “4 och 18 juni”: several days, not a span

    def days(self, year: int) -> tuple[datetime.date, datetime.date | None]:
        """First and last day, in `year` unless it has its own. ValueError: there is no such day."""
        over_new_year = self.last_month is not None and self.last_month < self.month
        first_year = self.year or (self.last_year - over_new_year if self.last_year else year)
        first = datetime.date(first_year, self.month, self.day)
        if self.last_day is None:
            return first, None
        last = datetime.date(
            self.last_year or first_year + over_new_year, self.last_month or self.month, self.last_day
        )
        if last < first:
            raise ValueError("the last day comes before the first")
        return first, last if last > first else None


def dates_in(text: str, *, slashes: bool = False) -> list[WrittenDate]:
    """All dates of a text in order. “4/6” counts only where `slashes` says that dates are expected."""
    found: list[WrittenDate] = []
    for pattern in PATTERNS if slashes else PATTERNS[:-1]:
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            date = _written(match, text)
            if date:
                found.append(date)
    return sorted(found, key=lambda date: date.start)


def _written(match: re.Match[str], text: str) -> WrittenDate | None:
    part = match.groupdict()
    if part.get("iso"):
        year, month, day = map(int, part["iso"].split("-"))
        last = [int(number) for number in part["last_iso"].split("-")] if part["last_iso"] else [None] * 3
        return WrittenDate(match.start(), match.end(), day, month, year, last[2], last[1], last[0])
    if part.get("slash"):
        if not 1 <= int(part["slash"]) <= 12:
            return None
        year_given = int(part["year"]) if part["year"] else None
        return WrittenDate(match.start(), match.end(), int(part["day"]), int(part["slash"]), year_given)
    end = match.end()
    month_word = (part.get("last_month") or part["month"]).rstrip(".")
    if match.group().endswith(".") and month_word.casefold() in {names[0] for names in MONTHS.values()}:
        end -= 1  # the full stop after “juni.” ends the sentence
    day, last_day = int(part["day"]), int(part["last_day"]) if part.get("last_day") else None
    joint = (part.get("joint") or "").casefold()
    enumerates = (joint in ("och", "&") and last_day != day + 1) or bool(
        ENUMERATION.search(text[: match.start()])
    )
    return WrittenDate(
        match.start(),
        end,
        day,
        MONTH_WORDS[part["month"].rstrip(".").casefold()],
        int(part["year"]) if part.get("year") else None,
        last_day,
        MONTH_WORDS[part["last_month"].rstrip(".").casefold()] if part.get("last_month") else None,
        int(part["last_year"]) if part.get("last_year") else None,
        is_plain=_is_plain(match.group().rstrip(".")),
        is_enumeration=enumerates,
    )


_FULL_MONTH = "(?:" + "|".join(names[0] for names in MONTHS.values()) + ")"
PLAIN = re.compile(
    r"\d{1,2}(?:\s?[-–]\s?\d{1,2})? " + _FULL_MONTH + rf"(?:\s?[-–]\s?\d{{1,2}} {_FULL_MONTH})?(?: 20\d\d)?"
)


def _is_plain(written: str) -> bool:
    return bool(PLAIN.fullmatch(written)) and not written.startswith("0")


def term_in(text: str) -> tuple[str, int | None]:
    """(“spring” or “autumn”, year) of “våren 2024”, “VT 2025”, “ht25”; ("", None) without a term."""
    for match in TERM.finditer(text):
        season = (match["season"] or match["short"] or match["tight"]).casefold()
        written = (match["year"] or match["tight_year"] or "").lstrip("'’")
        short_year = len(written) == 2 and (match["short"] or match["tight"])
        year = int(written) if len(written) == 4 else 2000 + int(written) if short_year else None
        return ("spring" if season.startswith("v") else "autumn"), year
    return "", None


def year_in(text: str) -> int | None:
    """The year a line speaks of, if it is one alone."""
    years = set(YEAR.findall(text))
    return int(years.pop()) if len(years) == 1 else None


def period_in(text: str) -> tuple[int, int] | None:
    """(2023, 2024) of “2023–2024” or “2023/24”."""
    for match in YEAR_PAIR.finditer(text):
        first = int(match[1])
        last = int(match[2]) if len(match[2]) == 4 else first // 100 * 100 + int(match[2])
        if first <= last <= first + 10:
            return first, last
    return None


def rough_month(text: str) -> tuple[int | None, int | None]:
    """(month, year) of “vecka 12” (its month roughly) or “maj 2025”: no date, but enough for a term."""
    week = WEEK.search(text)
    if week and 1 <= int(week[1]) <= 53:
        return (3 if int(week[1]) <= 26 else 9), year_in(text)
    month = MONTH_ALONE.search(text)
    if month:
        return MONTH_WORDS[month["month"].casefold()], int(month["year"]) if month["year"] else None
    return None, None


def times_in(text: str) -> tuple[datetime.time | None, datetime.time | None, bool]:
    """Start, end, and whether a time stands there that no clock shows. `text` has no dates any more."""
    for pattern in TIMES:
        match = pattern.search(text)
        if not match:
            continue
        try:
            start = datetime.time(int(match["h1"]), int(match["m1"] or 0))
            end = datetime.time(int(match["h2"]), int(match["m2"] or 0)) if match["h2"] else None
        except ValueError:
            return None, None, True
        return (start, end, False) if end is None or end > start else (None, None, True)
    return None, None, False
