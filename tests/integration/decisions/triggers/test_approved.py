"""What was approved is what is watched: whatever moves between proposing and approving moves nothing that follows."""

import datetime as dt
import decimal
import uuid
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import NameSeal, Role, User
from decisions import models as m
from decisions.committee import propose
from decisions.life import reopen
from decisions.sections.registry import UNITS
from decisions.states.stages import Stage
from decisions.triggers.reviews.conclude import proposed_next
from decisions.triggers.trigger_list import frozen_levels
from metrics.dictionary.edit import change_definition
from metrics.models import DefinitionVersion
from partnerdesk.core.models import Job
from partners.models import ComplianceCheckpoint, Partner, RiskFlag
from tests.factories import decide, fresh, make_partner, make_person, version_of
from tests.integration.decisions.whole import METRICS, amounts, make_whole
from tests.integration.loading import load, mapping, upload  # noqa: F401  (fixtures)
from tests.integration.people import client_of

CONDITION = "Report after a quarter"


@pytest.fixture(scope="module")
def kept(keep, load):  # noqa: F811  (a fixture)
    return keep(make_whole, load, to=Stage.PROPOSED)


@pytest.fixture
def whole(kept):
    kept.record = fresh(kept.record)
    return kept


def approve(whole):
    decide(whole.record, by=whole.people["approver"], condition=CONDITION)


def armed(record):
    """All that follows from an approval, without ids and moments of its own."""
    version = version_of(record)
    rows = m.Trigger.objects.filter(version=version).select_related("watched", "owner")
    named = {row.pk: (row.kind, row.row_id) for row in rows}
    return {
        "triggers": sorted(map(_trigger, rows), key=repr),
        "conditions": sorted(
            (
                (named[row.trigger_id], row.partner_id, row.state)
                for row in m.Condition.objects.filter(trigger__in=named)
            ),
            key=repr,
        ),
        "inputs": [
            (row.criterion, row.series_id, _members(row.watched), row.window_months, row.active_from)
            for row in m.ChoiceInput.objects.filter(trigger__in=named).order_by("criterion")
        ],
        "reviews": list(
            m.Review.objects.filter(version=version)
            .order_by("kind")
            .values_list("kind", "due_on", "owner", "closed_by")
        ),
        "escalations": list(
            m.Escalation.objects.filter(version=version).values_list("step", "person", "after_days")
        ),
        "conditions of the approval": list(
            m.ActionItem.objects.filter(record=record, text__contains=CONDITION).values_list(
                "owner", flat=True
            )
        ),
        "scorecard": {
            name: value
            for name, value in m.Scorecard.objects.get(version=version).data().items()
            if name != "published_at"
        },
        "next review": {
            row.kind: proposed_next(row, timezone.localdate())
            for row in m.Review.objects.filter(version=version)
        },
    }


def _trigger(row):
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    for name in ("id", "version_id", "armed_at"):
        del fields[name]
    return fields | {"watched_id": _members(row.watched)}


def _members(watched):
    if watched is None or watched.is_everybody:
        return watched and "everybody"
    return sorted(watched.members.values_list("partner", flat=True))


@contextmanager
def undone():
    """What happens inside did not happen."""
    before = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(before)


@pytest.fixture
def unmoved(whole):
    """What follows where nothing has moved."""
    found = {}
    with undone():
        approve(whole)
        found |= armed(whole.record)
    return found


# What is armed


