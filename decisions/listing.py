"""The list of records at any size: keyset pages over the summary rows, capped counts, no record loaded.

What is public and what is shared by name are asked for apart and merged: each side walks its own index, where one
condition with OR would walk everything for a person with few records.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import User
from decisions.models import Access, Summary

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
class Page:
    """One page of the list. `count` is exact up to `MOST_COUNTED`, beyond it `is_more` says so."""

    rows: list[Summary]
    after: Cursor | None
    count: int
    is_more: bool


def list_records(user: User, filters: dict[str, object], after: Cursor | None) -> Page:
    """The records that `user` may see, newest change first. `filters` are conditions on summary columns."""
    rows = _page(user, filters, after, PAGE_ROWS + 1)
    last = rows[PAGE_ROWS - 1] if len(rows) > PAGE_ROWS else None
    count = len(_identities(user, filters, None, MOST_COUNTED + 1)) if after is None else 0
    return Page(
        rows=rows[:PAGE_ROWS],
        after=Cursor(last.updated_at, last.record_id) if last else None,
        count=min(count, MOST_COUNTED),
        is_more=count > MOST_COUNTED,
    )


def _page(user: User, filters: dict[str, object], after: Cursor | None, limit: int) -> list[Summary]:
    wanted = _identities(user, filters, after, limit)
    found = Summary.objects.select_related("record", "owner").in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]


def _identities(user: User, filters: dict[str, object], after: Cursor | None, limit: int) -> list[uuid.UUID]:
    public = _side(Summary.objects.filter(is_private=False), filters, after, limit)
    named = _side(
        Summary.objects.filter(record__in=Access.objects.filter(user=user).values("record")),
        filters,
        after,
        limit,
    )
    merged = public.union(named).order_by("-updated_at", "-record_id")[:limit]
    return [record for record, _updated in merged]


def _side(
    rows: QuerySet[Summary], filters: dict[str, object], after: Cursor | None, limit: int
) -> "QuerySet[Summary, tuple[uuid.UUID, dt.datetime]]":
    found = rows.filter(**filters)
    if after is not None:
        found = found.extra(  # a row comparison, which the index answers in one step
            where=["(updated_at, record_id) < (%s, %s)"], params=[after.updated_at, after.record_id]
        )
    return found.order_by("-updated_at", "-record_id").values_list("record_id", "updated_at")[:limit]
