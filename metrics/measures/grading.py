"""How far a baseline can be trusted: the rules of the grades A to D. Pure; no Django."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Self

from metrics.measures.age import AgeState
from metrics.measures.marking import gettext_noop as _

GRADE_RULES = {
    "A": _(
        "at least 90 % of the partners have a value or a zero, every period of the window has data, "
        "no open gap touches it"
    ),
    "B": _(
        "at least 70 % of the partners; or an open gap touches it; or most values were entered by hand; "
        "or its data are late"
    ),
    "C": _(
        "at least 40 % of the partners; or a period of the window is empty; or open gaps touch 5 % of its rows; "
        "or its data are stale"
    ),
    "D": _(
        "fewer; or no value; or several currencies; or too few cases for the measure; or older than its own window"
    ),
}
"""A grade needs its own line and no weaker one to hold."""

AGE_CAPS: dict[AgeState, str] = {"none": "A", "fresh": "A", "late": "B", "stale": "C", "old": "D"}
"""The best grade that a figure of each age can have."""


def capped(grade: str, age: AgeState) -> str:
    """The weaker one of a grade and the best one that the age allows."""
    return max(grade, AGE_CAPS[age])


@dataclass(frozen=True)
class Quality:
    """What a grade rests on. `partners` of those `asked` have a value or a zero; `gap_share` is 0…1 of the rows."""

    partners: int = 0
    asked: int = 0
    has_value: bool = False
    is_thin: bool = False
    has_empty_period: bool = False
    gap_share: float = 0.0
    has_gap: bool = False
    is_mostly_by_hand: bool = False

    def grade(self, age: AgeState) -> str:
        """A…D by `GRADE_RULES`, for a figure of that age."""
        return capped(self._grade(), age)

    def _grade(self) -> str:
        coverage = Decimal(self.partners) / self.asked if self.asked else Decimal(0)
        if not self.has_value or self.is_thin or coverage < Decimal("0.4"):
            return "D"
        if coverage < Decimal("0.7") or self.has_empty_period or self.gap_share >= 0.05:
            return "C"
        if coverage < Decimal("0.9") or self.has_gap or self.is_mostly_by_hand:
            return "B"
        return "A"

    def as_data(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, data: dict[str, Any]) -> Self:
        return cls(**data)


NO_QUALITY = Quality()
