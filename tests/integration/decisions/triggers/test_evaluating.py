"""After a metric moved: samples, episodes and cases, whatever the order and however often."""

import datetime as dt
from decimal import Decimal
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from decisions import models as m
from decisions.states.stages import Stage
from decisions.triggers.evaluating import evaluate_series
from decisions.triggers.watch import follow_change
from metrics.models import MetricChange
from partnerdesk.core.models import Event, Notice
from tests.factories import fresh, make_record
from tests.integration.decisions.triggers.conftest import condition_of

pytestmark = pytest.mark.django_db

BELOW_20 = {
    "level": Decimal(20),
    "clear_level": Decimal(25),
    "samples": 2,
    "active_from": dt.date(2026, 1, 1),
}


@pytest.fixture(scope="module")
def kept(keep):
    return keep(make_record, to=Stage.COMMIT)


@pytest.fixture
def decided(kept, decided):
    """The draft that is kept with these thresholds, decided."""
    return partial(decided, record=fresh(kept))


@pytest.fixture
def seen(margins):
    """Import margins and let the triggers see them, as the job does."""

    def seen(*values, **options):
        known = set(MetricChange.objects.values_list("pk", flat=True))
        margins(*values, **options)
        for change in MetricChange.objects.exclude(pk__in=known):
            follow_change(change.pk, options.get("now") or timezone.now())

    return seen


def state_of(trigger):
    found = condition_of(trigger)
    return found.state, found.breaches, found.period and f"{found.period:%Y-%m}"


def test_an_episode_opens_one_case_and_tells_its_owner_once(decided, seen):
    (trigger,) = decided(BELOW_20)
    seen({"2026-02": 30, "2026-03": 19})
    assert state_of(trigger) == ("pending", 1, "2026-03")
    assert not m.Case.objects.exists()
    seen({"2026-02": 30, "2026-03": 19, "2026-04": 18})
    case = m.Case.objects.get()
    assert case.state == "open"
    assert "18.0 % in Apr 2026" in case.what
    assert case.owner == trigger.owner
    assert m.Episode.objects.get().case == case
    assert Notice.objects.get(kind="trigger").what == case.what
    seen({"2026-02": 30, "2026-03": 19, "2026-04": 18, "2026-05": 10})
    assert m.Case.objects.count() == Notice.objects.filter(kind="trigger").count() == 1


def test_an_episode_that_ends_leaves_its_case_and_the_next_one_joins_it(decided, seen):
    (trigger,) = decided(BELOW_20 | {"samples": 1})
    months = {"2026-02": 10}
    seen(months)
    seen(months := months | {"2026-03": 30})
    assert state_of(trigger)[0] == "normal"
    assert m.Case.objects.get().state == "open"
    seen(months | {"2026-04": 11})
    assert [f"{row.opened:%Y-%m}" for row in m.Episode.objects.all()] == ["2026-02", "2026-04"]
    assert {row.case for row in m.Episode.objects.all()} == {m.Case.objects.get()}


def test_several_new_periods_at_once_are_stepped_through_in_order(decided, seen):
    (trigger,) = decided(BELOW_20)
    seen({"2026-02": 10, "2026-03": 10, "2026-04": 30, "2026-05": 10})
    assert state_of(trigger) == ("pending", 1, "2026-05")
    episode = m.Episode.objects.get()
    assert (f"{episode.opened:%Y-%m}", f"{episode.closed:%Y-%m}") == ("2026-03", "2026-04")
    assert m.Case.objects.get().state == "open", "it had begun: people learn of it"


def test_the_same_samples_again_change_nothing(decided, seen):
    (trigger,) = decided(BELOW_20)
    seen({"2026-02": 10, "2026-03": 10})
    before = list(m.Condition.objects.order_by("pk").values()), list(m.Episode.objects.values())
    for first in (None, dt.date(2026, 3, 1), dt.date(2026, 1, 1)):
        done = evaluate_series(trigger.series_id, first, now=timezone.now())
        assert (done.opened, done.closed, done.withdrawn) == (0, 0, 0)
    assert before == (list(m.Condition.objects.order_by("pk").values()), list(m.Episode.objects.values()))


def test_a_late_correction_counts_again_from_there_and_says_so(decided, seen):
    (trigger,) = decided(BELOW_20)
    seen({"2026-02": 10, "2026-03": 10, "2026-04": 22})
    case = m.Case.objects.get()
    seen({"2026-02": 10, "2026-03": 21, "2026-04": 22})
    assert state_of(trigger) == ("normal", 0, "2026-04")
    assert m.Episode.objects.get().withdrawn_at is not None
    assert Event.objects.filter(kind="case.corrected", data__case=str(case.pk)).count() == 1
    assert "Corrected data" in Notice.objects.latest("created_at").what
    case.refresh_from_db()
    assert case.state == "open", "people close cases, data do not"


def test_a_late_correction_can_show_that_it_had_fired(decided, seen):
    (trigger,) = decided(BELOW_20)
    seen({"2026-02": 10, "2026-03": 30, "2026-04": 30})
    seen({"2026-02": 10, "2026-03": 12, "2026-04": 30})
    assert f"{m.Episode.objects.get().opened:%Y-%m}" == "2026-03"
    assert state_of(trigger)[0] == "normal"
    assert m.Case.objects.get().state == "open"


