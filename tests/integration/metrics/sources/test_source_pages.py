"""The page of a fetched source: connecting it, its schedule, running it, what its runs came to."""

import datetime as dt

import pytest
from django.utils import timezone

from metrics.models import Import, Refresh, Source
from metrics.sources import due
from partnerdesk.core import jobs
from partnerdesk.core.models import Event
from partnerdesk.core.sealing import unseal
from tests.integration.loading import HEADER

TEXT = f"{HEADER}a,2024-01-05,10,4\nb,2024-02-05,20,5\n"
DATABASE = {
    "name": "crm", "host": "db.example.com", "port": "5432", "dbname": "sales", "user": "reader",
    "password": "very secret", "sslmode": "require", "query": "SELECT 1",
}  # fmt: skip
WEEKLY = {"every": "week", "weekday": "0", "at": "06:30", "day": "1", "zone": "Europe/Berlin"}


@pytest.fixture
def steward(signed_in):
    return signed_in("steward")


def html(answer):
    return answer.content.decode()


def connect_address(client, address, **more):
    sent = {"name": "sales", "address": address, "form": "csv"} | more
    return client.post("/metrics/sources/connect/address/", sent)


def test_from_an_address_to_figures(steward, site, work, observed):
    """Connected, fetched, mapped as an upload is, confirmed; the next run goes by itself."""
    answer = connect_address(steward, site.put("/orders.csv", TEXT, etag='"one"'))
    assert (answer.status_code, answer["Location"]) == (302, "/metrics/sources/sales/")
    page = html(steward.get("/metrics/sources/sales/"))
    assert 'hx-trigger="every 700ms"' in page
    assert "Waiting for the worker" in page
    assert work() == ["done"]
    page = html(steward.get("/metrics/sources/sales/"))
    assert "every 700ms" not in page
    assert "Say what the columns mean" in page
    assert work() == ["done"], "it is looked at for its page"
    imported = Import.objects.get()
    mapping = html(steward.get(f"/metrics/imports/{imported.pk}/mapping/"))
    assert 'value="sales"' in mapping
    sent = {
        "do": "preview", "source": "sales", "partner-column": "partner", "partner-create_unknown": "on",
        "period-column": "date", "metrics-total": "1", "metrics-0-metric": "fulfilled_revenue", "metrics-0-unit": "USD",
        "metrics-0-value": "amount",
    }  # fmt: skip
    assert steward.post(f"/metrics/imports/{imported.pk}/mapping/", sent).status_code == 302
    while work():
        pass
    assert steward.post(f"/metrics/imports/{imported.pk}/confirm/").status_code == 302
    work()
    assert observed()["fulfilled_revenue", "a", "2024-01"] == (10.0,)

    steward.post("/metrics/sources/sales/schedule/", WEEKLY)
    site.put("/orders.csv", TEXT.replace("a,2024-01-05,10", "a,2024-01-05,11"), etag='"two"')
    Source.objects.update(due_at=timezone.now() - dt.timedelta(days=8))
    due.start_due(timezone.now())
    for _round in range(2):
        work()
    assert observed()["fulfilled_revenue", "a", "2024-01"] == (11.0,)
    page = html(steward.get("/metrics/sources/sales/"))
    assert "by itself" in page
    assert "every Monday at 06:30 (Europe/Berlin)" in page
    assert "2 rows read: 0 values added, 1 replaced, 0 removed" in page


def test_a_password_is_sealed_and_never_shown(steward):
    assert steward.post("/metrics/sources/connect/database/", DATABASE).status_code == 302
    source = Source.objects.get()
    assert unseal(source.sealed_password) == "very secret"
    assert "secret" not in str(source.origin)
    for address in ("/metrics/sources/crm/", "/metrics/sources/crm/settings/"):
        page = html(steward.get(address))
        assert "very secret" not in page
        assert source.sealed_password not in page
    assert "Stored; type a new one to replace it." in page
    assert not [event for event in Event.objects.all() if "secret" in str(event.data)]


def test_a_stored_password_stays_for_the_same_server_and_goes_to_no_other(steward):
    steward.post("/metrics/sources/connect/database/", DATABASE)
    kept = DATABASE | {"password": "", "query": "SELECT 2", "dbname": "other"}
    assert steward.post("/metrics/sources/crm/settings/", kept).status_code == 302
    source = Source.objects.get()
    assert (unseal(source.sealed_password), source.origin["query"]) == ("very secret", "SELECT 2")
    for change in ({"host": "evil.example.com"}, {"port": "5433"}, {"user": "x"}, {"sslmode": "disable"}):
        answer = steward.post("/metrics/sources/crm/settings/", kept | change)
        assert (answer.status_code, "type the one for this" in html(answer)) == (422, True), change
    moved = kept | {"host": "evil.example.com", "password": "another"}
    assert steward.post("/metrics/sources/crm/settings/", moved).status_code == 302
    assert unseal(Source.objects.get().sealed_password) == "another"


