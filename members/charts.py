"""Bars for a chart, in the units of its drawing: `components/chart.html` draws them.

A column is a month or a meeting; it has one bar, or two beside each other (how many said that they come, how many came).
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, STEP, MOST_STEP, BAR, HEIGHT, TOP, BOTTOM, LEFT = 720, 60, 120, 40, 200, 24, 56, 56
GAP = 4  # between two bars of a column


@dataclass(frozen=True)
class Bar:
    count: int
    series: int  # from 0
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def above(self) -> int:
        return self.y - 6


@dataclass(frozen=True)
class Column:
    label: str
    below: str  # a second line, such as the year; "" where it says nothing new
    middle: int
    bars: list[Bar]


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
    columns: list[Column]
    lines: list[Line]
    width: int
    left: int = LEFT
    height: int = TOP + HEIGHT + BOTTOM
    label_y: int = TOP + HEIGHT + 22
    below_y: int = TOP + HEIGHT + 44

    @property
    def is_narrow(self) -> bool:
        """Drawn as it is: stretched to the width of the page, its words would be huge."""
        return self.width < LEFT + WIDTH

    @property
    def is_paired(self) -> bool:
        return any(len(column.bars) > 1 for column in self.columns)


def draw(labels: Sequence[tuple[str, str]], *series: Sequence[int], at_least: int = WIDTH) -> Chart:
    """`labels`: both lines below each column. Each of `series` has one number for each column.

    `at_least`: how wide it is drawn, beside the scale; a small one fits beside its table.
    """
    most = max((count for numbers in series for count in numbers), default=0)
    unit = round_step(most)
    top = unit * max(1, -(-most // unit))
    # Few columns spread out, but not over the whole width.
    step = min(MOST_STEP, max(STEP, at_least // max(1, len(labels))))
    width = BAR if len(series) == 1 else (STEP - GAP) // len(series) - GAP

    def bars(place: int, middle: int) -> list[Bar]:
        left = middle - (width * len(series) + GAP * (len(series) - 1)) // 2
        made = []
        for number, counts in enumerate(series):
            height = counts[place] * HEIGHT // top
            x = left + number * (width + GAP)
            made.append(Bar(counts[place], number, x, TOP + HEIGHT - height, width, height))
        return made

    columns = []
    for place, (label, below) in enumerate(labels):
        middle = LEFT + place * step + step // 2
        columns.append(Column(label, below, middle, bars(place, middle)))
    lines = [Line(count, TOP + HEIGHT - count * HEIGHT // top) for count in range(0, top + 1, unit)]
    return Chart(columns, lines, LEFT + max(at_least, len(columns) * step))


def round_step(most: int) -> int:
    """1, 2 or 5 times a power of ten, so that four or five lines reach `most`."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if factor * power * 5 >= most:
                return factor * power
        power *= 10
