"""Baselines: a metric over a set of partners and a window, with how far it can be trusted."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from metrics.definitions.models import DefinitionVersion, Series
from metrics.definitions.units import unit_code
from metrics.gaps.models import Gap
from metrics.measures import MEASURES, combine_periods
from metrics.measures.age import Age, Rhythm, age_of
from metrics.measures.coverage import Coverage
from metrics.measures.freshness import SLACK_DAYS, Freshness
from metrics.measures.grading import NO_QUALITY, Quality
from metrics.measures.months import LENGTHS, add_months, months_between, period_start, periods_between
from metrics.measures.windows import Window, extent
from metrics.observations.gaps_in_scope import GapLine, accepted_words, gap_lines, gaps_in_scope
from metrics.observations.history import PLACES, Point, trend_of, windows_of
from metrics.observations.partner_sets import PartnerSet
from metrics.observations.sums import Slice, WindowFigures, figures_of
from metrics.observations.weakenings import NOTHING_WEAKENS, Weakening, Weakenings
from metrics.observations.wording import (
    age_words,
    currencies_words,
    span_words,
    to_date_words,
    too_few_words,
    zeros_words,
)
from metrics.provenance.covered import coverages
from partnerdesk.core.days import workspace_today

HISTORY_MONTHS = 24


@dataclass(frozen=True)
class Baseline:
    """A metric over a window and a set of partners.

    `value` is in `unit` (percentages in percent), None where undefined. `count` is partner-periods with a
    value, `partners` the partners that have one, `covered` those that have one or a zero (`measures.zeros`). `asked`
    are the partners asked for; of everybody, those that the sources are meant to cover. `grade` is A…D by
    `grading.GRADE_RULES`. `trend` runs up to the window's end, with earlier periods for context;
    `windows` are the values over windows as long as its own, where its measure `follows_length`. `newest` is the newest
    whole period of the metric (`measures.coverage`) on the day `today` of the workspace, where rolling windows end;
    `partial` are the periods of the window that are not whole: with any, the value is one to date. `zeros` are those
    without any row that count as 0. `gaps` and `weakenings` are of the gaps that touch it and are not accepted.
    """

    metric: str
    name: str
    unit: str
    direction: str
    definition_id: str
    definition_version: int
    first: dt.date | None
    last: dt.date | None
    value: Decimal | None
    count: int
    partners: int
    asked: int
    grade: str
    newest: dt.date | None
    rows: int = 0
    by_hand: int = 0
    gaps: tuple[GapLine, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    trend: tuple[Point, ...] = ()
    quality: Quality = NO_QUALITY
    period_months: int = 1
    lag_days: int = 0
    slack_days: int = SLACK_DAYS
    follows_length: bool = False
    windows: tuple[Point, ...] | None = None
    partial: tuple[dt.date, ...] = ()
    today: dt.date = dt.date.max
    has_data: bool = False
    covered: int = 0
    zeros: tuple[dt.date, ...] = ()
    weakenings: Weakenings = NOTHING_WEAKENS

    def settled(self, causes: Collection[uuid.UUID]) -> Quality:
        """What its grade would rest on if these causes of gaps were settled."""
        return self.weakenings.settled(causes, self.quality)[1]

    @property
    def is_to_date(self) -> bool:
        """Whether its window has periods that are not whole: then it is held against no level."""
        return bool(self.partial)

    @property
    def until(self) -> dt.date | None:
        """The last month of its window, or this month where the window reaches into the future."""
        return min(self.last, self.today.replace(day=1)) if self.last else None

    @property
    def months(self) -> int:
        """The length of its window; 0 without one."""
        if self.first is None or self.last is None:
            return 0
        return len(months_between(self.first, self.last)) + self.period_months - 1

    @property
    def window_words(self) -> str:
        """Its window, to be said beside its value; empty without one."""
        if self.first is None or self.last is None:
            return ""
        return span_words(*extent(self.first, self.last, self.period_months))

    @property
    def history(self) -> tuple[Point, ...]:
        """Earlier values that can be held against this one.

        Of what follows the length of its window, such as a total, those of windows as long as its own; of all else
        the trend.
        """
        return self.trend if self.windows is None else self.windows

    @property
    def coverage_pct(self) -> Decimal | None:
        """Per cent of the partners asked for that have a value or a zero; None where nobody was asked for."""
        if not self.asked:
            return None
        return (100 * Decimal(self.covered) / self.asked).quantize(Decimal("0.1"))

    def freshness(self, today: dt.date) -> Freshness:
        """Whether the data behind it have come when they usually do."""
        return self._rhythm.freshness(self.newest, today)

    @property
    def age(self) -> Age:
        """How old it is on its day."""
        return age_of(self.newest, first=self.first, last=self.last, rhythm=self._rhythm, today=self.today)

    @property
    def age_words(self) -> str:
        """Why its age weakens it; empty where it does not, and where it has no value."""
        return "" if self.value is None else age_words(self.age, self.period_months)

    @property
    def _rhythm(self) -> Rhythm:
        return Rhythm(self.period_months, self.lag_days, self.slack_days)


@dataclass(frozen=True)
class _Observed:
    """A baseline on its way: what is known without observations, and what those of its window say."""

    empty: Baseline
    part: Slice
    first: dt.date
    found: WindowFigures

    def is_touched_by(self, gap: Gap) -> bool:
        """Whether a gap lies in the window, and in the metric or in all that one of the sources gives."""
        last = self.empty.last or self.part.last
        if gap.period and not self.first <= period_start(gap.period, self.empty.period_months) <= last:
            return False
        if gap.metric_id is None and not gap.concerns:
            return gap.source_id in self.found.sources
        return self.empty.metric == gap.metric_id or self.empty.metric in gap.concerns


def baseline(
    definition: DefinitionVersion, window: Window, partners: PartnerSet, *, today: dt.date | None = None
) -> Baseline:
    """The baseline of a definition's metric. Without observations its value is None and its grade D."""
    return baselines([(definition, window)], partners, today=today)[0]


