"""The frozen figures of a comparison, by option and criterion, and the problem that they answer."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from decisions.analysis.claims import Claims, Flip, Subject, claims_of
from decisions.analysis.courses import Followed, Part
from decisions.analysis.problem import Criterion, Estimate, Problem, Side
from decisions.comparison.frozen_parts import FrozenParts
from decisions.comparison.resolve import EQUAL_SWING
from decisions.sections.estimates import Estimate as Stated

FACTOR, CHANGE = Stated.Form.FACTOR, Stated.Form.CHANGE
SIDES: dict[str, Side] = {"left": "left", "right": "right"}


@dataclass(frozen=True)
class MeasuredWindow:
    """The months of a baseline: the last one that it takes in, how many, and whether it is one to date."""

    last: dt.date
    months: int
    is_to_date: bool


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
        return not self.claims.standing.is_behind

    @cached_property
    def claims(self) -> Claims:
        """What is claimed of the comparison; only where it is there."""
        chosen = self.report.selected
        return claims_of(self.problem, chosen["id"] if chosen else "", list(self._followed()))

    @cached_property
    def problem(self) -> Problem:
        """The frozen inputs as the analysis takes them."""
        estimates: dict[str, dict[str, Estimate]] = defaultdict(dict)
        for row in self.report.rows("estimates"):
            estimates[row["option"]][row["criterion"]] = Estimate(
                float(row["level"]), _float(row["level_low"]), _float(row["level_high"])
            )
        has_weights = self.data["has_weights"]
        return Problem.of(
            tuple(self.options),
            tuple(_axis(row, has_weights=has_weights) for row in self.criteria.values()),
            estimates,
        )

    def window_of(self, criterion: str) -> MeasuredWindow | None:
        """What the baseline of a criterion's metric is over; None without one, and where a version does not keep it."""
        baseline = self._baselines.get(self.criteria[criterion]["metric"])
        window = baseline.get("window") if baseline else None
        if baseline is None or not window or baseline["value"] is None:
            return None
        last = dt.date.fromisoformat(str(window["last"])[:10])
        return MeasuredWindow(last, window["months"], baseline["to_date"])

    def is_to_date(self, flip: Flip) -> bool:
        """Whether a level rests on a baseline of periods that are not whole: then it is none to be watched."""
        window = self.window_of(flip.criterion)
        follows = flip.subject == Subject.FOLLOWED or self.follows_baseline(flip.option, flip.criterion)
        return window is not None and window.is_to_date and follows

    def follows_baseline(self, option: str, criterion: str) -> bool:
        """Whether an estimate is stated as a step from the baseline, or as so many times it."""
        return bool(self._stated[option, criterion]["form"] in (CHANGE, FACTOR))

    def is_baseline(self, option: str, criterion: str) -> bool:
        """Whether an estimate says that the baseline goes on."""
        baseline = self._baselines[self.criteria[criterion]["metric"]]
        level = Decimal(self._stated[option, criterion]["level"])
        return self.follows_baseline(option, criterion) and level == Decimal(baseline["value"])

    @cached_property
    def _baselines(self) -> dict[str, dict[str, Any]]:
        return {row["key"]: row["baseline"] for row in self.report.rows("metrics") if row["baseline"]}

    @cached_property
    def _stated(self) -> dict[tuple[str, str], dict[str, Any]]:
        return {(row["option"], row["criterion"]): row for row in self.report.rows("estimates")}

    def _followed(self) -> Iterator[Followed]:
        """Baselines that more than one estimate follows: one for each metric, whatever criteria it measures."""
        cells = {(row["criterion"], row["option"]): row for row in self.report.rows("estimates")}
        measured = defaultdict(list)
        for row in self.criteria.values():
            measured[row["metric"]].append(row["id"])
        for metric in self.report.rows("metrics"):
            baseline = metric["baseline"]
            if not baseline or baseline["value"] is None or metric["key"] not in measured:
                continue
            parts = tuple(
                _part(key, [cells[key, option] for option in self.options]) for key in measured[metric["key"]]
            )
            if sum(factor != 0 for part in parts for factor in part.factors) > 1:
                yield Followed(float(baseline["value"]), parts)


def _axis(row: dict[str, Any], *, has_weights: bool) -> Criterion:
    swing = float(row["swing"] or 0) if has_weights else EQUAL_SWING
    return Criterion(row["id"], float(row["worst"]), float(row["best"]), swing, SIDES.get(row["side"] or ""))


def _part(criterion: str, rows: list[dict[str, Any]]) -> Part:
    """How the estimates of a criterion follow the baseline: with a step to it, times it, or not at all."""
    likely = [float(row["likely"] or 0) for row in rows]
    pairs = list(zip(rows, likely, strict=True))
    return Part(
        criterion,
        offsets=tuple(stated if row["form"] == CHANGE else 0.0 for row, stated in pairs),
        factors=tuple(
            stated if row["form"] == FACTOR else float(row["form"] == CHANGE) for row, stated in pairs
        ),
    )


def _float(text: str | None) -> float | None:
    return None if text is None else float(Decimal(text))