def test_what_the_page_tells_of_an_address_holds_no_key(steward, signed_in):
    connect_address(steward, "https://data.example.com/x.csv?key=abc123")
    page = html(signed_in("viewer").get("/metrics/sources/sales/"))
    assert "https://data.example.com/x.csv?…" in page
    assert "abc123" not in page


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"name": "Sales 1"}, "Use lower-case letters"), ({"name": "hand-entry"}, "already"), ({"name": ""}, ""),
        ({"address": "ftp://x/y"}, "begins with https://"),
        ({"address": "http://me:x@example.com/"}, "name or password"),
        ({"form": "xml"}, ""),
    ],
)  # fmt: skip
def test_what_can_not_be_connected_is_said_beside_the_field(steward, sent, words):
    answer = connect_address(steward, **({"address": "https://data.example.com/x.csv"} | sent))
    assert (answer.status_code, words in html(answer)) == (422, True)
    assert not Source.objects.exists()


def test_a_name_is_taken_once(steward, load):
    load("a,2024-01-05,1,1")
    assert connect_address(steward, "https://data.example.com/x.csv").status_code == 422


def test_an_address_that_moves_is_asked_anew(steward, site, fetched, run_now):
    source = fetched(site.put("/a.csv", TEXT, etag='"one"'))
    run_now(source)
    moved = {"address": site.put("/b.csv", TEXT + "c,2024-03-05,1,1\n", etag='"one"'), "form": "csv"}
    assert steward.post("/metrics/sources/sales/settings/", moved).status_code == 302
    run = run_now(Source.objects.get())
    assert (run.state, run.added) == ("done", 2), "the etag was another address's"


def test_the_schedule(steward, fetched):
    fetched("https://data.example.com/x.csv")
    assert steward.post("/metrics/sources/sales/schedule/", WEEKLY).status_code == 302
    source = Source.objects.get()
    assert source.schedule == {"every": "week", "weekday": 0, "at": "06:30:00", "zone": "Europe/Berlin"}
    assert source.due_at > timezone.now()
    assert Event.objects.filter(kind="source.scheduled").count() == 1
    for wrong in (
        {"at": ""},
        {"zone": "Mars"},
        {"weekday": ""},
        {"every": "year"},
        {"every": "month", "day": "32"},
    ):
        answer = steward.post("/metrics/sources/sales/schedule/", WEEKLY | wrong)
        assert answer.status_code == 422, wrong
        assert '<details class="help" open>' in html(answer)
    assert steward.post("/metrics/sources/sales/schedule/", {"every": ""}).status_code == 302
    source.refresh_from_db()
    assert (source.schedule, source.due_at) == ({}, None)


def test_running_now_once(steward, fetched, site):
    fetched(site.put("/a.csv", TEXT))
    for _click in range(2):
        assert steward.post("/metrics/sources/sales/refresh/").status_code == 302
    assert Refresh.objects.count() == 1
    assert "disabled" in html(steward.get("/metrics/sources/sales/"))


def test_progress_is_a_fragment_until_the_run_ends(steward, fetched, site):
    source = fetched(site.put("/a.csv", TEXT))
    run = due.ask_for_refresh(source, by=None, now=timezone.now())
    jobs.report_progress(run.pk, 0.4, "Importing")
    asked = {"HX-Request": "true", "HX-Target": "runs"}
    page = html(steward.get("/metrics/sources/sales/", headers=asked))
    assert page.lstrip().startswith("<section")
    assert 'value="0.400"' in page
    jobs.run(jobs.last_job(due.REFRESH, run.pk).pk)
    answer = steward.get("/metrics/sources/sales/", headers=asked)
    assert answer["HX-Redirect"] == "/metrics/sources/sales/"


def test_a_failing_source_says_so_everywhere(steward, fetched, site, run_now):
    source = fetched(site.address("/gone.csv"))
    for _run in range(3):
        run_now(source)
    page = html(steward.get("/metrics/sources/sales/"))
    assert "The last 3 runs failed." in page
    assert "has it moved?" in page
    assert "failing" in html(steward.get("/metrics/sources/"))


def test_files_and_runs_stand_in_one_line_of_time(steward, fetched, site, run_now, load):
    source = fetched(site.put("/a.csv", TEXT))
    load("z,2023-01-05,1,1")
    run_now(source)
    page = html(steward.get("/metrics/sources/sales/"))
    assert page.index("a.csv") < page.index("sales.csv")


def test_only_what_is_fetched_is_run_or_scheduled(steward, load):
    load("a,2024-01-05,1,1")
    for name in ("refresh", "schedule", "settings"):
        assert steward.post(f"/metrics/sources/sales/{name}/", WEEKLY).status_code == 404
    assert steward.get("/metrics/sources/connect/upload/").status_code == 404


def test_who_may(signed_in, fetched):
    fetched("https://data.example.com/x.csv")
    manager, viewer = signed_in("manager"), signed_in("viewer")
    assert manager.get("/metrics/sources/connect/address/").status_code == 403
    assert manager.post("/metrics/sources/sales/settings/", {}).status_code == 403
    assert manager.post("/metrics/sources/sales/refresh/").status_code == 302
    assert viewer.post("/metrics/sources/sales/refresh/").status_code == 403
    assert viewer.post("/metrics/sources/sales/schedule/", WEEKLY).status_code == 403
    page = html(viewer.get("/metrics/sources/sales/"))
    assert "Run now" not in page
    assert "Change the schedule" not in page
