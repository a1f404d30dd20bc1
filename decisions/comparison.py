"""From a record's criteria and estimates to the analysis core, and its figures back to the record."""

import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from decisions import models as m
from decisions.analysis.problem import BadProblem, Problem
from decisions.analysis.problem import Criterion as Axis
from decisions.analysis.value import partial_values, totals, weights
from metrics.baselines import Baseline

if TYPE_CHECKING:
    from decisions.content import Content

PLACES = Decimal("0.000000001")


@dataclass(frozen=True)
class Comparison:
    """Values of the options, 0…1. Where they can't be computed all is empty and `problem` says why.

    `values` and `weights` are by option and criterion id; `partial` by (option, criterion).
    """

    problem: str = ""
    values: dict[uuid.UUID, Decimal] | None = None
    weights: dict[uuid.UUID, Decimal] | None = None
    partial: dict[tuple[uuid.UUID, uuid.UUID], Decimal] | None = None
    ranking: tuple[uuid.UUID, ...] = ()

    @property
    def best(self) -> uuid.UUID | None:
        return self.ranking[0] if self.ranking else None

    def is_best(self, option: m.Option) -> bool:
        """Whether no other option has a higher value."""
        return bool(self.values) and self.values[option.pk] == max(self.values.values())  # type: ignore[index, union-attr]


def compare(content: "Content") -> Comparison:
    """Additive values on the likely estimates. Criteria of weight 0 still need their estimates."""
    if not content.options or not content.criteria:
        return Comparison(problem="empty")
    try:
        axes = tuple(_axis(criterion) for criterion in content.criteria)
        estimates = {
            str(option.pk): {
                str(criterion.pk): float(level)
                for criterion in content.criteria
                if (level := resolved_level(content, option, criterion)) is not None
            }
            for option in content.options
        }
        problem = Problem.of(tuple(str(option.pk) for option in content.options), axes, estimates)
    except BadProblem as error:
        return Comparison(problem=str(error))
    return _figures(content, problem)


def _figures(content: "Content", problem: Problem) -> Comparison:
    value, weight, partial = totals(problem), weights(problem.criteria), partial_values(problem)
    values = {option.pk: _decimal(value[index]) for index, option in enumerate(content.options)}
    ordered = sorted(content.options, key=lambda option: -values[option.pk])
    return Comparison(
        values=values,
        weights={criterion.pk: _decimal(weight[index]) for index, criterion in enumerate(content.criteria)},
        partial={
            (option.pk, criterion.pk): _decimal(partial[row, column])
            for row, option in enumerate(content.options)
            for column, criterion in enumerate(content.criteria)
        },
        ranking=tuple(option.pk for option in ordered),
    )


def _axis(criterion: m.Criterion) -> Axis:
    if criterion.worst is None or criterion.best is None:
        raise BadProblem(criterion.name or "criterion", "worst and best are not set")
    if criterion.swing is None:
        raise BadProblem(criterion.name or "criterion", "there is no weight")
    return Axis(
        key=str(criterion.pk),
        worst=float(criterion.worst),
        best=float(criterion.best),
        swing=float(criterion.swing),
        side=_side(criterion),
    )


def _side(criterion: m.Criterion) -> Literal["left", "right"] | None:
    sides: dict[str, Literal["left", "right"]] = {"left": "left", "right": "right"}
    return sides.get(criterion.side)


def resolved_level(content: "Content", option: m.Option, criterion: m.Criterion) -> Decimal | None:
    """The likely level of an option in the criterion's unit; None where it is not known."""
    estimate = content.estimates.get((option.pk, criterion.pk))
    if estimate is None:
        return None
    return resolve(estimate.form, estimate.likely, content.baseline_of(content.binding(criterion.metric_id)))


def resolve(form: str, stated: Decimal | None, baseline: Baseline | None) -> Decimal | None:
    """A stated number as a level: itself, the baseline plus it, or the baseline times it.

    None where it is not stated, or where it needs a baseline that has no value.
    """
    if stated is None or form == m.Estimate.Form.VALUE:
        return stated
    if baseline is None or baseline.value is None:
        return None
    return baseline.value + stated if form == m.Estimate.Form.CHANGE else baseline.value * stated


def _decimal(value: float) -> Decimal:
    return Decimal(repr(float(value))).quantize(PLACES)
