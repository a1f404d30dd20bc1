"""Whatever dies in the middle of a refresh: nothing is lost, nothing stands there twice.

Real Celery workers on the tests' PostgreSQL and Valkey, killed as a whole; what beat would send is sent by the test.
"""

import datetime as dt
import time

import pytest
from django.db import connection
from django.utils import timezone

from metrics.models import Import, MetricChange, Observation, Refresh, Source
from metrics.sources import due
from partnerdesk.core import jobs
from partnerdesk.core.models import Job
from tests.integration.loading import HEADER
from tests.integration.workers import end_sessions, held, make_due, workers  # noqa: F401  (fixture)
from tests.patience import wait_until
from tests.volume import volume

pytestmark = pytest.mark.django_db(transaction=True)

TURNS = volume(40)
"""How often a worker is killed."""
DAILY = {"every": "day", "at": "06:00:00", "zone": "Europe/Berlin"}
PARTNERS = 100
WRITTEN = (None, Observation, MetricChange)
"""A worker is killed while it waits for the address, before it writes the first values, or when all are written."""


def text(amount: int) -> str:
    """Two years of sales."""
    months = [f"{2022 + month // 12}-{month % 12 + 1:02}-05" for month in range(24)]
    rows = (f"p{number},{day},{amount},1\n" for number in range(PARTNERS) for day in months)
    return HEADER + "".join(rows)


def is_over(run) -> bool:
    run.refresh_from_db()
    return not run.is_open


def finish(workers, run) -> None:  # noqa: F811
    """What beat does every few seconds, until the run is over."""
    asked = 0.0

    def ask_and_look() -> bool:
        nonlocal asked
        if time.monotonic() > asked + 5:
            asked = time.monotonic()
            make_due()
            workers.tell("partnerdesk.core.tasks.sweep")
        return is_over(run)

    wait_until(ask_and_look, "the end of the run")


def doubled():
    """Current observations of which there is more than one; the database's own rule against it is not trusted here."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT series_id, partner_id, period, count(*) FROM metrics_observation
               WHERE replaced_at IS NULL GROUP BY 1, 2, 3 HAVING count(*) > 1"""
        )
        return cursor.fetchall()


@pytest.mark.one_in(2, of="what befalls workers that refresh")
def test_a_worker_killed_in_the_middle_of_a_refresh(workers, site, fetched):  # noqa: F811
    """At one time while it waits for the address, at another while it writes; each time the run is finished."""
    source = fetched(site.put("/sales.csv", ""))
    workers.start()
    for turn in range(TURNS):
        site.put("/sales.csv", text(turn + 1))
        site.asked.clear()
        site.gate.clear()
        run = due.ask_for_refresh(source, by=None, now=timezone.now())
        workers.tell("partnerdesk.core.tasks.sweep")
        wait_until(lambda: site.asked, "the worker to ask")
        written = WRITTEN[turn % len(WRITTEN)]
        if written:
            with held(written._meta.db_table) as somebody_waits:
                site.gate.set()
                wait_until(somebody_waits, "the import to write")
                workers.kill()
                end_sessions()
        workers.kill()
        run.refresh_from_db()
        assert run.state == "running", "it was killed too late"
        assert not Observation.objects.filter(imported__refresh=run).exists()

        site.gate.set()
        workers.start()
        finish(workers, run)
        job = jobs.last_job(due.REFRESH, run.pk)
        assert (run.state, job.attempts) == ("done", 2), run.message
        assert (run.added, run.replaced) == ((PARTNERS * 48, 0) if turn == 0 else (0, PARTNERS * 48))
    assert doubled() == []
    assert Observation.objects.current().count() == PARTNERS * 48
    assert Observation.objects.count() == PARTNERS * 48 * TURNS, "what was replaced stays, once each"
    assert set(Observation.objects.current().values_list("imported__refresh", flat=True)) == {run.pk}
    assert Refresh.objects.count() == Import.objects.count() == TURNS
    assert MetricChange.objects.count() == TURNS * 2
    told = Job.objects.filter(kind="metrics.changed").values_list("subject_id", flat=True)
    assert sorted(told) == sorted(MetricChange.objects.values_list("pk", flat=True))


@pytest.mark.slow
def test_a_refresh_that_kills_its_worker_three_times_is_given_up_with_words(workers, site, fetched):  # noqa: F811
    source = fetched(site.put("/sales.csv", text(1)))
    run = due.ask_for_refresh(source, by=None, now=timezone.now())
    for number in range(3):
        site.gate.clear()
        workers.start()
        make_due()
        workers.tell("partnerdesk.core.tasks.sweep")
        wait_until(lambda number=number: len(site.asked) == number + 1, "the worker to ask")
        workers.kill()
        site.gate.set()
    workers.start()
    finish(workers, run)
    assert (run.state, "the worker died each time" in run.message) == ("failed", True)
    assert jobs.last_job(due.REFRESH, run.pk).state == "parked"
    assert Source.objects.get().failures == 1
    assert not Observation.objects.exists()
    again = due.ask_for_refresh(source, by=None, now=timezone.now())
    finish(workers, again)
    assert (again.state, again.added) == ("done", PARTNERS * 48), "the next run starts afresh"


@pytest.mark.one_in(2, of="what befalls workers that refresh")
def test_a_missed_week_two_beats_and_two_workers_are_one_run(workers, site, fetched):  # noqa: F811
    source = fetched(
        site.put("/sales.csv", text(1)), schedule=DAILY, due_at=timezone.now() - dt.timedelta(days=7)
    )
    site.gate.clear()
    workers.start()
    workers.start()
    for _beat in range(6):
        workers.tell("metrics.tasks.refresh_due")
        workers.tell("partnerdesk.core.tasks.sweep")
    wait_until(lambda: site.asked, "a worker to ask")
    run = Refresh.objects.get()
    for _hint in range(4):
        workers.tell("partnerdesk.core.tasks.run_job", str(jobs.last_job(due.REFRESH, run.pk).pk))
    assert due.ask_for_refresh(source, by=None, now=timezone.now()) == run, "nor by a click"
    time.sleep(1)
    site.gate.set()
    finish(workers, run)
    for _beat in range(2):
        workers.tell("metrics.tasks.refresh_due")
    time.sleep(1)
    assert Refresh.objects.count() == Import.objects.count() == 1
    assert (run.state, run.added, len(site.asked)) == ("done", PARTNERS * 48, 1)
    assert doubled() == []
    source.refresh_from_db()
    assert timezone.now() < source.due_at <= timezone.now() + dt.timedelta(hours=25)


@pytest.mark.slow
def test_forty_sources_of_two_years_are_fetched_by_the_real_beat(workers, site, fetched):  # noqa: F811
    months = [f"{2024 + month // 12}-{month % 12 + 1:02}-05" for month in range(24)]
    for number in range(40):
        rows = "".join(f"p{number},{day},100,{number}\n" for day in months)
        address = site.put(f"/{number}.csv", HEADER + rows)
        fetched(address, name=f"source-{number}", schedule=DAILY, due_at=timezone.now())
    workers.start()
    workers.start()
    workers.start_beat()
    done = Job.objects.filter(kind="metrics.changed", state="done")
    wait_until(lambda: done.count() == 80, "forty sources and what follows from them")
    assert set(Refresh.objects.values_list("state", flat=True)) == {"done"}
    assert Refresh.objects.count() == len(site.asked) == 40
    assert Observation.objects.current().count() == 40 * 24 * 2
    assert doubled() == []
    assert not Source.objects.filter(due_at__lte=timezone.now()).exists()
