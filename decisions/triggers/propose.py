"""From a flip to a threshold: what is proposed when somebody says “watch this”."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from decisions.analysis.claims import Subject
from decisions.comparison.flips import Flips
from decisions.sections.brief import Brief
from decisions.sections.criteria import Criterion, measured_by
from decisions.sections.draft import Draft
from decisions.sections.estimates import Estimate, estimates_of
from decisions.sections.expected_path import paths_of
from decisions.sections.metrics import MetricBinding, baseline_of
from decisions.sections.options import Option
from decisions.sections.recommendation import selected_option
from decisions.sections.scope import Cohort, Scope, partner_set
from decisions.sections.triggers import Effect, Silence, Threshold
from decisions.triggers.kinds import PLAIN
from decisions.triggers.kinds.level import KIND as LEVEL
from decisions.versions.report import report_of_comparison
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
DIGITS, MOST_DIGITS = 4, 14


@dataclass(frozen=True)
class Flip:
    """A claim that can be observed: of an estimate of the selected option, or of the baseline behind several.

    With `is_gain` the selected option is behind now, and would lead beyond `level`. `words` say what is claimed.
    """

    criterion: Criterion
    binding: MetricBinding
    against: Option
    level: Decimal
    expected: Decimal
    is_shared: bool
    is_below: bool
    is_gain: bool
    words: str

    @property
    def direction(self) -> str:
        """On which side of the level the choice flips."""
        return Threshold.Direction.BELOW if self.is_below else Threshold.Direction.ABOVE


def find_flip(
    content: Draft, criterion: uuid.UUID, against: str, *, is_shared: bool, is_below: bool | None = None
) -> Flip | None:
    """The flip of the selected option on a criterion against another option; None where it can't be observed.

    It can where an option is selected, the criterion has a metric, and the level lies inside the range. What rests on a
    baseline to date is no level to be watched. `is_below` asks for the one on that side, where there are two.
    """
    row = next((found for found in content.all(Criterion) if found.pk == criterion), None)
    rival = next((found for found in content.all(Option) if found.label == against), None)
    chosen = selected_option(content)
    if row is None or rival is None or chosen is None or content.comparison.found is None:
        return None
    binding = measured_by(content, row)
    if binding is None:
        return None
    known, estimate = baseline_of(content, binding), estimates_of(content).get((chosen.pk, row.pk))
    is_followed = is_shared or (estimate is not None and estimate.form != Estimate.Form.VALUE)
    if is_followed and (known is None or known.is_to_date):
        return None
    flips = Flips(report_of_comparison(content))
    is_gain = flips.claims.standing.is_behind
    place = (Subject.FOLLOWED, "") if is_shared else (Subject.ESTIMATE, str(chosen.pk))
    for claim in flips.claims.inside:
        other = claim.before if is_gain else claim.after
        if (claim.subject, claim.option, claim.criterion, other) != (*place, str(row.pk), str(rival.pk)):
            continue
        level, expected = _exact(claim.at), _exact(claim.now)
        if is_below in (None, claim.is_below) and level != expected:
            words = flips.claim_words.watched(claim)
            return Flip(row, binding, rival, level, expected, is_shared, claim.is_below, is_gain, words)
    return None


def _exact(number: float) -> Decimal:
    return Decimal(repr(number)).quantize(PLACES)


def proposed_threshold(content: Draft, flip: Flip, today: dt.date) -> dict[str, Any]:
    """Values for a threshold's form."""
    level, clear_level = proposed_levels(flip.level, flip.expected, is_gain=flip.is_gain)
    known = baseline_of(content, flip.binding)
    path = paths_of(content).get(flip.criterion.pk)
    return {
        "watches": LEVEL.name,
        "metric": flip.binding.pk,
        "direction": flip.direction,
        "level": level,
        "clear_level": clear_level,
        "samples": SAMPLES,
        "hold_samples": 0,
        "when_silent": Silence.SAY,
        "window_months": window_months(known),
        "cohort": path.cohort_id if path and not flip.is_shared else None,
        "active_from": today if flip.is_shared else active_from(content, flip, today),
        "effect": Effect.REVIEW,
        "owner": flip.binding.owner_id or content.one(Brief).owner_id,
        "note": flip.words,
    }


def proposed_levels(flips_at: Decimal, expected: Decimal, *, is_gain: bool) -> tuple[Decimal, Decimal]:
    """At which level a threshold fires, and at which it clears: from the flip towards what is expected.

    It fires a margin before the flip is reached and clears a margin further. Where crossing it would be a gain it
    fires no earlier than the flip, or it would say what is not so. Rounding never carries a level over the flip.
    """
    margin = (expected - flips_at) * MARGIN
    half = margin / 2
    fires = flips_at if is_gain else flips_at + margin
    clears = fires + margin
    level = (
        _tidy_within(fires, flips_at - half, flips_at)
        if is_gain
        else _tidy_within(fires, fires - half, fires + half)
    )
    return level, _tidy_within(clears, clears - half, clears + half)


def _tidy_within(level: Decimal, one: Decimal, other: Decimal) -> Decimal:
    """The level with four digits, or as many more as keep it between the two."""
    low, high = sorted((one, other))
    for digits in range(DIGITS, MOST_DIGITS):
        found = tidy(level.quantize(PLACES), digits)
        if low <= found <= high:
            return found
    return level.quantize(PLACES)


def window_months(known: Baseline | None) -> int:
    """A rolling quarter; of what follows its length the baseline's own, since the level was stated over that."""
    if known is None:
        return ROLLING_MONTHS
    return known.months if known.follows_length else max(ROLLING_MONTHS, known.period_months)


def active_from(content: Draft, flip: Flip, today: dt.date) -> dt.date:
    """The end of the ramp: before it the metric is not yet what the choice makes of it."""
    path = paths_of(content).get(flip.criterion.pk)
    if path and path.target_by:
        return path.target_by
    begin = content.one(Scope).horizon_from
    return add_months(begin.replace(day=1), ROLLING_MONTHS) if begin and begin > today else today


def tidy(level: Decimal, digits: int = DIGITS) -> Decimal:
    """Four significant digits, or as many as are asked for: a level that people can say aloud."""
    if not level:
        return Decimal(0)
    return round(level, digits - 1 - level.adjusted()).normalize() + 0


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
    words = {
        "now": shown(found.value, found.unit),
        "level": shown(level, found.unit),
        "window": found.window_words,
    }
    if is_below:
        return _("Breached today: the metric is at %(now)s (%(window)s), below %(level)s.") % words
    return _("Breached today: the metric is at %(now)s (%(window)s), above %(level)s.") % words
