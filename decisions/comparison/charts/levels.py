"""A trigger over its metric's history: the values, both levels, and every moment at which it would have fired."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from decisions.comparison.charts.drawing import Plot
from partnerdesk.core.charts import Band, Dot, Series, Tick, coordinate, runs, spaced, text_width

WIDTH, HEIGHT = 640, 220
TOP, FOOT = 12.0, 24.0
TICK_ROOM = 84
"""A month's name and the gap to the next one."""
KEY_PIECE, KEY_GAP, KEY_ROW = 24.0, 18.0, 17.0
"""A piece of line in the key with the gap to its words, the gap to the next entry, the height of a row."""

Span = tuple[dt.date, dt.date | None]


@dataclass(frozen=True)
class DrawnLevel:
    """A value and its words in the key."""

    value: Decimal
    words: str


@dataclass(frozen=True)
class LevelLine:
    y: str


@dataclass(frozen=True)
class KeyEntry:
    """`kind` is fire, clear or mark: what stands before the words."""

    kind: str
    x: str
    y: str
    label: str


@dataclass(frozen=True)
class LevelsPicture:
    """The values (broken where periods are empty), levels, episodes, and the same as text: period, value, state.

    `clear` is None where it clears at the level at which it fires.
    """

    title: str
    width: int
    height: int
    left: str
    right: str
    top: str
    bottom: str
    inner_height: str
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    lines: tuple[str, ...]
    lonely: tuple[Dot, ...]
    fire: LevelLine
    clear: LevelLine | None
    episodes: tuple[Band, ...]
    marks: tuple[Dot, ...]
    last: Dot
    key: tuple[KeyEntry, ...]
    rows: tuple[tuple[str, str, str], ...]


def levels_picture(
    history: Series,
    states: Sequence[str],
    *,
    fire: DrawnLevel,
    clear: DrawnLevel,
    spans: Sequence[Span],
    mark: str,
    title: str,
    words: Callable[[Decimal], str],
    named: Callable[[dt.date], str],
    width: int = WIDTH,
    height: int = HEIGHT,
) -> LevelsPicture | None:
    """The picture; None where no value is known.

    `history` goes from the oldest period to the newest, `states` has the words for each. `spans` are the episodes,
    from the period that began each to the one that ended it, if one did. `mark` is what the key calls their
    beginnings; `words` writes a value, `named` a period.
    """
    known = [(index, value) for index, (_period, value) in enumerate(history) if value is not None]
    if not known:
        return None
    last_index, last_value = known[-1]
    entries = [("fire", fire.words)]
    entries += [("clear", clear.words)] if clear.value != fire.value else []
    entries += [("mark", mark)] if spans else []
    rows = _key_rows(entries, width)
    bottom = height - FOOT - KEY_ROW * len(rows)
    plot = Plot.over(
        map(float, [*(value for _index, value in known), fire.value, clear.value]),
        words,
        right=width - text_width(words(last_value)) - 14,
        top=TOP,
        bottom=bottom,
    )

    def x(index: int) -> float:
        return plot.x(index / (len(history) - 1)) if len(history) > 1 else plot.x(0.5)

    places = {period: index for index, (period, _value) in enumerate(history)}
    broken = [[(x(index), plot.y(value)) for index, value in run] for run in runs(history)]
    fired = [(places[opened], history[places[opened]][1]) for opened, _closed in spans if opened in places]
    return LevelsPicture(
        title=title,
        width=width,
        height=height,
        left=coordinate(plot.left),
        right=coordinate(plot.right),
        top=coordinate(plot.top),
        bottom=coordinate(plot.bottom),
        inner_height=coordinate(plot.bottom - plot.top),
        y_ticks=plot.grid,
        x_ticks=_ticks([named(period) for period, _value in history], x, plot, width),
        lines=tuple(
            " ".join(f"{coordinate(at)},{coordinate(y)}" for at, y in run) for run in broken if len(run) > 1
        ),
        lonely=tuple(Dot(coordinate(at), coordinate(y), "") for (at, y), *rest in broken if not rest),
        fire=LevelLine(coordinate(plot.y(float(fire.value)))),
        clear=LevelLine(coordinate(plot.y(float(clear.value)))) if clear.value != fire.value else None,
        episodes=tuple(_band(span, places, x, plot) for span in spans if span[0] in places),
        marks=tuple(
            Dot(coordinate(x(index)), coordinate(plot.y(float(value))), named(history[index][0]))
            for index, value in fired
            if value is not None
        ),
        last=Dot(coordinate(x(last_index)), coordinate(plot.y(float(last_value))), words(last_value)),
        key=_key(rows, height),
        rows=tuple(
            (named(period), "–" if value is None else words(value), state)
            for (period, value), state in zip(history, states, strict=True)
        ),
    )


def _band(span: Span, places: dict[dt.date, int], x: Callable[[int], float], plot: Plot) -> Band:
    """From the period that began an episode to the one that ended it; to the end of the axis where it is running."""
    opened, closed = span
    start = x(places[opened])
    end = plot.right if closed is None else x(places[closed])
    return Band(coordinate(start), coordinate(max(end - start, 2.0)))


def _ticks(names: Sequence[str], x: Callable[[int], float], plot: Plot, width: int) -> tuple[Tick, ...]:
    found = []
    for index in spaced(len(names), int((plot.right - plot.left) / TICK_ROOM) + 1):
        half = text_width(names[index]) / 2
        found.append(Tick(coordinate(min(max(x(index), half), width - half)), names[index]))
    return tuple(found)


def _key_rows(entries: Sequence[tuple[str, str]], width: int) -> list[list[tuple[str, str, float]]]:
    """The entries of the key in as few rows as hold them, each with its distance from the row's beginning."""
    rows: list[list[tuple[str, str, float]]] = []
    at = 0.0
    for kind, label in entries:
        room = KEY_PIECE + text_width(label)
        if not rows or at + room > width:
            rows.append([])
            at = 0.0
        rows[-1].append((kind, label, at))
        at += room + KEY_GAP
    return rows


def _key(rows: list[list[tuple[str, str, float]]], height: int) -> tuple[KeyEntry, ...]:
    found = []
    for place, row in enumerate(rows):
        y = height - 4 - KEY_ROW * (len(rows) - 1 - place)
        for kind, label, at in row:
            found.append(KeyEntry(kind, coordinate(at), coordinate(y), label))
    return tuple(found)
