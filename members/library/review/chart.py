"""Bars for a chart, in the units of its drawing: the template draws them."""

import datetime
from dataclasses import dataclass

from members.library.figures import Period

STEP, BAR, HEIGHT, TOP, BOTTOM, LEFT = 60, 40, 200, 24, 56, 56


@dataclass(frozen=True)
class Bar:
    month: datetime.date
    count: int
    x: int
    y: int
    height: int

    @property
    def width(self) -> int:
        return BAR

    @property
    def middle(self) -> int:
        return self.x + BAR // 2

    @property
    def above(self) -> int:
        return self.y - 6


@dataclass(frozen=True)
class Line:
    """Across the chart, at a round number."""

    count: int
    y: int

    @property
    def text_y(self) -> int:
        return self.y + 5


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]
    lines: list[Line]
    width: int
    left: int = LEFT
    height: int = TOP + HEIGHT + BOTTOM
    ground: int = TOP + HEIGHT
    month_y: int = TOP + HEIGHT + 22
    year_y: int = TOP + HEIGHT + 44


def draw(period: Period, counts: list[int]) -> Chart:
    step = round_step(max(counts, default=0))
    top = step * max(1, -(-max(counts, default=0) // step))

    def y(count: int) -> int:
        return TOP + HEIGHT - count * HEIGHT // top

    bars = [
        Bar(month, count, LEFT + place * STEP + (STEP - BAR) // 2, y(count), TOP + HEIGHT - y(count))
        for place, (month, count) in enumerate(zip(period.months, counts, strict=True))
    ]
    lines = [Line(count, y(count)) for count in range(0, top + 1, step)]
    return Chart(bars, lines, LEFT + len(bars) * STEP)


def round_step(most: int) -> int:
    """1, 2 or 5 times a power of ten, so that four or five lines reach `most`."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if factor * power * 5 >= most:
                return factor * power
        power *= 10
