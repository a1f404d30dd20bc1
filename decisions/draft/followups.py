"""Actions that follow from a decision: wind-down of a stopped one, conditions of an approval, minutes of a meeting."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from decisions.record.models import Record
from decisions.sections.actions import ActionItem


@dataclass(frozen=True)
class FollowUp:
    """Something that somebody has to do by a day."""

    text: str
    owner: User | None
    due_on: dt.date


def add_actions(
    record: Record, rows: Sequence[FollowUp], *, by: User | None, now: dt.datetime
) -> list[ActionItem]:
    """Put actions behind those that the record has. What has no text is left out."""
    if not rows:
        return []
    position = ActionItem.objects.filter(record=record).count()
    return ActionItem.objects.bulk_create(
        ActionItem(
            record=record,
            position=position + number,
            text=row.text.strip()[:300],
            owner=row.owner,
            due_on=row.due_on,
            saved_by=by,
            saved_at=now,
        )
        for number, row in enumerate(rows)
        if row.text.strip()
    )
