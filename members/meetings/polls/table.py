"""The answers as a table: how many can on each day, and who. Six queries, however many people and days."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from members.meetings.models import DateAnswer, Proposal, RoomMeeting
from members.models import Membership
from samrum.core.dates import days_in_words, hours_in_words
from samrum.users.models import User

Answer = DateAnswer.Answer
AT_FIRST = 40  # people shown of a large room
SIGNS = {Answer.YES.value: "✓", Answer.IF_NEED_BE.value: "~", Answer.NO.value: "✗"}


@dataclass
class Day:
    """A proposed day and how many can."""

    proposal: Proposal
    when: str
    hours: str
    is_coming: bool
    yes: int = 0
    if_need_be: int = 0
    no: int = 0
    has_most: bool = False  # of all days, most have said yes

    @property
    def words(self) -> str:
        return f"{self.when}, {self.hours}" if self.hours else self.when

    @property
    def answered(self) -> int:
        return self.yes + self.if_need_be + self.no


@dataclass
class Cell:
    day: Day
    answer: str  # "" where there is none

    @property
    def sign(self) -> str:
        return SIGNS.get(self.answer, "")

    @property
    def words(self) -> str:
        return in_words(self.answer)


@dataclass
class Row:
    name: str
    organisation: str = ""
    is_own: bool = False
    cells: list[Cell] = field(default_factory=list)


@dataclass
class Table:
    days: list[Day]
    rows: list[Row]
    answered: int  # people

    @property
    def is_whole(self) -> bool:
        return len(self.rows) == self.answered


def in_words(answer: str) -> str:
    words = {Answer.YES.value: _("Yes"), Answer.IF_NEED_BE.value: _("If need be"), Answer.NO.value: _("No")}
    return words.get(answer, "–")


def hours_of(proposal: Proposal) -> str:
    """The clock times, or else the part of the day."""
    hours = hours_in_words(proposal.start_time, proposal.end_time)
    return hours or (proposal.get_part_of_day_display() if proposal.part_of_day else "")


def when_of(proposal: Proposal) -> str:
    return days_in_words(proposal.start_date, proposal.end_date)


def table_of(meeting: RoomMeeting, user: User, *, is_whole: bool = False) -> Table:
    """What `user` sees: whoever hides their profile is counted, but named to organisers alone.

    All are counted; of a large room only so many are shown at first, and all with `is_whole`.
    """
    coming = set(meeting.proposals.coming().values_list("pk", flat=True))
    proposals = list(meeting.proposals.in_time())
    days = [Day(row, when_of(row), hours_of(row), row.pk in coming) for row in proposals]
    given = DateAnswer.objects.visible_to(user).in_force().filter(proposal__in=proposals)
    answers: dict[int, dict[int, str]] = {}
    for membership, proposal, answer in given.values_list("membership", "proposal", "answer"):
        answers.setdefault(membership, {})[proposal] = answer
    _count(days, answers)
    rows = _rows(meeting, user, days, answers, None if is_whole else AT_FIRST)
    return Table(days, rows, answered=len(answers))


def _count(days: list[Day], answers: dict[int, dict[int, str]]) -> None:
    numbers = Counter(pair for given in answers.values() for pair in given.items())
    for day in days:
        key = day.proposal.pk
        day.yes = numbers[key, Answer.YES]
        day.if_need_be = numbers[key, Answer.IF_NEED_BE]
        day.no = numbers[key, Answer.NO]
    most = max((day.yes for day in days if day.is_coming), default=0)
    for day in days:
        day.has_most = day.is_coming and day.yes == most > 0


def _rows(
    meeting: RoomMeeting, user: User, days: list[Day], answers: dict[int, dict[int, str]], most: int | None
) -> list[Row]:
    """One's own first, then in the order of the alphabet, and last those who are not named; `most` in all."""
    visible = Membership.objects.visible_to(user).in_room(meeting.room).filter(pk__in=answers)
    visible = visible.select_related("user", "organisation")
    named = [*visible.filter(user=user), *visible.exclude(user=user).by_name()[:most]]
    rows = [
        Row(
            name=place.user.get_full_name() or _("A participant"),
            organisation=place.organisation.short_name if place.organisation else "",
            is_own=place.user_id == user.pk,
            cells=_cells(days, answers[place.pk]),
        )
        for place in named
    ]
    seen = set(visible.values_list("pk", flat=True))
    unseen = [given for key, given in answers.items() if key not in seen]
    hidden = [Row(_("A participant"), cells=_cells(days, given)) for given in unseen]
    # By what they answered: the order of their places would say who it may be.
    hidden.sort(key=lambda row: [cell.answer for cell in row.cells], reverse=True)
    return (rows + hidden)[:most]


def _cells(days: list[Day], given: dict[int, str]) -> list[Cell]:
    return [Cell(day, given.get(day.proposal.pk, "")) for day in days]
