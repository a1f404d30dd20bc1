"""Runs of fetched sources: what they store, what they say, and when they begin."""

import datetime as dt
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from metrics.files.reading.mapping import ImportMapping
from metrics.imports import steps
from metrics.models import Import, MetricChange, Observation, Refresh, Source
from metrics.sources import due
from metrics.tasks import refresh_due
from partnerdesk.core import jobs
from partnerdesk.core.models import Event, Job
from partnerdesk.core.refusals import Blocked, NotAllowed
from tests.integration.loading import HEADER, SALES

TEXT = f"{HEADER}a,2024-01-05,10,4\nb,2024-02-05,20,5\n"
DAILY = {"every": "day", "at": "06:00:00", "zone": "Europe/Berlin"}
NOW = dt.datetime(2026, 3, 8, 10, tzinfo=dt.UTC)


def test_a_run_brings_the_data_in_and_says_so(site, fetched, run_now, observed):
    source = fetched(site.put("/sales.csv", TEXT))
    run = run_now(source)
    assert (run.state, run.rows, run.added, run.replaced, run.removed) == ("done", 2, 4, 0, 0)
    assert run.message == "2 rows read: 4 values added, 0 replaced, 0 removed."
    assert run.log[0]["words"] == "Asking 127.0.0.1"
    assert run.started_at <= run.finished_at
    assert observed()["fulfilled_revenue", "b", "2024-02"] == (20.0,)
    assert (run.imported.state, run.imported.file_name) == ("done", "sales.csv")
    assert MetricChange.objects.filter(imported=run.imported).count() == 2


def test_corrected_data_replace_what_was_and_gaps_are_counted(site, fetched, run_now, observed):
    source = fetched(site.put("/sales.csv", TEXT))
    run_now(source)
    site.put("/sales.csv", f"{HEADER}a,2024-01-05,11,4\na,2024-02-05,NULL,5\n")
    run = run_now(source)
    assert (run.state, run.replaced, run.gaps > 0) == ("done", 2, True)
    assert observed()["fulfilled_revenue", "a", "2024-01"] == (11.0,)
    assert Observation.objects.filter(replaced_by=run.imported).exists(), "what was replaced stays readable"


def test_the_same_bytes_change_nothing(site, fetched, run_now):
    source = fetched(site.put("/sales.csv", TEXT))
    run_now(source)
    run = run_now(source)
    assert (run.state, run.imported) == ("unchanged", None)
    assert Import.objects.count() == 1


def test_the_etag_spares_the_bytes_until_the_mapping_changes(site, fetched, run_now, mapping):
    source = fetched(site.put("/sales.csv", TEXT, etag='"one"'))
    run_now(source)
    assert run_now(source).state == "unchanged"
    assert run_now(source).state == "unchanged", "a run without news keeps the etag of the last file"
    assert site.asked == [("/sales.csv", ""), ("/sales.csv", '"one"'), ("/sales.csv", '"one"')]
    only = [spec for spec in source.mapping["metrics"] if spec["metric"] == "fulfilled_revenue"]
    Source.objects.update(mapping=mapping(metrics=only, where=[{"column": "partner", "in": ["a"]}]).as_data())
    run = run_now(Source.objects.get())
    assert (run.state, run.removed, site.asked[-1][1]) == ("done", 0, "")
    assert run.imported is not None


def test_a_json_address_is_read_like_a_file(site, fetched, run_now, observed):
    rows = [
        {"partner": "a", "date": "2024-01-05", "amount": 10.50, "cost": 4, "tags": ["x"]},
        {"partner": "b", "date": "2024-02-05", "amount": None, "cost": 5},
    ]
    address = site.put("/api", json.dumps({"rows": rows, "next": None}), media_type="application/json")
    run = run_now(fetched(address, form="json"))
    assert (run.state, run.rows) == ("done", 2)
    assert observed()["fulfilled_revenue", "a", "2024-01"] == (10.5,)
    assert run.gaps > 0


