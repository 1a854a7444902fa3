"""The answers as a table: how many can on each day, and who. At most eight queries, however many people and days."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext as _

from members.meetings.models import DateAnswer, Proposal, RoomMeeting
from members.meetings.querysets import DateAnswerQuerySet
from members.models import Membership
from samrum.core.dates import days_in_words, hours_in_words
from samrum.users.models import User

Answer = DateAnswer.Answer
AT_FIRST = 25  # people shown of a large room
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
    _count(days, given)
    answered = given.aggregate(people=Count("membership", distinct=True))["people"]
    rows = _rows(meeting, user, days, given, answered if is_whole else AT_FIRST)
    return Table(days, rows, answered)


def _count(days: list[Day], given: DateAnswerQuerySet) -> None:
    counted = given.order_by().values_list("proposal", "answer").annotate(number=Count("pk"))
    numbers = Counter({(proposal, answer): number for proposal, answer, number in counted})
    for day in days:
        key = day.proposal.pk
        day.yes = numbers[key, Answer.YES]
        day.if_need_be = numbers[key, Answer.IF_NEED_BE]
        day.no = numbers[key, Answer.NO]
    most = max((day.yes for day in days if day.is_coming), default=0)
    for day in days:
        day.has_most = day.is_coming and day.yes == most > 0


def _rows(
    meeting: RoomMeeting, user: User, days: list[Day], given: DateAnswerQuerySet, most: int
) -> list[Row]:
    """One's own first, then in the order of the alphabet, and last those who are not named; `most` in all."""
    visible = Membership.objects.visible_to(user).in_room(meeting.room)
    people = visible.filter(pk__in=given.values("membership")).select_related("user", "organisation")
    named = [*people.filter(user=user), *people.exclude(user=user).by_name()[:most]][:most]
    answers = _answers(given.filter(membership__in=named))
    rows = [
        Row(
            name=place.user.get_full_name() or _("A participant"),
            organisation=place.organisation.short_name if place.organisation else "",
            is_own=place.user_id == user.pk,
            cells=_cells(days, answers[place.pk]),
        )
        for place in named
    ]
    if len(rows) == most:
        return rows
    unseen = _answers(given.exclude(membership__in=visible.values("pk")))
    hidden = [Row(_("A participant"), cells=_cells(days, answer)) for answer in unseen.values()]
    # By what they answered: the order of their places would say who it may be.
    hidden.sort(key=lambda row: [cell.answer for cell in row.cells], reverse=True)
    return (rows + hidden)[:most]


def _answers(given: DateAnswerQuerySet) -> dict[int, dict[int, str]]:
    """Membership (key) -> proposal (key) -> answer."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for membership, proposal, answer in given.values_list("membership", "proposal", "answer"):
        found[membership][proposal] = answer
    return found


def _cells(days: list[Day], given: dict[int, str]) -> list[Cell]:
    return [Cell(day, given.get(day.proposal.pk, "")) for day in days]