def test_a_period_without_data_keeps_the_count(decided, seen):
    (trigger,) = decided(BELOW_20)
    seen({"2026-02": 10})
    seen({"2026-02": 10, "2026-04": 10})
    assert state_of(trigger)[0] == "triggered"


def test_samples_before_it_is_active_do_not_count(decided, seen):
    (trigger,) = decided(BELOW_20 | {"active_from": dt.date(2026, 4, 1)})
    seen({"2026-02": 10, "2026-03": 10, "2026-04": 10})
    assert state_of(trigger) == ("pending", 1, "2026-04")


def test_a_window_rolls_over_its_months(decided, seen):
    (trigger,) = decided(BELOW_20 | {"window_months": 3, "samples": 1})
    seen({"2026-02": 10, "2026-03": 10, "2026-04": 37})
    assert condition_of(trigger).value == pytest.approx(19)
    assert state_of(trigger)[0] == "triggered"


def test_a_window_over_rare_data_has_a_value_where_its_newest_month_has_one(decided, seen):
    (trigger,) = decided(BELOW_20 | {"window_months": 6, "samples": 1})
    quarters = {"2026-01": 40, "2026-04": 10, "2026-07": 10}
    seen(quarters)
    assert condition_of(trigger).value == pytest.approx(10)
    seen(quarters | {"2026-10": 22})
    assert condition_of(trigger).value == pytest.approx(16)


def test_above_fires_above(decided, seen):
    rule = {"direction": "above", "level": Decimal(40), "clear_level": Decimal(35), "samples": 1}
    (trigger,) = decided(BELOW_20 | rule)
    seen({"2026-02": 40})
    assert state_of(trigger)[0] == "normal"
    seen({"2026-02": 40, "2026-03": 41})
    assert state_of(trigger)[0] == "triggered"


@pytest.mark.parametrize(
    ("watches", "value"),
    [("change", -10), ("change_pct", -100 / 3), ("year", -14), ("year_pct", -100 * 14 / 34)],
)
def test_a_change_is_against_the_frozen_baseline_or_a_year_before(kept, draft, enact, seen, watches, value):
    seen({"2025-03": 34, "2026-01": 30, "2026-02": 30})
    rule = {"watches": watches, "level": Decimal(-9), "clear_level": None, "samples": 1}
    record = draft(BELOW_20 | rule, record=fresh(kept))
    m.Scope.objects.filter(record=record).update(months=2)
    enact(record)
    seen({"2025-03": 34, "2026-01": 30, "2026-02": 30, "2026-03": 20})
    trigger = m.Trigger.objects.get(kind=watches)
    assert condition_of(trigger).value == pytest.approx(value)
    assert state_of(trigger)[0] == "triggered"


def test_each_partner_by_itself_has_its_own_condition_and_one_case(decided, seen):
    seen({"2026-01": 50}, more=["b,2026-01-05,100,50"])
    (trigger,) = decided(BELOW_20 | {"by_partner": True, "samples": 1})
    seen({"2026-01": 50, "2026-02": 10}, more=["b,2026-01-05,100,50", "b,2026-02-05,100,50"])
    states = {row.partner.key: row.state for row in m.Condition.objects.filter(trigger=trigger) if row.period}
    assert states == {"a": "triggered", "b": "normal"}
    seen(
        {"2026-01": 50, "2026-02": 10, "2026-03": 11},
        more=[f"b,2026-{month}-05,100,{cost}" for month, cost in (("01", 50), ("02", 50), ("03", 95))],
    )
    assert m.Episode.objects.filter(condition__trigger=trigger).count() == 2
    assert m.Case.objects.filter(trigger=trigger).count() == 1


def test_only_the_triggers_of_metrics_that_moved_are_looked_at(
    decided, margins, django_assert_max_num_queries
):
    triggers = decided(BELOW_20, BELOW_20 | {"level": Decimal(10)})
    margins({"2026-02": 9, "2026-03": 9})
    revenue = MetricChange.objects.get(series__metric="fulfilled_revenue")
    follow_change(revenue.pk, timezone.now())
    assert all(condition_of(trigger).period is None for trigger in triggers)
    margin = MetricChange.objects.get(series__metric="gross_margin")
    follow_change(margin.pk, timezone.now())
    assert {condition_of(trigger).state for trigger in triggers} == {"triggered"}


def test_queries_do_not_grow_with_triggers(decided, margins, django_assert_num_queries):
    triggers = decided(*[BELOW_20 | {"level": Decimal(level)} for level in range(1, 12)])
    margins({"2026-02": 50})
    with django_assert_num_queries(14):  # the zone and the covered days among them
        evaluate_series(triggers[0].series_id, None, now=timezone.now())


def test_at_most_one_open_case_whatever_the_code_does(decided, seen):
    (trigger,) = decided(BELOW_20 | {"samples": 1})
    seen({"2026-02": 10})
    case = m.Case.objects.get()
    case.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        case.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        m.Episode.objects.create(
            condition=condition_of(trigger), opened=dt.date(2026, 5, 1), seen_at=timezone.now()
        )
