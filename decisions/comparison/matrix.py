"""The matrix of options and criteria as the page shows it."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from decisions.sections.criteria import Criterion, Side, judging, measured_by, unit_of
from decisions.sections.draft import Draft
from decisions.sections.estimates import Basis, Estimate, assumption_sets, estimates_of
from decisions.sections.metrics import baseline_of
from decisions.sections.options import Option
from metrics.definitions.units import shown
from metrics.observations.baselines import Baseline


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
class MatrixCell:
    option: Option
    estimate: Estimate
    words: EstimateWords


@dataclass(frozen=True)
class MatrixRow:
    """One criterion with the cells of all options."""

    criterion: Criterion
    unit: str
    better: str
    weight: Decimal | None
    pole: str
    cells: tuple[MatrixCell, ...]
    is_asked: bool = True

    @property
    def weight_pct(self) -> str:
        return f"{round(100 * self.weight)}" if self.weight is not None else ""


def matrix_rows(content: Draft) -> list[MatrixRow]:
    """Rows in the order of the criteria; estimates that are missing (a lost race) leave their cell out."""
    weights, poles = content.comparison.weights, content.framework.trade_off
    labels = {Side.LEFT: poles.left.label, Side.RIGHT: poles.right.label}
    return [
        MatrixRow(
            criterion=criterion,
            unit=unit_of(content, criterion),
            better=_better(criterion),
            weight=weights[criterion.pk] if weights else None,
            pole=labels.get(Side(criterion.side), ""),
            is_asked=content.comparison.has_weights and not criterion.has_moved,
            cells=tuple(_cells(content, criterion)),
        )
        for criterion in judging(content)
    ]


def _cells(content: Draft, criterion: Criterion) -> Iterator[MatrixCell]:
    unit, sets = unit_of(content, criterion), _differing_sets(content, criterion)
    for option in content.all(Option):
        estimate = estimates_of(content).get((option.pk, criterion.pk))
        if estimate is not None:
            words = _words(content, option, criterion, estimate, unit=unit, set_name=sets.get(option.pk, ""))
            yield MatrixCell(option, estimate, words)


def _differing_sets(content: Draft, criterion: Criterion) -> dict[uuid.UUID, str]:
    """The set of assumptions behind each option, where they are not all the same."""
    sets = assumption_sets(content, criterion)
    if len(set(sets.values())) < 2:
        return {}
    return {option: name or _("no set") for option, name in sets.items()}


def _better(criterion: Criterion) -> str:
    if criterion.worst is None or criterion.best is None:
        return _("levels not set")
    return _("lower is better") if criterion.worst > criterion.best else _("higher is better")


def words_of(content: Draft, estimate: Estimate) -> EstimateWords:
    """A cell in words, in the criterion's unit."""
    criterion = next(found for found in content.all(Criterion) if found.pk == estimate.criterion_id)
    return next(cell.words for cell in _cells(content, criterion) if cell.option.pk == estimate.option_id)


def _words(
    content: Draft,
    option: Option,
    criterion: Criterion,
    estimate: Estimate,
    *,
    unit: str,
    set_name: str,
) -> EstimateWords:
    if estimate.likely is None:
        return EstimateWords(level=_("estimate"), has_level=False)
    is_relative = estimate.form != Estimate.Form.VALUE
    baseline = baseline_of(content, measured_by(content, criterion)) if is_relative else None
    low, likely, high = content.comparison.range_of(option.pk, criterion.pk)
    return EstimateWords(
        level=_level(criterion, likely, unit) if likely is not None else _("no baseline"),
        has_level=likely is not None,
        range=_range(low, high, unit),
        stated=_stated(estimate, estimate.likely) if is_relative else "",
        basis=_basis(estimate, baseline),
        basis_class={"fact": "", "assumption": "ask", "question": "stop"}.get(estimate.basis, ""),
        moves=(option.pk, criterion.pk) in content.comparison.moving,
        set=set_name,
    )


def _level(criterion: Criterion, likely: Decimal, unit: str) -> str:
    """The level, with its words where it is a step of a rubric."""
    level, words = shown(likely, unit, with_unit=False), criterion.rubric_words(likely)
    return f"{level} · {words}" if words else level


def _basis(estimate: Estimate, baseline: Baseline | None) -> str:
    """What it rests on; a baseline with its grade."""
    if not estimate.basis:
        return ""
    label = str(Basis(estimate.basis).label)
    if baseline is None or estimate.likely != 0 or estimate.form != Estimate.Form.CHANGE:
        return label
    return _("%(fact)s · baseline %(grade)s") % {"fact": label, "grade": baseline.grade}


def _range(low: Decimal | None, high: Decimal | None, unit: str) -> str:
    if low is None and high is None:
        return ""
    return f"{shown(low, unit, with_unit=False)} … {shown(high, unit, with_unit=False)}"


def _stated(estimate: Estimate, likely: Decimal) -> str:
    """How a level was stated against the baseline: `+ 2`, `× 1.1`, or that it is the baseline."""
    if estimate.form == Estimate.Form.FACTOR:
        return f"× {shown(likely, 'plain', with_unit=False)}"
    if likely == 0:
        return _("as the baseline")
    return f"{'+' if likely > 0 else '−'} {shown(abs(likely), 'plain', with_unit=False)}"
