"""What definitions ask of the numbers that a file gives for them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """`months` is a period's length, `lag_days` the usual delay, `bounds` what a value may be."""

    months: int = 1
    lag_days: int = 0
    bounds: tuple[int, int] | None = None
