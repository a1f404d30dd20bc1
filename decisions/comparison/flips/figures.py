"""The frozen figures of a comparison, by option and criterion."""

from decimal import Decimal
from functools import cached_property
from typing import Any

from decisions.comparison.frozen_parts import FrozenParts


class FrozenFigures:
    """The analysis part of a report. Empty (`is_there` False) until all options have their estimates."""

    def __init__(self, report: FrozenParts) -> None:
        self.report = report
        self.data: dict[str, Any] = report.parts["analysis"]

    @property
    def is_there(self) -> bool:
        return self.data["best"] is not None

    @property
    def why_not(self) -> str:
        return str(self.data["why_not"])

    @cached_property
    def options(self) -> dict[str, dict[str, Any]]:
        return {row["id"]: row for row in self.report.option_rows}

    @cached_property
    def criteria(self) -> dict[str, dict[str, Any]]:
        return {row["id"]: row for row in self.report.rows("criteria")}

    @cached_property
    def levels(self) -> dict[tuple[str, str], Decimal]:
        return {
            (row["option"], row["criterion"]): Decimal(row["level"])
            for row in self.report.rows("estimates")
            if row["level"] is not None
        }

    def label(self, option: str) -> str:
        return str(self.options[option]["label"])

    @property
    def best(self) -> str:
        return str(self.data["best"])

    @property
    def has_selection(self) -> bool:
        return self.report.selected is not None

    @property
    def is_best_selected(self) -> bool:
        """Whether nothing is selected, or nothing is worth more than what is."""
        chosen = self.report.selected
        return chosen is None or Decimal(chosen["value"]) == Decimal(self.options[self.best]["value"])
