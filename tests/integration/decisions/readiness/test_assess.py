"""Every line of the readiness table: it fails when its subject is missing, and holds again when it is mended."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import User
from decisions import models as m
from decisions.committee import propose, questions
from decisions.draft.load import load_draft
from decisions.readiness.assess import assess, blockers
from decisions.sections.pre_mortem import FailureStory
from decisions.sections.registry import SECTIONS
from decisions.sections.text import CONTEXT
from decisions.states.stages import Stage
from tests.factories import fresh, make_record

TODAY = timezone.now().date()
YESTERDAY = TODAY - dt.timedelta(days=1)

CHECKS = {check.code: check for part in SECTIONS.values() for check in part.every_check}


@pytest.fixture(scope="module")
def kept(keep):
    return keep(make_record, "alignment-scorecard", to=Stage.COMMIT, **{"class": "major"})


@pytest.fixture
def record(kept):
    return fresh(kept)


def one(model, record, **conditions):
    return model.objects.filter(record=record, **conditions).first()


def change(model, **values):
    """A way to break the record: set fields of its one or first unit of a kind."""
    return lambda record: model.objects.filter(pk=one(model, record).pk).update(**values)


def drop(model):
    return lambda record: model.objects.filter(record=record).delete()


def retire(path):
    def breaking(record):
        unit = one(m.Brief if path == "owner" else m.Approval, record)
        User.objects.filter(pk=getattr(unit, f"{path}_id")).update(is_active=False)

    return breaking


def same_names(record):
    m.Option.objects.filter(record=record).update(name="The same")


def alike_in_figures(record):
    """Two options with the same estimates and the same constraints, whatever their texts say."""
    m.Option.objects.filter(record=record).update(constraints="None.")
    for estimate in m.Estimate.objects.filter(record=record, option__label="B"):
        values = {name: getattr(estimate, name) for name in ("form", "low", "likely", "high")}
        other = m.Estimate.objects.filter(record=record, option__label="C", criterion=estimate.criterion_id)
        other.update(**values)


def without_context(record):
    m.TextBlock.objects.filter(record=record, key__in=CONTEXT).update(body=" ")


def no_evidence(record):
    m.Evidence.objects.filter(record=record).delete()


def nameless_scenarios(record):
    m.Scenario.objects.filter(record=record).update(name=" ")


def moved_estimate(record):
    estimate = one(m.Estimate, record, option__label="B")
    m.Estimate.objects.filter(pk=estimate.pk).update(low=estimate.likely)


def other_choice(record):
    values = load_draft(record).comparison.values
    worst = min(values, key=values.get)
    m.Recommendation.objects.filter(record=record).update(option=worst, why_not_best=" ")


def open_question(record):
    """The runner-up would be far ahead at the high end of one range."""
    content = load_draft(record)
    runner_up = content.comparison.found.runner_up
    criterion = max(content.all(m.Criterion), key=lambda row: row.swing)
    m.Estimate.objects.filter(option=runner_up, criterion=criterion).update(
        low=criterion.worst, high=criterion.best, basis="question"
    )


def contradicting_ranks(record):
    rows = list(m.Criterion.objects.filter(record=record).order_by("-swing"))
    for rank, row in enumerate(reversed(rows), start=1):
        m.Criterion.objects.filter(pk=row.pk).update(rank=rank)


def different_sets(record):
    criterion = one(m.Criterion, record)
    for label, name in (("B", "base"), ("C", "optimistic")):
        statement = m.Statement.objects.create(
            record=record, sort="assumption", text=name, assumption_set=name
        )
        m.Estimate.objects.filter(option__label=label, criterion=criterion).update(
            basis="assumption", statement=statement
        )


def of_committee(breaking):
    """A way to break the committee of the record."""
    return lambda record: breaking(m.Approval.objects.get(record=record).committee)


def change_asked_for(record):
    """Proposed, commented on, and taken back without an answer."""
    by, now = record.created_by, timezone.now()
    version = propose.propose(record, by=by, now=now)
    member = version.round.seats.first().user
    questions.ask(version, kind=m.Remark.Kind.CHANGE, section="", text="Show the costs.", by=member, now=now)
    propose.withdraw_proposal(record, by=by, now=now)
    record.refresh_from_db()


def written_by_the_approver(record):
    m.Approval.objects.filter(record=record).update(committee=None)
    approver = m.Approval.objects.get(record=record).approver
    m.Brief.objects.filter(record=record).update(
        question="Another?", saved_by=approver, saved_at=timezone.now()
    )


BREAKS = [
    ("no_question", change(m.Brief, question=" ")),
    ("no_context", without_context),
    ("no_owner", change(m.Brief, owner=None)),
    ("no_owner", retire("owner")),
    ("no_horizon", change(m.Scope, horizon_to=None)),
    ("no_horizon", change(m.Scope, horizon_from=None, horizon_to=YESTERDAY)),
    ("no_scope", change(m.Scope, partners="")),
    ("no_scope", change(m.Scope, partners="segment", segment="Nobody", segment_on=TODAY)),
    ("no_scope", change(m.Scope, partners="segment", segment="", segment_on=None)),
    ("metric_not_baselined", change(m.MetricBinding, gap_reason="")),
    ("metric_not_baselined", change(m.MetricBinding, gap_owner=None)),
    ("metric_not_baselined", change(m.MetricBinding, gap_due_on=None)),
    ("input_not_collected", change(m.InputItem, value="")),
    ("input_not_collected", change(m.InputItem, owner=None)),
    ("no_choice", drop(m.Option)),
    ("no_choice", same_names),
    ("no_choice", change(m.Option, is_status_quo=False)),
    ("no_choice", change(m.Option, constraints="")),
    ("no_choice", lambda record: m.Option.objects.filter(record=record, label="B").update(differs="")),
    ("no_choice", lambda record: m.Option.objects.filter(record=record, label="B").update(differs="n/a")),
    ("no_choice", lambda record: m.Option.objects.filter(record=record).update(differs="Do it at once")),
    ("no_choice", alike_in_figures),
    ("row_unfinished", change(m.ActionItem, text=" ")),
    ("no_evidence", no_evidence),
    ("criteria_incomplete", drop(m.Criterion)),
    ("criteria_incomplete", change(m.Criterion, worst=None)),
    ("criteria_incomplete", change(m.Criterion, swing=None)),
    ("criteria_incomplete", lambda record: m.Criterion.objects.filter(record=record).update(side="left")),
    ("criteria_incomplete", lambda record: m.Criterion.objects.filter(record=record).update(side="right")),
    ("estimate_missing", change(m.Estimate, likely=None, low=None, high=None)),
    ("estimate_missing", change(m.Estimate, basis="")),
    ("estimate_missing", change(m.Estimate, form="factor")),
    ("different_assumptions", different_sets),
    ("guardrail_incomplete", change(m.Guardrail, watches="statement", limit="")),
    ("guardrail_incomplete", change(m.Guardrail, owner=None)),
    ("guardrail_suggested", change(m.Guardrail, is_suggested=True)),
    ("artifact_empty", change(m.OutputArtifact, content="")),
    ("risk_open", drop(m.Risk)),
    ("risk_open", lambda record: m.Risk.objects.filter(record=record).update(is_suggested=True)),
    ("risk_open", change(m.Risk, mitigation="")),
    ("risk_open", change(m.Risk, owner=None)),
    ("no_selection", change(m.Recommendation, option=None)),
    ("no_rationale", change(m.Recommendation, rationale="")),
    ("no_reversal_signal", change(m.Recommendation, reversal_signal="\n ")),
    ("scenarios_not_run", drop(m.ScenarioRun)),
    ("scenarios_not_run", moved_estimate),
    ("scenarios_not_run", nameless_scenarios),
    ("question_moves_answer", open_question),
    ("fact_without_evidence", change(m.Estimate, basis="fact", evidence=None)),
    ("fact_without_evidence", change(m.Evidence, source="")),
    ("criteria_incomplete", contradicting_ranks),
    ("criteria_incomplete", change(m.Criterion, worst=Decimal(-1))),
    ("choice_not_best", other_choice),
    ("no_expected_path", change(m.ExpectedPath, target=None)),
    ("no_expected_path", change(m.ExpectedPath, target_by=None)),
    ("threshold_without_baseline", change(m.Threshold, watches="change")),
    ("no_threshold", drop(m.Threshold)),
    ("no_threshold", change(m.Threshold, level=None)),
    ("no_threshold", change(m.Threshold, owner=None)),
    ("story_open", change(FailureStory, ending="")),
    ("story_open", change(FailureStory, threshold=None)),
    ("stop_in_prose", drop(FailureStory)),
    ("stop_in_prose", change(FailureStory, ending="aside", reason="Insured")),
    ("no_review_date", change(m.ReviewPlan, next_review_on=None)),
    ("no_review_date", change(m.ReviewPlan, next_review_on=YESTERDAY)),
    ("no_cadence", change(m.ReviewPlan, rhythm="")),
    ("no_cadence", change(m.ReviewPlan, post_review_on=None)),
    ("no_cadence", change(m.ReviewPlan, stop_conditions="")),
    ("no_cadence", change(m.ReviewPlan, escalation="")),
    ("not_confirmed", change(m.ReviewPlan, confirmed_on=None)),
    ("not_confirmed", change(m.ReviewPlan, confirmed_by=None)),
    ("action_incomplete", drop(m.ActionItem)),
    ("action_incomplete", change(m.ActionItem, owner=None)),
    ("action_incomplete", change(m.ActionItem, due_on=None)),
    ("no_approver", change(m.Approval, approver=None)),
    ("no_approver", retire("approver")),
    ("no_committee", change(m.Approval, committee=None)),
    ("committee_cannot_vote", of_committee(lambda found: m.Committee.objects.update(is_active=False))),
    ("committee_cannot_vote", of_committee(lambda found: found.members.update(is_chair=False))),
    ("committee_cannot_vote", of_committee(lambda found: found.members.all().delete())),
    ("nobody_else_approves", written_by_the_approver),
    ("changes_unanswered", change_asked_for),
    ("no_coi", change(m.Approval, coi="")),
    ("expired_evidence", change(m.Evidence, expires_on=YESTERDAY)),
]


def open_codes(record, to=Stage.PROPOSED):
    return {blocker.code for blocker in blockers(load_draft(record), to, timezone.now().date())}


def test_a_filled_record_of_the_heaviest_class_is_ready(record):
    assert open_codes(record) == set()


def test_every_check_is_broken_once():
    assert {code for code, _break in BREAKS} == set(CHECKS)


@pytest.mark.parametrize(("code", "breaking"), BREAKS, ids=[f"{c}-{i}" for i, (c, _b) in enumerate(BREAKS)])
def test_a_line_fails_when_its_subject_is_missing(record, code, breaking):
    breaking(record)
    assert code in open_codes(record)


@pytest.mark.parametrize("code", CHECKS)
def test_a_blocker_says_what_to_do_and_where(record, code):
    for other, breaking in BREAKS:
        if other == code:
            breaking(record)
            break
    found = [
        blocker
        for blocker in blockers(load_draft(record), Stage.PROPOSED, timezone.now().date())
        if blocker.code == code
    ]
    assert found
    assert all(blocker.message.endswith((".", "?", "”")) and blocker.anchor for blocker in found)
    assert len({blocker.subject for blocker in found}) == len(found), "a waiver covers exactly one"


LIGHT_NEEDS = {
    "guardrail_suggested",
    "threshold_without_baseline",
    "no_question", "no_owner", "no_horizon", "no_scope", "no_choice", "no_evidence", "no_selection",
    "no_rationale", "no_reversal_signal", "no_review_date", "not_confirmed", "no_approver", "no_coi",
    "expired_evidence", "committee_cannot_vote", "changes_unanswered", "row_unfinished",
    "nobody_else_approves",
}  # fmt: skip


def test_a_light_decision_needs_little():
    light = {code for code, check in CHECKS.items() if "light" in check.required}
    assert light == LIGHT_NEEDS


def test_what_a_light_decision_does_not_need_is_advice(record):
    m.Brief.objects.filter(record=record).update(decision_class="light")
    m.Risk.objects.filter(record=record).delete()
    readiness = assess(load_draft(record), Stage.PROPOSED, timezone.now().date())
    assert readiness.blockers == ()
    assert [blocker.code for blocker in readiness.advice] == ["risk_open"]


def test_owner_selection_and_reversal_signal_are_never_waived():
    assert {code for code, check in CHECKS.items() if not check.waivable} == {
        "no_owner",
        "no_selection",
        "no_reversal_signal",
        "committee_cannot_vote",
        "nobody_else_approves",
        "row_unfinished",
    }


def test_a_gate_asks_for_what_the_earlier_gates_asked():
    content = load_draft(make_record(is_filled=False))
    to_compare = {b.code for b in blockers(content, Stage.COMPARE, timezone.now().date())}
    to_commit = {b.code for b in blockers(content, Stage.COMMIT, timezone.now().date())}
    assert to_compare < to_commit


def test_a_baseline_from_a_change_needs_no_other_evidence(record):
    """Estimates stated against a baseline count as soon as the baseline has a value, not before."""
    m.Estimate.objects.filter(record=record).update(form="change", likely=Decimal(1), low=None, high=None)
    assert "estimate_missing" in open_codes(record)


def choice_messages(record):
    found = blockers(load_draft(record), Stage.COMMIT, TODAY)
    return [blocker.message for blocker in found if blocker.code == "no_choice"]


@pytest.mark.parametrize("word", ["nothing", "None.", " n/a ", "—", "-", "なし", "TBD"])
def test_a_word_for_nothing_is_nothing_done_differently(record, word):
    m.Brief.objects.filter(record=record).update(decision_class="light")
    m.Option.objects.filter(record=record).update(differs=word)
    assert sum("will be done differently" in message for message in choice_messages(record)) == 2


def test_without_estimates_the_constraints_of_options_differ(record):
    m.Brief.objects.filter(record=record).update(decision_class="light")
    assert choice_messages(record) == []
    m.Estimate.objects.filter(record=record).update(low=None, likely=None, high=None)
    m.Option.objects.filter(record=record).update(constraints="none")
    assert len([text for text in choice_messages(record) if "same constraints" in text]) == 3
    m.Option.objects.filter(record=record, label="C").update(constraints="Agency contract")
    assert [text[:15] for text in choice_messages(record)] == ["Options A and B"]
    for label, text in (("A", "No budget"), ("B", "no  BUDGET"), ("C", "Legal")):
        m.Option.objects.filter(record=record, label=label).update(constraints=text)
    assert [text[:15] for text in choice_messages(record)] == ["Options A and B"]


def test_options_that_are_estimated_apart_may_have_the_same_constraints(record):
    m.Option.objects.filter(record=record).update(constraints="none")
    assert choice_messages(record) == []
