"""A table of rates on its way in: what it would change, and taking it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from metrics.files.store import path_of
from metrics.permissions import check_may_enter
from metrics.provenance.models import StoredFile
from metrics.rates.models import ImportRate, Rate, RateTable
from metrics.rates.reading import GivenRate, read_rates
from partnerdesk.core.events import record_event

MOST_SHOWN = 500


@dataclass(frozen=True)
class RateChange:
    """One rate of a file beside the one that counts (`before`; None: there is none).

    `is_older` says that a table of a later day says it as well, and goes on counting.
    """

    given: GivenRate
    before: Decimal | None
    is_older: bool = False

    @property
    def kind(self) -> str:
        """`new`, `changed`, `same` or `older`."""
        if self.before is None:
            return "new"
        if self.before == self.given.rate:
            return "same"
        return "older" if self.is_older else "changed"


@dataclass(frozen=True)
class TablePlan:
    """What a file of rates would change, in the order of its lines."""

    changes: tuple[RateChange, ...]

    def of(self, kind: str) -> list[RateChange]:
        return [change for change in self.changes if change.kind == kind]

    @property
    def first(self) -> list[RateChange]:
        """As many as a page shows, those that change anything first."""
        order = ("changed", "new", "older", "same")
        return sorted(self.changes, key=lambda change: order.index(change.kind))[:MOST_SHOWN]

    @property
    def left_off(self) -> int:
        return max(0, len(self.changes) - MOST_SHOWN)

    @property
    def counts(self) -> dict[str, int]:
        return {kind: len(self.of(kind)) for kind in ("new", "changed", "same", "older")}


def plan_table(given: Sequence[GivenRate], dated_on: dt.date) -> TablePlan:
    """What these rates would change. Stores nothing."""
    counting = {
        (rate.currency, rate.to, rate.month): rate for rate in Rate.objects.counting().select_related("table")
    }
    changes = []
    for one in given:
        known = counting.get((one.currency, one.to, one.month))
        is_older = known is not None and known.table.dated_on > dated_on
        changes.append(RateChange(one, known.rate if known else None, is_older))
    return TablePlan(tuple(changes))


@transaction.atomic
def add_table(
    file: StoredFile, file_name: str, *, source: str, dated_on: dt.date, by: User | None, now: dt.datetime
) -> tuple[RateTable, TablePlan]:
    """Take a kept file of rates. Raises NotAllowed, Unreadable; nothing is stored then."""
    check_may_enter(by)
    given = read_rates(path_of(file.pk), file_name)
    plan = plan_table(given, dated_on)
    table = RateTable.objects.create(
        source=source, dated_on=dated_on, file=file, file_name=file_name[:255], created_by=by, created_at=now
    )
    Rate.objects.bulk_create(
        Rate(table=table, currency=one.currency, to=one.to, month=one.month, rate=one.rate) for one in given
    )
    record_event(
        "rates.added",
        subject_kind="rate_table",
        subject_id=table.pk,
        by=by,
        now=now,
        source=source,
        file=file_name,
        sha256=file.pk,
        **plan.counts,
    )
    return table, plan


def counted_tables() -> QuerySet[RateTable]:
    """All tables, newest day first, with the number of their rates and of the imports that used some."""
    used = ImportRate.objects.filter(rate__table=OuterRef("pk")).order_by().values("rate__table")
    counts = {
        "rate_count": Count("rates"),
        "import_count": Coalesce(
            Subquery(used.annotate(count=Count("imported", distinct=True)).values("count")), 0
        ),
    }
    tables = RateTable.objects.select_related("created_by").annotate(**counts)
    return tables.order_by("-dated_on", "-created_at", "-pk")