def test_without_a_mapping_the_data_wait_for_a_person(site, fetched, run_now, person, work, observed):
    by = person("manager")
    source = fetched(site.put("/sales.csv", TEXT), mapping={}, owner=by)
    first = run_now(source, by=by)
    assert (first.state, first.imported.state) == ("done", "looking")
    assert work() == ["done"]
    assert first.message == "The data are here: say what the columns mean."
    site.put("/sales.csv", TEXT.replace(",20,", ",21,"))
    second = run_now(source, by=by)
    assert work() == ["done"]
    assert Import.objects.get(pk=first.imported_id).state == "dropped"
    other = ImportMapping.model_validate(SALES | {"source": "other"})
    with pytest.raises(Blocked, match="keep that name"):
        steps.map_import(second.imported, other, by=by, now=NOW)
    steps.map_import(second.imported, ImportMapping.model_validate(SALES), by=by, now=NOW)
    assert work() == ["done"]
    steps.confirm_import(second.imported, by=by, now=NOW)
    assert work() == ["done"]
    assert observed()["fulfilled_revenue", "b", "2024-02"] == (21.0,)
    source.refresh_from_db()
    assert source.mapping["source"] == "sales"
    assert run_now(source).state == "unchanged", "later runs go by themselves"


# Failures


def test_three_failures_in_a_row_and_a_success(site, fetched, run_now):
    source = fetched(site.address("/gone.csv"))
    for number in (1, 2, 3):
        run = run_now(source)
        assert (run.state, "has it moved?" in run.message) == ("failed", True)
        source.refresh_from_db()
        assert (source.failures, source.is_failing) == (number, number == 3)
    assert Event.objects.filter(kind="source.failing").count() == 1
    run_now(source)
    assert Event.objects.filter(kind="source.failing").count() == 1, "told once"
    site.put("/gone.csv", TEXT)
    assert run_now(source).state == "done"
    source.refresh_from_db()
    assert (source.failures, source.is_failing) == (0, False)
    assert Event.objects.filter(kind="source.recovered").count() == 1


def test_what_may_pass_is_tried_three_times_within_a_run(site, fetched):
    source = fetched(site.put("/sales.csv", TEXT, status=503))
    run = due.ask_for_refresh(source, by=None, now=NOW)
    job = jobs.last_job(due.REFRESH, run.pk)
    assert jobs.run(job.pk) is False
    run.refresh_from_db()
    assert (run.state, run.finished_at) == ("running", None)
    site.put("/sales.csv", TEXT)
    assert jobs.run(job.pk) is True
    run.refresh_from_db()
    assert run.state == "done"
    site.put("/sales.csv", TEXT, status=503)
    run = due.ask_for_refresh(source, by=None, now=NOW)
    for _attempt in range(3):
        jobs.run(jobs.last_job(due.REFRESH, run.pk).pk)
    run.refresh_from_db()
    assert (run.state, run.message) == (
        "failed",
        "127.0.0.1 answered with 503 Service Unavailable. (attempt 3 of 3)",
    )
    assert Source.objects.get().failures == 1, "one run, one failure"


def test_a_file_that_no_longer_fits_is_kept_to_be_mapped_anew(site, fetched, run_now):
    source = fetched(site.put("/sales.csv", TEXT))
    run_now(source)
    before = Observation.objects.current().count()
    site.put("/sales.csv", "partner,day,amount,cost\na,2024-01-05,99,4\n")
    run = run_now(source)
    assert (run.state, run.imported.state) == ("failed", "refused")
    assert run.message == run.imported.message != ""
    assert Observation.objects.current().count() == before


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ({"text": "<html>Sign in</html>", "media_type": "text/html"}, "A web page came instead of a file"),
        ({"text": "[]", "media_type": "application/json"}, "JSON came instead of CSV"),
        ({"text": ""}, ""),
    ],
)
def test_what_is_no_table_is_refused_with_words(site, fetched, run_now, page, words):
    run = run_now(fetched(site.put("/x.csv", **page)))
    assert run.state == "failed"
    assert words in run.message
    assert not Observation.objects.exists()