def test_everything_that_was_approved_is_armed(whole):
    approve(whole)
    version, record = version_of(whole.record), whole.record
    kinds = sorted(m.Trigger.objects.filter(version=version).values_list("kind", flat=True))
    assert kinds == [
        "assumption",
        "assumption",
        "change",
        "check",
        "choice",
        "date",
        "guardrail",
        "guardrail",
        "level",
        "level",
        "report",
    ]
    on_cohort = m.Trigger.objects.get(version=version, kind="level", by_partner=False)
    assert _members(on_cohort.watched) == sorted(row.pk for row in whole.partners[:4])
    each = m.Trigger.objects.get(version=version, by_partner=True)
    assert each.conditions.count() == len(whole.partners)
    on_segment = m.Trigger.objects.get(version=version, kind="change")
    assert on_segment.segment == "ISV"
    assert on_segment.setting == {"baseline": pytest.approx(42.018072)}
    rows = {row["id"] for row in version.data()["parts"]["triggers"]["rows"]}
    thresholds = m.Trigger.objects.filter(version=version, kind__in=["level", "change", "date"])
    assert {str(row.row_id) for row in thresholds} == rows
    choice = m.Trigger.objects.get(version=version, kind="choice")
    assert len(choice.setting["levels"]) == 3
    assert choice.inputs.count() == 5
    assert set(choice.inputs.values_list("window_months", flat=True)) == {10}
    assert record.reviews.count() == 3
    assert m.Escalation.objects.filter(version=version).count() == 2


def test_two_thresholds_alike_are_never_mixed_up(whole):
    """One is amended to what the other one was approved at."""
    row = m.Threshold.objects.filter(record=whole.record, watches="level", by_partner=False).get()
    with undone():
        twin = reopen.add_row(
            whole.record, "threshold", pk=uuid.uuid4(), by=whole.people["author"], now=timezone.now()
        ).unit
        given = row.values() | {"level": row.level + 1, "note": "The other one"}
        whole.save(twin, **given)
        _propose_again(whole)
        approve(whole)
        triggers = m.Trigger.objects.filter(version=version_of(whole.record), kind="level", by_partner=False)
        found = {trigger.level: frozen_levels(trigger)["note"] for trigger in triggers}
        assert found == {20.0: "Set 0", 21.0: "The other one"}
        triggers.filter(level=20.0).update(level=21.0, clear_level=25.0)
        assert {frozen_levels(trigger)["note"] for trigger in triggers} == {"Set 0", "The other one"}


def _propose_again(whole):
    propose.propose(fresh(whole.record), by=whole.people["author"], now=timezone.now())


# What moved since


def _other(field, value):
    """Another value than this one that the field can hold; None where there is none."""
    if field.choices:
        return next((choice for choice, _label in field.choices if choice not in (value, "")), None)
    if isinstance(field, models.ForeignKey):
        return make_person().pk if field.related_model is User else None
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateField):
        return (value or timezone.now().date()) + dt.timedelta(days=400)
    if isinstance(field, models.DecimalField | models.PositiveSmallIntegerField):
        return (value or 0) + 3
    if isinstance(field, models.CharField | models.TextField):
        return f"{value} moved"[: field.max_length]
    return []


def change_every_field(record):
    """Change each editable field of each row of the draft. Returns how many were, and which ones can't be."""
    changed, refused = 0, []
    for model in UNITS.values():
        for row in model.objects.filter(record=record):
            for name in model.editable:
                field = model._meta.get_field(name)
                value = _other(field, getattr(row, field.attname))
                try:
                    with transaction.atomic():
                        model.objects.filter(pk=row.pk).update(**{name: value})
                    changed += 1
                except (DatabaseError, decimal.InvalidOperation):
                    refused.append(f"{model.kind}.{name}")
    return changed, refused


def test_no_field_of_the_draft_moves_what_follows(whole, unmoved):
    changed, refused = change_every_field(whole.record)
    assert changed > 400
    assert len(refused) < changed / 20, refused
    approve(whole)
    assert armed(whole.record) == unmoved


@pytest.mark.parametrize("kind", sorted(kind for kind, model in UNITS.items() if issubclass(model, m.Row)))
def test_no_row_that_went_moves_what_follows(whole, unmoved, kind):
    gone, _rows = UNITS[kind].objects.filter(record=whole.record).delete()
    assert gone
    approve(whole)
    assert armed(whole.record) == unmoved


def reimported(whole):
    rows = amounts(whole.partners, factor=9, months=30)
    whole.load(*rows, metrics=METRICS)


