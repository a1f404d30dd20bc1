"""A period without an event is a zero to triggers: a total over twelve months does not go blind for a year."""

import datetime as dt
from decimal import Decimal
from functools import partial

import pytest
import time_machine
from django.utils import timezone

from decisions import models as m
from decisions.sections.triggers import Effect
from decisions.states.stages import Stage
from decisions.triggers.backtest.history import history_of
from decisions.triggers.bulk_advance import _values
from decisions.triggers.sampling import sampled_partners, sampled_sets
from decisions.triggers.watch import follow_change
from metrics.models import DefinitionVersion, MetricChange
from metrics.observations.partner_sets import PartnerSet
from partners.models import Partner
from tests.factories import fresh, make_record
from tests.integration.decisions.triggers.conftest import condition_of

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
MONTHS = [f"{year}-{month:02}" for year in (2025, 2026) for month in range(1, 13)][:22]
OCTOBER = dt.date(2026, 10, 1)
WITHOUT = {"2026-03"}
SPAN = {"from": "2025-01-01", "to": "2026-10-31"}
PAUSE = {
    "level": Decimal(1000),
    "clear_level": Decimal(1050),
    "samples": 1,
    "window_months": 12,
    "effect": Effect.PAUSE,
    "active_from": dt.date(2026, 1, 1),
}


@pytest.fixture(scope="module")
def kept(keep):
    return keep(make_record, to=Stage.COMMIT, **{"class": "light"})


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as found:
        yield found


@pytest.fixture
def paused(kept, draft, add, save, enact):
    """A pause trigger of a decision in force, on won revenue over twelve months."""
    record = draft(record=fresh(kept))
    binding = add(record, "metric", key="fulfilled_revenue")
    due = {
        "gap_reason": "No extract yet",
        "gap_owner": record.created_by_id,
        "gap_due_on": timezone.localdate(),
    }
    save(binding, **due | {"gap_due_on": timezone.localdate() + dt.timedelta(days=30)})
    save(add(record, "threshold"), metric=binding.pk, owner=record.created_by_id, note="t", **PAUSE)
    version = enact(fresh(record))
    return m.Trigger.objects.get(version=version, series__metric="fulfilled_revenue", kind="level")


@pytest.fixture
def won(load):
    """Deals won of 100 in each month but some, as from a file that covers all of them."""

    def won(*, without=frozenset(), last="2026-10", **changed):
        rows = [f"a,{month}-05,100,40" for month in MONTHS if month not in without and month <= last]
        imported = load(*rows, "b,2025-01-07,5,1", **({"covers": SPAN} | changed))
        for change in MetricChange.objects.all():
            follow_change(change.pk, NOW)
        return imported

    return won


def seen(trigger):
    found = condition_of(trigger)
    return str(found.state), found.period and f"{found.period:%Y-%m}", found.value


def test_one_month_without_a_won_deal_does_not_blind_it(paused, won):
    won(without=WITHOUT)
    assert seen(paused) == ("normal", "2026-10", 1100)


def test_months_without_a_deal_make_it_fire(paused, won):
    won(last="2026-08", without=WITHOUT)
    assert seen(paused) == ("triggered", "2026-10", 900)
    assert m.Case.objects.filter(trigger=paused).count() == 1


def test_a_source_of_statements_stays_silent(paused, won):
    won(without=WITHOUT, gives="statements")
    assert seen(paused)[0] == "no_data"


def test_what_was_stated_and_is_called_events_is_looked_at_anew(paused, won):
    won(without=WITHOUT, gives="statements")
    won(without=WITHOUT, gives="events")
    assert seen(paused) == ("normal", "2026-10", 1100)


def test_a_backtest_and_each_partner_see_the_same(won):
    won(without=WITHOUT)
    definition = DefinitionVersion.objects.newest().get(metric="fulfilled_revenue")
    history = {f"{one.period:%Y-%m}": one.value for one in history_of(definition, PartnerSet(), 12).samples}
    assert (history["2026-02"], history["2026-03"], history["2026-10"]) == (1200, 1100, 1100)
    alpha, beta = (Partner.objects.get(key=key).pk for key in "ab")
    sampled = sampled_partners(definition.series, [alpha, beta], dt.date(2025, 1, 1), today=NOW.date())
    values = partial(sampled.values, months=1)
    assert (values(alpha)[dt.date(2026, 3, 1)], values(beta)[OCTOBER]) == (0, 0)
    assert len(values(beta)) == len(MONTHS)


def test_the_statement_that_moves_quiet_triggers_sees_it_too(paused, won):
    won(last="2026-09")
    assert _values(paused.series, OCTOBER, NOW.date()) == {paused.watched_id: 0.0}


def test_several_currencies_are_no_zero(won, load):
    won()
    euro = [{"metric": "fulfilled_revenue", "measure": "sum", "value": "amount", "unit": "EUR"}]
    load("c,2026-03-09,7,1", source="euro", metrics=euro, covers=SPAN)
    series = DefinitionVersion.objects.newest().get(metric="fulfilled_revenue").series
    sampled = sampled_sets(series, [], dt.date(2026, 1, 1), everybody=7, today=NOW.date())
    assert sorted(f"{period:%m}" for period in sampled.sums[7]) == [
        f"{month:02}" for month in range(1, 11) if month != 3
    ]
