"""What definitions ask of the numbers that a file gives for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ReadingRule:
    """`months` is a period's length, `lag_days` the usual delay, `bounds` what a value may be.

    `weights` are those of the components, where the definition weighs some.
    """

    months: int = 1
    lag_days: int = 0
    bounds: tuple[int, int] | None = None
    weights: Mapping[str, int] = field(default_factory=dict)
