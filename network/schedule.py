"""When meetings are whose dates may be open: in words, in order, and grouped by year and term for readers."""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from samrum.core.dates import days_in_words

if TYPE_CHECKING:
    from network.models import MeetingPage

SEASONS = ("spring", "autumn", "year")
# A heading that says that dates are open is no longer true once all of them are settled.
SAYS_OPEN = re.compile(
    r"\bprel|\b(?:ej|inte) (?:klar|fast|bestäm)|\bnot (?:set|decided|settled)", re.IGNORECASE
)
UNKNOWN_YEAR = 9999  # years are checked to be at most 2100: meetings without one come last


@dataclass
class Term:
    """Meetings of one term, or of a whole year where that year is not divided."""

    season: str
    heading: str = ""
    meetings: list["MeetingPage"] = field(default_factory=list)


@dataclass
class Year:
    number: int | None
    terms: list[Term] = field(default_factory=list)


def term_key(meeting: "MeetingPage") -> tuple[int, int]:
    return (meeting.year or UNKNOWN_YEAR, SEASONS.index(meeting.season))


def in_order(meetings: Iterable["MeetingPage"]) -> list["MeetingPage"]:
    """By term, and by date within it. Expects the order of the page tree.

    An open meeting keeps the place that the editor gave it among the others: it lies somewhere in the term, so no
    date says that it comes first or last.
    """
    terms: dict[tuple[int, int], list[MeetingPage]] = {}
    for meeting in meetings:
        terms.setdefault(term_key(meeting), []).append(meeting)
    ordered = []
    for key in sorted(terms):
        dated = iter(sorted((m for m in terms[key] if m.is_dated), key=lambda m: m.sort_key))
        ordered += [next(dated) if meeting.is_dated else meeting for meeting in terms[key]]
    return ordered


def split_past(
    meetings: Sequence["MeetingPage"], today: datetime.date
) -> tuple[list["MeetingPage"], list["MeetingPage"]]:
    """Past meetings and those to come; a meeting without a known end is to come."""
    past: list[MeetingPage] = []
    to_come: list[MeetingPage] = []
    for meeting in meetings:
        (past if meeting.ends_on and meeting.ends_on < today else to_come).append(meeting)
    return past, to_come


def by_year(meetings: Sequence["MeetingPage"]) -> list[Year]:
    """Ordered meetings grouped by year, then by term.

    A term has the editors' own heading, but one that says “preliminary” only while a date in it is open.
    """
    years: list[Year] = []
    for meeting in meetings:
        if not years or years[-1].number != meeting.year:
            years.append(Year(meeting.year))
        terms = years[-1].terms
        if not terms or terms[-1].season != meeting.season:
            terms.append(Term(meeting.season))
        terms[-1].meetings.append(meeting)
    for year in years:
        for term in year.terms:
            own = next((m.group_heading for m in term.meetings if m.group_heading), "")
            if own and (not SAYS_OPEN.search(own) or any(m.is_open for m in term.meetings)):
                term.heading = own
    return years


def term_in_words(season: str, year: int | None) -> str:
    """“våren 2024”."""
    if year is None:
        return ""
    if season == "spring":
        return _("spring %(year)s") % {"year": year}
    if season == "autumn":
        return _("autumn %(year)s") % {"year": year}
    return _("some time in %(year)s") % {"year": year}


def when_in_words(meeting: "MeetingPage") -> str:
    if meeting.start_date:
        return days_in_words(meeting.start_date, meeting.end_date)
    return term_in_words(meeting.season, meeting.term_year)
