"""Meetings out of the lines of a section: dates or terms, format, city, part of day, state."""

import datetime
import re
from dataclasses import dataclass, field, replace

from . import dates
from .document import Announcement, Block, Meeting
from .places import city_in
from .vocabulary import corrected, near_misses

MAX_TITLE = 255  # characters, as Page.title
MAX_GROUP_HEADING = 120  # as MeetingPage.group_heading
MAX_THEME = 200
MAX_LINE = 200  # a longer paragraph tells a story, it is not a line of a list
SHORT = 90
NAMELESS = "Träff"

UNDECIDED = re.compile(
    r"\bdatum(?:et|en)?\s+(?:är\s+)?(?:ej|inte|ännu\s+(?:ej|inte))\s+(?:är\s+)?(?:ännu\s+)?\w+|\b(?:datum|tid)\s+(?:meddelas|kommer|"
    r"återkommer|bestäms|fastställs|saknas)\b|\bej\s+(?:fastställt|bestämt|klart)\b|\btid\s+ej\s+klar\b",
    re.IGNORECASE,
)
AS_PRINTED = "Datum ej klart"
CANCELLED = re.compile(r"\binställ(?:t|d|da|s|des|es)\b", re.IGNORECASE)
MOVED_TO = re.compile(r"\bflytt(?:at|ad|ade|as)\s+(?:fram\s+|från\s+.{1,40}?\s+)?till\b", re.IGNORECASE)
MOVED = re.compile(r"\b(?:flytt(?:at|ad|ade|as)|framflytta(?:t|d|de))\b(?!\s+från)", re.IGNORECASE)
PRELIMINARY = re.compile(r"\bprel(?:\.|\b|im)", re.IGNORECASE)
DEADLINE = re.compile(
    r"\b(?:anmäl|ansök|sista\s+(?:dag|anmäl|ansök)|senast\b|deadline|sammanställ)", re.IGNORECASE
)
MEETS = re.compile(
    r"\b(?:träff|möte|digital|fysisk|webb|konferens|heldag|halvdag|hybrid|workshop|seminari)", re.IGNORECASE
)
PHYSICAL = re.compile(r"\bfysisk|\bpå\s+plats\b|\bi\s+sal\b", re.IGNORECASE)
DIGITAL = re.compile(
    r"\bdigital|\bteams\b|\bzoom\b|\bskype\b|\bwebb|\bonline\b|\bdistans|\bvideo(?:möte|länk|konferens)|\bvia\s+länk\b",
    re.IGNORECASE,
)
HYBRID = re.compile(r"\bhybrid", re.IGNORECASE)
PARTS = (
    ("whole", re.compile(r"\bheldag|\bhela\s+dagen\b", re.IGNORECASE)),
    ("half", re.compile(r"\bhalvdag", re.IGNORECASE)),
    ("morning", re.compile(r"\bförmiddag|\bfm\b", re.IGNORECASE)),
    ("afternoon", re.compile(r"\beftermiddag|\bem\b", re.IGNORECASE)),
    ("evening", re.compile(r"\bkväll", re.IGNORECASE)),
)
LUNCH_TO_LUNCH = re.compile(r"\blunch\s*(?:till|-|–)\s*lunch\b", re.IGNORECASE)
THEME = re.compile(r"\btema\s*:\s*(?P<theme>.+)$", re.IGNORECASE)
SEPARATORS = " .,:;–—-|"


@dataclass
class Context:
    """What the headings above a line say about it."""

    year: int | None = None
    year_is_certain: bool = False
    term: str = ""
    preliminary: bool = False
    heading: str = ""  # of the group, where the page does not print it by itself
    period: tuple[int, int] | None = None
    published_on: datetime.date | None = None
    today: datetime.date = field(default_factory=datetime.date.today)

    def under(self, heading: str) -> "Context":
        """The context below a heading: what it does not say it takes from above."""
        meant = corrected(heading)
        term, year = dates.term_in(meant)
        year = year or dates.year_in(meant)
        certain = bool(year) or self.year_is_certain
        if (
            term
            and not year
            and self.term == "autumn"
            and term == "spring"
            and self.year
            and self.year_is_certain
        ):
            year = self.year + 1
        return replace(
            self,
            year=year or self.year,
            year_is_certain=certain,
            term=term,
            preliminary=bool(PRELIMINARY.search(meant)),
            heading="" if dates.YEAR_LINE.fullmatch(heading) else heading,
        )

    def year_of(self, month: int) -> int:
        if self.year:
            return self.year
        if self.period:
            first, last = self.period
            return first if month >= 7 else last
        if self.published_on:
            return self.published_on.year + (month < self.published_on.month)
        return self.today.year + (month < self.today.month)