def test_an_address_of_our_own_network_is_refused(site, fetched, run_now, settings):
    source = fetched(site.put("/sales.csv", TEXT))
    settings.OUTGOING_ALLOWED = []
    run = run_now(source)
    assert (run.state, "private network" in run.message) == ("failed", True)
    assert site.asked == []


# Who asks, and when


def test_who_may_ask(site, fetched, person, load):
    source = fetched(site.put("/sales.csv", TEXT))
    with pytest.raises(NotAllowed):
        due.ask_for_refresh(source, by=person("viewer"), now=NOW)
    first = due.ask_for_refresh(source, by=person("manager"), now=NOW)
    assert due.ask_for_refresh(source, by=person("steward"), now=NOW) == first, "one at a time"
    load("a,2024-01-05,1,1", source="files")
    with pytest.raises(Blocked, match="is not fetched"):
        due.ask_for_refresh(Source.objects.get(name="files"), by=person("manager"), now=NOW)


def test_what_is_due_is_started_once_and_comes_back_at_its_time(site, fetched):
    late = fetched(site.put("/a.csv", TEXT), schedule=DAILY, due_at=NOW - dt.timedelta(days=7))
    fetched(site.put("/b.csv", TEXT), name="later", schedule=DAILY, due_at=NOW + dt.timedelta(minutes=1))
    fetched(site.put("/c.csv", TEXT), name="new", mapping={}, schedule=DAILY, due_at=NOW)
    [run] = due.start_due(NOW)
    assert (run.source, run.asked_by) == (late, None)
    late.refresh_from_db()
    assert late.due_at == dt.datetime(2026, 3, 9, 5, tzinfo=dt.UTC), "a missed week is one run"
    assert due.start_due(NOW) == []
    assert Job.objects.filter(kind=due.REFRESH).count() == 1


def test_the_beat_starts_what_is_due(site, fetched, work):
    fetched(site.put("/a.csv", TEXT), schedule=DAILY, due_at=timezone.now())
    refresh_due()
    assert work() == ["done"]
    assert Refresh.objects.get().state == "done"


@pytest.mark.parametrize(
    "wrong",
    [
        {"schedule": DAILY},
        {"due_at": NOW},
        {"kind": "upload", "origin": {}, "schedule": DAILY, "due_at": NOW},
        {"kind": "address", "origin": {}},
        {"kind": "hand", "origin": {"address": "x"}},
    ],
)
def test_the_database_holds_what_belongs_together(wrong):
    given = {"kind": "address", "origin": {"address": "x"}} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.create(name="x", **given)


def test_only_one_run_of_a_source_is_open(site, fetched):
    source = fetched(site.address("/x"))
    Refresh.objects.create(source=source, state="running")
    with pytest.raises(IntegrityError), transaction.atomic():
        Refresh.objects.create(source=source)


# The command


def told(capsys, *words):
    call_command("refresh", *words)
    return json.loads(capsys.readouterr().out)["runs"]


def test_the_command_runs_what_is_due_or_the_one_that_is_named(site, fetched, capsys):
    fetched(site.put("/a.csv", TEXT), schedule=DAILY, due_at=timezone.now())
    fetched(site.put("/b.csv", TEXT), name="other")
    [run] = told(capsys)
    assert (run["source"], run["state"], run["rows"], run["added"]) == ("sales", "done", 2, 4)
    assert told(capsys) == []
    [run] = told(capsys, "--source", "other")
    assert (run["source"], run["state"]) == ("other", "done")
    assert set(run) == {
        "source", "state", "rows", "added", "replaced", "removed", "gaps", "message", "started_at", "finished_at"
    }  # fmt: skip


def test_the_command_says_what_failed(site, fetched, capsys, load):
    fetched(site.address("/gone.csv"))
    with pytest.raises(CommandError, match="has it moved") as failure:
        call_command("refresh", "--source", "sales")
    assert failure.value.returncode == 1
    assert json.loads(capsys.readouterr().out)["runs"][0]["state"] == "failed"
    load("a,2024-01-05,1,1", source="files")
    for name in ("files", "nobody"):
        with pytest.raises(CommandError, match="There is no source"):
            call_command("refresh", "--source", name)