def baselines(
    wanted: Sequence[tuple[DefinitionVersion, Window]],
    partners: PartnerSet,
    *,
    today: dt.date | None = None,
) -> list[Baseline]:
    """Several baselines over the same partners, in as many statements as one takes.

    `today` is the day of the workspace that they are seen from; now, where it is not given. What lies ahead of it
    counts for nothing.
    """
    day = today or workspace_today()
    ids, count = partners.known
    known = coverages([one.series_id for one, _window in wanted if one.series_id is not None])
    empty = [
        _empty(definition, window, known.get(definition.series_id or 0), count, day)
        for definition, window in wanted
    ]
    asked = [
        _slice(definition.series, one, ids, known.get(definition.series_id or 0))
        for (definition, _window), one in zip(wanted, empty, strict=True)
    ]
    found = iter(figures_of([one for one in asked if one]))
    observed = [
        _Observed(nothing, *one, next(found)) if one else None
        for one, nothing in zip(asked, empty, strict=True)
    ]
    filled = [one for one in observed if one]
    gaps = gaps_in_scope(
        [one.empty.metric for one in filled],
        {pk for one in filled for pk in one.found.sources},
        partners,
        day,
    )
    return [
        _filled(one, [gap for gap in gaps if one.is_touched_by(gap)]) if one else nothing
        for one, nothing in zip(observed, empty, strict=True)
    ]


def _empty(
    definition: DefinitionVersion, window: Window, covered: Coverage | None, asked: int, today: dt.date
) -> Baseline:
    length = LENGTHS[definition.content.period]
    covered = covered or Coverage(length)
    newest = covered.newest_whole(today)
    span = window.resolved(newest, length)
    return Baseline(
        metric=definition.metric_id,
        name=definition.name,
        unit=unit_code(definition.unit, ""),
        direction=definition.direction,
        definition_id=str(definition.pk),
        definition_version=definition.number,
        first=span[0] if span else None,
        last=span[1] if span else None,
        value=None,
        count=0,
        partners=0,
        asked=asked,
        grade="D",
        newest=newest,
        period_months=length,
        lag_days=definition.content.lag_days,
        slack_days=definition.content.slack_days,
        partial=covered.partial(*span, today) if span else (),
        today=today,
        has_data=bool(covered.sources),
    )


