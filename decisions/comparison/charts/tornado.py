"""The tornado: how far each estimate, alone, moves the lead of the recommended option over the runner-up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import NamedTuple

from decisions.comparison.charts.drawing import SAME, Box, Ground, signed, spread
from partnerdesk.core.charts import coordinate, cut_to, text_width

WIDTH, MOST = 270, 8
TOP, FOOT, PITCH, LABEL, BAR = 20.0, 18.0, 34.0, 15.0, 12.0
GAP = 5.0
"""Between a bar's end and its text."""
MARGIN = 0.28
"""The most of the width that the texts may take on each side."""
STEP = 5.0
"""Between the lines of the hatching."""
LEADS_WIDTH, LEAD_WIDTH = 40.0, 30.0
"""Room for the words that the template writes: “leads” behind an option, “lead” before a figure."""


class Swing(NamedTuple):
    """An estimate and the lead with it at its low and at its high end.

    The texts are the ends in the estimate's own unit. `crosses_zero`: somewhere in the range the lead changes sides.
    """

    label: str
    low_text: str
    high_text: str
    at_low: float
    at_high: float
    crosses_zero: bool


@dataclass(frozen=True)
class Piece:
    """A part of a bar. `hatch` is a path of slanting lines over what lies beyond zero, else empty."""

    x: str
    width: str
    hatch: str


@dataclass(frozen=True)
class SwingRow:
    """An estimate: its name above the bar, the texts of its ends beside the bar."""

    label: str
    label_y: str
    ground: Ground
    y: str
    text_y: str
    middle: str
    pieces: tuple[Piece, ...]
    left_text: str
    left_x: str
    right_text: str
    right_x: str
    crosses_zero: bool


@dataclass(frozen=True)
class TornadoPicture:
    """The widest bars first; `rest` more have a width but no place. `figures` are the drawn rows as text.

    `recommended_x`, `runner_up_x`, `zero_text_x` and `lead_text_x` are the middles of their words.
    """

    title: str
    width: int
    height: int
    recommended: str
    runner_up: str
    recommended_x: str
    runner_up_x: str
    head_y: str
    top: str
    bottom: str
    foot_y: str
    bar_height: str
    zero_x: str
    zero_text_x: str
    lead: str
    lead_x: str
    lead_text_x: str
    rows: tuple[SwingRow, ...]
    rest: int
    figures: tuple[tuple[str, ...], ...]


def tornado_picture(
    swings: Sequence[Swing],
    *,
    lead: float,
    recommended: str,
    runner_up: str,
    title: str,
    words: Callable[[float], str] = signed,
    width: int = WIDTH,
    most: int = MOST,
) -> TornadoPicture | None:
    """The picture; None where no estimate moves the lead. `recommended` and `runner_up` are the options' letters.

    A bar reaches over the lead as well where both ends of an estimate lie on one side of it.
    """
    moving = sorted(
        (swing for swing in swings if isfinite(_span(swing, lead)) and _span(swing, lead) > SAME),
        key=lambda swing: -_span(swing, lead),
    )
    if not moving or not isfinite(lead):
        return None
    drawn = moving[:most]
    across = _Across.over(drawn, lead, width)
    zero, today = across(0), across(lead)
    bottom = TOP + len(drawn) * PITCH
    heads = _beside(zero, text_width(runner_up) + LEADS_WIDTH, text_width(recommended) + LEADS_WIDTH, width)
    feet = _feet(zero, today, LEAD_WIDTH + text_width(words(lead)), lead, width)
    return TornadoPicture(
        title=title,
        width=width,
        height=int(bottom + FOOT),
        recommended=recommended,
        runner_up=runner_up,
        runner_up_x=coordinate(heads[0]),
        recommended_x=coordinate(heads[1]),
        head_y=coordinate(11),
        top=coordinate(TOP - 5),
        bottom=coordinate(bottom),
        foot_y=coordinate(bottom + 13),
        bar_height=coordinate(BAR),
        zero_x=coordinate(zero),
        zero_text_x=coordinate(feet[0]),
        lead=words(lead),
        lead_x=coordinate(today),
        lead_text_x=coordinate(feet[1]),
        rows=tuple(_row(swing, lead, across, TOP + index * PITCH) for index, swing in enumerate(drawn)),
        rest=len(moving) - len(drawn),
        figures=tuple(
            (swing.label, swing.low_text, words(swing.at_low), swing.high_text, words(swing.at_high))
            for swing in drawn
        ),
    )


