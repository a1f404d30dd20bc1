"""Whatever dies while metrics move: nothing is lost, and no episode, case or notice stands there twice."""

import datetime as dt
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Model

from decisions import models as m
from decisions.triggers.watch import look_at_the_clock
from metrics.models import MetricChange
from partnerdesk.addresses import broker_address
from partnerdesk.core.models import Event, Job, Notice
from partnerdesk.core.tasks import run_job
from tests.integration.workers import (  # noqa: F401  (fixtures)
    Workers,
    broker,
    end_sessions,
    environment_of,
    held,
    make_due,
    workers,
)
from tests.patience import wait_until
from tests.volume import SLOW, volume

pytestmark = pytest.mark.django_db(transaction=True)

TURNS = volume(40)
OUTAGE_SECONDS = 60.0 if SLOW else 3.0
HERD = 40
WRITTEN = (m.Episode, m.Condition)
"""Where a worker is killed while it looks. Later looks write no case: what fires again joins the open one."""
RULE = {"level": Decimal(20), "clear_level": Decimal(25), "active_from": dt.date(2024, 1, 1)}


@pytest.fixture
def arrive(margins):
    """Margins that break the level in every second month, imported in one transaction."""

    def arrive(turns: int) -> None:
        with transaction.atomic():
            margins({f"{2024 + n // 12}-{n % 12 + 1:02}": 10 if n % 2 else 40 for n in range(2 * turns)})

    return arrive


@pytest.fixture
def herd(decided):
    """Many triggers on one metric."""
    (trigger,) = decided(RULE)
    fields = {field.attname: getattr(trigger, field.attname) for field in m.Trigger._meta.concrete_fields}
    made = m.Trigger.objects.bulk_create(m.Trigger(**fields | {"id": uuid.uuid4()}) for _ in range(HERD))
    m.Condition.objects.bulk_create(m.Condition(trigger=row) for row in made)
    return [trigger, *made]


def finish(found: Workers) -> None:
    """What beat does every few seconds, until every job is over."""
    asked = 0.0

    def ask_and_look() -> bool:
        nonlocal asked
        if time.monotonic() > asked + 1:
            asked = time.monotonic()
            make_due()
            found.tell("partnerdesk.core.tasks.sweep")
        return not Job.objects.filter(state="waiting", kind="metrics.changed").exists()

    wait_until(ask_and_look, "the end of the jobs")


@contextmanager
def looking(found: Workers, table: type[Model]) -> Iterator[None]:
    """A worker stands in the middle of looking: where it would write the first row of this table."""
    with held(table._meta.db_table) as somebody_waits:
        found.tell("partnerdesk.core.tasks.sweep")
        wait_until(somebody_waits, "the worker to look")
        yield


def assert_once(herd, turns: int) -> None:
    """Each trigger has seen every episode once, has one case, and told its owner once."""
    of_herd = {"trigger__in": herd}
    assert m.Case.objects.filter(**of_herd).count() == len(herd)
    assert m.Episode.objects.filter(condition__trigger__in=herd).count() == turns * len(herd)
    assert Notice.objects.filter(kind="trigger").count() == m.Case.objects.count()
    assert Event.objects.filter(kind="case.opened").count() == m.Case.objects.count()
    assert set(m.Condition.objects.filter(**of_herd).values_list("state", flat=True)) == {"triggered"}


@pytest.mark.one_in(2, of="what befalls workers that watch")
def test_workers_killed_while_they_look_leave_nothing_twice(workers, herd, arrive):  # noqa: F811
    for turn in range(TURNS):
        arrive(turn + 1)
        workers.start()
        with looking(workers, WRITTEN[turn % len(WRITTEN)]):
            workers.kill()
            end_sessions()
        workers.start()
        finish(workers)
        workers.kill()
    assert_once(herd, TURNS)
    assert Job.objects.filter(kind="metrics.changed").exclude(state="done").count() == 0


@pytest.mark.slow
def test_a_child_of_the_pool_that_is_killed_is_replaced(workers, herd, arrive):  # noqa: F811
    arrive(1)
    workers.start()
    with looking(workers, m.Case):
        workers.kill_children()
        end_sessions()
    finish(workers)
    assert_once(herd, 1)


@pytest.mark.one_in(2, of="what befalls workers that watch")
def test_a_database_that_goes_away_in_the_middle_is_met_again(workers, herd, arrive):  # noqa: F811
    arrive(1)
    workers.start()
    with looking(workers, Event):
        end_sessions()
    finish(workers)
    assert_once(herd, 1)


@pytest.mark.one_in(2, of="what befalls workers that watch")
def test_without_the_broker_uploads_go_on_and_are_followed_afterwards(
    broker,  # noqa: F811
    herd,
    arrive,
    tmp_path,
    worker_database,
    monkeypatch,
):
    found = Workers(
        environment_of(tmp_path, worker_database, broker.url), tmp_path, broker_address(broker.url)
    )
    try:
        found.start()
        found.start_beat()
        broker.kill()
        begun = time.monotonic()
        monkeypatch.setattr(run_job, "delay", lambda _job: (_ for _ in ()).throw(run_job.OperationalError()))
        for turn in range(3):
            arrive(turn + 1)
        changes = MetricChange.objects.count()
        time.sleep(max(0.0, OUTAGE_SECONDS - (time.monotonic() - begun)))
        broker.start()
        wait_until(
            lambda: Job.objects.filter(kind="metrics.changed", state="done").count() == changes,
            "beat and worker to go on",
        )
    finally:
        found.kill()
    assert_once(herd, 3)


@pytest.mark.one_in(2, of="what befalls workers that watch")
def test_two_beats_and_two_workers_do_nothing_twice(workers, herd, arrive):  # noqa: F811
    arrive(1)
    for _ in range(2):
        workers.start()
        workers.start_beat()
    done = Job.objects.filter(kind="metrics.changed", state="done")
    wait_until(lambda: done.count() == MetricChange.objects.count(), "a beat to find the jobs")
    assert_once(herd, 1)


@pytest.mark.parametrize(
    "around",
    [
        dt.datetime(2027, 3, 28, 1, 0, tzinfo=dt.UTC),
        dt.datetime(2027, 10, 31, 1, 0, tzinfo=dt.UTC),
        dt.datetime(2027, 1, 1, 0, 0, tzinfo=dt.UTC),
    ],
)
def test_the_clock_over_midnight_and_summer_time_opens_each_review_once(herd, around):
    review = m.Review.objects.filter(record=herd[0].record, state="planned").earliest("due_on")
    m.Review.objects.filter(pk=review.pk).update(due_on=around.date())
    m.Review.objects.filter(record=herd[0].record, state="planned").exclude(pk=review.pk).update(
        due_on=dt.date(2099, 1, 1)
    )
    day_before = around - dt.timedelta(days=1)
    opened = [look_at_the_clock(day_before)["reviews"]]
    opened += [
        look_at_the_clock(around + dt.timedelta(minutes=step))["reviews"] for step in range(-90, 91, 30)
    ]
    assert sum(opened) == 1
    assert Notice.objects.filter(kind="review_due").count() == 1
