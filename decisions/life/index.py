"""The list of records at any size: keyset pages over the summary rows, capped counts, no record loaded.

What is public and what is shared by name are asked for apart and merged: each side walks its own index, where one
condition with OR would walk everything for a person with few records.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from decisions.record.models import Access, Record, Summary
from decisions.states.cases_and_reviews import CaseState, ReviewState
from decisions.states.classes import DecisionClass
from decisions.states.stages import Stage
from decisions.triggers.models import Case, Review

PAGE_ROWS = 50
MOST_COUNTED = 1000


@dataclass(frozen=True)
class Cursor:
    """The last row of the page before: where the next one begins."""

    updated_at: dt.datetime
    record_id: uuid.UUID

    def __str__(self) -> str:
        return f"{self.updated_at.isoformat()}_{self.record_id}"

    @classmethod
    def parse(cls, text: str) -> "Cursor | None":
        """From an address; anything else is the first page."""
        time, _, record = text.partition("_")
        try:
            return cls(dt.datetime.fromisoformat(time), uuid.UUID(record))
        except ValueError:
            return None


@dataclass(frozen=True)
class IndexRow:
    """What the list shows of a record. `decision_class` and `stage_label` are words in the reader's language."""

    code: str
    question: str
    framework_name: str
    owner_name: str
    decision_class: str
    stage: str
    stage_label: str
    blockers: int
    is_private: bool
    version_number: int | None
    next_review_on: dt.date | None
    has_open_case: bool
    has_open_review: bool
    updated_at: dt.datetime


@dataclass(frozen=True)
class IndexPage:
    """One page of the list. `count` is exact up to `MOST_COUNTED`, beyond it `is_more` says so."""

    rows: list[IndexRow]
    after: Cursor | None
    count: int
    is_more: bool


def list_records(user: User, filters: dict[str, object], after: Cursor | None) -> IndexPage:
    """The records that `user` may see, newest change first. `filters` are conditions on summary columns."""
    found = list(_identities(user, filters, after, PAGE_ROWS + 1))
    shown = [record for record, _updated in found[:PAGE_ROWS]]
    last = found[PAGE_ROWS - 1] if len(found) > PAGE_ROWS else None
    count = _identities(user, filters, None, MOST_COUNTED + 1).count() if after is None else 0
    return IndexPage(
        rows=_rows(shown),
        after=Cursor(last[1], last[0]) if last else None,
        count=min(count, MOST_COUNTED),
        is_more=count > MOST_COUNTED,
    )


def still_open_cases(record: Any) -> "QuerySet[Case]":
    """Cases of a record, or of the row of an outer query, that are not closed."""
    return Case.objects.filter(record=record).exclude(state=CaseState.CLOSED)


def still_open_reviews(record: Any) -> "QuerySet[Review]":
    return Review.objects.filter(record=record, state=ReviewState.OPEN)


def needing_attention() -> "QuerySet[Record]":
    """Records with an open case or an open review."""
    cases = Case.objects.exclude(state=CaseState.CLOSED).values("record")
    reviews = Review.objects.filter(state=ReviewState.OPEN).values("record")
    found: QuerySet[Record] = Record.objects.filter(Q(pk__in=cases) | Q(pk__in=reviews))
    return found


def _rows(wanted: list[uuid.UUID]) -> list[IndexRow]:
    """What is shown of the records, in the order given. No model is built for it: that took half the time."""
    columns: Iterable[Any] = Summary.objects.filter(pk__in=wanted).values_list(
        "record_id",
        "record__code",
        "question",
        "framework_name",
        "owner__name",
        "decision_class",
        "stage",
        "blockers",
        "is_private",
        "version_number",
        "next_review_on",
        Exists(still_open_cases(OuterRef("record"))),
        Exists(still_open_reviews(OuterRef("record"))),
        "updated_at",
    )
    classes = {value: str(label) for value, label in DecisionClass.choices}
    stages = {value: str(label) for value, label in Stage.choices}
    rows = {
        record: IndexRow(
            code, question, framework, owner or "", classes[weight], stage, stages[stage], *others
        )
        for record, code, question, framework, owner, weight, stage, *others in columns
    }
    return [rows[pk] for pk in wanted if pk in rows]


def _identities(
    user: User, filters: dict[str, object], after: Cursor | None, limit: int
) -> "QuerySet[Summary, tuple[uuid.UUID, dt.datetime]]":
    public = _side(Summary.objects.filter(is_private=False), filters, after, limit)
    named = _side(
        Summary.objects.filter(record__in=Access.objects.filter(user=user).values("record")),
        filters,
        after,
        limit,
    )
    return public.union(named).order_by("-updated_at", "-record_id")[:limit]


def _side(
    rows: QuerySet[Summary], filters: dict[str, object], after: Cursor | None, limit: int
) -> "QuerySet[Summary, tuple[uuid.UUID, dt.datetime]]":
    found = rows.filter(**{"is_archived": False} | filters)
    if after is not None:
        found = found.extra(  # a row comparison, which the index answers in one step
            where=["(updated_at, record_id) < (%s, %s)"], params=[after.updated_at, after.record_id]
        )
    return found.order_by("-updated_at", "-record_id").values_list("record_id", "updated_at")[:limit]
