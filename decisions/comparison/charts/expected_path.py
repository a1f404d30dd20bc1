"""The expected path: what was measured, and how the selected option should get from its baseline to its target."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from decisions.comparison.charts.drawing import Box, Ground, Plot
from metrics.measures.months import months_between
from partnerdesk.core.charts import Dot, Series, Tick, coordinate, runs, text_width

WIDTH, HEIGHT = 270, 170
TOP, FOOT = 20.0, 38.0
TICK_ROOM = 64
"""A month's name and the gap to the next one."""
TODAY_WIDTH = 34.0
"""Room for the word “today”, which the template writes."""
KEY_WIDTH = 90.0
"""Room for a piece of line and the word “measured”."""
LETTER_HEIGHT = 11.0

Point = tuple[float, float]


class DrawnPath(NamedTuple):
    """From the baseline, level until the ramp starts, then straight to the target. Months by their first day."""

    from_month: dt.date
    from_value: Decimal
    ramp_start: dt.date
    to_month: dt.date
    to_value: Decimal

    def at(self, month: dt.date) -> Decimal | None:
        """The value expected in a month; None before the baseline and after the target."""
        if not self.from_month <= month <= self.to_month:
            return None
        if month == self.to_month:
            return self.to_value
        if month <= self.ramp_start:
            return self.from_value
        done = Decimal(_months(month) - _months(self.ramp_start))
        return self.from_value + (self.to_value - self.from_value) * done / Decimal(
            _months(self.to_month) - _months(self.ramp_start)
        )


@dataclass(frozen=True)
class PathFigure:
    """A point, and its value in words with the middle of the text; no words where they had no room.

    `ground` keeps the line of today off them where they lie across it.
    """

    x: str
    y: str
    label: str
    text_x: str
    text_y: str
    ground: Ground | None = None

    @classmethod
    def of(cls, x: float, y: float, text: str, box: Box | None, *, is_across: bool) -> "PathFigure":
        if box is None:
            return cls(coordinate(x), coordinate(y), "", coordinate(x), coordinate(y))
        return cls(
            coordinate(x),
            coordinate(y),
            text,
            coordinate((box.left + box.right) / 2),
            coordinate((box.top + box.bottom) / 2 + 4),
            Ground.of(box) if is_across else None,
        )


@dataclass(frozen=True)
class TodayLine:
    x: str
    text_x: str
    text_y: str


@dataclass(frozen=True)
class PathPicture:
    """What was measured (broken where months are empty), the path, and both as text: month, measured, expected.

    At `key_x` the second half of the key begins.
    """

    title: str
    width: int
    height: int
    left: str
    key_x: str
    right: str
    top: str
    bottom: str
    key_y: str
    grid: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    lines: tuple[str, ...]
    lonely: tuple[Dot, ...]
    path: str
    target: PathFigure
    last: PathFigure | None
    today: TodayLine | None
    rows: tuple[tuple[str, str, str], ...]


