"""Scenarios and draws: values in each scenario, and how often each option takes each rank."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from decisions.comparison.flips.figures import FrozenFigures
from decisions.comparison.flips.numbers import number, share, value2
from metrics.definitions.units import shown


@dataclass(frozen=True)
class ScenarioRow:
    name: str
    probability: str
    cells: tuple["ScenarioCell", ...]


@dataclass(frozen=True)
class ScenarioCell:
    label: str
    value: Decimal
    regret: Decimal
    is_best: bool


class Runs(FrozenFigures):
    """The scenarios, and the newest run of the draws."""

    @cached_property
    def scenarios(self) -> list[ScenarioRow]:
        found = self.data.get("scenarios")
        if not found:
            return []
        return [
            ScenarioRow(
                name=row["name"],
                probability="" if row["probability_pct"] is None else f"{number(row['probability_pct'])} %",
                cells=tuple(self._cells(row["values"], row["regret"])),
            )
            for row in found["rows"]
        ]

    def _cells(self, values: dict[str, str], regret: dict[str, str]) -> Iterator[ScenarioCell]:
        for option in self.options:
            yield ScenarioCell(
                label=self.label(option),
                value=Decimal(values[option]),
                regret=Decimal(regret[option]),
                is_best=Decimal(regret[option]) == 0,
            )

    @cached_property
    def summary_rows(self) -> list[tuple[str, list[str]]]:
        """Under the scenarios: expected value, mean and largest regret of each option."""
        found = self.data.get("scenarios")
        if not found:
            return []
        rows = [
            (_("Expected value"), found["expected"]),
            (_("Mean regret"), found["mean_regret"]),
            (_("Largest regret"), found["max_regret"]),
        ]
        return [
            (label, [value2(figures[option]) for option in self.options])
            for label, figures in rows
            if figures is not None
        ]

    @property
    def least_regret(self) -> str:
        found = self.data.get("scenarios")
        return self.label(found["minimax_regret_choice"]) if found else ""

    @cached_property
    def evpi(self) -> str:
        """What it would be worth to know the scenario beforehand, in money; empty where that means nothing."""
        found = self.data.get("scenarios")
        if not found or found["evpi"] is None or len(self.criteria) != 1:
            return ""
        criterion = next(iter(self.criteria.values()))
        unit = criterion["unit"]
        if not (len(unit) >= 3 and unit[:3].isupper() and unit[:3].isalpha()):
            return ""
        span = abs(Decimal(criterion["best"]) - Decimal(criterion["worst"]))
        return shown(Decimal(found["evpi"]) * span, unit)

    @property
    def run(self) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self.data["run"]
        return found

    @property
    def is_stale(self) -> bool:
        """Whether the draws were made on other inputs than those shown."""
        return bool(self.run and self.run["is_stale"])

    @cached_property
    def first_ranks(self) -> list[tuple[str, Decimal]]:
        """How often each option comes first within the ranges, weights as stated."""
        return self._first("stated")

    @cached_property
    def first_ranks_unknown(self) -> list[tuple[str, Decimal]]:
        """The same as if nothing were known of the weights."""
        return self._first("unknown")

    def _first(self, kind: str) -> list[tuple[str, Decimal]]:
        run = self.run
        if not run or set(run[kind]["rank"]) != set(self.options):
            return []
        return [(self.label(option), Decimal(run[kind]["rank"][option][0])) for option in self.options]

    @cached_property
    def rank_rows(self) -> list[dict[str, Any]]:
        """Each option with its share of every rank and its confidence factor; a dash where that is undefined."""
        run = self.run
        if not run or not self.first_ranks:
            return []
        stated = run["stated"]
        return [
            {
                "label": self.label(option),
                "shares": [f"{share(part)} %" for part in stated["rank"][option]],
                "confidence": (
                    f"{share(stated['confidence'][option])} %" if stated["confidence"][option] else "–"
                ),
            }
            for option in self.options
        ]

    @property
    def draws_words(self) -> str:
        return formats.number_format(self.run["draws"], 0, force_grouping=True) if self.run else ""

    @property
    def error_words(self) -> str:
        """The standard error of a share, in per cent."""
        return (
            f"{number(round(100 * Decimal(self.run['stated']['standard_error']), 1))} %" if self.run else ""
        )

    @property
    def unknown_words(self) -> list[tuple[str, str]]:
        return [(label, f"{share(part)} %") for label, part in self.first_ranks_unknown]
