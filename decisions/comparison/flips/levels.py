"""Levels and weights at which the choice flips."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from decisions.comparison.flips.figures import FrozenFigures
from decisions.comparison.flips.numbers import share
from metrics.definitions.units import shown

NEAREST = 3


@dataclass(frozen=True)
class FlipRow:
    """One level at which the choice would flip, in words. `to` is the option that leads beyond it."""

    words: str
    level: str
    against: str
    to: str
    criterion: str
    is_inside: bool
    is_own: bool
    is_shared: bool = False
    has_metric: bool = False

    @property
    def of(self) -> str:
        """What the flip is of, as its address says it."""
        return "baseline" if self.is_shared else "estimate"

    @property
    def is_observable(self) -> bool:
        """Whether a threshold can watch it: the selected option's own, or a shared input, with a metric behind it."""
        return self.is_own and self.is_inside and self.has_metric


class Levels(FrozenFigures):
    """The break-evens as rows."""

    def _distance(self, row: dict[str, Any]) -> Decimal:
        """How far a break-even is away, in steps from worst to best."""
        criterion = self.criteria[row["criterion"]]
        span = abs(Decimal(criterion["best"]) - Decimal(criterion["worst"]))
        return abs(Decimal(row["value"]) - self.levels[row["option"], row["criterion"]]) / span

    @cached_property
    def own_inside(self) -> list[dict[str, Any]]:
        """Break-evens of the recommended option that lie inside their range, the nearest first."""
        mine = self.data["recommended"] if self.is_there else None
        found = [
            row for row in self.data.get("break_even", ()) if row["option"] == mine and row["inside_range"]
        ]
        return sorted(found, key=self._distance)

    @cached_property
    def rows(self) -> list[FlipRow]:
        """Break-evens inside their range, the selected option's first and the nearest first, then shared inputs.

        Of several rivals on one estimate only the first one met is named.
        """
        if not self.is_there:
            return []
        mine = self.data["recommended"]
        inside = sorted(
            (row for row in self.data["break_even"] if row["inside_range"]),
            key=lambda row: (row["option"] != mine, self._distance(row)),
        )
        seen: set[tuple[str, str]] = set()
        found = []
        for row in inside:
            if (row["option"], row["criterion"]) not in seen:
                seen.add((row["option"], row["criterion"]))
                found.append(self._row(row, is_own=row["option"] == mine and self.has_selection))
        return found + list(self._shared())

    def _row(self, row: dict[str, Any], *, is_own: bool) -> FlipRow:
        criterion = self.criteria[row["criterion"]]
        level, now = Decimal(row["value"]), self.levels[row["option"], row["criterion"]]
        words = _("%(option)s %(criterion)s below") if level < now else _("%(option)s %(criterion)s above")
        return FlipRow(
            words=words % {"option": self.label(row["option"]), "criterion": criterion["name"]},
            level=shown(level, criterion["unit"]),
            against=self.label(row["against"]),
            to=self.label(row["against"] if row["option"] == self.data["recommended"] else row["option"]),
            criterion=row["criterion"],
            is_inside=row["inside_range"],
            is_own=is_own,
            has_metric=bool(criterion["metric"]),
        )

    def _shared(self) -> Iterator[FlipRow]:
        """Baselines at which the choice flips, because several estimates follow from them."""
        baselines = {row["key"]: row["baseline"] for row in self.report.rows("metrics")}
        for row in self.data["shared"]:
            criterion = self.criteria[row["criterion"]]
            baseline = baselines.get(criterion["metric"])
            if row["value"] is None or not baseline or baseline["value"] is None:
                continue
            level = Decimal(row["value"])
            words = (
                _("baseline of %(criterion)s below")
                if level < Decimal(baseline["value"])
                else _("baseline of %(criterion)s above")
            )
            yield FlipRow(
                words=words % {"criterion": criterion["name"]},
                level=shown(level, criterion["unit"]),
                against=self.label(row["against"]),
                to=self.label(row["against"]),
                criterion=row["criterion"],
                is_inside=True,
                is_own=self.has_selection,
                is_shared=True,
                has_metric=True,
            )

    @property
    def nearest(self) -> list[FlipRow]:
        return self.rows[:NEAREST]

    @cached_property
    def unreachable(self) -> list[str]:
        """Break-evens outside of what is thought possible: said, so that nobody wonders."""
        if not self.is_there:
            return []
        mine = self.data["recommended"]
        inside = {(row["option"], row["criterion"]) for row in self.data["break_even"] if row["inside_range"]}
        return [
            _("%(option)s %(criterion)s at %(level)s, outside its range")
            % {
                "option": self.label(row["option"]),
                "criterion": self.criteria[row["criterion"]]["name"],
                "level": shown(Decimal(row["value"]), self.criteria[row["criterion"]]["unit"]),
            }
            for row in self.data["break_even"]
            if row["option"] == mine
            and row["value"] is not None
            and (row["option"], row["criterion"]) not in inside
        ]

    @cached_property
    def weight_rows(self) -> list[dict[str, str]]:
        """Weights at which the best option changes, criterion by criterion."""
        return [
            {
                "criterion": self.criteria[flip["criterion"]]["name"],
                "weight": f"{share(flip['weight'])} %",
                "now": f"{share(self.criteria[flip['criterion']]['weight'])} %",
                "from": self.label(flip["from"]),
                "to": self.label(flip["to"]),
            }
            for flip in self.data.get("weight_flips", ())
        ]

    @property
    def moving_words(self) -> list[str]:
        """The estimates whose range alone moves the answer."""
        return [
            _("%(criterion)s of %(option)s")
            % {"criterion": self.criteria[row["criterion"]]["name"], "option": self.label(row["option"])}
            for row in self.data.get("moving", ())
        ]
