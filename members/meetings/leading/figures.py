"""Answers and attendance per organisation and meeting. Organisations alone: no name of a person is in it."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from members.alphabet import sort_key
from members.meetings.models import Registration, RoomMeeting
from members.models import Organisation, Room
from network.meeting_line import term_in_words, when_in_words
from network.models import MeetingPage
from samrum.users.models import User

Term = MeetingPage.Term
KEYS = {Term.SPRING: "var", Term.AUTUMN: "host", Term.YEAR: ""}


@dataclass(frozen=True)
class Period:
    """A year, or one of its terms."""

    year: int
    term: str

    @property
    def key(self) -> str:
        """As in the address: "2027", "2027-var"."""
        word = KEYS[Term(self.term)]
        return f"{self.year}-{word}" if word else str(self.year)

    @property
    def words(self) -> str:
        return str(self.year) if self.term == Term.YEAR else term_in_words(self.term, self.year)

    def holds(self, page: MeetingPage) -> bool:
        return page.year == self.year and self.term in (Term.YEAR, page.season)


@dataclass
class Cell:
    registered: int = 0
    attended: int = 0
    head: str = ""  # of its column, for readers who see one cell at a time
    has_been: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.registered or self.attended)

    @property
    def says_attendance(self) -> bool:
        """Nobody was at a meeting that is to come; that is no news."""
        return self.has_been or bool(self.attended)


@dataclass(frozen=True)
class Row:
    key: str  # "" for those whose organisation is not stated
    name: str
    cells: list[Cell]

    @property
    def total(self) -> Cell:
        return total_of(self.cells)


@dataclass(frozen=True)
class Table:
    meetings: list[RoomMeeting]
    rows: list[Row]

    @property
    def sums(self) -> list[Cell]:
        """One for each meeting."""
        columns = zip(*(row.cells for row in self.rows), strict=True)
        return [total_of(list(cells)) for cells in columns] or [Cell() for _meeting in self.meetings]

    @property
    def total(self) -> Cell:
        return total_of(self.sums)


def total_of(cells: list[Cell]) -> Cell:
    registered, attended = sum(cell.registered for cell in cells), sum(cell.attended for cell in cells)
    head = cells[0].head if cells else ""
    return Cell(registered, attended, head, any(cell.has_been for cell in cells))


def dated(user: User, room: Room) -> list[RoomMeeting]:
    """Meetings that had or have a day, in time; cancelled ones were nobody's to attend."""
    return list(RoomMeeting.objects.led_by(user).in_room(room).dated().taking_place().in_time())


def periods(meetings: list[RoomMeeting]) -> list[Period]:
    """The newest year first, each followed by its terms."""
    found: dict[int, set[str]] = defaultdict(set)
    for meeting in meetings:
        found[meeting.page.year or 0].add(meeting.page.season)
    return [
        Period(year, term)
        for year in sorted(found, reverse=True)
        for term in (Term.YEAR, *(term for term in (Term.SPRING, Term.AUTUMN) if term in found[year]))
    ]


def choose(choices: list[Period], key: str, today: datetime.date) -> Period | None:
    """What the address asks for, or the newest year that has begun."""
    begun = [period for period in choices if period.year <= today.year]
    asked = [period for period in choices if period.key == key]
    return next(iter(asked or begun or choices), None)


def table(user: User, meetings: list[RoomMeeting]) -> Table:
    """Each of `meetings` is a column; a row for each organisation that has answered or been there."""
    place = {meeting.pk: number for number, meeting in enumerate(meetings)}
    rows = Registration.objects.led_by(user).filter(meeting__in=place).order_by()
    counted = rows.values_list("meeting", "membership__organisation").annotate(
        # Held seats are not answered yet.
        registered=Count("pk", filter=Q(seat__in=("seated", "waiting"))),
        attended=Count("pk", filter=Q(attended=True)),
    )
    cells: dict[int | None, list[Cell]] = {}
    for meeting, organisation, registered, attended in counted:
        row = cells.setdefault(organisation, [_empty(column) for column in meetings])
        cell = row[place[meeting]]
        cell.registered, cell.attended = registered, attended
    names = dict(
        Organisation.objects.filter(pk__in=[key for key in cells if key]).values_list("pk", "short_name")
    )
    found = [
        Row(str(key or ""), names[key] if key else _("Organisation not stated"), row)
        for key, row in cells.items()
        if not all(cell.is_empty for cell in row)
    ]
    return Table(meetings, sorted(found, key=lambda row: (not row.key, sort_key(row.name), row.key)))


def _empty(meeting: RoomMeeting) -> Cell:
    return Cell(head=f"{meeting.page.title}, {when_in_words(meeting.page)}", has_been=meeting.is_past)
