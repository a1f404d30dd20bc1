"""Gaps as rows: found again by the next import, with what people said about them kept."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from metrics.gaps.found import EXAMPLES, FoundGap
from metrics.gaps.models import Gap
from metrics.provenance.models import Import, Source

MOST_GROUPS = 200
FIELDS = ("kind", "metric_id", "column", "label", "period")

LIST_KINDS = frozenset({Gap.Kind.DUPLICATE_NAME, Gap.Kind.PARTNER_WITHOUT_DATA, Gap.Kind.SIMILAR_LABEL})
"""Gaps of a partner list: an import without one says nothing about them."""


def store_gaps(
    findings: Iterable[FoundGap], *, source: Source, imported: Import, covered: set[dt.date], today: dt.date
) -> None:
    """Write what was found.

    What an earlier file of this source showed for the covered months, or for those that have not begun by `today`,
    and this one no longer shows is gone.
    """
    known = {_identity(gap): gap for gap in Gap.objects.filter(source=source)}
    found = {_identity(gap): gap for gap in (_gap(finding, source, imported) for finding in findings)}
    Gap.objects.bulk_create([gap for identity, gap in found.items() if identity not in known])
    for identity in found.keys() & known.keys():
        _see_again(known[identity], found[identity], imported)
    gone = [
        gap.pk
        for identity, gap in known.items()
        if identity not in found and _is_covered(gap, imported, covered, today)
    ]
    Gap.objects.filter(pk__in=gone).exclude(status=Gap.Status.GONE).update(status=Gap.Status.GONE)


def _gap(finding: FoundGap, source: Source, imported: Import) -> Gap:
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
    )


def _see_again(before: Gap, now: Gap, imported: Import) -> None:
    """Count a known gap anew; one that was gone is open again, one that was accepted stays so."""
    is_gone = before.status == Gap.Status.GONE
    seen = (now.count, now.examples, now.concerns)
    if not is_gone and (before.count, before.examples, before.concerns) == seen:
        return
    before.count, before.examples, before.concerns = seen
    before.imported = imported
    before.status = Gap.Status.OPEN if is_gone else before.status
    before.save(update_fields=["count", "examples", "concerns", "imported", "status"])


def close_begun(today: dt.date) -> int:
    """The gaps of periods that have begun by `today`: they lie no longer in the future. Returns how many."""
    begun = Gap.objects.filter(kind=Gap.Kind.FUTURE_PERIOD, period__lte=today)
    return begun.exclude(status=Gap.Status.GONE).update(status=Gap.Status.GONE)


def _is_covered(gap: Gap, imported: Import, covered: set[dt.date], today: dt.date) -> bool:
    if gap.kind in LIST_KINDS:
        return imported.partner_file_id is not None
    return gap.period is None or gap.period in covered or gap.period > today


def _identity(gap: Gap) -> tuple[Any, ...]:
    return tuple(getattr(gap, name) for name in FIELDS)


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
