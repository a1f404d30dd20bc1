"""Filling an empty workspace: people, files through the real import, scores, partners, records in every stage."""

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts.models import User
from decisions.committee import decide, propose
from decisions.committee.rounds import Ballotpaper
from decisions.models import Record, Review, Version
from decisions.readiness.move import adapt, move_draft
from decisions.readiness.summary import compute_due
from decisions.record.sharing import share_record
from decisions.states.cases_and_reviews import Outcome
from decisions.states.stages import Stage
from decisions.states.votes import Choice
from decisions.triggers.reviews.conclude import conclude
from decisions.triggers.watch import evaluate_version, look_at_the_clock
from metrics.files.store import keep_path
from metrics.imports import run
from metrics.measures.months import add_months
from metrics.models import Import, Metric
from partnerdesk.core.days import workspace_day
from partners.models import ComplianceCheckpoint, LifecycleStage, Partner, RiskFlag, Severity
from workspace.demo.committee import STEERING, begin_to_vote, seat_committee
from workspace.demo.files import DemoFiles, make_files
from workspace.demo.filling import Filler, Story
from workspace.demo.mappings import MAPPINGS
from workspace.demo.meetings import call_next_meeting, hold_first_meeting
from workspace.demo.people import create_people
from workspace.demo.scores import enter_scores
from workspace.demo.stories import CHANNEL_TERMS, PRIORITIZATION, SCORECARD, VALUE_EXCHANGE

Say = Callable[[str], None]


def is_empty() -> bool:
    """Whether nobody has worked here yet."""
    return not (User.objects.exists() or Partner.objects.exists() or Record.objects.exists())


@transaction.atomic
def load_demo(*, now: dt.datetime, say: Say) -> None:
    """Fill the workspace. The caller makes sure that it is empty."""
    people = create_people()
    say("people")
    Metric.objects.filter(owner=None).update(owner=people["kenji"])
    newest = add_months(workspace_day(now).replace(day=1), -1)
    files = make_files(newest)
    load_files(files, people["kenji"], now)
    say("data of 40 partners over 24 months")
    enter_scores(files.scores, people["kenji"], now)
    flag_partners(people, workspace_day(now))
    say("scores, risk flags, checkpoints")
    tell_stories(people, now)
    look_back(people, now)
    keep_watch(now)
    compute_due(now)
    say("records in every stage")


def load_files(files: DemoFiles, by: User, now: dt.datetime) -> None:
    """Import every file as `import_observations` does."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file_name, text in files.texts.items():
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


def tell_stories(people: dict[str, User], now: dt.datetime) -> None:
    """Records in frame, compare, commit, proposed, in force, and one in force with a newer draft."""
    in_force = _advance(
        CHANNEL_TERMS | {"is_past": True}, people, now - dt.timedelta(days=120), Stage.PROPOSED
    )
    approve(in_force, people["ines"], now - dt.timedelta(days=118), "Agreed. Report after the first quarter.")
    light = _advance(PRIORITIZATION, people, now - dt.timedelta(days=40), Stage.PROPOSED)
    approve(light, people["maria"], now - dt.timedelta(days=39), "")
    adapt(
        Record.objects.get(pk=light.pk),
        by=people["jonas"],
        now=now - dt.timedelta(days=3),
        reason="Budget was cut.",
    )
    proposed = now - dt.timedelta(days=6)
    committee = seat_committee(people, now - dt.timedelta(days=150))
    hold_first_meeting(committee, people, now)
    scorecard = _advance(SCORECARD | {"committee": STEERING}, people, proposed, Stage.PROPOSED)
    begin_to_vote(scorecard, people, proposed)
    call_next_meeting(committee, people, now)
    _advance(VALUE_EXCHANGE, people, now - dt.timedelta(days=12), Stage.COMMIT)
    compare = _advance(
        CHANNEL_TERMS
        | {
            "question": "Do we end MDF for resellers below Gold?",
            "author": "jonas",
            "owner": "jonas",
            "horizon_days": (10, 190),
            "estimates": CHANNEL_TERMS["estimates"]
            | {("C", "partner_contribution_margin"): ("6", "12.5", "16", "question")},
        },
        people,
        now - dt.timedelta(days=8),
        Stage.COMPARE,
    )
    share_record(compare, person=people["maria"], by=people["jonas"], now=now - dt.timedelta(days=7))
    _begin(
        VALUE_EXCHANGE
        | {
            "question": "Should managed service partners join the co-sell desk?",
            "author": "maria",
            "owner": "maria",
        },
        people,
        now - dt.timedelta(days=2),
    )
    _begin(
        PRIORITIZATION | {"question": "Do we leave the marketplace channel?", "private": True},
        people,
        now - dt.timedelta(days=1),
    )


def look_back(people: dict[str, User], now: dt.datetime) -> None:
    """An older decision with its post-review: what was predicted beside what came."""
    question = "Do we open the co-sell desk to software partners?"
    plan = VALUE_EXCHANGE["reviews"] | {"next": 460, "post": 410}
    decided = now - dt.timedelta(days=430)
    older = _advance(
        VALUE_EXCHANGE | {"question": question, "reviews": plan},
        people,
        decided,
        Stage.PROPOSED,
    )
    approve(older, people["ines"], decided + dt.timedelta(days=2), "Agreed for one year.")
    evaluate_version(Version.objects.get(record=older).pk, now)
    conclude(
        Review.objects.select_related("record", "version").get(record=older, kind=Review.Kind.POST),
        outcome=Outcome.CONTINUE,
        words="Joint revenue came as expected; certification took longer than we thought.",
        next_on=workspace_day(now) + dt.timedelta(days=30),
        by=people[VALUE_EXCHANGE["owner"]],
        now=now - dt.timedelta(days=15),
    )


def keep_watch(now: dt.datetime) -> None:
    """Look at what is in force, as the worker does: one shift in the data has fired a trigger."""
    for pk in (
        Record.objects.filter(in_force__isnull=False).order_by("code").values_list("in_force", flat=True)
    ):
        evaluate_version(pk, now)
    look_at_the_clock(now)


def _begin(story: Story, people: dict[str, User], now: dt.datetime) -> Record:
    return Filler(story, people, now).record


def _advance(story: Story, people: dict[str, User], now: dt.datetime, to: Stage) -> Record:
    """Fill a record as far as `to` takes and move it there."""
    filler = Filler(story, people, now)
    steps: tuple[tuple[Callable[[], None], Stage], ...] = (
        (filler.frame, Stage.COMPARE),
        (filler.compare, Stage.COMMIT),
    )
    for fill, stage in steps:
        fill()
        if stage == Stage.COMMIT and to == Stage.COMPARE:
            return filler.record
        move_draft(filler.record, to=stage, by=filler.by, now=now)
    filler.commit()
    if to == Stage.PROPOSED:
        propose.propose(filler.record, by=filler.by, now=now)
    return filler.record


def approve(record: Record, by: User, now: dt.datetime, comment: str) -> None:
    version = Version.objects.select_related("record", "round").filter(record=record).latest("number")
    decide.vote(version, Ballotpaper(Choice.APPROVE, comment, seen_sha256=version.sha256), by=by, now=now)


def story_of(framework: str) -> Story:
    """The demo's story for a framework."""
    stories: tuple[dict[str, Any], ...] = (CHANNEL_TERMS, VALUE_EXCHANGE, SCORECARD, PRIORITIZATION)
    return next(story for story in stories if story["framework"] == framework)