def path_picture(
    history: Series,
    path: DrawnPath | None,
    *,
    title: str,
    words: Callable[[Decimal], str],
    tick: Callable[[Decimal], str] | None = None,
    named: Callable[[dt.date], str],
    today: dt.date | None = None,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> PathPicture | None:
    """The picture; None without a path, and for one whose target lies before its baseline.

    `history` goes from the oldest month to the newest. `words` writes a value, `tick` one of the scale, `named` a
    month. A ramp starts at the baseline at the earliest; one that starts at the target is a step.
    """
    if path is None or path.to_month < path.from_month:
        return None
    path = path._replace(ramp_start=min(max(path.ramp_start, path.from_month), path.to_month))
    known = [(month, value) for month, value in history if value is not None]
    time = _Time.over([*(month for month, _value in history), path.from_month, path.to_month], today)
    figures = [(path.to_month, path.to_value), *known[-1:]]
    plot = Plot.over(
        map(float, [*(value for _month, value in known), path.from_value, path.to_value]),
        tick or words,
        right=width - time.room_behind([(month, words(value)) for month, value in figures]),
        top=TOP,
        bottom=height - FOOT,
    )

    def place(month: dt.date, value: Decimal | float) -> Point:
        return plot.x(time.part(month)), plot.y(float(value))

    measured = [[place(history[index][0], value) for index, value in run] for run in runs(history)]
    expected = [
        place(path.from_month, path.from_value),
        place(path.ramp_start, path.from_value),
        place(path.to_month, path.to_value),
    ]
    line = None if today is None else _today(plot.x(time.part(today)), plot, width)
    labels = _labels(
        [(place(month, value), words(value)) for month, value in figures],
        [*measured, expected],
        line,
        plot,
        width,
    )
    return PathPicture(
        title=title,
        width=width,
        height=height,
        left=coordinate(plot.left),
        key_x=coordinate(max((plot.left + plot.right) / 2, plot.left + KEY_WIDTH)),
        right=coordinate(plot.right),
        top=coordinate(plot.top),
        bottom=coordinate(plot.bottom),
        key_y=coordinate(height - 4),
        grid=plot.grid,
        x_ticks=_month_ticks(time, plot, named, width),
        lines=tuple(_polyline(points) for points in measured if len(points) > 1),
        lonely=tuple(Dot(coordinate(x), coordinate(y), "") for (x, y), *rest in measured if not rest),
        path=_polyline(expected),
        target=labels[0],
        last=labels[1] if known else None,
        today=line,
        rows=_rows(history, path, words, named),
    )


@dataclass(frozen=True)
class _Time:
    """The months of the axis, counted from the first one."""

    first: dt.date
    last: dt.date

    @classmethod
    def over(cls, months: Iterable[dt.date], today: dt.date | None) -> "_Time":
        every = [month.replace(day=1) for month in [*months, *([today] if today else [])]]
        return cls(min(every), max(every))

    def part(self, day: dt.date) -> float:
        """Where a day lies between the first month (0) and the last (1)."""
        length = _months(self.last) - _months(self.first)
        since = _months(day) - _months(self.first) + (day.day - 1) / 31
        return min(since / length, 1.0) if length else 0.5

    def room_behind(self, figures: Sequence[tuple[dt.date, str]]) -> float:
        """What a value in words needs behind the axis, if its month is the last one."""
        last = [text for month, text in figures if month.replace(day=1) == self.last]
        return max((text_width(text) + 12 for text in last), default=8.0)


def _months(day: dt.date) -> int:
    return day.year * 12 + day.month


def _month_ticks(time: _Time, plot: Plot, named: Callable[[dt.date], str], width: int) -> tuple[Tick, ...]:
    months = months_between(time.first, time.last)
    found = []
    apart = ceil(TICK_ROOM * (len(months) - 1) / (plot.right - plot.left))
    for index in _from_end_to_end(len(months), max(1, apart)):
        text = named(months[index])
        half = text_width(text) / 2
        x = min(max(plot.x(time.part(months[index])), half), width - half)
        found.append(Tick(coordinate(x), text))
    return tuple(found)


def _from_end_to_end(count: int, apart: int) -> list[int]:
    """The most of `count` places that keep apart, both ends among them; the first one where only one has room."""
    steps = (count - 1) // apart
    return [index * (count - 1) // steps for index in range(steps + 1)] if steps else [0]


def _today(x: float, plot: Plot, width: int) -> TodayLine:
    text_x = min(max(x, TODAY_WIDTH / 2), width - TODAY_WIDTH / 2)
    return TodayLine(coordinate(x), coordinate(text_x), coordinate(plot.top - 8))


def _labels(
    figures: Sequence[tuple[Point, str]],
    lines: Sequence[Sequence[Point]],
    today: TodayLine | None,
    plot: Plot,
    width: int,
) -> list[PathFigure]:
    """Each value beside its point, where it meets neither a line nor another label; else it is left out."""
    taken = [Box(x, y, x, y) for line in lines for x, y in _along(line)]
    taken += [Box(x - 5, y - 5, x + 5, y + 5) for (x, y), _text in figures]
    across: list[Box] = []
    if today is not None:
        x, middle = float(today.x), float(today.text_x)
        across.append(Box(x, 0, x, plot.bottom))
        taken.append(Box(middle - TODAY_WIDTH / 2, 0, middle + TODAY_WIDTH / 2, plot.top - 5))
    found: list[PathFigure] = []
    for (x, y), text in figures:
        inside = [
            box
            for box in _around(x, y, text_width(text) / 2)
            if box.left >= 0 and box.right <= width and box.top >= 0 and box.bottom <= plot.bottom
        ]
        free = [box for box in inside if not any(box.meets(other) for other in taken)]
        best = [box for box in free if not any(box.meets(other) for other in across)]
        # The target is the first one and has its words in any case.
        box = next(iter(best or free or ([] if found else inside)), None)
        if box is not None:
            taken.append(box)
        found.append(PathFigure.of(x, y, text, box, is_across=box not in best))
    return found


def _around(x: float, y: float, half: float) -> Iterator[Box]:
    """Places for a text around a point, the better ones first."""
    beside, above = half + 8, LETTER_HEIGHT / 2 + 9
    for right, down in ((1, 0), (0, -1), (0, 1), (-1, 0), (-1, -1), (1, 1), (1, -1), (-1, 1)):
        middle, level = x + right * beside, y + down * above
        yield Box(middle - half, level - LETTER_HEIGHT / 2, middle + half, level + LETTER_HEIGHT / 2)


def _along(line: Sequence[Point]) -> Iterator[Point]:
    """Points along a line, near enough to one another for a text not to slip between them."""
    yield from line[:1]
    for (x1, y1), (x2, y2) in pairwise(line):
        steps = int(max(abs(x2 - x1), abs(y2 - y1)) / 4) + 1
        for step in range(1, steps + 1):
            yield x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps


def _polyline(points: Sequence[Point]) -> str:
    return " ".join(f"{coordinate(x)},{coordinate(y)}" for x, y in points)


def _rows(
    history: Series,
    path: DrawnPath,
    words: Callable[[Decimal], str],
    named: Callable[[dt.date], str],
) -> tuple[tuple[str, str, str], ...]:
    measured = dict(history)
    months = sorted({*measured, path.from_month, path.ramp_start, path.to_month})

    def text(value: Decimal | None) -> str:
        return "–" if value is None else words(value)

    return tuple((named(month), text(measured.get(month)), text(path.at(month))) for month in months)
