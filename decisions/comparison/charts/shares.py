"""Rank acceptability: how often each option is the first one when estimates vary in their ranges."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import NamedTuple

from decisions.comparison.charts.drawing import SAME, Shade, shade_of, share_words, spread_most
from partnerdesk.core.charts import coordinate, text_width

WIDTH, BAR, BELOW = 270, 20, 17
INSIDE = 8.0
"""Room left of a text in its segment, and a little to its right."""


class RankShares(NamedTuple):
    """An option and how often it takes each rank, the first rank first; shares 0…1."""

    label: str
    name: str
    ranks: Sequence[float]
    is_selected: bool = False


@dataclass(frozen=True)
class ShareSegment:
    """An option's part of the bar. `text` stands inside: letter and share, the letter, or nothing."""

    x: str
    width: str
    shade: Shade
    text: str
    text_x: str
    words: str
    is_selected: bool


@dataclass(frozen=True)
class Below:
    """The words of a segment that is too narrow for them, on the row below, and a line that leads there."""

    text: str
    x: str
    leader: str


@dataclass(frozen=True)
class ShareBars:
    """One bar of first ranks. `rows` are all ranks as text, `ranks` the heads of their columns."""

    title: str
    width: int
    height: int
    bar_height: int
    text_y: str
    below_y: str
    segments: tuple[ShareSegment, ...]
    below: tuple[Below, ...]
    ranks: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def share_bars(options: Sequence[RankShares], *, title: str, width: int = WIDTH) -> ShareBars | None:
    """The bar, its options in the given order; None where nobody was ever first."""
    firsts = [option.ranks[0] if option.ranks and isfinite(option.ranks[0]) else 0.0 for option in options]
    total = sum(firsts)
    if total <= SAME:
        return None
    segments, outside, x = [], [], 0.0
    for option, first in zip(options, firsts, strict=True):
        size = first / total * width
        if first <= 0:
            continue
        words = f"{option.label} {share_words(first)}"
        fits = text_width(words) + 1.5 * INSIDE <= size
        if not fits:
            outside.append((words, x + size / 2, first))
        segments.append(
            ShareSegment(
                coordinate(x),
                coordinate(size),
                shade_of(option.label),
                words if fits else "",
                coordinate(x + INSIDE),
                f"{option.label} {option.name}: {share_words(first)}",
                option.is_selected,
            )
        )
        x += size
    below = _below(outside, width)
    count = max(len(option.ranks) for option in options)
    return ShareBars(
        title=title,
        width=width,
        height=BAR + (BELOW if below else 0),
        bar_height=BAR,
        text_y=coordinate(BAR / 2 + 4),
        below_y=coordinate(BAR + BELOW - 3),
        segments=tuple(segments),
        below=below,
        ranks=tuple(str(rank) for rank in range(1, count + 1)),
        rows=tuple(
            (
                f"{option.label} {option.name}",
                *(share_words(share) if isfinite(share) else "–" for share in option.ranks),
            )
            for option in options
        ),
    )


def _below(outside: Sequence[tuple[str, float, float]], width: int) -> tuple[Below, ...]:
    """Words of narrow segments in one row; the smallest shares stay away where there is no room."""
    by_share = sorted(outside, key=lambda item: -item[2])
    places = spread_most([x for _, x, _ in by_share], [text_width(text) for text, _, _ in by_share], 0, width)
    return tuple(
        Below(text, coordinate(place), f"{coordinate(x)},{BAR} {coordinate(x)},{BAR + 4}")
        for (text, x, _), place in zip(by_share, places, strict=True)
        if place is not None
    )
