"""What causes of gaps weaken: figures with their grade now and once settled, and what rests on them."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accounts.models import User
from metrics.causes.resting import Resting, Use, resting_on
from metrics.definitions.models import DefinitionVersion
from metrics.gaps.kinds import Effect
from metrics.gaps.lifecycle import weakened_by
from metrics.gaps.models import Cause, Gap
from metrics.measures.age import Age
from metrics.measures.grading import Quality
from metrics.measures.months import period_start
from metrics.measures.windows import Window
from metrics.observations.baselines import Baseline, baselines
from metrics.observations.partner_sets import PartnerSet
from metrics.observations.summaries import ALL, MetricLine, lines
from metrics.provenance.models import CoveredDays
from partners.models import Partner

MOST_RECORDS = 20
"""Of so many records a cause's page grades the figures."""


@dataclass(frozen=True)
class GradeLine:
    """A figure: its grade today, and the one it would have; empty where nothing weakens it."""

    key: str
    name: str
    now: str
    then: str
    code: str = ""
    address: str = ""
    is_in_force: bool = False

    @property
    def rises(self) -> bool:
        return bool(self.then) and self.then < self.now


@dataclass(frozen=True)
class CauseEffect:
    """What one cause weakens: figures over everybody, and the codes of what rests on figures that it touches."""

    grades: tuple[GradeLine, ...] = ()
    resting: tuple[Resting, ...] = ()

    @property
    def in_force(self) -> int:
        return sum(one.is_in_force for one in self.resting)

    @property
    def rising(self) -> tuple[GradeLine, ...]:
        return tuple(line for line in self.grades if line.rises)


class Effects:
    """The effects of many causes, as lists tell them: from summaries, in a fixed number of queries."""

    def __init__(self, person: User, today: dt.date) -> None:
        self.lines = {line.definition.metric_id: line for line in lines(today) if line.summary and line.grade}
        self._person = person

    @property
    def when_all_settled(self) -> list[GradeLine]:
        """The figures whose grade rises once nothing is left."""
        found = [_line(line, _settled_grade(line, ALL, line.age)) for line in self.lines.values()]
        return [line for line in found if line.rises]

    def of(self, causes: Sequence[Cause]) -> dict[uuid.UUID, CauseEffect]:
        """What each of these causes weakens."""
        keys = {key for cause in causes for key in [cause.metric_id, *cause.concerns] if key}
        whole = any(cause.metric_id is None and not cause.concerns for cause in causes)
        resting = resting_on(self._person, {*self.lines} if whole else keys)
        touching = _Touching(causes, resting, self.lines)
        return {cause.pk: self._effect(cause, touching) for cause in causes}

    def _effect(self, cause: Cause, touching: "_Touching") -> CauseEffect:
        grades = [
            _line(line, grade)
            for line in self.lines.values()
            if line.summary and (grade := _with_settled(line, cause))
        ]
        return CauseEffect(tuple(grades), tuple(touching.resting_on(cause)))


def _line(line: MetricLine, then: str) -> GradeLine:
    return GradeLine(line.definition.metric_id, line.definition.name, line.grade, then)


def _with_settled(line: MetricLine, cause: Cause) -> str:
    """The grade of a metric with a cause settled; empty where that weakens nothing of it."""
    if cause.declared.effect is Effect.AGE:
        is_of_it = cause.metric_id == line.definition.metric_id and line.age.is_noteworthy
        return Quality.of(line.summary.quality).grade("fresh") if is_of_it and line.summary else ""
    return _settled_grade(line, str(cause.pk), line.age)


def _settled_grade(line: MetricLine, which: str, age: Age) -> str:
    kept = line.summary.settled.get(which) if line.summary else None
    return Quality.of(kept).grade(age.state) if kept else ""


