"""Only whole periods are held against a level; papers say of others that their figure is one to date."""

import datetime as dt
from decimal import Decimal
from functools import partial

import pytest
import time_machine
from django.urls import reverse

from decisions import models as m
from decisions.comparison.propose_levels import proposed_anchors
from decisions.documents.export_json_md import markdown_bytes
from decisions.documents.scorecards import _column
from decisions.draft.load import load_draft
from decisions.readiness.assess import blockers
from decisions.readiness.waivers import waive
from decisions.sections.metrics import baseline_of, whole_baseline_of
from decisions.sections.recommendation import selected_option
from decisions.states.stages import Stage
from decisions.triggers.backtest.history import history_of
from decisions.triggers.backtest.replay import backtest_of
from decisions.triggers.propose import breach_words, find_flip
from decisions.triggers.watch import follow_change
from decisions.versions.report import report_of_draft
from metrics.models import DefinitionVersion, MetricChange
from metrics.observations.calendar_turns import follow_calendar
from metrics.observations.partner_sets import PartnerSet
from partners.models import Partner
from tests.factories import fresh, make_record
from tests.integration.decisions.triggers.conftest import condition_of
from tests.integration.people import client_of

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
BELOW_20 = {
    "level": Decimal(20),
    "clear_level": Decimal(25),
    "samples": 1,
    "active_from": dt.date(2026, 1, 1),
}
CODE = "threshold_without_baseline"
GOOD = {f"2026-{month:02}": 30 for month in range(1, 11)}


@pytest.fixture(scope="module")
def kept(keep):
    return keep(make_record, to=Stage.COMMIT)


@pytest.fixture
def decided(kept, decided):
    return partial(decided, record=fresh(kept))


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as found:
        yield found


def follow(now):
    """Let the triggers see what moved, as the jobs do."""
    for change in MetricChange.objects.all():
        follow_change(change.pk, now)


def state_of(trigger):
    found = condition_of(trigger)
    return str(found.state), found.period and f"{found.period:%Y-%m}"


def test_a_month_that_runs_and_one_ahead_fire_nothing(decided, margins):
    (trigger,) = decided(BELOW_20)
    margins(GOOD, {"2026-11": 5, "2062-10": 1})
    follow(NOW)
    assert state_of(trigger) == ("normal", "2026-10")
    assert not m.Case.objects.filter(trigger=trigger).exists()


def test_once_it_has_ended_it_does(decided, margins, clock):
    (trigger,) = decided(BELOW_20)
    margins(GOOD, {"2026-11": 5})
    follow(NOW)
    later = dt.datetime(2026, 12, 1, 0, 5, tzinfo=dt.UTC)
    clock.move_to(later)
    assert follow_calendar(later)
    follow(later)
    assert state_of(trigger) == ("triggered", "2026-11")


def test_a_backtest_ends_with_the_newest_whole_period(margins):
    margins(GOOD, {"2026-11": 5, "2062-10": 1})
    definition = DefinitionVersion.objects.newest().get(metric="gross_margin")
    for months in (1, 3):
        history = history_of(definition, PartnerSet(), months)
        assert f"{history.samples[-1].period:%Y-%m}" == "2026-10"
    each = history_of(definition, PartnerSet(), 1, each=True)
    assert f"{max(each.each):%Y-%m}" == "2026-10"


@pytest.fixture
def bound(kept, draft, margins):
    """A draft whose margin is taken over the whole year, from files up to October."""
    record = draft(record=fresh(kept))
    margins(GOOD)
    binding = m.MetricBinding.objects.get(record=record, key="gross_margin")
    m.MetricBinding.objects.filter(pk=binding.pk).update(
        first_month="2026-01-01", last_month="2026-12-01", good_from=25, poor_from=20
    )
    return record, binding


def test_papers_and_pages_say_to_date(bound):
    record, _binding = bound
    report = report_of_draft(load_draft(record), number=1, by=None, now=NOW)
    text = markdown_bytes(report).decode()
    assert "to date" in next(line for line in text.splitlines() if "Jan 2026 – Dec 2026" in line)
    client = client_of(record.created_by)
    for name in ("one_pager", "document"):
        assert "to date" in client.get(reverse(f"decisions:{name}", args=[record.code])).content.decode()


def test_a_whole_window_is_not_said_to_be_one(bound):
    record, binding = bound
    m.MetricBinding.objects.filter(pk=binding.pk).update(last_month="2026-10-01")
    report = report_of_draft(load_draft(record), number=1, by=None, now=NOW)
    assert "to date" not in markdown_bytes(report).decode()


@pytest.mark.parametrize(("last", "colours"), [("2026-10-01", {"green"}), ("2026-12-01", {"grey"})])
def test_a_scorecard_rates_no_figure_to_date(draft, margins, last, colours):
    record = draft(record=make_record("alignment-scorecard", to=Stage.COMMIT))
    margins(GOOD)
    m.MetricBinding.objects.filter(record=record, key="gross_margin").update(
        first_month="2026-01-01", last_month=last, good_from=25, poor_from=20
    )
    content = load_draft(fresh(record))
    column = next(
        column
        for row in content.all(m.MetricBinding)
        if (column := _column(content, row)) and column.data["key"] == "gross_margin"
    )
    assert {column.cell(partner)["colour"] for partner in Partner.objects.filter(key="a")} == colours
    assert column.data["to_date"] == (colours == {"grey"})