@dataclass(frozen=True)
class _Across:
    """Leads become places; the texts of the bars' ends have their room at both sides."""

    left: float
    right: float
    low: float
    high: float
    width: int

    @classmethod
    def over(cls, swings: Sequence[Swing], lead: float, width: int) -> "_Across":
        ends = [0.0, lead, *(end for swing in swings for end in (swing.at_low, swing.at_high))]
        texts = [_end_texts(swing, lead) for swing in swings]
        room = [min(max(text_width(pair[side]) for pair in texts) + GAP, MARGIN * width) for side in (0, 1)]
        return cls(room[0], width - room[1], min(ends), max(ends), width)

    def __call__(self, lead: float) -> float:
        return self.left + (lead - self.low) / (self.high - self.low) * (self.right - self.left)


def _span(swing: Swing, lead: float) -> float:
    return max(swing.at_low, swing.at_high, lead) - min(swing.at_low, swing.at_high, lead)


def _end_texts(swing: Swing, lead: float) -> tuple[str, str]:
    """What stands left and right of a bar: each end's text on the side of the lead to which it moves it."""
    ends = sorted([(swing.at_low, swing.low_text), (swing.at_high, swing.high_text)], key=lambda end: end[0])
    return (
        ", ".join(text for end, text in ends if end < lead - SAME),
        ", ".join(text for end, text in ends if end > lead + SAME),
    )


def _row(swing: Swing, lead: float, across: _Across, top: float) -> SwingRow:
    low, high = min(swing.at_low, swing.at_high, lead), max(swing.at_low, swing.at_high, lead)
    y = top + LABEL
    spans = [(low, min(high, 0.0), True), (max(low, 0.0), high, False)]
    label = cut_to(swing.label, across.width)
    left_text, right_text = _end_texts(swing, lead)
    left_text = cut_to(left_text, across.left - GAP)
    right_text = cut_to(right_text, across.width - across.right - GAP)
    # A text that would lie across the zero line stands behind it.
    zero, left_x, right_x = across(0), across(low) - GAP, across(high) + GAP
    if left_x - text_width(left_text) - GAP < zero < left_x + GAP and low > 0:
        left_x = zero - GAP
    if right_x - GAP < zero < right_x + text_width(right_text) + GAP and high < 0:
        right_x = zero + GAP
    return SwingRow(
        label=label,
        label_y=coordinate(top + 11),
        ground=Ground.of(Box(0, top, text_width(label), y)),
        y=coordinate(y),
        text_y=coordinate(y + BAR / 2 + 4),
        middle=coordinate(y + BAR / 2),
        pieces=tuple(
            _piece(across(start), across(end), y, is_beyond=is_beyond)
            for start, end, is_beyond in spans
            if end - start > SAME
        ),
        left_text=left_text,
        left_x=coordinate(left_x),
        right_text=right_text,
        right_x=coordinate(right_x),
        crosses_zero=swing.crosses_zero,
    )


def _piece(start: float, end: float, y: float, *, is_beyond: bool) -> Piece:
    return Piece(
        coordinate(start), coordinate(end - start), _hatch(start, y, end - start, BAR) if is_beyond else ""
    )


def _hatch(x: float, y: float, width: float, height: float) -> str:
    """Lines that rise to the right, cut at the edges of the rectangle."""
    lines, offset = [], STEP / 2 - height
    while offset < width:
        first, last = max(0.0, -offset), min(height, width - offset)
        if last - first > 0.5:
            lines.append(
                f"M{coordinate(x + offset + first)} {coordinate(y + height - first)}"
                f"L{coordinate(x + offset + last)} {coordinate(y + height - last)}"
            )
        offset += STEP
    return "".join(lines)


def _beside(x: float, left: float, right: float, width: int) -> list[float]:
    """Middles of two words on both sides of a line, moved where the picture ends."""
    wanted = [x - 6 - left / 2, x + 6 + right / 2]
    return spread(wanted, [left, right], 0, width, gap=12) or wanted


def _feet(zero: float, today: float, size: float, lead: float, width: int) -> list[float]:
    """Middles of “0” and of the lead's words, which lie on the far side of the lead's line."""
    wanted = [zero, today + (size / 2 - 4) * (1 if lead >= 0 else -1)]
    return spread(wanted, [8.0, size], 0, width) or wanted
