"""What the pictures share: the room they draw in, places for labels, shades of options, figures in words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from partnerdesk.core.charts import Tick, coordinate, nice_scale, text_width

OPTION_COLOURS = {
    "A": "#6b7884",
    "B": "#0b5f63",
    "C": "#946a20",
    "D": "#7a4a7d",
    "E": "#3f5f9a",
    "F": "#9c3d52",
    "G": "#4d6a1e",
    "H": "#3d444c",
}
"""The colour of each letter that an option can have, on paper: each dark enough for white letters on it.

An option keeps its letter as long as it lives, and with it its colour: whatever else is added, removed, moved or
selected. Themes of the screen have theirs as `--color-option-…` in `static/css/tokens.css`.
"""

MINUS = "−"

SAME = 1e-9
"""Values nearer than this are drawn as one."""


@dataclass(frozen=True)
class Plot:
    """The room inside the axes, and the round numbers of its scale from the bottom to the top, in words too."""

    left: float
    right: float
    top: float
    bottom: float
    scale: tuple[Decimal, ...]
    words: tuple[str, ...]

    @classmethod
    def over(
        cls,
        values: Iterable[float],
        words: Callable[[Decimal], str],
        *,
        right: float,
        top: float,
        bottom: float,
    ) -> "Plot":
        """With a scale that holds the values, and room for its numbers at the left."""
        known = list(values)
        low, high = min(known), max(known)
        if high - low <= SAME:
            low = high = round(low, 8)
        scale = tuple(nice_scale(low, high, most=4))
        texts = tuple(words(tick) for tick in scale)
        return cls(max(map(text_width, texts)) + 8, right, top, bottom, scale, texts)

    @property
    def grid(self) -> tuple[Tick, ...]:
        return tuple(
            Tick(coordinate(self.y(float(tick))), text)
            for tick, text in zip(self.scale, self.words, strict=True)
        )

    def x(self, part: float) -> float:
        """A place between left (0) and right (1)."""
        return self.left + part * (self.right - self.left)

    def y(self, value: float) -> float:
        low, high = float(self.scale[0]), float(self.scale[-1])
        return self.bottom - (value - low) / (high - low) * (self.bottom - self.top)


@dataclass(frozen=True)
class Box:
    """A rectangle of the picture, such as the room of a text."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True)
class Ground:
    """The room behind a text that keeps a line off it."""

    x: str
    y: str
    width: str
    height: str

    @classmethod
    def of(cls, box: Box) -> "Ground":
        return cls(
            coordinate(box.left),
            coordinate(box.top),
            coordinate(box.right - box.left),
            coordinate(box.bottom - box.top),
        )


@dataclass(frozen=True)
class Shade:
    """An option's colour: on paper, and by name for the screen's themes."""

    role: str
    colour: str


def shade_of(label: str) -> Shade:
    """The shade of the option with this letter. Raises LookupError where no option has it."""
    if label not in OPTION_COLOURS:
        raise LookupError(f"no letter of an option: {label!r}")
    return Shade(f"option-{label.lower()}", OPTION_COLOURS[label])


def spread(
    wanted: Sequence[float], sizes: Sequence[float], low: float, high: float, gap: float = 4.0
) -> list[float] | None:
    """Middles as near as can be to the wanted ones, so that nothing overlaps or leaves `low`…`high`.

    Middles keep the order of what was wanted. None where the room is too small for all.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    offsets, offset = [], 0.0
    for place, index in enumerate(order):
        if place:
            offset += (sizes[order[place - 1]] + sizes[index]) / 2 + gap
        offsets.append(offset)
    if not order:
        return []
    first = low + sizes[order[0]] / 2
    last = high - sizes[order[-1]] / 2 - offset
    if last < first - 1e-9:
        return None
    # Less its offset, each may stand where it wants as long as none stands before the one ahead of it.
    groups: list[tuple[float, int]] = []
    for place, index in enumerate(order):
        group = (wanted[index] - offsets[place], 1)
        while groups and groups[-1][0] > group[0]:
            total, count = groups.pop()
            group = (
                (total * count + group[0] * group[1]) / (count + group[1]),
                count + group[1],
            )
        groups.append(group)
    means = [mean for mean, count in groups for _ in range(count)]
    found = [0.0] * len(order)
    for place, index in enumerate(order):
        found[index] = min(max(means[place], first), last) + offsets[place]
    return found


def spread_most(
    wanted: Sequence[float], sizes: Sequence[float], low: float, high: float
) -> list[float | None]:
    """The same for things in order of importance: where the room is too small, the last ones get no place."""
    for count in range(len(wanted), 0, -1):
        found = spread(wanted[:count], sizes[:count], low, high)
        if found is not None:
            return [*found, *([None] * (len(wanted) - count))]
    return [None] * len(wanted)


def share_words(share: float) -> str:
    """A share 0…1 in whole per cent; what is neither none nor all of it is not called so."""
    percent = round(100 * share)
    if percent <= 0 < share:
        return "< 1 %"
    if percent >= 100 > 100 * share:
        return "> 99 %"
    return f"{percent} %"


def distinct_shares(shares: Sequence[float]) -> list[str]:
    """Shares in whole per cent, with a decimal where two would read alike or one like none or all."""
    whole = [f"{round(100 * share)} %" for share in shares]
    is_unclear = [
        share not in {0.0, 1.0} and (whole.count(words) > 1 or words in {"0 %", "100 %"})
        for words, share in zip(whole, shares, strict=True)
    ]
    return [
        _finer(share) if unclear else words
        for words, share, unclear in zip(whole, shares, is_unclear, strict=True)
    ]


def _finer(share: float) -> str:
    percent = round(100 * share, 1)
    if percent <= 0 < share:
        return "< 0.1 %"
    if percent >= 100 > 100 * share:
        return "> 99.9 %"
    return f"{percent:.1f} %"


def two_decimals(value: float) -> str:
    """A value: `0.57`, `−0.03`; one that rounds to nothing has no sign."""
    rounded = round(value, 2) or 0.0
    return f"{rounded:.2f}".replace("-", MINUS)


def signed(value: float) -> str:
    """A lead: `+0.05`, `−0.03`, `0.00`."""
    return f"+{two_decimals(value)}" if round(value, 2) > 0 else two_decimals(value)
