"""Reviews and open cases of all records that a person may see: one list at a time, page by page, at a fixed price."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from decisions.record.models import Record
from decisions.sections.actions import ActionItem
from decisions.states.cases_and_reviews import CaseState, ReviewState
from decisions.states.stages import Standing
from decisions.triggers.models import Case, Review
from decisions.versions.models import VersionStanding
from partnerdesk.core.days import day_of

PAGE_ROWS = 50
MOST_COUNTED = 1000
AHEAD_DAYS = 90
LATE_AFTER = dt.timedelta(days=7)
"""A case that nobody acknowledged for so long is late, also where no path of escalation says so."""
MOST_POST_REVIEWS = 500

OPEN, CASES, AHEAD, DONE = "open", "cases", "ahead", "done"


@dataclass(frozen=True)
class DueLane:
    """One of the lists: what is in it, and by which column it is ordered."""

    rows: QuerySet[Any]
    order: str
    is_newest_first: bool = False


@dataclass(frozen=True)
class DueLine:
    """A review or a case as the list shows it. `on` is the day it is due, was done, or began."""

    what: str
    code: str
    address: str
    kind: str
    owner: str
    on: dt.date
    is_late: bool
    state: str
    state_label: str
    is_case: bool
    outcome: str = ""
    snoozed_until: dt.date | None = None


@dataclass(frozen=True)
class DuePage:
    """One page of a list, how many there are in each, and where the next page begins."""

    lines: list[DueLine]
    counts: dict[str, int]
    after: str


def late_cases(now: dt.datetime) -> Q:
    """Cases that nobody has answered for too long."""
    waits = Q(state=CaseState.OPEN, snoozed_until=None)
    return waits & (Q(escalated__gt=0) | Q(opened_at__lt=now - LATE_AFTER))


def is_late_case(case: Case, now: dt.datetime) -> bool:
    """The same of one case."""
    if case.state != CaseState.OPEN or case.snoozed_until:
        return False
    return case.escalated > 0 or case.opened_at < now - LATE_AFTER


def running_actions() -> "QuerySet[Any]":
    """Actions that people have to do: of decisions in force, and those that wind a stopped one down."""
    stopped = VersionStanding.objects.filter(version__record=OuterRef("record"), state=Standing.STOPPED)
    rows = ActionItem.objects.filter(Q(record__in_force__isnull=False) | Exists(stopped))
    found: QuerySet[Any] = rows.filter(done_on=None).exclude(text="")
    return found


def due_page(user: User, show: str, filters: Mapping[str, str], after: str, now: dt.datetime) -> DuePage:
    """A page of one of the lists. `filters`: whose (`mine`), kind of review, late."""
    lanes = _lanes(user, filters, now)
    lane = lanes[show]
    rows = list(_after(lane, after)[: PAGE_ROWS + 1])
    shown = rows[:PAGE_ROWS]
    return DuePage(
        lines=[_line(row, user, now) for row in shown],
        counts={
            key: other.rows.order_by()[: MOST_COUNTED + 1].count()
            for key, other in lanes.items()
            if key != DONE
        },
        after=_cursor(lane, shown[-1]) if len(rows) > PAGE_ROWS else "",
    )


def _lanes(user: User, filters: Mapping[str, str], now: dt.datetime) -> dict[str, DueLane]:
    visible = Record.objects.visible_to(user).values("pk")
    reviews = Review.objects.filter(record__in=visible).select_related("record__summary", "owner")
    cases = Case.objects.filter(record__in=visible).exclude(state=CaseState.CLOSED)
    cases = cases.select_related("record__summary", "owner", "trigger")
    today = day_of(user, now)
    if filters.get("whose") == "mine":
        reviews, cases = reviews.filter(owner=user), cases.filter(owner=user)
    if filters.get("kind"):
        reviews = reviews.filter(kind=filters["kind"])
    if filters.get("late"):
        cases = cases.filter(late_cases(now))
    late = Q(due_on__lt=today) if filters.get("late") else Q()
    soon = today + dt.timedelta(days=AHEAD_DAYS)
    return {
        OPEN: DueLane(reviews.filter(late, state=ReviewState.OPEN), "due_on"),
        CASES: DueLane(cases, "opened_at"),
        AHEAD: DueLane(reviews.filter(late, state=ReviewState.PLANNED, due_on__lte=soon), "due_on"),
        DONE: DueLane(reviews.filter(state=ReviewState.CLOSED), "closed_at", is_newest_first=True),
    }


def _after(lane: DueLane, after: str) -> QuerySet[Any]:
    """The rows behind the one that the cursor names; what is no cursor is the beginning."""
    sign, way = ("-", "lt") if lane.is_newest_first else ("", "gt")
    rows = lane.rows.order_by(f"{sign}{lane.order}", f"{sign}pk")
    value, _sign, key = after.partition("_")
    try:
        last = (
            dt.datetime.fromisoformat(value) if lane.order.endswith("_at") else dt.date.fromisoformat(value)
        )
        pk = uuid.UUID(key)
    except ValueError:
        return rows
    if isinstance(last, dt.datetime) and last.tzinfo is None:
        return rows
    return rows.filter(Q(**{f"{lane.order}__{way}": last}) | Q(**{lane.order: last, f"pk__{way}": pk}))


def _cursor(lane: DueLane, row: Model) -> str:
    return f"{getattr(row, lane.order).isoformat()}_{row.pk}"


def _line(row: Any, user: User, now: dt.datetime) -> DueLine:
    """A row of either kind as the list shows it."""
    record, owner = row.record, row.owner.name if row.owner else ""
    common = {"code": record.code, "owner": owner, "state": row.state, "state_label": row.get_state_display()}
    if isinstance(row, Case):
        return DueLine(
            what=row.what,
            address=reverse("decisions:case", args=[record.code, row.pk]),
            kind=row.trigger.get_effect_display(),
            on=day_of(user, row.opened_at),
            is_late=is_late_case(row, now),
            is_case=True,
            snoozed_until=row.snoozed_until,
            **common,
        )
    return DueLine(
        what=record.summary.question or record.code,
        address=reverse("decisions:review", args=[record.code, row.pk]),
        kind=row.get_kind_display(),
        on=day_of(user, row.closed_at) if row.closed_at else row.due_on,
        is_late=row.closed_at is None and row.due_on < day_of(user, now),
        is_case=False,
        outcome=row.get_outcome_display() if row.outcome else "",
        **common,
    )


@dataclass(frozen=True)
class Held:
    """How often the ranges that an owner gave held the value that came."""

    owner: str
    held: int
    asked: int

    @property
    def pct(self) -> int:
        return round(100 * self.held / self.asked)


def ranges_held(user: User) -> list[Held]:
    """By owner, from the post-reviews that are closed; ranges without a value that came are not counted."""
    rows = (
        Review.objects.filter(kind=Review.Kind.POST, state=ReviewState.CLOSED, owner__isnull=False)
        .filter(record__in=Record.objects.visible_to(user).values("pk"))
        .order_by("-closed_at")
        .values_list("owner__name", "findings__predicted")[:MOST_POST_REVIEWS]
    )
    held: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for owner, predicted in rows:
        known = [row["held"] for row in predicted or () if row["held"] is not None]
        asked[owner] += len(known)
        held[owner] += sum(known)
    return [Held(owner, held[owner], count) for owner, count in sorted(asked.items()) if count]
