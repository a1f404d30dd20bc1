"""The trade-off: values of the options as weight moves from the left side to the right one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from math import isfinite
from typing import NamedTuple

from decisions.comparison.charts.drawing import (
    MINUS,
    Plot,
    Shade,
    distinct_shares,
    shade_of,
    spread,
    spread_most,
    two_decimals,
)
from partnerdesk.core.charts import Tick, coordinate, cut_to, text_width

WIDTH, HEIGHT = 270, 150
LETTERS, TOP, ROW = 20.0, 21.0, 17.0
LETTER_HEIGHT = 12.0
TODAY_WIDTH = 40.0
"""Room for the word “today” and a space, which the template writes before the share."""
NO_BREAK = "\N{NO-BREAK SPACE}"
NEAR = 6.0
"""A label this far from its line still reads as that line's."""


class OptionLine(NamedTuple):
    """An option's value at share 0 (all weight of the trade-off on the right side) and at share 1."""

    label: str
    name: str
    at_0: float
    at_1: float
    is_selected: bool = False

    def at(self, share: float) -> float:
        return self.at_0 + (self.at_1 - self.at_0) * share


class DrawnFlip(NamedTuple):
    """At this share of the left side, outwards from today, the best option changes."""

    share: float
    before: str
    after: str


@dataclass(frozen=True)
class ValueLine:
    """An option's line, the letter at its right end, and the thin line to a letter that had to be moved."""

    label: str
    name: str
    shade: Shade
    is_selected: bool
    x1: str
    y1: str
    x2: str
    y2: str
    letter_x: str
    letter_y: str
    leader: str


@dataclass(frozen=True)
class Mark:
    """A share on the axis. `text_x` is the middle of its label, None where no room was left for one."""

    x: str
    label: str
    text_x: str | None
    text_y: str


@dataclass(frozen=True)
class FlipMark:
    """A crossing: its mark on the axis, how high it is, and in words which option takes over."""

    mark: Mark
    y: str
    is_nearest: bool
    words: str


@dataclass(frozen=True)
class TradeOffPicture:
    """Lines (the selected one last), today, and the flips, the nearest one last: what is drawn last is on top.

    The sides' words are drawn as far as they have room. `values` are the figures as text, a column for each of
    `options`: all weight on the left side, today (where known), each of `flip_words`, all weight on the right side.
    """

    title: str
    width: int
    height: int
    left: str
    right: str
    top: str
    bottom: str
    left_side: str
    right_side: str
    left_word: str
    right_word: str
    left_y: str
    right_y: str
    grid: tuple[Tick, ...]
    lines: tuple[ValueLine, ...]
    today: Mark | None
    flips: tuple[FlipMark, ...]
    flip_words: tuple[str, ...]
    options: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]


