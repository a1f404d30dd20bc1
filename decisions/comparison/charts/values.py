"""Value bars: what each criterion gives to the value of each option."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

WIDTH = 220
LABEL = 18
NUMBER = 34
ROW = 26
BAR = 15

LEFT_SHADES = ("#0b5f63", "#3f8588", "#74a9ab", "#a6c8c9")
RIGHT_SHADES = ("#9a5a12", "#b57f45", "#cda67b", "#e3cdb3")
NEUTRAL_SHADES = ("#7b8794", "#9aa3ad", "#b6bdc4", "#d0d5d9")


@dataclass(frozen=True)
class ValueSegment:
    """One criterion's share of a bar. `role` names its colour for the screen's two themes."""

    x: float
    width: float
    fill: str
    role: str
    title: str


@dataclass(frozen=True)
class ValueBar:
    label: str
    name: str
    y: float
    text: str
    segments: tuple[ValueSegment, ...]
    is_selected: bool

    @property
    def text_y(self) -> float:
        return self.y + 12


@dataclass(frozen=True)
class Legend:
    name: str
    fill: str
    role: str
    x: float
    y: float

    @property
    def text_y(self) -> float:
        return self.y + 8


@dataclass(frozen=True)
class ValueBars:
    """Stacked bars of value by criterion, one bar for each option."""

    title: str
    width: int
    height: int
    bars: tuple[ValueBar, ...]
    legend: tuple[Legend, ...]


def value_bars(
    options: list[dict[str, Any]], criteria: list[dict[str, Any]], *, title: str
) -> ValueBars | None:
    """Bars from a report's rows; None where the options have no values yet."""
    if not options or any(option["value"] is None for option in options):
        return None
    shades = _shades(criteria)
    scale = WIDTH - LABEL - NUMBER
    bars = []
    for index, option in enumerate(options):
        x, segments = float(LABEL), []
        for criterion, cell in zip(criteria, option["cells"], strict=False):
            width = float(Decimal(criterion["weight"]) * Decimal(cell["value"])) * scale if cell else 0.0
            fill, role = shades[criterion["id"]]
            if width > 0:
                segments.append(ValueSegment(round(x, 2), round(width, 2), fill, role, criterion["name"]))
            x += width
        value = Decimal(option["value"])
        bars.append(
            ValueBar(
                option["label"],
                option["name"],
                index * ROW + 4,
                f"{value:.2f}",
                tuple(segments),
                option["is_selected"],
            )
        )
    legend = _legend(criteria, shades, len(options) * ROW + 14)
    height = int(max((item.y for item in legend), default=len(options) * ROW) + 8)
    return ValueBars(title, WIDTH, height, tuple(bars), legend)


def _shades(criteria: list[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    """Criteria of one side share its hue, darker ones first."""
    used = {"left": 0, "right": 0, "": 0}
    palettes = {"left": LEFT_SHADES, "right": RIGHT_SHADES, "": NEUTRAL_SHADES}
    found = {}
    for criterion in criteria:
        side = criterion["side"] or ""
        shade = min(used[side], 3)
        found[criterion["id"]] = (palettes[side][shade], f"{side or 'neither'}-{shade + 1}")
        used[side] += 1
    return found


def _legend(
    criteria: list[dict[str, Any]], shades: dict[str, tuple[str, str]], top: int
) -> tuple[Legend, ...]:
    return tuple(
        Legend(criterion["name"], *shades[criterion["id"]], x=float(LABEL), y=float(top + index * 14))
        for index, criterion in enumerate(criteria)
    )
