"""The matrix of options and criteria as the page shows it."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from decisions import models as m
from decisions.comparison import resolve
from decisions.content import Content
from decisions.parts.choice import unit_of
from metrics.units import shown


@dataclass(frozen=True)
class EstimateWords:
    """One cell: the level, its range, how it was stated where that differs, and what it rests on."""

    level: str
    has_level: bool
    range: str = ""
    stated: str = ""
    basis: str = ""
    basis_class: str = ""


@dataclass(frozen=True)
class Cell:
    option: m.Option
    estimate: m.Estimate


@dataclass(frozen=True)
class MatrixRow:
    """One criterion with the cells of all options."""

    criterion: m.Criterion
    unit: str
    better: str
    weight: Decimal | None
    pole: str
    cells: tuple[Cell, ...]

    @property
    def weight_pct(self) -> str:
        return f"{round(100 * self.weight)}" if self.weight is not None else ""


def matrix_rows(content: Content) -> list[MatrixRow]:
    """Rows in the order of the criteria; estimates that are missing (a lost race) leave their cell out."""
    weights, poles = content.comparison.weights, content.framework.trade_off
    labels = {m.Side.LEFT: poles.left.label, m.Side.RIGHT: poles.right.label}
    return [
        MatrixRow(
            criterion=criterion,
            unit=unit_of(content, criterion),
            better=_better(criterion),
            weight=weights[criterion.pk] if weights else None,
            pole=labels.get(m.Side(criterion.side), ""),
            cells=tuple(
                Cell(option, content.estimates[option.pk, criterion.pk])
                for option in content.options
                if (option.pk, criterion.pk) in content.estimates
            ),
        )
        for criterion in content.criteria
    ]


def _better(criterion: m.Criterion) -> str:
    if criterion.worst is None or criterion.best is None:
        return _("levels not set")
    return _("lower is better") if criterion.worst > criterion.best else _("higher is better")


def words_of(content: Content, estimate: m.Estimate) -> EstimateWords:
    """A cell in words, in the criterion's unit."""
    criterion = next(found for found in content.criteria if found.pk == estimate.criterion_id)
    unit = unit_of(content, criterion)
    is_relative = estimate.form != m.Estimate.Form.VALUE
    baseline = content.baseline_of(content.binding(criterion.metric_id)) if is_relative else None
    low, likely, high = (
        resolve(estimate.form, stated, baseline) for stated in (estimate.low, estimate.likely, estimate.high)
    )
    if estimate.likely is None:
        return EstimateWords(level=_("estimate"), has_level=False)
    return EstimateWords(
        level=shown(likely, unit, with_unit=False) if likely is not None else _("no baseline"),
        has_level=likely is not None,
        range=_range(low, high, unit),
        stated=_stated(estimate, estimate.likely) if is_relative else "",
        basis=str(m.Basis(estimate.basis).label) if estimate.basis else "",
        basis_class={"fact": "", "assumption": "ask", "question": "stop"}.get(estimate.basis, ""),
    )


def _range(low: Decimal | None, high: Decimal | None, unit: str) -> str:
    if low is None and high is None:
        return ""
    return f"{shown(low, unit, with_unit=False)} … {shown(high, unit, with_unit=False)}"


def _stated(estimate: m.Estimate, likely: Decimal) -> str:
    """How a level was stated against the baseline: `+ 2`, `× 1.1`, or that it is the baseline."""
    if estimate.form == m.Estimate.Form.FACTOR:
        return f"× {shown(likely, 'plain', with_unit=False)}"
    if likely == 0:
        return _("as the baseline")
    return f"{'+' if likely > 0 else '−'} {shown(abs(likely), 'plain', with_unit=False)}"