class _Touching:
    """Which causes touch which uses, by the gaps that are left of them: the rule of baselines, told for lists."""

    def __init__(
        self, causes: Sequence[Cause], resting: Sequence[Resting], known: dict[str, MetricLine]
    ) -> None:
        self._resting = resting
        self._known = known
        self._gaps: dict[uuid.UUID, list[Gap]] = defaultdict(list)
        left = Gap.objects.filter(cause__in=causes).exclude(status=Gap.Status.GONE)
        for gap in left.only("cause_id", "period", "partners", "segments") if resting else ():
            self._gaps[gap.cause_id].append(gap)
        self._covers = self._covered(causes) if resting else {}
        segments = {use.partners.segment for one in resting for use in one.uses} - {None}
        self._members: dict[str, set[uuid.UUID]] = defaultdict(set)
        if segments:
            for pk, segment in Partner.objects.filter(segment__in=segments).values_list("pk", "segment"):
                self._members[segment].add(pk)

    @staticmethod
    def _covered(causes: Sequence[Cause]) -> dict[uuid.UUID, set[str]]:
        """The metrics that each cause weakens: its own, or all of its source."""
        whole = [cause for cause in causes if cause.metric_id is None and not cause.concerns]
        by_source: dict[uuid.UUID, set[str]] = {cause.source_id: set() for cause in whole}
        if by_source:
            rows = CoveredDays.objects.filter(source__in=by_source)
            for source, metric in rows.values_list("source", "series__metric").distinct():
                by_source[source].add(metric)
        return {
            cause.pk: {key for key in [cause.metric_id, *cause.concerns] if key}
            or by_source.get(cause.source_id, set())
            for cause in causes
        }

    def resting_on(self, cause: Cause) -> Iterable[Resting]:
        return [one for one in self._resting if any(self._is_touched(use, cause) for use in one.uses)]

    def _is_touched(self, use: Use, cause: Cause) -> bool:
        if use.definition.metric_id not in self._covers[cause.pk]:
            return False
        line = self._known.get(use.definition.metric_id)
        newest = line.summary.newest if line and line.summary else None
        span = use.window.resolved(newest, use.definition.period_months)
        return span is not None and any(self._touches(gap, use, span) for gap in self._gaps[cause.pk])

    def _touches(self, gap: Gap, use: Use, span: tuple[dt.date, dt.date]) -> bool:
        start = period_start(gap.period, use.definition.period_months) if gap.period else None
        if start and not span[0] <= start <= span[1]:
            return False
        if gap.segments is not None:
            return use.partners.segment is not None and use.partners.segment in gap.segments
        if use.partners.is_everybody or gap.partners is None:
            return True
        return not self._ids(use.partners).isdisjoint(gap.partners)

    def _ids(self, partners: PartnerSet) -> set[uuid.UUID]:
        if partners.ids is not None:
            return {uuid.UUID(pk) for pk in partners.ids}
        return self._members[partners.segment or ""]


def effect_of(cause: Cause, person: User, today: dt.date) -> list[GradeLine]:
    """The figures that a cause weakens, each really graded with it and without: over everybody, then of records."""
    keys = weakened_by([cause])
    newest = {found.metric_id: found for found in DefinitionVersion.objects.newest().filter(metric__in=keys)}
    everybody = [Use(definition, Window(), PartnerSet()) for definition in newest.values()]
    found = _graded(everybody, cause, today)
    for one in resting_on(person, keys)[:MOST_RECORDS]:
        found += _graded(one.uses, cause, today, one)
    return found


def _graded(uses: Sequence[Use], cause: Cause, today: dt.date, of: Resting | None = None) -> list[GradeLine]:
    """The figures of some uses, all over the same partners."""
    if not uses:
        return []
    figures = baselines([(use.definition, use.window) for use in uses], uses[0].partners, today=today)
    return [line for figure in figures if (line := _line_of(figure, cause, of))]


def _line_of(figure: Baseline, cause: Cause, of: Resting | None) -> GradeLine | None:
    if cause.declared.effect is Effect.AGE:
        is_touched = figure.metric == cause.metric_id and figure.age.is_noteworthy
        then = figure.quality.grade("fresh")
    else:
        is_touched = cause.pk in figure.weakenings.causes
        then = figure.settled({cause.pk}).grade(figure.age.state)
    if not is_touched:
        return None
    where = (of.code, of.address, of.is_in_force) if of else ("", "", False)
    return GradeLine(figure.metric, figure.name, figure.grade, then, *where)