def is_meeting_line(block: Block, *, expected: bool = False) -> bool:
    """Whether a line looks like one of a list of meetings; less will do where meetings are `expected`."""
    text = corrected(block.lines[0]) if len(block.lines[0]) <= MAX_LINE else ""
    if not text or block.kind == "heading" or DEADLINE.search(text):
        return False
    if UNDECIDED.match(text):
        return True
    if expected and _says_when(block, text):
        return True
    found = dates.dates_in(text, slashes=expected)
    return (
        bool(found)
        and (found[0].start == 0 or block.kind == "item" or len(text) <= SHORT)
        and len(text) <= SHORT * 1.5
    )


def is_group_heading(text: str) -> bool:
    """“2023”, “Våren 2024”, “Preliminära datum”: a heading that divides a list of meetings."""
    meant = corrected(text)
    if dates.YEAR_LINE.fullmatch(meant):
        return True
    return len(meant.split()) <= 8 and bool(dates.term_in(meant)[0] or PRELIMINARY.search(meant))


def read_meeting(block: Block, context: Context, announcement: Announcement) -> Meeting | None:
    """The meeting that a block tells of; None if it stays text, with a note where that needs a look."""
    text = block.lines[0]
    if len(text) > MAX_TITLE or (block.kind == "paragraph" and len(text) > MAX_LINE):
        return None
    meant = corrected(text)
    if DEADLINE.search(meant) and not MEETS.search(meant):
        return None
    moment = _moment(block, text, meant, context, announcement)
    if moment is None:
        return None
    meeting, rest = moment
    for word, known in near_misses(text).items():
        announcement.note("near_miss", "word", block.number, word, known)
    _state(meeting, meant, context)
    _place(meeting, rest, announcement)
    _hours(meeting, rest, announcement)
    if not _add_lines(meeting, block.lines[1:]):
        return None
    meeting.group_heading = context.heading
    return meeting


def _moment(
    block: Block, text: str, meant: str, context: Context, announcement: Announcement
) -> tuple[Meeting, str] | None:
    """A meeting with its date or term and title, and what is left to understand of its line."""
    found = dates.dates_in(meant, slashes=True)
    if found and block.kind == "paragraph" and found[0].start > 0 and len(text) > SHORT:
        return None
    moved_to = MOVED_TO.search(meant)
    moved_date = [date for date in found if moved_to and date.start >= moved_to.end()]
    if moved_date:
        found = moved_date[:1]
    elif found and MOVED.search(meant) and not CANCELLED.search(meant):
        return _moved(block, text, found[0], context, announcement)
    if found:
        return _dated(block, text, meant, found, context, announcement)
    if UNDECIDED.search(meant) or _says_when(block, meant):
        return _undecided(block, text, meant, context, announcement)
    return None


def _says_when(block: Block, meant: str) -> bool:
    if block.kind != "item" and not (len(meant) <= SHORT and MEETS.search(meant)):
        return False
    return bool(dates.rough_month(meant)[0] or dates.term_in(meant)[0])


def _dated(
    block: Block,
    text: str,
    meant: str,
    found: list[dates.WrittenDate],
    context: Context,
    announcement: Announcement,
) -> tuple[Meeting, str] | None:
    date = found[0]
    assumed = not (date.year or date.last_year or context.year_is_certain)
    year = context.year_of(date.month)
    try:
        first, last = date.days(year)
    except ValueError:
        announcement.note("kept", "impossible_date", block.number, text)
        return None
    if not 2000 <= first.year <= 2100 or (last and last.year > 2100):
        announcement.note("kept", "impossible_date", block.number, text)
        return None
    if len(found) > 1 or date.is_enumeration:
        announcement.note("check", "several_dates", block.number, text)
        last = None if date.is_enumeration else last
    if assumed:
        announcement.note("assumed", "year", block.number, text, str(first.year))
    title = text
    plain_here = (
        date.start == 0
        and date.is_plain
        and not date.is_enumeration
        and text[: date.end] == meant[: date.end]
    )
    if plain_here:
        title = text[date.end :].lstrip(SEPARATORS) or context.heading or NAMELESS
    else:
        announcement.note("check", "date_in_title", block.number, text)
    rest = meant[: date.start] + " " + meant[date.end :]
    if LUNCH_TO_LUNCH.search(rest) and last is None:
        last = first + datetime.timedelta(days=1)
        announcement.note("assumed", "two_days", block.number, text, last.isoformat())
    return Meeting(text, title, block.number, start_date=first, end_date=last), rest


