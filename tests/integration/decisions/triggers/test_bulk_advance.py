"""What is moved on in the database alone comes to what the machine says, for conditions in every state."""

import datetime as dt
import itertools
import random
import uuid
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from decisions import models as m
from decisions.triggers import evaluating
from decisions.triggers.bulk_advance import move_quiet
from decisions.triggers.evaluating import evaluate_series
from metrics.models import Series
from tests.integration.decisions.triggers.conftest import condition_of

pytestmark = pytest.mark.django_db

BEFORE, NEWEST = dt.date(2026, 4, 1), dt.date(2026, 5, 1)
WRITTEN = ("state", "breaches", "clears", "period", "value", "since", "stale_on")
STATES = [
    *[("normal", 0, 0, None)] * 6,
    ("pending", 1, 0, None),
    ("triggered", 0, 0, dt.date(2026, 3, 1)),
    ("recovering", 0, 1, dt.date(2026, 3, 1)),
    ("no_data", 0, 0, None),
    ("no_data", 1, 0, None),
    ("stale", 0, 0, None),
    ("normal", 0, 0, dt.date(2026, 3, 1)),
    ("paused", 0, 0, None),
]


@pytest.fixture
def like(decided, margins):
    """A trigger on gross margin that has seen April, and is then copied in every kind."""
    (trigger,) = decided(
        {"level": Decimal(20), "clear_level": Decimal(25), "active_from": dt.date(2026, 1, 1)}
    )
    margins({"2026-02": 30, "2026-03": 30, "2026-04": 20, "2026-05": 22})
    return trigger


def copied(trigger, **changes):
    fields = {field.attname: getattr(trigger, field.attname) for field in m.Trigger._meta.concrete_fields}
    return m.Trigger.objects.create(**(fields | changes | {"id": uuid.uuid4()}))


def make_herd(like):
    """Every state × level above and below × direction, with a few windows, kinds and periods."""
    chance = random.Random(7)
    levels = (10, 21.5, 21.999, 22, 22.001, 22.5, 40)
    for (state, breaches, clears, since), level, is_below in itertools.product(STATES, levels, (True, False)):
        trigger = copied(
            like,
            level=level,
            clear_level=level + 2 if is_below else level - 2,
            is_below=is_below,
            samples=chance.choice((1, 2)),
            hold_samples=chance.choice((0, 2)),
            window_months=chance.choice((1, 1, 1, 3)),
            active_from=chance.choice((None, dt.date(2026, 1, 1))),
            kind=chance.choice(("level", "level", "level", "stale")),
        )
        condition = m.Condition.objects.create(
            trigger=trigger,
            state=state,
            breaches=breaches,
            clears=clears,
            since=since,
            period=chance.choice((BEFORE, BEFORE, BEFORE, dt.date(2026, 3, 1), NEWEST, None)),
            value=30,
        )
        if since:
            m.Episode.objects.create(condition=condition, opened=since, value=1, seen_at=timezone.now())


def after(series, first):
    """All conditions as an evaluation leaves them, which is then undone."""
    with transaction.atomic():
        counted = evaluate_series(series.pk, first, now=timezone.now())
        rows = {row[0]: row[1:] for row in m.Condition.objects.values_list("pk", *WRITTEN)}
        transaction.set_rollback(True)
    return rows, counted


def test_the_database_and_the_machine_come_to_the_same(like, monkeypatch):
    make_herd(like)
    series = Series.objects.get(pk=like.series_id)
    with transaction.atomic():
        moved = move_quiet(series, NEWEST, stale_on=None, now=timezone.now())
        transaction.set_rollback(True)
    assert 5 < moved.quiet < len(moved.loud)
    assert moved.quiet + len(moved.loud) == m.Condition.objects.filter(trigger__series=series).count()
    found = after(series, NEWEST)
    monkeypatch.setattr(evaluating, "move_quiet", lambda *_given, **_more: None)
    assert found == after(series, NEWEST)


def test_what_is_corrected_further_back_is_looked_at_by_the_machine(like):
    series = Series.objects.get(pk=like.series_id)
    assert move_quiet(series, BEFORE, stale_on=None, now=timezone.now()) is None
    assert move_quiet(series, None, stale_on=None, now=timezone.now()) is None


def test_a_set_without_data_in_the_new_period_is_loud(like, margins):
    nobody = m.WatchedSet.objects.create(sha256="0" * 64, is_everybody=False)
    trigger = copied(like, watched_id=nobody.pk)
    m.Condition.objects.create(trigger=trigger, period=BEFORE, value=30)
    m.Condition.objects.filter(trigger=like).update(state="normal", period=BEFORE, breaches=0, since=None)
    evaluate_series(like.series_id, NEWEST, now=timezone.now())
    assert condition_of(trigger).period == BEFORE
    assert condition_of(like).period == NEWEST
    assert condition_of(like).value == 22
