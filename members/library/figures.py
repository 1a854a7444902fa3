"""How often things are downloaded, month by month. Never by whom: that is written nowhere."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta
from django.db.models import Max, Min

from members.models import Room
from samrum.users.models import User

from .models import DownloadCount

MOST_MONTHS = 60


@dataclass(frozen=True)
class Period:
    """Whole months; `last` is the first day of the last one."""

    key: str  # as in the address: "12", or a year
    first: datetime.date
    last: datetime.date

    @property
    def months(self) -> list[datetime.date]:
        number = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        return [self.first + relativedelta(months=step) for step in range(min(number, MOST_MONTHS))]


@dataclass(frozen=True)
class Cell:
    month: datetime.date
    count: int


@dataclass(frozen=True)
class Row:
    """A resource and its downloads, month by month."""

    title: str
    pk: int
    cells: list[Cell]

    @property
    def total(self) -> int:
        return sum(cell.count for cell in self.cells)


def latest_year(today: datetime.date) -> Period:
    month = today.replace(day=1)
    return Period("12", month - relativedelta(months=11), month)


def periods(user: User, room: Room, today: datetime.date) -> list[Period]:
    """The last twelve months, and each year that has figures, the newest first."""
    counts = DownloadCount.objects.led_by(user).in_room(room)
    span = counts.aggregate(first=Min("month"), last=Max("month"))
    years = range(span["last"].year, span["first"].year - 1, -1) if span["first"] else ()
    return [
        latest_year(today),
        *(Period(str(year), datetime.date(year, 1, 1), datetime.date(year, 12, 1)) for year in years),
    ]


def rows(user: User, room: Room, period: Period) -> list[Row]:
    """The resources that were downloaded within `period`, the most wanted first."""
    counts = DownloadCount.objects.led_by(user).in_room(room).within(period.first, period.last)
    by_month: dict[tuple[str, int], dict[datetime.date, int]] = defaultdict(dict)
    for pk, title, month, count in counts.values_list("resource", "resource__title", "month", "count"):
        by_month[title, pk][month] = count
    found = [
        Row(title, pk, [Cell(month, months.get(month, 0)) for month in period.months])
        for (title, pk), months in by_month.items()
    ]
    return sorted(found, key=lambda row: (-row.total, row.title))


def totals(found: list[Row], period: Period) -> list[Cell]:
    return [
        Cell(month, sum(row.cells[place].count for row in found)) for place, month in enumerate(period.months)
    ]
