"""Frozen figures seen from a later day: their grades stay as they were approved, today's stand beside.

Papers of a version print the same whenever they are printed, so only pages ask for today.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from decisions.versions.report import FigureToday, Report
from metrics.measures.age import Rhythm, age_of
from metrics.measures.grading import capped
from metrics.models import DefinitionVersion
from metrics.observations.wording import age_words


@dataclass(frozen=True)
class _Frozen:
    """The days of a frozen baseline."""

    newest: dt.date | None
    first: dt.date | None
    last: dt.date | None

    @classmethod
    def of(cls, baseline: dict[str, Any]) -> "_Frozen":
        days = (baseline.get(name) for name in ("newest", "from", "to"))
        return cls(*(dt.date.fromisoformat(day) if day else None for day in days))


def seen_from(report: Report, today: dt.date) -> Report:
    """The report of a version with how its figures stand on `today`; one of a draft as it is. One query."""
    if report.is_draft:
        return report
    rows = {row["key"]: row["baseline"] for row in report.rows("metrics") if row["baseline"]}
    numbers = {key: baseline["definition_version"] for key, baseline in rows.items()}
    known = DefinitionVersion.objects.filter(metric__in=rows)
    definitions = {row.metric_id: row for row in known if row.number == numbers[row.metric_id]}
    return replace(
        report, today={key: _today(rows[key], definitions[key], today) for key in rows if key in definitions}
    )


def _today(baseline: dict[str, Any], definition: DefinitionVersion, today: dt.date) -> FigureToday:
    content, frozen = definition.content, _Frozen.of(baseline)
    rhythm = Rhythm(definition.period_months, content.lag_days, content.slack_days)
    age = age_of(frozen.newest, first=frozen.first, last=frozen.last, rhythm=rhythm, today=today)
    return FigureToday(capped(baseline["grade"], age.state), age_words(age, rhythm.months))