def trade_off_picture(
    lines: Sequence[OptionLine],
    *,
    today: float | None,
    flips: Sequence[DrawnFlip],
    left: str,
    right: str,
    title: str,
    words: Callable[[float], str] = two_decimals,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> TradeOffPicture | None:
    """The picture, from share 1 at the left to share 0 at the right; None without a line to draw.

    `left` and `right` are the sides' words. The picture grows where the letters of many options need it.
    """
    known = [line for line in lines if isfinite(line.at_0) and isfinite(line.at_1)]
    if not known:
        return None
    plot = Plot.over(
        chain.from_iterable((line.at_0, line.at_1) for line in known),
        lambda tick: f"{tick.normalize():f}".replace("-", MINUS),
        right=width - LETTERS,
        top=TOP,
        bottom=height,
    )
    outwards = sorted(flips, key=lambda flip: abs(flip.share - (0.5 if today is None else today)))
    shares = [flip.share for flip in outwards]
    now, *labels = distinct_shares([today, *shares]) if today is not None else ["", *distinct_shares(shares)]
    room = plot.right - plot.left
    left_word, right_word = cut_to(left, room), cut_to(right, room)
    is_stacked = text_width(left_word) + text_width(right_word) + 10 > room
    places, rows_below = _flip_places(
        [plot.x(1 - share) for share in shares], labels, plot, left_word, "" if is_stacked else right_word
    )
    rows_below += is_stacked
    height = max(height, int(TOP + rows_below * ROW + len(known) * (LETTER_HEIGHT + 1)))
    plot = replace(plot, bottom=height - rows_below * ROW - 2)
    marks = [
        _flip_mark(flip, label, place, plot, known, is_nearest=index == 0)
        for index, (flip, label, place) in enumerate(zip(outwards, labels, places, strict=True))
    ]
    return TradeOffPicture(
        title=title,
        width=width,
        height=height,
        left=coordinate(plot.left),
        right=coordinate(plot.right),
        top=coordinate(plot.top),
        bottom=coordinate(plot.bottom),
        left_side=left,
        right_side=right,
        left_word=left_word,
        right_word=right_word,
        left_y=coordinate(height - 4 - ROW * is_stacked),
        right_y=coordinate(height - 4),
        grid=plot.grid,
        lines=_lines(known, plot),
        today=None if today is None else _today(today, now, plot, width),
        flips=tuple(reversed(marks)),
        flip_words=tuple(mark.words for mark in marks),
        options=tuple(line.label for line in known),
        values=_values(known, today, shares, words),
    )


def _today(share: float, label: str, plot: Plot, width: int) -> Mark:
    """The line of today with its label above, inside the picture even at the ends."""
    x, half = plot.x(1 - share), (TODAY_WIDTH + text_width(label)) / 2
    text_x = min(max(x, half), width - half)
    return Mark(coordinate(x), label, coordinate(text_x), coordinate(plot.top - 10))


def _flip_places(
    wanted: Sequence[float], labels: Sequence[str], plot: Plot, left: str, right: str
) -> tuple[list[float | None], int]:
    """Where the flips' labels stand, and on how many rows below the axis labels and the sides' words stand.

    Between the words of the sides as long as every label stays with its line there, else on a row of their own.
    """
    sizes = [text_width(label) for label in labels]
    between = spread(wanted, sizes, plot.left + text_width(left) + 8, plot.right - text_width(right) - 8)
    if between is not None and all(abs(place - x) <= NEAR for place, x in zip(between, wanted, strict=True)):
        return [*between], 1
    return spread_most(wanted, sizes, 0, plot.right + LETTERS), 2


def _flip_mark(
    flip: DrawnFlip,
    label: str,
    place: float | None,
    plot: Plot,
    options: Sequence[OptionLine],
    *,
    is_nearest: bool,
) -> FlipMark:
    """The mark of a flip, its circle on the best of the lines there."""
    return FlipMark(
        mark=Mark(
            coordinate(plot.x(1 - flip.share)),
            label,
            None if place is None else coordinate(place),
            coordinate(plot.bottom + 15),
        ),
        y=coordinate(plot.y(max(option.at(flip.share) for option in options))),
        is_nearest=is_nearest,
        words=f"{flip.before} → {flip.after} {label}".replace(" ", NO_BREAK),
    )


def _lines(options: Sequence[OptionLine], plot: Plot) -> tuple[ValueLine, ...]:
    ends = [plot.y(option.at_0) for option in options]
    # Letters of equal lines stand in the options' order, and may use the room below the axis.
    letters = spread(ends, [LETTER_HEIGHT] * len(ends), 0, plot.bottom + 8, gap=0.5) or ends
    drawn = [
        ValueLine(
            label=option.label,
            name=option.name,
            shade=shade_of(option.label),
            is_selected=option.is_selected,
            x1=coordinate(plot.left),
            y1=coordinate(plot.y(option.at_1)),
            x2=coordinate(plot.right),
            y2=coordinate(end),
            letter_x=coordinate(plot.right + 9),
            letter_y=coordinate(letter + 4),
            leader=_leader(plot.right, end, letter),
        )
        for option, end, letter in zip(options, ends, letters, strict=True)
    ]
    return tuple(sorted(drawn, key=lambda line: line.is_selected))


def _leader(x: float, end: float, letter: float) -> str:
    if abs(letter - end) < 2:
        return ""
    return f"{coordinate(x + 1)},{coordinate(end)} {coordinate(x + 7)},{coordinate(letter)}"


def _values(
    options: Sequence[OptionLine],
    today: float | None,
    flips: Sequence[float],
    words: Callable[[float], str],
) -> tuple[tuple[str, ...], ...]:
    shares = [1.0, *([] if today is None else [today]), *flips, 0.0]
    return tuple(tuple(words(option.at(share)) for option in options) for share in shares)
