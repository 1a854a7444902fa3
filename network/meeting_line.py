"""What the meeting line says about each meeting: its date block, its state, the facts that its title omits."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.dateformat import format as format_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from network.models import MeetingPage, NetworkPage
from network.schedule import Term, Year, by_year, term_in_words, when_in_words
from samrum.core.addresses import page_path
from samrum.core.dates import hours_in_words

# Words (Swedish and English, folded) by which a title already says a fact.
FORMAT_WORDS = {
    MeetingPage.Format.PHYSICAL: ("fysisk", "physical", "in person"),
    MeetingPage.Format.DIGITAL: ("digital", "online"),
    MeetingPage.Format.HYBRID: ("hybrid",),
}
PART_WORDS = {
    MeetingPage.PartOfDay.WHOLE_DAY: ("heldag", "hela dagen", "whole day", "full day"),
    MeetingPage.PartOfDay.HALF_DAY: ("halvdag", "half day", "half-day"),
    MeetingPage.PartOfDay.MORNING: ("förmiddag", "morning"),
    MeetingPage.PartOfDay.AFTERNOON: ("eftermiddag", "afternoon"),
    MeetingPage.PartOfDay.EVENING: ("kväll", "evening"),
}


@dataclass
class Entry:
    """One meeting as readers see it."""

    meeting: MeetingPage
    url: str
    day: str = ""  # large: "4", "4–5"
    month: str = ""  # "juni", "maj–1 juni"
    when: str = ""  # in words, with the year; for an open date its term
    state: str = ""  # in words, where it is not simply confirmed
    hours: str = ""  # "kl. 9–15.30"
    facts: list[str] = field(default_factory=list)
    network: NetworkPage | None = None
    network_url: str = ""


@dataclass
class TermEntries:
    heading: str
    entries: list[Entry]


@dataclass
class YearEntries:
    number: int | None
    terms: list[TermEntries]


def facts_in_words(meeting: MeetingPage) -> list[str]:
    """Format, city, part of the day and clock times, but nothing that the title says word for word."""
    title = " ".join(meeting.title.casefold().split())
    facts = []
    if meeting.format and not any(word in title for word in FORMAT_WORDS[MeetingPage.Format(meeting.format)]):
        facts.append(meeting.get_format_display())
    if meeting.city and meeting.city.casefold() not in title:
        facts.append(meeting.city)
    if meeting.part_of_day and not any(
        word in title for word in PART_WORDS[MeetingPage.PartOfDay(meeting.part_of_day)]
    ):
        facts.append(meeting.get_part_of_day_display())
    if hours := hours_in_words(meeting.start_time, meeting.end_time):
        facts.append(hours)
    return [capfirst(facts[0]), *facts[1:]] if facts else []


def entry_for(meeting: MeetingPage, url: str) -> Entry:
    hours = hours_in_words(meeting.start_time, meeting.end_time)
    entry = Entry(meeting, url, when=when_in_words(meeting), hours=hours, facts=facts_in_words(meeting))
    if first := meeting.start_date:
        entry.day, entry.month = _day_and_month(first, meeting.end_date)
    if meeting.state == MeetingPage.State.PRELIMINARY:
        entry.state = _("Preliminary date")
    elif meeting.state == MeetingPage.State.CANCELLED:
        entry.state = _("Cancelled")
    return entry


def _day_and_month(first: datetime.date, last: datetime.date | None) -> tuple[str, str]:
    """What stands large and small in the date block."""
    if last is None or last == first:
        return str(first.day), format_date(first, "F")
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day}", format_date(first, "F")
    return str(first.day), f"{format_date(first, 'F')}–{format_date(last, 'j F')}"


def line_of(
    meetings: Sequence[MeetingPage], page: NetworkPage, request: HttpRequest | None
) -> list[YearEntries]:
    """The meetings of one network by year and term."""
    base = page_path(page, request)

    def url_of(meeting: MeetingPage) -> str:
        below = meeting.path.startswith(page.path)
        return f"{base}{meeting.slug}/" if below else page_path(meeting, request)

    return in_years(meetings, lambda meeting: entry_for(meeting, url_of(meeting)))


def in_years(meetings: Sequence[MeetingPage], entry_of: Callable[[MeetingPage], Entry]) -> list[YearEntries]:
    """Ordered meetings by year and term; `entry_of` makes what is said of each."""
    return [
        YearEntries(
            year.number,
            [
                TermEntries(_heading(term, year), [entry_of(meeting) for meeting in term.meetings])
                for term in year.terms
            ],
        )
        for year in by_year(meetings)
    ]


def _heading(term: Term, year: Year) -> str:
    """The editors' own; else the term where it says something that the year above does not."""
    says_more = len(year.terms) > 1 or any(not meeting.is_dated for meeting in term.meetings)
    return term.heading or (capfirst(term_in_words(term.season, year.number)) if says_more else "")
