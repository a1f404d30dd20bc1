"""The matrix of options and criteria as the page shows it."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from decisions import models as m
from decisions.comparison import resolved_range
from decisions.content import Content
from decisions.parts.choice import assumption_sets, unit_of
from metrics.baselines import Baseline
from metrics.units import shown


@dataclass(frozen=True)
class EstimateWords:
    """One cell: the level, its range, how it was stated where that differs, and what it rests on.

    `moves` says that the range alone makes another option the best; `set` names the assumptions where options differ.
    """

    level: str
    has_level: bool
    range: str = ""
    stated: str = ""
    basis: str = ""
    basis_class: str = ""
    moves: bool = False
    set: str = ""


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
    is_asked: bool = True

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
            is_asked=content.comparison.has_weights and not criterion.has_moved,
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
    option = next(found for found in content.options if found.pk == estimate.option_id)
    low, likely, high = resolved_range(content, option, criterion)
    sets = assumption_sets(content, criterion)
    if estimate.likely is None:
        return EstimateWords(level=_("estimate"), has_level=False)
    return EstimateWords(
        level=_level(criterion, likely, unit) if likely is not None else _("no baseline"),
        has_level=likely is not None,
        range=_range(low, high, unit),
        stated=_stated(estimate, estimate.likely) if is_relative else "",
        basis=_basis(estimate, baseline),
        basis_class={"fact": "", "assumption": "ask", "question": "stop"}.get(estimate.basis, ""),
        moves=(estimate.option_id, estimate.criterion_id) in content.comparison.moving,
        set=(sets.get(option.pk) or _("no set")) if len(set(sets.values())) > 1 and option.pk in sets else "",
    )


def _level(criterion: m.Criterion, likely: Decimal, unit: str) -> str:
    """The level, with its words where it is a step of a rubric."""
    level, words = shown(likely, unit, with_unit=False), criterion.rubric_words(likely)
    return f"{level} · {words}" if words else level


def _basis(estimate: m.Estimate, baseline: Baseline | None) -> str:
    """What it rests on; a baseline with its grade."""
    if not estimate.basis:
        return ""
    label = str(m.Basis(estimate.basis).label)
    if baseline is None or estimate.likely != 0 or estimate.form != m.Estimate.Form.CHANGE:
        return label
    return _("%(fact)s · baseline %(grade)s") % {"fact": label, "grade": baseline.grade}


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