def _undecided(
    block: Block, text: str, meant: str, context: Context, announcement: Announcement
) -> tuple[Meeting, str]:
    month, year = dates.rough_month(meant)
    term, term_year = dates.term_in(meant)
    if not term and month:
        term = "spring" if month <= 6 else "autumn"
    term_year = term_year or year or (None if month else dates.year_in(meant))
    term = term or context.term
    if not term_year:
        term_year = context.year_of(month or {"spring": 3, "autumn": 9}.get(term, 12))
        if not context.year_is_certain:
            announcement.note("assumed", "year", block.number, text, str(term_year))
    if not 2000 <= term_year <= 2100:
        term_year = context.today.year
    title = text
    if text.startswith(AS_PRINTED):
        title = text[len(AS_PRINTED) :].lstrip(SEPARATORS) or context.heading or NAMELESS
    else:
        announcement.note("check", "no_date", block.number, text)
    return Meeting(
        text, title, block.number, state="undecided", term=term or "year", term_year=term_year
    ), meant


def _moved(
    block: Block, text: str, date: dates.WrittenDate, context: Context, announcement: Announcement
) -> tuple[Meeting, str] | None:
    """Moved, and nobody says to when: its date is open within the term that it was planned in."""
    announcement.note("check", "moved", block.number, text)
    year = date.year or context.year_of(date.month)
    if not (2000 <= year <= 2100 and 1 <= date.month <= 12):
        return None
    term, term_year = dates.term_in(text)
    term = term or ("spring" if date.month <= 6 else "autumn")
    return Meeting(text, text, block.number, state="undecided", term=term, term_year=term_year or year), text


def _state(meeting: Meeting, meant: str, context: Context) -> None:
    if CANCELLED.search(meant):
        meeting.state = "cancelled"
    elif meeting.start_date and (context.preliminary or PRELIMINARY.search(meant)):
        meeting.state = "preliminary"


def _place(meeting: Meeting, meant: str, announcement: Announcement) -> None:
    meeting.city = city_in(meant)[:80]
    physical, digital = PHYSICAL.search(meant), DIGITAL.search(meant)
    if HYBRID.search(meant) or (physical and digital):
        meeting.format = "hybrid"
    elif physical or digital:
        meeting.format = "physical" if physical else "digital"
    elif meeting.city:
        meeting.format = "physical"
        announcement.note("assumed", "physical", meeting.number, meeting.source, meeting.city)


def _hours(meeting: Meeting, meant: str, announcement: Announcement) -> None:
    meeting.start_time, meeting.end_time, impossible = dates.times_in(meant)
    if impossible:
        announcement.note("check", "impossible_time", meeting.number, meeting.source)
    found = [part for part, pattern in PARTS if pattern.search(meant)]
    if len(found) == 1 and not LUNCH_TO_LUNCH.search(meant):
        meeting.part_of_day = found[0]


def _add_lines(meeting: Meeting, lines: list[str]) -> bool:
    """Put the further lines of a list item into theme and title; whether they fit."""
    for line in lines:
        theme = THEME.match(line)
        if theme and not meeting.theme and len(theme["theme"]) <= MAX_THEME:
            meeting.theme = theme["theme"]
        else:
            meeting.title = f"{meeting.title} {line}"
    if not lines:
        theme = THEME.search(meeting.title)
        before = meeting.title[: theme.start()].rstrip(SEPARATORS) if theme else ""
        if theme and before and len(theme["theme"]) <= MAX_THEME:
            meeting.title, meeting.theme = before, theme["theme"]
    return len(meeting.title) <= MAX_TITLE


def heading_says_more(heading: str) -> bool:
    """Whether a group heading must be kept: a year alone is printed by the page itself."""
    return bool(heading) and not dates.YEAR_LINE.fullmatch(heading)
