"""From a flip to a threshold: what is proposed when somebody says “watch this”."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from decisions.sections.brief import Brief
from decisions.sections.criteria import Criterion, measured_by
from decisions.sections.draft import Draft
from decisions.sections.expected_path import paths_of
from decisions.sections.metrics import MetricBinding, baseline_of
from decisions.sections.options import Option
from decisions.sections.recommendation import selected_option
from decisions.sections.scope import Cohort, Scope, partner_set
from decisions.sections.triggers import Effect, Silence, Threshold
from decisions.triggers.kinds import PLAIN
from decisions.triggers.kinds.level import KIND as LEVEL
from metrics.definitions.units import shown
from metrics.measures.months import add_months
from metrics.measures.windows import Window
from metrics.observations.baselines import Baseline, baseline
from metrics.observations.partner_sets import PartnerSet

MARGIN = Decimal("0.1")
"""How much of the way from the break-even to what is expected the level keeps as a margin."""
SAMPLES = 2
ROLLING_MONTHS = 3
PLACES = Decimal("0.000001")


@dataclass(frozen=True)
class Flip:
    """A break-even that can be observed: of an estimate of the selected option, or of the baseline behind several."""

    criterion: Criterion
    binding: MetricBinding
    against: Option
    level: Decimal
    expected: Decimal
    is_shared: bool

    @property
    def direction(self) -> str:
        """On which side of the level the choice flips."""
        is_below = self.level < self.expected
        return Threshold.Direction.BELOW if is_below else Threshold.Direction.ABOVE


def find_flip(content: Draft, criterion: uuid.UUID, against: str, *, is_shared: bool) -> Flip | None:
    """The flip of the selected option on a criterion against another option; None where it can't be observed.

    It can where an option is selected, the criterion has a metric, and the break-even lies inside the range.
    """
    row = next((found for found in content.all(Criterion) if found.pk == criterion), None)
    rival = next((found for found in content.all(Option) if found.label == against), None)
    comparison, chosen = content.comparison, selected_option(content)
    if row is None or rival is None or chosen is None or comparison.found is None:
        return None
    binding = measured_by(content, row)
    if binding is None:
        return None
    if is_shared:
        levels = [
            found.value
            for found in comparison.shared
            if found.criterion == str(row.pk) and found.against == str(rival.pk)
        ]
        known = baseline_of(content, binding)
        expected = known.value if known and not known.is_to_date else None
    else:
        levels = [
            found.value
            for found in comparison.found.break_evens
            if (found.option, found.criterion, found.against) == (str(chosen.pk), str(row.pk), str(rival.pk))
            and found.inside_range
        ]
        expected = content.comparison.level_of(chosen.pk, row.pk)
    level = next((found for found in levels if found is not None), None)
    if level is None or expected is None:
        return None
    exact = Decimal(repr(level)).quantize(PLACES)
    return Flip(row, binding, rival, exact, expected, is_shared) if exact != expected else None


def proposed_threshold(content: Draft, flip: Flip, today: dt.date) -> dict[str, Any]:
    """Values for a threshold's form: it fires before the break-even is reached and clears further on the safe side."""
    margin = abs(flip.expected - flip.level) * MARGIN
    sign = 1 if flip.direction == Threshold.Direction.BELOW else -1
    known = baseline_of(content, flip.binding)
    path = paths_of(content).get(flip.criterion.pk)
    return {
        "watches": LEVEL.name,
        "metric": flip.binding.pk,
        "direction": flip.direction,
        "level": tidy(flip.level + sign * margin),
        "clear_level": tidy(flip.level + 2 * sign * margin),
        "samples": SAMPLES,
        "hold_samples": 0,
        "when_silent": Silence.SAY,
        "window_months": window_months(known),
        "cohort": path.cohort_id if path and not flip.is_shared else None,
        "active_from": today if flip.is_shared else active_from(content, flip, today),
        "effect": Effect.REVIEW,
        "owner": flip.binding.owner_id or content.one(Brief).owner_id,
        "note": _note(content, flip),
    }


def window_months(known: Baseline | None) -> int:
    """A rolling quarter; for a total the baseline's own length, since the level was stated over that."""
    if known is None:
        return ROLLING_MONTHS
    return known.months if known.is_total else max(ROLLING_MONTHS, known.period_months)


def active_from(content: Draft, flip: Flip, today: dt.date) -> dt.date:
    """The end of the ramp: before it the metric is not yet what the choice makes of it."""
    path = paths_of(content).get(flip.criterion.pk)
    if path and path.target_by:
        return path.target_by
    begin = content.one(Scope).horizon_from
    return add_months(begin.replace(day=1), ROLLING_MONTHS) if begin and begin > today else today


def tidy(level: Decimal) -> Decimal:
    """Four significant digits: a level that people can say aloud."""
    if not level:
        return Decimal(0)
    return round(level, 3 - level.adjusted()).normalize() + 0


def _note(content: Draft, flip: Flip) -> str:
    chosen = selected_option(content)
    words = {
        "chosen": chosen.label if chosen else "",
        "against": flip.against.label,
        "level": shown(flip.level, _unit(content, flip)),
    }
    return _("%(against)s overtakes %(chosen)s at %(level)s.") % words


def _unit(content: Draft, flip: Flip) -> str:
    known = baseline_of(content, flip.binding)
    return known.unit if known else ""


def observed(content: Draft, values: dict[str, Any]) -> Baseline | None:
    """The metric as the threshold would see it today: its window, its partners."""
    binding = content.row(MetricBinding, values.get("metric"))
    if binding is None or binding.definition is None:
        return None
    window = Window(months=values.get("window_months") or 1)
    return baseline(binding.definition, window, partners_of(content, values))


def partners_of(content: Draft, values: Mapping[str, Any]) -> PartnerSet:
    """Whom a threshold is measured on: its segment, its cohort, or all in scope."""
    if values.get("segment"):
        return PartnerSet(segment=values["segment"])
    cohort = next((row for row in content.all(Cohort) if row.pk == values.get("cohort")), None)
    return PartnerSet(ids=frozenset(map(str, cohort.partner_ids))) if cohort else partner_set(content)


def breach_words(content: Draft, values: dict[str, Any]) -> str:
    """Where the level is breached already: that, in words. Empty where it is not, or nothing is observed.

    Only a level of the metric itself can be held against what is observed today.
    """
    if values.get("watches", LEVEL.name) not in PLAIN:
        return ""
    found, level = observed(content, values), values.get("level")
    if found is None or found.value is None or found.is_to_date or level is None:
        return ""
    is_below = values.get("direction") == Threshold.Direction.BELOW
    if not (found.value < level if is_below else found.value > level):
        return ""
    words = {"now": shown(found.value, found.unit), "level": shown(level, found.unit)}
    if is_below:
        return _("Breached today: the metric is at %(now)s, below %(level)s.") % words
    return _("Breached today: the metric is at %(now)s, above %(level)s.") % words
