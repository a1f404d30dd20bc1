"""A record's row in lists. What lists filter by is written with each change; what must be computed is marked.

Computing what blocks a record takes its whole content, so an action only marks the row as due. Whoever has the
content at hand (the page that saves) computes it at once; the sweep computes what is left.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from decisions.draft.load import load_draft
from decisions.readiness.assess import Readiness, assess
from decisions.record.models import Record, Summary
from decisions.sections.brief import Brief
from decisions.sections.draft import Draft
from decisions.sections.evidence import Evidence
from decisions.sections.options import Option
from decisions.sections.reviews import ReviewPlan
from decisions.sections.scope import Scope
from decisions.states.cases_and_reviews import ReviewState
from decisions.states.stages import Stage, next_stage
from partnerdesk.core.days import begin_in, day_in, workspace_zone


def settle_summary(record: Record, *, now: dt.datetime) -> None:
    """Write the row of a record without a draft, whose round has ended: nothing blocks it, and time changes nothing.

    Its best option stays as it was when the version was proposed. The record must be the one that is locked.
    """
    brief = Brief.objects.filter(record=OuterRef("pk"))
    ahead = record.reviews.filter(
        version=record.in_force_id, state__in=(ReviewState.PLANNED, ReviewState.OPEN)
    )
    Summary.objects.filter(record=record).update(
        **{name: Subquery(brief.values(name)) for name in ("question", "decision_class", "owner_id")},
        stage=record.stage,
        is_private=record.is_private,
        version_number=record.in_force.number if record.in_force else None,
        blockers=0,
        next_review_on=Subquery(ahead.order_by("due_on").values("due_on")[:1]),
        updated_at=now,
        recheck_at=None,
    )


def write_summary(content: Draft, *, now: dt.datetime, readiness: Readiness) -> None:
    """Write the whole row of a record that has just changed, from its content and how that stands at all gates."""
    record, brief = content.record, content.one(Brief)
    Summary.objects.filter(record=record).update(
        question=brief.question,
        decision_class=brief.decision_class,
        owner=brief.owner_id,
        stage=record.stage,
        is_private=record.is_private,
        version_number=record.in_force.number if record.in_force else None,
        updated_at=now,
        **_computed(content, workspace_zone(), now, readiness),
    )


def compute_summary(content: Draft, *, now: dt.datetime, readiness: Readiness | None = None) -> None:
    """Write the computed columns from a record's content, and when time will make them wrong.

    `readiness` for all gates, where it is known already.
    """
    zone = workspace_zone()
    readiness = readiness or assess(content, Stage.PROPOSED, day_in(zone, now))
    Summary.objects.filter(record=content.record).update(**_computed(content, zone, now, readiness))


def _computed(content: Draft, zone: str, now: dt.datetime, readiness: Readiness) -> dict[str, Any]:
    best, gate = content.comparison.best, next_stage(Stage(content.record.stage))
    return {
        "blockers": len(readiness.up_to(gate).blockers) if gate else 0,
        "best_option": next((option.name for option in content.all(Option) if option.pk == best), ""),
        "next_review_on": next_review_on(content),
        "recheck_at": recheck_at(content, zone, day_in(zone, now)),
    }


def next_review_on(content: Draft) -> dt.date | None:
    """Of a decision in force the earliest review that lies ahead; of a draft what is planned."""
    record = content.record
    if record.in_force_id:
        rows = record.reviews.filter(
            version=record.in_force_id, state__in=(ReviewState.PLANNED, ReviewState.OPEN)
        )
        return rows.order_by("due_on").values_list("due_on", flat=True).first()
    return content.one(ReviewPlan).next_review_on if record.has_draft else None


def recheck_at(content: Draft, zone: str, today: dt.date) -> dt.datetime | None:
    """When time alone changes what blocks: the next day on which a horizon, review or piece of evidence ends."""
    plan = content.one(ReviewPlan)
    days = [content.one(Scope).horizon_to, plan.next_review_on, plan.confirmed_on]
    after = [row.expires_on + dt.timedelta(days=1) for row in content.all(Evidence) if row.expires_on]
    coming = [day for day in [*days, *after] if day and day > today]
    return begin_in(zone, min(coming)) if coming else None


def due_summaries(now: dt.datetime) -> QuerySet[Summary]:
    """Rows whose computed columns may be wrong by now."""
    return Summary.objects.filter(recheck_at__lte=now).order_by("recheck_at")


def compute_due(now: dt.datetime, most: int = 200) -> int:
    """Compute what is due, row by row; rows that somebody else has are passed over. Returns how many were done."""
    done = 0
    for pk in list(due_summaries(now).values_list("pk", flat=True)[:most]):
        with transaction.atomic():
            row = due_summaries(now).select_for_update(skip_locked=True).filter(pk=pk).first()
            if row is None:
                continue
            record = Record.objects.with_header().get(pk=row.pk)
            compute_summary(load_draft(record), now=now)
            done += 1
    return done