def redefined(whole):
    steward = make_person(Role.ADMIN)
    for key in ("gross_margin", "partner_contribution"):
        newest = DefinitionVersion.objects.filter(metric=key).latest("number")
        other = newest.content.model_copy(update={"direction": "lower", "lag_days": 90})
        made = change_definition(other, seen=newest.number, by=steward, now=timezone.now())
        m.MetricBinding.objects.filter(record=whole.record, key=key).update(definition=made)


def partners_moved(whole):
    Partner.objects.update(segment="Reseller", name="Another name")
    for row in Partner.objects.all():
        Partner.objects.filter(pk=row.pk).update(key=f"moved-{row.key}")
    make_partner(segment="ISV")


def flags_raised(whole):
    given = {"partner": whole.partners[0], "owner": whole.people["owner"], "statement": "Sued"}
    RiskFlag.objects.create(**given, kind="legal", severity="high", raised_on=timezone.localdate())
    ComplianceCheckpoint.objects.create(
        partner=whole.partners[1],
        owner=whole.people["owner"],
        name="Audit",
        due_on=dt.date(2020, 1, 1),
    )


def people_renamed(whole):
    for person in whole.people.values():
        User.objects.filter(pk=person.pk).update(name=f"{person.name} II")


OUTSIDE = (reimported, redefined, partners_moved, flags_raised, people_renamed)


@pytest.mark.parametrize("change", OUTSIDE, ids=lambda change: change.__name__)
def test_nothing_outside_of_the_draft_moves_what_follows(whole, unmoved, change):
    change(whole)
    approve(whole)
    assert armed(whole.record) == unmoved


def test_all_of_it_at_once_moves_nothing(whole, unmoved):
    for change in OUTSIDE:
        change(whole)
    change_every_field(whole.record)
    m.Threshold.objects.filter(record=whole.record).delete()
    approve(whole)
    assert armed(whole.record) == unmoved


def test_the_rhythm_of_reviews_is_the_one_that_was_approved(whole):
    approve(whole)
    m.ReviewPlan.objects.filter(record=whole.record).update(rhythm="monthly")
    review = m.Review.objects.get(record=whole.record, kind="operating")
    assert proposed_next(review, timezone.localdate()) > review.due_on + dt.timedelta(days=85)


def test_who_was_erased_since_is_nobody(whole):
    NameSeal.objects.filter(user=whole.people["owner"]).delete()
    approve(whole)
    version = version_of(whole.record)
    assert not m.Trigger.objects.filter(version=version, owner=whole.people["owner"]).exists()
    assert list(m.Escalation.objects.filter(version=version).values_list("step", flat=True)) == [1]
    assert m.Review.objects.get(version=version, kind="operating").owner is None


# What it takes


def asked_of_one_click(load, scale):  # noqa: F811  (a fixture)
    """How many queries the click takes that puts a version in force: of one approver, and of a committee's chair."""
    with_one = make_whole(load, to=Stage.PROPOSED, scale=scale, partners=40 * scale)
    client = client_of(with_one.people["approver"])
    sent = {"choice": "approve", "sha256": version_of(with_one.record).sha256, "condition": CONDITION}
    yield _asked(client, "vote", with_one.record, sent)
    with_committee = make_whole(load, to=Stage.PROPOSED, scale=scale, partners=40 * scale, voters=5 * scale)
    for voter in with_committee.voters:
        decide(with_committee.record, by=voter, condition=CONDITION)
    yield _asked(client_of(with_committee.voters[0]), "close_round", with_committee.record, {})


def _asked(client, name, record, sent):
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(reverse(f"decisions:{name}", args=[record.code, 1]), sent)
    assert answer.status_code == 302
    assert fresh(record).in_force is not None
    summaries = [query for query in asked.captured_queries if 'UPDATE "decisions_summary"' in query["sql"]]
    assert len(summaries) == 1, "the record's row in lists is written once"
    return len(asked)


def test_an_approval_loads_what_it_needs_once(load):  # noqa: F811  (a fixture)
    few = list(asked_of_one_click(load, 1))
    assert max(few) <= 45, few
    assert list(asked_of_one_click(load, 2)) == few
    assert Job.objects.filter(kind="decisions.evaluate").count() == 4
