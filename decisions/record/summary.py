"""A record's row in lists: what is written with each change. What must be computed is marked."""

import datetime as dt

from django.db.models import QuerySet

from decisions.record.models import Record, Summary


def mark_summary(record: Record, *, now: dt.datetime) -> None:
    """Write the columns that lists filter and order by, and mark the computed ones as due."""
    question, decision_class, owner = Record.objects.values_list(
        "brief__question", "brief__decision_class", "brief__owner"
    ).get(pk=record.pk)
    Summary.objects.filter(record=record).update(
        question=question,
        decision_class=decision_class,
        owner=owner,
        stage=record.stage,
        is_private=record.is_private,
        version_number=record.in_force.number if record.in_force else None,
        updated_at=now,
        recheck_at=now,
    )


def mark_summaries(records: QuerySet[Record], *, now: dt.datetime) -> None:
    """Mark the computed columns of many records as due: something that they rest on has moved."""
    Summary.objects.filter(record__in=records).update(recheck_at=now)
