"""A record's row in lists: what is written with each change. What must be computed is marked."""

import datetime as dt

from django.db.models import OuterRef, QuerySet, Subquery

from decisions.record.models import Record, Summary


def mark_summary(record: Record, *, now: dt.datetime) -> None:
    """Write the columns that lists filter and order by, and mark the computed ones as due."""
    named = Record.objects.filter(pk=OuterRef("pk"))
    Summary.objects.filter(record=record).update(
        question=Subquery(named.values("brief__question")),
        decision_class=Subquery(named.values("brief__decision_class")),
        owner=Subquery(named.values("brief__owner")),
        stage=record.stage,
        is_private=record.is_private,
        version_number=record.in_force.number if record.in_force else None,
        updated_at=now,
        recheck_at=now,
    )


def mark_summaries(records: QuerySet[Record], *, now: dt.datetime) -> None:
    """Mark the computed columns of many records as due: something that they rest on has moved."""
    Summary.objects.filter(record__in=records).update(recheck_at=now)