def _slice(
    series: Series | None, empty: Baseline, partner_ids: list[Any] | None, covered: Coverage | None
) -> tuple[Slice, dt.date] | None:
    """The observations that it looks at, and where its window begins; None where there are none to ask."""
    if series is None or empty.first is None or empty.until is None or empty.first > empty.until:
        return None
    since = add_months(empty.first, -HISTORY_MONTHS)
    return Slice(series, since, empty.until, partner_ids, covered, empty.today), empty.first


def _filled(one: _Observed, gaps: Iterable[Gap]) -> Baseline:
    """The baseline with what the observations of the window say."""
    found, series, first, last = one.found, one.part.series, one.first, one.part.last
    asked = found.meant if one.part.partner_ids is None else one.empty.asked
    gaps, today = list(gaps), one.empty.today
    accepted = [gap for gap in gaps if gap.cause.is_accepted(today)]
    weak = gap_lines(gap for gap in gaps if not gap.cause.is_accepted(today))
    said = accepted_words(accepted)
    empty = replace(one.empty, gaps=weak, notes=said, asked=asked)
    measure = MEASURES[series.measure]
    known = {period: sums.parts for period, sums in found.periods.items()}
    inside = [found.periods[period] for period in sorted(found.periods) if period >= first]
    parts = combine_periods(measure, [sums.parts for sums in inside])
    if parts is None:
        return empty
    is_mixed, is_thin = len(found.currencies) > 1, measure.is_thin(parts)
    value = None if is_mixed else measure.value(parts)
    count, rows = sum(sums.count for sums in inside), sum(sums.rows for sums in inside)
    by_hand = sum(sums.by_hand for sums in inside)
    quality = Quality(
        partners=found.covered,
        asked=asked,
        has_value=value is not None,
        is_thin=is_thin,
        is_mostly_by_hand=by_hand * 2 > count,
    )
    every = Weakenings(
        tuple(Weakening(gap.cause_id, gap.kind, gap.touched, gap.period) for gap in gaps),
        tuple(
            period
            for period in periods_between(first, last, empty.period_months)
            if period not in found.periods
        ),
        rows,
    )
    weakenings, quality = every.settled({gap.cause_id for gap in accepted}, quality)
    return replace(
        empty,
        unit=unit_code(series.unit, found.currency),
        value=None if value is None else value.quantize(PLACES),
        count=count,
        partners=found.partners,
        covered=found.covered,
        zeros=tuple(found.zeros),
        grade=quality.grade(empty.age.state),
        rows=rows,
        by_hand=by_hand,
        notes=_notes(found, empty, is_mixed=is_mixed, thin=too_few_words(measure, parts) if is_thin else "")
        + said,
        weakenings=weakenings,
        sources=tuple(sorted(found.sources.values())),
        follows_length=measure.follows_length,
        windows=None if is_mixed else windows_of(measure, known, empty.months, empty.period_months),
        trend=() if is_mixed else trend_of(measure, known, empty.period_months),
        quality=quality,
    )


def _notes(found: WindowFigures, asked: Baseline, *, is_mixed: bool, thin: str) -> tuple[str, ...]:
    notes = [to_date_words(asked.partial, asked.period_months)] if asked.is_to_date else []
    if is_mixed:
        notes.append(currencies_words(found.currencies))
    if thin:
        notes.append(thin)
    if found.zeros:
        notes.append(zeros_words(found.zeros, asked.period_months))
    if found.overlaps:
        notes.append(
            _("%(count)s values stand in two sources; the newest file counts.")
            % {"count": formats.number_format(found.overlaps, force_grouping=True)}
        )
    return tuple(notes)
