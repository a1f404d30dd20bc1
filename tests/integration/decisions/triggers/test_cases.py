"""Handling: acknowledge, snooze, review, close; escalation; and what time alone brings about."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import Role
from decisions import models as m
from decisions.draft.followups import FollowUp
from decisions.readiness.move import adapt, move_draft
from decisions.states.cases_and_reviews import Outcome
from decisions.states.stages import Stage, Standing
from decisions.triggers.amend import Amendment, amend
from decisions.triggers.cases import handle
from decisions.triggers.evaluating import evaluate_series
from decisions.triggers.report_change import report_change
from decisions.triggers.reviews import plan as reviews
from decisions.triggers.reviews.conclude import conclude
from decisions.triggers.watch import EVALUATE, evaluate_version, look_at_the_clock
from metrics.models import Source
from partnerdesk.core.models import Event, Job, Notice
from partnerdesk.core.refusals import Blocked, NotAllowed
from partners.models import Partner, RiskFlag
from tests.factories import fresh, make_person
from tests.integration.decisions.triggers.conftest import condition_of

pytestmark = pytest.mark.django_db

RULE = {"level": Decimal(20), "clear_level": Decimal(25), "active_from": dt.date(2026, 1, 1)}
NOW = timezone.now


def days(count):
    return timezone.now() + dt.timedelta(days=count)


@pytest.fixture(scope="module")
def kept(keep, draft, decided):
    return keep(draft, RULE), keep(decided, RULE)


@pytest.fixture
def drafted(kept):
    """A draft with a threshold: it fires where gross margin falls below 20 %."""
    return fresh(kept[0])


@pytest.fixture
def trigger(kept):
    """The trigger of such a decision in force."""
    (found,) = kept[1]
    return m.Trigger.objects.get(pk=found.pk)


@pytest.fixture
def case(trigger, margins):
    """An open case: gross margin is at 10 %."""
    margins({"2026-02": 10})
    evaluate_series(trigger.series_id, None, now=NOW())
    return m.Case.objects.get()


def owner_of(case):
    return case.owner


def kinds_of(record, prefix="case."):
    found = Event.objects.filter(subject_id=record.pk, kind__startswith=prefix).order_by("pk")
    return list(found.values_list("kind", flat=True))


# Handling


def test_who_acknowledges_is_kept_and_nobody_else_is_told(case):
    by = owner_of(case)
    done = handle.acknowledge(case, by=by, now=NOW(), words="On it")
    assert (done.state, done.acknowledged_by, done.escalate_at) == ("acknowledged", by, None)
    event = Event.objects.get(kind="case.acknowledged")
    assert (event.by, event.data["words"]) == (by, "On it")
    with pytest.raises(Blocked, match="Load the page again"):
        handle.acknowledge(case, by=by, now=NOW())


def test_strangers_and_viewers_do_not_handle_cases(case):
    for person in (make_person(), make_person(Role.VIEWER)):
        with pytest.raises(NotAllowed):
            handle.acknowledge(case, by=person, now=NOW())
        with pytest.raises(NotAllowed):
            handle.close(case, outcome=Outcome.CONTINUE, words="Fine", by=person, now=NOW())


def test_a_snooze_needs_a_reason_and_a_day_to_come(case):
    by, tomorrow = owner_of(case), days(1).date()
    with pytest.raises(Blocked, match="Say why"):
        handle.snooze(case, until=tomorrow, reason=" ", by=by, now=NOW())
    with pytest.raises(Blocked, match="still to come"):
        handle.snooze(case, until=NOW().date(), reason="Holidays", by=by, now=NOW())
    assert handle.snooze(case, until=tomorrow, reason="Holidays", by=by, now=NOW()).snoozed_until == tomorrow


def test_a_snoozed_case_wakes_on_its_day_once(case):
    handle.snooze(case, until=days(3).date(), reason="Holidays", by=owner_of(case), now=NOW())
    assert look_at_the_clock(days(2))["woken"] == 0
    assert look_at_the_clock(days(3))["woken"] == 1
    assert look_at_the_clock(days(3))["woken"] == 0
    assert Notice.objects.filter(kind="trigger", person=case.owner).count() == 2


def test_a_snoozed_case_wakes_when_it_gets_worse_and_not_when_it_stays(case, margins):
    handle.snooze(case, until=days(30).date(), reason="Known", by=owner_of(case), now=NOW())
    trigger = case.trigger
    margins({"2026-02": 10, "2026-03": 12})
    evaluate_series(trigger.series_id, dt.date(2026, 3, 1), now=NOW())
    case.refresh_from_db()
    assert case.snoozed_until
    margins({"2026-02": 10, "2026-03": 12, "2026-04": 9})
    evaluate_series(trigger.series_id, dt.date(2026, 4, 1), now=NOW())
    case.refresh_from_db()
    assert (case.snoozed_until, case.worst) == (None, pytest.approx(9))
    assert kinds_of(case.record)[-1] == "case.woken"


def test_closing_needs_words_and_a_closed_case_stays_closed(case):
    by = owner_of(case)
    with pytest.raises(Blocked, match="why this is settled"):
        handle.close(case, outcome=Outcome.CONTINUE, words="", by=by, now=NOW())
    handle.close(case, outcome=Outcome.CONTINUE, words="One bad month", by=by, now=NOW())
    with pytest.raises(Blocked):
        handle.close(case, outcome=Outcome.STOP, words="No", by=by, now=NOW())
    with pytest.raises(DatabaseError), transaction.atomic():
        m.Case.objects.filter(pk=case.pk).update(state="open", outcome="", closed_at=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        m.Case.objects.filter(pk=case.pk).delete()


def test_after_a_case_is_closed_the_next_episode_opens_another(case, margins):
    handle.close(case, outcome=Outcome.CONTINUE, words="One bad month", by=owner_of(case), now=NOW())
    margins({"2026-02": 10, "2026-03": 30, "2026-04": 10})
    evaluate_series(case.trigger.series_id, dt.date(2026, 3, 1), now=NOW())
    assert m.Case.objects.count() == 2


# Escalation


def test_what_nobody_acknowledges_goes_up_the_path_each_step_once(drafted, enact, add, save, margins):
    first, second = make_person(), make_person()
    for person, after in ((first, 2), (second, 5)):
        save(add(drafted, "escalation"), person=person.pk, after_days=after)
    version = enact(drafted)
    margins({"2026-02": 10})
    evaluate_version(version.pk, NOW())
    assert look_at_the_clock(days(1))["escalated"] == 0
    assert look_at_the_clock(days(2.1))["escalated"] == 1
    assert look_at_the_clock(days(2.2))["escalated"] == 0
    assert look_at_the_clock(days(8))["escalated"] == 1
    assert look_at_the_clock(days(40))["escalated"] == 0
    told = Notice.objects.filter(kind="escalation").order_by("created_at")
    assert [row.person for row in told] == [first, second]
    assert kinds_of(drafted).count("case.escalated") == 2


def test_an_acknowledged_case_does_not_escalate(drafted, enact, add, save, margins):
    save(add(drafted, "escalation"), person=make_person().pk, after_days=2)
    version = enact(drafted)
    margins({"2026-02": 10})
    evaluate_version(version.pk, NOW())
    case = m.Case.objects.get()
    handle.acknowledge(case, by=case.owner, now=NOW())
    assert look_at_the_clock(days(9))["escalated"] == 0


# Time


def test_a_date_and_an_assumption_past_its_date_open_a_case_once(draft, enact, add, save):
    day = days(10).date()
    record = draft({"watches": "date", "metric": None, "on_date": day, "note": "Contract ends"})
    save(add(record, "statement"), sort="assumption", text="Prices hold", valid_until=day)
    enact(record)
    before = m.Case.objects.count()
    assert look_at_the_clock(days(9))["dates"] == 0
    assert look_at_the_clock(days(10))["dates"] == 1
    assert look_at_the_clock(days(11))["dates"] >= 1
    assert look_at_the_clock(days(12))["dates"] == 0
    words = [case.what for case in m.Case.objects.all()][: m.Case.objects.count() - before]
    assert any("Contract ends" in what for what in words)
    assert any("Prices hold" in what for what in words)


def test_overdue_data_are_a_state_of_their_own_and_open_a_case_where_asked(decided, margins):
    found = decided(RULE, RULE | {"level": Decimal(5), "when_silent": "open"})
    asking, silent = sorted(found, key=lambda trigger: trigger.level)
    margins({"2026-02": 10})
    evaluate_series(silent.series_id, None, now=NOW())
    assert condition_of(silent).state == "triggered"
    stale_on = condition_of(silent).stale_on
    assert stale_on > dt.date(2026, 3, 31)
    open_before = m.Case.objects.filter(trigger=asking).count()
    later = dt.datetime.combine(stale_on, dt.time(6), tzinfo=dt.UTC)
    look_at_the_clock(later)
    assert {condition_of(row).state for row in (silent, asking)} == {"stale"}
    assert condition_of(silent).since == dt.date(2026, 2, 1), "silence does not end the episode"
    assert m.Episode.objects.get(condition__trigger=silent).closed is None
    assert m.Case.objects.filter(trigger=asking).count() == open_before + 1
    margins({"2026-02": 10, "2026-03": 30})
    evaluate_series(silent.series_id, dt.date(2026, 3, 1), now=NOW())
    assert condition_of(silent).state == "normal"


def test_a_failing_source_puts_its_triggers_in_error_until_it_recovers(trigger, margins):
    margins({"2026-02": 10})
    evaluate_series(trigger.series_id, None, now=NOW())
    Source.objects.filter(name="sales").update(failures=3)
    assert look_at_the_clock(NOW())["errors"] >= 1
    assert look_at_the_clock(NOW())["errors"] == 0
    found = condition_of(trigger)
    assert (found.state, found.since) == ("error", dt.date(2026, 2, 1))
    Source.objects.filter(name="sales").update(failures=0)
    look_at_the_clock(NOW())
    assert condition_of(trigger).state == "triggered"


def test_a_guardrail_breaks_with_a_high_risk_and_holds_again(drafted, enact):
    m.Guardrail.objects.create(
        record=drafted, key="risk", label="No high risk", limit="none", watches="risk_flags"
    )
    version = enact(drafted)
    assert look_at_the_clock(NOW())["guardrails"] == 0
    partner = Partner.objects.first()
    flag = RiskFlag.objects.create(
        partner=partner,
        kind="legal",
        severity="high",
        statement="Sued",
        owner=drafted.created_by,
        raised_on=NOW().date(),
    )
    assert look_at_the_clock(NOW())["guardrails"] == 1
    assert look_at_the_clock(NOW())["guardrails"] == 0
    case = m.Case.objects.get(trigger__kind="guardrail", version=version)
    assert partner.name in case.what
    assert Notice.objects.get(subject_id=case.pk).is_urgent
    flag.closed_on = NOW().date()
    flag.save()
    look_at_the_clock(NOW())
    assert condition_of(case.trigger).state == "normal"


# Reviews


@pytest.fixture
def record(trigger):
    return fresh(trigger.record)


def ahead(record, kind="operating"):
    return m.Review.objects.get(record=record, kind=kind, state__in=["planned", "open"])


def test_the_cadence_is_on_the_calendar_with_the_enactment(record):
    plan = m.ReviewPlan.objects.get(record=record)
    assert ahead(record).due_on == plan.next_review_on
    initial = m.Review.objects.get(record=record, kind="initial")
    assert (initial.state, initial.outcome, initial.closed_by) == ("closed", "continue", plan.confirmed_by)


def test_a_review_moves_with_a_reason(record):
    review, by, to = ahead(record), record.created_by, days(200).date()
    with pytest.raises(Blocked, match="Say why"):
        reviews.move_review(review, to=to, reason="", by=by, now=NOW())
    with pytest.raises(NotAllowed):
        reviews.move_review(review, to=to, reason="Later", by=make_person(), now=NOW())
    assert reviews.move_review(review, to=to, reason="Fair is later", by=by, now=NOW()).due_on == to
    assert Event.objects.get(kind="review.moved").data["reason"] == "Fair is later"
    assert m.Summary.objects.get(record=record).next_review_on == to


def test_a_review_opens_by_itself_even_when_the_clock_missed_its_day(record):
    review = ahead(record)
    late = dt.datetime.combine(review.due_on, dt.time(), tzinfo=dt.UTC) + dt.timedelta(days=7)
    assert look_at_the_clock(late)["reviews"] == 1
    assert look_at_the_clock(late)["reviews"] == 0
    review.refresh_from_db()
    assert review.state == "open"
    assert Notice.objects.filter(kind="review_due", person=review.owner).count() == 1


def test_still_valid_is_one_step_and_plans_the_next_review(record):
    review = ahead(record)
    done = conclude(review, outcome=Outcome.CONTINUE, words="Margins hold", by=record.created_by, now=NOW())
    assert (done.state, done.outcome, done.closed_by) == ("closed", "continue", record.created_by)
    assert done.findings["metrics"] is not None
    following = ahead(record)
    assert following.pk != done.pk
    assert following.due_on > review.due_on


def test_a_review_closes_the_cases_that_are_in_it(case):
    by = m.Approval.objects.get(record=case.record).author
    review = reviews.open_review_of(case, by=by, now=NOW())
    assert reviews.open_review_of(case, by=by, now=NOW()) == review
    conclude(review, outcome=Outcome.CONTINUE, words="One bad month", by=by, now=NOW())
    case.refresh_from_db()
    assert (case.state, case.outcome, case.closing_words) == ("closed", "continue", "One bad month")


def test_adapt_opens_a_draft_and_the_version_stays_watched_until_another_takes_over(case, margins, enact):
    record, old = case.record, case.version
    by = m.Approval.objects.get(record=record).author
    review = reviews.open_review_of(case, by=by, now=NOW())
    conclude(review, outcome=Outcome.ADAPT, words="Raise the floor", by=by, now=NOW())
    record.refresh_from_db()
    assert (record.stage, record.in_force_id) == (Stage.COMPARE, old.pk)
    assert m.Trigger.objects.filter(version=old, disarmed_at=None).exists()
    assert condition_of(case.trigger).state == "triggered"


def test_a_new_version_takes_over_what_is_watched(drafted, enact):
    old = enact(drafted)
    drafted.refresh_from_db()
    by = m.Approval.objects.get(record=drafted).author
    moved = adapt(drafted, by=by, now=NOW())
    moved = move_draft(moved, to=Stage.COMMIT, by=by, now=NOW())
    m.ReviewPlan.objects.filter(record=drafted).update(confirmed_by=by, confirmed_on=NOW().date())
    new = enact(moved)
    assert new.number == old.number + 1
    assert not m.Trigger.objects.filter(version=old, disarmed_at=None).exists()
    assert m.Trigger.objects.filter(version=new, disarmed_at=None).exists()
    assert set(m.Review.objects.filter(version=old).values_list("state", flat=True)) <= {"dropped", "closed"}
    assert m.Review.objects.filter(version=new, state="planned").exists()


def test_stop_ends_the_version_with_its_cases_and_gives_the_actions(case):
    record, by = case.record, m.Approval.objects.get(record=case.record).author
    review = reviews.open_review_of(case, by=by, now=NOW())
    wind_down = [FollowUp("Tell the resellers", by, days(14).date())]
    conclude(review, outcome=Outcome.STOP, words="Not worth it", wind_down=wind_down, by=by, now=NOW())
    record.refresh_from_db()
    assert record.in_force is None
    assert m.VersionStanding.objects.get(version=case.version).state == Standing.STOPPED
    assert not m.Trigger.objects.filter(version=case.version, disarmed_at=None).exists()
    assert m.ActionItem.objects.filter(record=record, text="Tell the resellers", owner=by).exists()
    assert not m.Case.objects.filter(version=case.version).exclude(state="closed").exists()
    with pytest.raises(Blocked):
        report_change(record, words="Anything", by=by, now=NOW())


# What people say


def test_a_reported_change_opens_a_case_or_joins_the_open_one(record):
    by = record.created_by
    case = report_change(record, words="Northwind was acquired", by=by, now=NOW())
    assert (case.what, case.trigger.kind) == ("Northwind was acquired", "report")
    assert report_change(record, words="And Contoso too", by=by, now=NOW()) == case
    with pytest.raises(NotAllowed):
        report_change(record, words="x", by=make_person(), now=NOW())


def test_amending_a_trigger_is_logged_with_its_reason_and_looked_at_again(case):
    trigger, by = case.trigger, m.Approval.objects.get(record=case.record).author
    with pytest.raises(Blocked, match="Say why"):
        amend(trigger, Amendment(5, 8, 1), reason=" ", by=by, now=NOW())
    with pytest.raises(Blocked, match="safe side"):
        amend(trigger, Amendment(5, 4, 1), reason="x", by=by, now=NOW())
    amend(trigger, Amendment(5, 8, 1), reason="Agreed with finance", by=by, now=NOW())
    event = Event.objects.get(kind="trigger.amended")
    assert (event.data["before"]["level"], event.data["after"]["level"]) == (20, 5)
    assert Job.objects.filter(kind=EVALUATE, subject_id=case.version_id).exists()
    evaluate_version(case.version_id, NOW())
    assert condition_of(trigger).state == "normal"
    frozen = case.version.data()["parts"]["triggers"]["rows"]
    assert [row["level"] for row in frozen if row["metric"] == "gross_margin"] == ["20"]
