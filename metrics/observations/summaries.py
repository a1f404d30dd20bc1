"""The newest baseline of each metric, kept for lists so that a page does not add up millions of rows."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from metrics.definitions.models import DefinitionVersion
from metrics.measures.age import Age, Rhythm, age_of
from metrics.measures.freshness import Freshness
from metrics.measures.grading import Quality
from metrics.measures.months import LENGTHS
from metrics.measures.windows import Window
from metrics.observations.baselines import Baseline, baseline
from metrics.observations.history import Point
from metrics.observations.models import MetricSummary
from metrics.observations.partner_sets import PartnerSet
from metrics.observations.wording import age_words
from partnerdesk.core.days import workspace_day

ALL = "all"
"""In place of one cause: all of them."""


@dataclass(frozen=True)
class MetricLine:
    """One definition in a list, and what its last twelve months say (None: no data yet)."""

    definition: DefinitionVersion
    summary: MetricSummary | None
    grade: str
    age: Age
    trend: tuple[Point, ...] = ()

    @property
    def freshness(self) -> Freshness:
        return self.age.freshness

    @property
    def age_words(self) -> str:
        return age_words(self.age, LENGTHS[self.definition.content.period])


def refresh_summaries(metrics: Collection[str], *, now: dt.datetime) -> None:
    """Compute the summaries of these metrics anew. Called where their observations or gaps changed."""
    if not metrics:
        return
    today = workspace_day(now)
    for definition in DefinitionVersion.objects.newest().filter(metric__in=metrics):
        found = baseline(definition, Window(), PartnerSet(), today=today)
        MetricSummary.objects.update_or_create(
            metric_id=definition.metric_id,
            defaults={
                "definition": definition,
                "value": found.value,
                "unit": found.unit,
                "first": found.first,
                "last": found.last,
                "newest": found.newest,
                "partners": found.partners,
                "quality": found.quality.as_data(),
                "gaps": len(found.gaps),
                "settled": _settled(found),
                "computed_at": now,
                "trend": [
                    [f"{point.period}", None if point.value is None else str(point.value)]
                    for point in found.trend
                ],
            },
        )


def _settled(found: Baseline) -> dict[str, Any]:
    """What the grade would rest on with each cause settled, and with all of them (`ALL`)."""
    causes = found.weakenings.causes
    one = {str(cause): found.settled({cause}).as_data() for cause in sorted(causes)}
    return one | ({ALL: found.settled(causes).as_data()} if one else {})


def lines(today: dt.date, *, words: str = "", kind: str = "") -> list[MetricLine]:
    """The dictionary as a list, in a fixed number of queries; those that hold all `words`."""
    found = DefinitionVersion.objects.newest().select_related("metric__summary")
    if kind:
        found = found.filter(metric__kind=kind)
    return [_line(definition, today) for definition in found if _holds(definition, words)]


def _holds(definition: DefinitionVersion, words: str) -> bool:
    content = definition.content
    text = f"{content.key} {content.names.en} {content.names.ja or ''} {content.summary} {content.owner}"
    return all(word in text.casefold() for word in words.casefold().split())


def _line(definition: DefinitionVersion, today: dt.date) -> MetricLine:
    summary: MetricSummary | None = getattr(definition.metric, "summary", None)
    content = definition.content
    if summary is None:
        return MetricLine(definition, None, "", Age("none", Freshness("none", None)))
    age = age_of(
        summary.newest,
        first=summary.first,
        last=summary.last,
        rhythm=Rhythm(LENGTHS[content.period], content.lag_days, content.slack_days),
        today=today,
    )
    return MetricLine(
        definition,
        summary,
        Quality.of(summary.quality).grade(age.state),
        age,
        tuple(
            Point(dt.date.fromisoformat(period), None if value is None else Decimal(value))
            for period, value in summary.trend
        ),
    )
