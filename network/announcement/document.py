"""What was understood of an announcement. Plain data: the editor may correct it before pages are made."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Note:
    """Something to tell the editor. `report.sentence` says it in words.

    Codes: assumed (a value was chosen), kept (not understood, stays as text), dropped (understood, not
    repeated), near_miss (looks misspelt), private (kept but not shown), check (an editor should look at it).
    """

    code: str
    reason: str
    line: int = 0  # of the source; 0: no line of its own
    text: str = ""
    detail: str = ""


@dataclass
class Block:
    """A heading, paragraph or list item. `lines` are its lines as written, wrapped ones joined."""

    kind: str  # heading, paragraph, item
    lines: list[str]
    number: int  # of its first source line
    mark: str = ""  # the bullet of a list item
    after_gap: bool = True

    @property
    def text(self) -> str:
        return " ".join(self.lines)


@dataclass
class Meeting:
    """Values as MeetingPage has them. `source` is the whole line, `title` its wording after the date."""

    source: str
    title: str
    number: int
    state: str = "confirmed"
    start_date: datetime.date | None = None
    end_date: datetime.date | None = None
    term: str = ""
    term_year: int | None = None
    start_time: datetime.time | None = None
    end_time: datetime.time | None = None
    part_of_day: str = ""
    format: str = ""
    city: str = ""
    theme: str = ""
    group_heading: str = ""

    @property
    def season(self) -> tuple[int | None, str]:
        """Year and term, by which the page groups meetings."""
        if self.start_date:
            return self.start_date.year, "spring" if self.start_date.month <= 6 else "autumn"
        return self.term_year, self.term or "year"


@dataclass
class Person:
    name: str
    job_title: str = ""
    email: str = ""
    phone: str = ""
    number: int = 0


@dataclass
class Fact:
    """A block of the facts page."""

    kind: str  # fact, legal, section
    blocks: list[Block]
    heading: str = ""
    year: int | None = None
    source: str = ""


@dataclass
class Section:
    """A part of the announcement in its place. Standing sections keep their content in fields of the page."""

    kind: str  # section, or one of AnnouncementBody.STANDING_SECTIONS
    heading: str = ""
    blocks: list[Block] = field(default_factory=list)
    number: int = 0


@dataclass
class Announcement:
    title: str = ""
    lead: str = ""
    published_on: datetime.date | None = None
    kind: str = ""
    status: str = "planned"
    period_start: int | None = None
    period_end: int | None = None
    sections: list[Section] = field(default_factory=list)
    target_group: list[Block] = field(default_factory=list)
    fee: str = ""
    fee_amount: Decimal | None = None
    fee_blocks: list[Block] = field(default_factory=list)
    physical_costs: list[Block] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    facts_title: str = ""
    persons: list[Person] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    noted: set[Note] = field(default_factory=set, repr=False)

    def note(self, code: str, reason: str, line: int = 0, text: str = "", detail: str = "") -> None:
        note = Note(code, reason, line, text, detail)
        if note not in self.noted:
            self.noted.add(note)
            self.notes.append(note)
