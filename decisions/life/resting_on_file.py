"""The records whose figures take in what a file gave: drafts as they stand, and versions as they were proposed."""

import datetime as dt
import json
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from accounts.models import User
from decisions.record.models import Record
from decisions.sections.metrics import MetricBinding
from decisions.sections.scope import Scope
from decisions.states.stages import Stage
from decisions.versions.frozen import FrozenMetric, FrozenVersion, form_of
from decisions.versions.models import Version
from metrics.measures.coverage import Coverage
from metrics.measures.windows import Window
from metrics.models import Import, Series
from metrics.observations.resting import Figure, figures_resting_on
from metrics.provenance.covered import coverages
from partners.models import Partner


@dataclass(frozen=True)
class RestingRecord:
    """A record, and which of its metrics take in values of a file; `version` is None of its draft."""

    record: Record
    version: Version | None
    metrics: tuple[str, ...]


@dataclass(frozen=True)
class _Asked:
    """One metric of a draft or a version, and the figure that it is."""

    record: Record
    version: Version | None
    name: str
    figure: Figure


def records_resting_on(
    imported: Import, *, person: User, now: dt.datetime, today: dt.date
) -> list[RestingRecord]:
    """Those that `person` may see, by code, the draft first and then the newest version. A flat number of queries.

    Raises Altered where the content of a version is not the one that was frozen.
    """
    given = {spec["metric"] for spec in imported.mapping.get("metrics", [])}
    series = list(Series.objects.filter(metric__in=given))
    if imported.finished_at is None or imported.source is None or not series:
        return []
    records = Record.objects.visible_to(person).select_related("brief")
    asked = [
        *_of_drafts(records.exclude(stage=Stage.NONE), series, now, today),
        *_of_versions(imported, records, series),
    ]
    resting = figures_resting_on(imported, [one.figure for one in asked])
    found: dict[tuple[Record, Version | None], list[str]] = defaultdict(list)
    for number, one in enumerate(asked):
        if number in resting:
            found[one.record, one.version].append(one.name)
    rows = [RestingRecord(record, version, tuple(names)) for (record, version), names in found.items()]
    return sorted(rows, key=lambda row: (row.record.code, -row.version.number if row.version else -(10**9)))


def _of_drafts(records: Any, series: Sequence[Series], now: dt.datetime, today: dt.date) -> Iterator[_Asked]:
    """The live baselines of drafts on these series."""
    bound = list(
        MetricBinding.objects.filter(record__in=records, definition__series__in=series)
        .select_related("definition__series", "record__brief")
        .order_by("record", "pk")
    )
    scopes = {
        scope.record_id: scope for scope in Scope.objects.filter(record__in={row.record_id for row in bound})
    }
    covered = coverages([one.pk for one in series])
    members = _segments({scope.segment for scope in scopes.values() if scope.segment})
    for row in bound:
        scope = scopes.get(row.record_id) or Scope(record=row.record)
        if row.definition is None or row.definition.series_id is None:
            continue
        length = row.definition.period_months
        known = covered.get(row.definition.series_id) or Coverage(length)
        span = _window(row, scope).resolved(known.newest_whole(today), length)
        if span:
            figure = Figure((row.definition.series_id,), *span, now, _partners(scope, members))
            yield _Asked(row.record, None, row.name, figure)


def _window(row: MetricBinding, scope: Scope) -> Window:
    """As `sections.metrics.window_of` says it of a loaded draft."""
    if row.first_month and row.last_month:
        return Window(row.first_month, row.last_month)
    if scope.first_month and scope.last_month:
        return Window(scope.first_month, scope.last_month)
    return Window(months=scope.months)


def _partners(scope: Scope, members: Mapping[str, list[uuid.UUID]]) -> tuple[uuid.UUID, ...] | None:
    if scope.partners == Scope.Partners.SEGMENT:
        return tuple(members.get(scope.segment, ()))
    if scope.partners == Scope.Partners.LIST:
        return tuple(scope.partner_ids)
    return None


def _segments(segments: set[str]) -> dict[str, list[uuid.UUID]]:
    found: dict[str, list[uuid.UUID]] = defaultdict(list)
    for segment, pk in Partner.objects.filter(segment__in=segments).values_list("segment", "pk"):
        found[segment].append(pk)
    return found


def _of_versions(imported: Import, records: Any, series: Sequence[Series]) -> Iterator[_Asked]:
    """The frozen baselines of versions that name the source, proposed after the file had come."""
    name = json.dumps(imported.source.name if imported.source else "")
    versions = (
        Version.objects.filter(record__in=records, proposed_at__gte=imported.finished_at)
        .holding(name)
        .select_related("record__brief", "standing")
        .order_by(F("record__code"), "-number")
    )
    by_metric: dict[str, list[int]] = defaultdict(list)
    for one in series:
        by_metric[one.metric_id].append(one.pk)
    for version in versions:
        data = version.data()
        frozen = FrozenVersion(data, form_of(data), {})
        for row in frozen.rows("metrics"):
            known, metric = row["baseline"], frozen.metrics[row["key"]]
            if known and known["from"] and known["to"] and metric.key in by_metric:
                first, last = (dt.date.fromisoformat(known[end]) for end in ("from", "to"))
                figure = Figure(
                    _series(metric, by_metric),
                    first,
                    last,
                    version.proposed_at,
                    None if frozen.members is None else tuple(frozen.members),
                )
                yield _Asked(version.record, version, metric.name, figure)


def _series(metric: FrozenMetric, by_metric: Mapping[str, list[int]]) -> tuple[int, ...]:
    """The series of a frozen definition; of a form that does not name it, any of its metric."""
    return (metric.series_id,) if metric.series_id else tuple(by_metric[metric.key])
