"""Gaps as rows: found again by the next import, with what people said about their causes kept."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from metrics.gaps import lifecycle
from metrics.gaps.found import EXAMPLES, FoundGap
from metrics.gaps.models import Cause, Gap
from metrics.provenance.models import Import, Source

MOST_GROUPS = 200
CAUSE_FIELDS = ("kind", "metric_id", "column", "label")
FIELDS = (*CAUSE_FIELDS, "period")
SEEN = ("count", "examples", "concerns", "partners", "partner_rows", "segments")
"""What a file says of a gap that it shows."""

LIST_KINDS = frozenset({Gap.Kind.DUPLICATE_NAME, Gap.Kind.PARTNER_WITHOUT_DATA})
"""Gaps of a partner list: an import without one says nothing about them. Similar labels are found there as well."""


def store_gaps(
    findings: Iterable[FoundGap],
    *,
    source: Source,
    imported: Import,
    covered: set[dt.date],
    columns: Collection[str],
    partners: Mapping[str, uuid.UUID],
    today: dt.date,
    now: dt.datetime,
) -> None:
    """Write what was found in `columns`; `partners` are those of the directory, by what the file calls them.

    What an earlier file of this source showed for the covered months, or for those that have not begun by `today`,
    and this one no longer shows is gone.
    """
    known = {_identity(gap): gap for gap in Gap.objects.filter(source=source)}
    found = {_identity(gap): gap for gap in (_gap(one, source, imported, partners) for one in findings)}
    causes = _causes(found.values(), source)
    for gap in found.values():
        gap.cause = causes[_cause_of(gap)]
    Gap.objects.bulk_create([gap for identity, gap in found.items() if identity not in known])
    for identity in found.keys() & known.keys():
        _see_again(known[identity], found[identity], imported)
    gone = [
        gap.pk
        for identity, gap in known.items()
        if identity not in found and _is_covered(gap, imported, covered, columns, today)
    ]
    Gap.objects.filter(pk__in=gone).exclude(status=Gap.Status.GONE).update(status=Gap.Status.GONE)
    lifecycle.follow_gaps(causes.values(), seen={gap.cause_id for gap in found.values()}, now=now)


def _causes(gaps: Iterable[Gap], source: Source) -> dict[tuple[Any, ...], Cause]:
    """Every cause of the source, with one for each of these gaps."""
    known = {_cause_of(cause): cause for cause in Cause.objects.filter(source=source)}
    wanted = {_cause_of(gap): gap for gap in gaps}
    new = [
        Cause(source=source, concerns=gap.concerns, **dict(zip(CAUSE_FIELDS, identity, strict=True)))
        for identity, gap in wanted.items()
        if identity not in known
    ]
    Cause.objects.bulk_create(new)
    moved = [
        known[one] for one, gap in wanted.items() if one in known and known[one].concerns != gap.concerns
    ]
    for cause in moved:
        cause.concerns = wanted[_cause_of(cause)].concerns
        cause.save(update_fields=["concerns"])
    return known | {_cause_of(cause): cause for cause in new}


def _gap(finding: FoundGap, source: Source, imported: Import, partners: Mapping[str, uuid.UUID]) -> Gap:
    """A finding as a row. Partners that the directory does not know are in nobody's scope."""
    rows = None
    if finding.partners is not None:
        rows = {partners[label]: count for label, count in finding.partners.items() if label in partners}
    return Gap(
        source=source,
        imported=imported,
        kind=finding.kind,
        metric_id=finding.metric or None,
        column=finding.column[:120],
        label=finding.label[:200],
        period=finding.period,
        count=finding.count,
        examples=list(finding.examples),
        concerns=list(finding.concerns),
        partners=None if rows is None else list(rows),
        partner_rows=None if rows is None else list(rows.values()),
        segments=None if finding.segments is None else [name[:200] for name in finding.segments],
    )


def _see_again(before: Gap, now: Gap, imported: Import) -> None:
    """Count a known gap anew; one that was gone is open again."""
    is_gone = before.status == Gap.Status.GONE
    if not is_gone and all(getattr(before, name) == getattr(now, name) for name in SEEN):
        return
    for name in SEEN:
        setattr(before, name, getattr(now, name))
    before.imported, before.status = imported, Gap.Status.OPEN
    before.save(update_fields=[*SEEN, "imported", "status"])


def close_begun(today: dt.date, *, now: dt.datetime) -> int:
    """The gaps of periods that have begun by `today`: they lie no longer in the future. Returns how many."""
    begun = Gap.objects.filter(kind=Gap.Kind.FUTURE_PERIOD, period__lte=today)
    open_ones = begun.exclude(status=Gap.Status.GONE)
    causes = list(Cause.objects.filter(pk__in=open_ones.values("cause")))
    count = open_ones.update(status=Gap.Status.GONE)
    lifecycle.follow_gaps(causes, now=now)
    return count


def _is_covered(
    gap: Gap, imported: Import, covered: set[dt.date], columns: Collection[str], today: dt.date
) -> bool:
    is_in_data = gap.segments is None and gap.column in columns
    if gap.kind in LIST_KINDS or (gap.kind == Gap.Kind.SIMILAR_LABEL and not is_in_data):
        return imported.partner_file_id is not None
    return gap.period is None or gap.period in covered or gap.period > today


def _identity(gap: Gap) -> tuple[Any, ...]:
    return tuple(getattr(gap, name) for name in FIELDS)


def _cause_of(row: Gap | Cause) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in CAUSE_FIELDS)


def summarised(findings: Iterable[FoundGap]) -> list[dict[str, Any]]:
    """Found gaps as the command prints them: one row per kind, metric and column."""
    return [
        {
            "kind": row["kind"],
            "metric": row["metric"] or None,
            "column": row["column"] or None,
            "count": row["count"],
            "examples": row["examples"],
        }
        for row in _merged(findings, with_label=False)
    ]


def grouped(findings: Iterable[FoundGap]) -> list[dict[str, Any]]:
    """Found gaps as a page shows them: one row per kind, metric, column and label, most frequent first."""
    rows = sorted(_merged(findings, with_label=True), key=lambda row: -row["count"])
    return rows[:MOST_GROUPS]


def _merged(findings: Iterable[FoundGap], *, with_label: bool) -> list[dict[str, Any]]:
    rows: dict[tuple[str, str, str, str], dict[str, Any]] = {}
    for finding in findings:
        label = finding.label if with_label else ""
        row = rows.setdefault(
            (finding.kind, finding.metric, finding.column, label),
            {
                "kind": finding.kind,
                "metric": finding.metric,
                "column": finding.column,
                "label": label,
                "count": 0,
                "periods": [],
                "examples": [],
            },
        )
        row["count"] += finding.count
        row["periods"] += [str(finding.period)] if finding.period else []
        row["examples"] += list(finding.examples)[: EXAMPLES - len(row["examples"])]
    return list(rows.values())