def test_no_level_is_said_to_be_breached_by_a_month_that_runs(bound, margins):
    record, binding = bound
    margins(GOOD, {"2026-11": 5})
    values = {"metric": binding.pk, "level": Decimal(20), "direction": "below", "window_months": 1}
    assert breach_words(load_draft(fresh(record)), values) == ""
    margins(GOOD | {"2026-10": 5})
    assert breach_words(load_draft(fresh(record)), values)


@pytest.fixture
def compared(bound, margins):
    """The same with a bad month that runs, a criterion that the margin measures, and its path."""
    record, binding = bound
    margins(GOOD, {"2026-11": -60})
    criterion = m.Criterion.objects.filter(record=record).first()
    m.Criterion.objects.filter(pk=criterion.pk).update(metric=binding, scale="value", worst=0, best=50)
    m.ExpectedPath.objects.filter(criterion=criterion).delete()
    m.ExpectedPath.objects.create(
        record=record, criterion=criterion, target=40, target_by=dt.date(2027, 12, 1), saved_at=NOW
    )
    return record, binding, criterion


def test_an_expected_path_begins_at_whole_periods(compared):
    record, binding, criterion = compared
    content = load_draft(record)
    assert baseline_of(content, binding).is_to_date
    whole = whole_baseline_of(content, binding)
    assert (whole.value, f"{whole.last:%Y-%m}", whole.is_to_date) == (30, "2026-10", False)
    report = report_of_draft(content, number=1, by=None, now=NOW)
    path = next(row for row in report.rows("expected_path") if row["criterion"] == str(criterion.pk))
    assert (Decimal(path["baseline"]), path["baseline_at"][:7]) == (30, "2026-10")
    assert {Decimal(point["value"]) for point in path["history"] if point["value"]} == {30}
    page = client_of(record.created_by).get(reverse("decisions:record", args=[record.code]), follow=True)
    assert "baseline 30.0 % (12 months to Oct 2026)" in page.content.decode()


def test_no_period_that_runs_proposes_a_level(compared):
    record, _binding, criterion = compared
    content = load_draft(record)
    found = proposed_anchors(content, content.row(m.Criterion, criterion.pk))
    assert found.months == 10
    assert min(found.worst, found.best) >= 0


def test_no_level_that_rests_on_a_figure_to_date_can_be_watched(compared):
    """A step from the baseline is as far from being known as the baseline; a level that somebody states is not."""
    record, _binding, criterion = compared
    chosen = selected_option(load_draft(record))
    estimates = m.Estimate.objects.filter(record=record, criterion=criterion)

    def watchable(form, likely):
        estimates.filter(option=chosen).update(form=form, low=None, likely=likely, high=None)
        content = load_draft(record)
        labels = [option.label for option in content.all(m.Option)]
        return [label for label in labels if find_flip(content, criterion.pk, label, is_shared=False)]

    known = baseline_of(load_draft(record), _binding).value
    stated = watchable("value", known + 20)
    assert stated
    assert watchable("change", 20) == []
    m.MetricBinding.objects.filter(pk=_binding.pk).update(last_month="2026-10-01")
    assert watchable("change", known + 20 - 30) == stated


def test_where_nothing_is_whole_nothing_is_proposed(kept, draft, margins):
    record = draft(record=fresh(kept))
    margins({"2026-11": 5})
    binding = m.MetricBinding.objects.get(record=record, key="gross_margin")
    m.MetricBinding.objects.filter(pk=binding.pk).update(first_month="2026-01-01", last_month="2026-12-01")
    content = load_draft(fresh(record))
    binding = content.row(m.MetricBinding, binding.pk)
    assert baseline_of(content, binding).value == 5
    assert whole_baseline_of(content, binding) is None


AGAINST = {"level": Decimal(-5), "clear_level": Decimal(-5), "samples": 1, "active_from": dt.date(2026, 1, 1)}


@pytest.mark.parametrize("watches", ["change", "change_pct"])
@pytest.mark.parametrize(("last", "is_whole"), [("2026-10-01", True), ("2026-12-01", False)])
def test_no_change_is_measured_from_a_baseline_to_date(bound, add, save, enact, watches, last, is_whole):
    """The draft says so before it is proposed; let pass all the same, nothing is watched."""
    record, binding = bound
    m.MetricBinding.objects.filter(pk=binding.pk).update(last_month=last)
    row = save(
        add(record, "threshold"), metric=binding.pk, owner=record.created_by_id, watches=watches, **AGAINST
    )
    content = load_draft(fresh(record))
    found = [one for one in blockers(content, Stage.PROPOSED, NOW.date()) if one.code == CODE]
    assert bool(found) != is_whole
    assert bool(backtest_of(content, row.values()).why_not) != is_whole
    for one in found:
        assert "to date" in one.message
        approver = m.Approval.objects.get(record=record).approver
        waive(fresh(record), code=CODE, subject=one.subject, reason="Known", by=approver, now=NOW)
    version = enact(fresh(record))
    armed = m.Trigger.objects.filter(version=version, kind=watches)
    assert [trigger.setting["baseline"] for trigger in armed] == ([30.0] if is_whole else [])


def test_no_change_is_measured_from_a_baseline_that_is_not_there(kept, draft, add, save):
    record = draft(record=fresh(kept))
    binding = m.MetricBinding.objects.get(record=record, key="gross_margin")
    save(add(record, "threshold"), metric=binding.pk, watches="change", **AGAINST)
    found = blockers(load_draft(fresh(record)), Stage.PROPOSED, NOW.date())
    assert any("there is none" in one.message for one in found if one.code == CODE)
