"""Geometry of the pictures: values become coordinates, templates draw them. Pure.

Coordinates are texts, so that a language that writes decimals with a comma does not break the drawing.
"""

import datetime as dt
import math
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

LETTER_WIDTH = 6.2
"""About how wide a figure is at the size in which charts write."""
BROAD_LETTERS, BROAD_WIDTH, SQUARE_WIDTH = "MW@mw%", 9.6, 11.0
"""Letters that are wider than a figure, and how wide those of East Asia are."""

Series = Sequence[tuple[dt.date, Decimal | None]]


@dataclass(frozen=True)
class Tick:
    """A line of the scale: where it is, and what it stands for."""

    at: str
    label: str


@dataclass(frozen=True)
class Dot:
    """A point with its value in words."""

    x: str
    y: str
    label: str


@dataclass(frozen=True)
class Band:
    """The shaded part of the time axis: the window that a value is over."""

    x: str
    width: str


@dataclass(frozen=True)
class Trend:
    """A line over time. `lines` are broken where periods are empty; `rows` are the same figures as text."""

    title: str
    width: int
    height: int
    left: str
    right: str
    top: str
    bottom: str
    inner_height: str
    lines: tuple[str, ...]
    lonely: tuple[Dot, ...]
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    last: Dot | None
    band: Band | None
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Spark:
    """A small line without a scale, beside its figure."""

    width: int
    height: int
    lines: tuple[str, ...]
    lonely: tuple[Dot, ...]
    last: Dot


def trend(
    points: Series,
    *,
    title: str,
    words: Callable[[Decimal], str],
    tick: Callable[[Decimal], str] | None = None,
    named: Callable[[dt.date], str],
    window: tuple[dt.date, dt.date] | None = None,
    width: int = 640,
    height: int = 210,
) -> Trend | None:
    """The picture of values over time, oldest first; None where none is known.

    `words` writes a value, `tick` one of the scale, `named` a period. `window` is shaded.
    """
    known = [value for _period, value in points if value is not None]
    if not known:
        return None
    write_tick = tick or words
    scale = nice_scale(float(min(known)), float(max(known)))
    tick_labels = [write_tick(value) for value in scale]
    last_period, last_value = next((p, v) for p, v in reversed(points) if v is not None)
    left = max(len(label) for label in tick_labels) * LETTER_WIDTH + 10
    right = width - len(words(last_value)) * LETTER_WIDTH - 14
    top, bottom = 14.0, height - 24.0
    low, high = float(scale[0]), float(scale[-1])
    step = (right - left) / max(len(points) - 1, 1)

    def x(index: int) -> float:
        return left + step * index

    def y(value: float) -> float:
        return bottom - (value - low) / (high - low) * (bottom - top)

    broken = runs(points)
    last_index = next(index for index, (period, _value) in enumerate(points) if period == last_period)
    return Trend(
        title=title,
        width=width,
        height=height,
        left=coordinate(left),
        right=coordinate(right),
        top=coordinate(top),
        bottom=coordinate(bottom),
        inner_height=coordinate(bottom - top),
        lines=tuple(
            " ".join(f"{coordinate(x(index))},{coordinate(y(value))}" for index, value in run)
            for run in broken
            if len(run) > 1
        ),
        lonely=tuple(
            Dot(coordinate(x(run[0][0])), coordinate(y(run[0][1])), named(points[run[0][0]][0]))
            for run in broken
            if len(run) == 1
        ),
        y_ticks=tuple(
            Tick(coordinate(y(float(v))), text) for v, text in zip(scale, tick_labels, strict=True)
        ),
        x_ticks=tuple(
            Tick(coordinate(x(index)), named(points[index][0]))
            for index in spaced(len(points), int(right - left) // 90)
        ),
        last=Dot(coordinate(x(last_index)), coordinate(y(float(last_value))), words(last_value)),
        band=_band(points, window, x, step),
        rows=tuple((named(period), "–" if value is None else words(value)) for period, value in points),
    )


def spark(points: Series, *, width: int = 112, height: int = 26) -> Spark | None:
    """The small picture; None where fewer than two values are known."""
    known = [float(value) for _period, value in points if value is not None]
    if len(known) < 2:
        return None
    low, spread = min(known), (max(known) - min(known)) or 1.0
    step = (width - 8) / max(len(points) - 1, 1)

    def place(index: int, value: float) -> tuple[str, str]:
        return coordinate(4 + step * index), coordinate(height - 4 - (value - low) / spread * (height - 8))

    broken = runs(points)
    index, value = broken[-1][-1]
    return Spark(
        width=width,
        height=height,
        lines=tuple(" ".join(",".join(place(*point)) for point in run) for run in broken if len(run) > 1),
        lonely=tuple(Dot(*place(*run[0]), "") for run in broken if len(run) == 1),
        last=Dot(*place(index, value), ""),
    )


def nice_scale(low: float, high: float, most: int = 5) -> list[Decimal]:
    """Three to `most` + 1 round numbers that hold `low` and `high`."""
    if low == high:
        low, high = (low - 1, high + 1) if low == 0 else (min(low, 0.0), max(high, 0.0))
    rough = (high - low) / (most - 1)
    power = Decimal(10) ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if float(power * factor) >= rough * 0.999)
    first, last = math.floor(Decimal(low) / step), math.ceil(Decimal(high) / step)
    return [step * index for index in range(first, max(last, first + 1) + 1)]


def spaced(count: int, most: int) -> list[int]:
    """Up to `most` of `count` places in equal steps, the last one among them."""
    if count <= 1 or most <= 1:
        return list(range(min(count, 1)))
    step = max(1, math.ceil((count - 1) / (most - 1)))
    return sorted(range(count - 1, -1, -step))


def text_width(text: str) -> float:
    """About how wide a text is at the size in which charts write (11); rather too wide than too narrow."""
    return sum(_letter_width(letter) for letter in text)


def cut_to(text: str, width: float) -> str:
    """The text, or as much of its beginning as fits, with an ellipsis."""
    if text_width(text) <= width + 0.05:
        return text
    while text and text_width(text) + LETTER_WIDTH > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _letter_width(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return SQUARE_WIDTH
    return BROAD_WIDTH if letter in BROAD_LETTERS else LETTER_WIDTH


def runs(points: Series) -> list[list[tuple[int, float]]]:
    """Places and values of neighbouring periods that have one."""
    found: list[list[tuple[int, float]]] = []
    is_open = False
    for index, (_period, value) in enumerate(points):
        if value is None:
            is_open = False
            continue
        if not is_open:
            found.append([])
        found[-1].append((index, float(value)))
        is_open = True
    return found


def _band(
    points: Series, window: tuple[dt.date, dt.date] | None, x: Callable[[int], float], step: float
) -> Band | None:
    if window is None:
        return None
    inside = [index for index, (period, _value) in enumerate(points) if window[0] <= period <= window[1]]
    if not inside or len(inside) == len(points):
        return None
    start, end = x(inside[0]) - step / 2, x(inside[-1])
    return Band(coordinate(start), coordinate(end - start))


def coordinate(value: float) -> str:
    """A coordinate as text."""
    return f"{value:.1f}"
