"""Filling an empty workspace: people, files through the real import, scores, partners, records in every stage."""

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from accounts.models import User
from decisions.models import Record
from decisions.readiness.summary import compute_due
from metrics.files.store import keep_path
from metrics.imports import run
from metrics.measures.months import add_months
from metrics.models import Import, Metric
from partnerdesk.core import outbox
from partnerdesk.core.days import begin_in, told_at, workspace_day, workspace_zone
from partners.models import ComplianceCheckpoint, LifecycleStage, Partner, RiskFlag, Severity
from workspace.demo.files import MONTHS, make_facts
from workspace.demo.mappings import MAPPINGS
from workspace.demo.people import create_people
from workspace.demo.scores import enter_scores
from workspace.demo.telling import DAY, TOLD_DAYS, live_on, story_of, tell_stories

__all__ = ["is_empty", "load_demo", "story_of"]
Say = Callable[[str], None]
BETWEEN = (250,)
"""Days before now on which data were loaded though nothing was decided."""


def is_empty() -> bool:
    """Whether nobody has worked here yet."""
    return not (User.objects.exists() or Partner.objects.exists() or Record.objects.exists())


@transaction.atomic
def load_demo(*, now: dt.datetime, say: Say) -> None:
    """Fill the workspace as if it had been worked in up to `now`. The caller makes sure that it is empty."""
    loads = load_moments(now)
    people = create_people(loads[0])
    say("people")
    Metric.objects.filter(owner=None).update(owner=people["kenji"])
    facts = make_facts(add_months(workspace_day(now).replace(day=1), -1))
    since = dt.date.min
    for moment in loads:
        end = workspace_day(moment).replace(day=1)
        with told_at(moment):
            load_files(facts.files_until(end), people["kenji"], moment)
            scores = [row for row in facts.scores if since <= row[2] < end]
            enter_scores(scores, people["kenji"], moment)
        since = end
    say(f"data of {len(facts.partners)} partners over {MONTHS} months")
    flag_partners(people, workspace_day(now))
    say("scores, risk flags, checkpoints")
    tell_stories(people, now)
    say("records in every stage")
    live_on(people, loads, now)
    for person in people.values():
        outbox.mark_seen(person.pk, until=now - 7 * DAY, now=now)
    compute_due(now)
    say("what came after them")


def load_moments(now: dt.datetime) -> list[dt.datetime]:
    """When files were loaded: in the months in which something is told, on the first morning and before all of it.

    So at each of these moments the data that had been loaded are those of all months that were over.
    """
    first: dict[dt.date, dt.datetime] = {}
    for told in sorted(now - days * DAY for days in (*TOLD_DAYS, *BETWEEN)):
        first.setdefault(workspace_day(told).replace(day=1), told)
    begins = {month: begin_in(workspace_zone(), month) + dt.timedelta(hours=8) for month in first}
    return [min(begins[month], told) for month, told in first.items()]


def load_files(texts: dict[str, str], by: User, now: dt.datetime) -> None:
    """Import every file as `import_observations` does."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file_name, text in texts.items():
            (folder / file_name).write_text(text, encoding="utf-8")
        partner_list = keep_path(folder / "partners.csv")
        for file_name, mapping in MAPPINGS.items():
            imported = Import.objects.create(
                file=keep_path(folder / file_name),
                file_name=file_name,
                partner_file=partner_list,
                partner_file_name="partners.csv",
                mapping=mapping,
                state=Import.State.IMPORTING,
                created_by=by,
                created_at=now,
            )
            run.run_import(imported, progress=lambda _share: None, now=now)


def flag_partners(people: dict[str, User], today: dt.date) -> None:
    """Life-cycle stages, contract renewals, a few risk flags and compliance checkpoints."""
    partners = list(Partner.objects.order_by("key"))
    stages = (
        LifecycleStage.ENABLED,
        LifecycleStage.PERFORMING,
        LifecycleStage.STRATEGIC,
        LifecycleStage.ONBOARDING,
    )
    for index, partner in enumerate(partners):
        partner.stage = stages[index % 4]
        partner.owner = people["maria" if index % 2 else "jonas"]
        partner.renewal_on = today + dt.timedelta(days=40 + 13 * index)
        partner.save(update_fields=["stage", "owner", "renewal_on"])
    flags: tuple[tuple[int, str, str, str], ...] = (
        (3, RiskFlag.Kind.FINANCIAL, Severity.HIGH, "Credit insurer has lowered its limit"),
        (9, RiskFlag.Kind.SECURITY, Severity.MEDIUM, "Penetration test is overdue"),
        (17, RiskFlag.Kind.LEGAL, Severity.LOW, "Data processing agreement has to be renewed"),
    )
    for index, kind, severity, statement in flags:
        RiskFlag.objects.create(
            partner=partners[index],
            kind=kind,
            severity=severity,
            statement=statement,
            mitigation="Follow up with the partner's management",
            owner=people["maria"],
            raised_on=today - dt.timedelta(days=20 + index),
        )
    for index, partner in enumerate(partners[::3]):
        is_due = index % 4 == 0
        ComplianceCheckpoint.objects.create(
            partner=partner,
            name="Yearly data protection review",
            status=ComplianceCheckpoint.Status.OPEN if is_due else ComplianceCheckpoint.Status.PASSED,
            due_on=today + dt.timedelta(days=30 if is_due else -60),
            checked_on=None if is_due else today - dt.timedelta(days=70),
            owner=people["kenji"],
        )
