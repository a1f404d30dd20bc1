"""A file's way through the browser: upload, mapping, preview, import; with and without htmx."""

from pathlib import Path

import pytest
from django.urls import reverse

from metrics.models import Gap, Import, Observation, Source
from partnerdesk.core.models import Event, Job
from partners.models import Partner
from tests.integration.loading import HEADER
from tests.integration.metrics.imports.pages import LIST, TEXT, UPLOAD, begin, fields, file, post_file
from tests.unit.metrics.files.reading.test_scanning import HOSTILE


@pytest.fixture
def manager(signed_in):
    return signed_in("manager")


def test_the_whole_way(manager, work):
    answer = post_file(manager, partner_list=LIST)
    imported = Import.objects.get()
    assert answer.url == imported.get_absolute_url()
    assert "Waiting for the worker" in manager.get(answer.url).content.decode()
    assert manager.get(f"{answer.url}mapping/").url == answer.url, (
        "nothing is to be mapped before it was looked at"
    )
    assert work() == ["done"]
    assert manager.get(answer.url).url == f"{answer.url}mapping/"

    address = f"{answer.url}mapping/"
    values = fields(manager.get(address).content.decode())
    assert values["partner-column"] == "ResellerKey"
    assert values["period-column"] == "OrderDate"
    assert values["metrics-1-cost"] == "TotalProductCost"
    assert values["partners-segment"] == "BusinessType"

    assert manager.post(address, values | {"do": "preview"}).url == answer.url
    assert "Waiting for the worker" in manager.get(answer.url).content.decode()
    assert work() == ["done"]
    html = manager.get(answer.url).content.decode()
    assert "Importing adds 5 values" in html
    assert "1 row without TotalProductCost in Jan 2024" in html
    assert "label variant: Ware House (1)" in html
    assert not Observation.objects.exists()
    assert not Partner.objects.exists()

    assert manager.post(f"{answer.url}confirm/").url == answer.url
    assert work() == ["done"]
    html = manager.get(answer.url).content.decode()
    assert "5 values added" in html
    assert "3 new partners" in html
    assert Observation.objects.count() == 5
    assert Source.objects.get().name == "orders"
    assert set(Event.objects.exclude(kind__startswith="row.").values_list("kind", flat=True)) == {
        "import.uploaded", "import.mapped", "import.confirmed", "import.done",
    }  # fmt: skip


def test_a_known_source_leads_straight_to_the_preview(manager, load, work):
    load(
        text=TEXT,
        partner={"column": "ResellerKey", "create_unknown": True},
        period={"column": "OrderDate"},
        metrics=[{"metric": "fulfilled_revenue", "measure": "sum", "value": "SalesAmount", "unit": "USD"}],
    )
    work()
    answer = post_file(manager, TEXT.replace("100,", "101,"), source="sales")
    assert Import.objects.get(file_name="orders.csv").state == Import.State.PREVIEWING
    assert work() == ["done"]
    assert "replaces 1 " in manager.get(answer.url).content.decode()


def test_a_known_source_whose_columns_are_missing_is_mapped_again(manager, load):
    load("a,2024-01-05,1,1")
    answer = post_file(manager, source="sales")
    assert Import.objects.get(file_name="orders.csv").state == Import.State.MAPPING
    assert "not in this file" in manager.get(f"{answer.url}mapping/").content.decode()


def test_a_source_that_is_read_as_understood_leads_straight_to_the_preview_too(manager, work):
    address, values = begin(manager, work)
    manager.post(address, values | {"do": "preview"})
    work()
    manager.post(address.replace("mapping/", "confirm/"))
    assert set(work()) == {"done"}
    assert Source.objects.get().mapping["format"] == {"as": "understood"}
    answer = post_file(manager, TEXT.replace("100,", "101,"), source="orders")
    assert set(work()) == {"done"}
    assert set(work()) == {"done"}
    assert Import.objects.first().state == Import.State.PREVIEWED
    assert "replaces 2 " in manager.get(answer.url).content.decode()


def test_a_known_source_whose_file_lacks_a_column_is_mapped_again_as_it_was_said(manager, work):
    address, values = begin(manager, work)
    manager.post(address, values | {"do": "preview"})
    work()
    manager.post(address.replace("mapping/", "confirm/"))
    work()
    answer = post_file(manager, TEXT.replace("SalesAmount", "Net sales"), source="orders")
    assert set(work()) == {"done"}
    assert Import.objects.first().state == Import.State.MAPPING
    html = manager.get(f"{answer.url}mapping/").content.decode()
    assert "SalesAmount – not in this file" in html


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_and_leaves_nothing(name, manager, work, settings):
    """At the door where the beginning tells, else by the job; never an error page, never in part."""
    content, _words = HOSTILE[name]
    answer = post_file(manager, content)
    assert answer.status_code in {302, 422}
    if answer.status_code == 302:
        assert set(work()) <= {"done", "refused"}
        imported = Import.objects.get()
        page = manager.get(imported.get_absolute_url(), follow=True)
        assert page.status_code == 200
        if imported.state == Import.State.REFUSED:
            assert imported.message
            assert "Nothing of it was stored" in page.content.decode()
            assert manager.get(f"{imported.get_absolute_url()}mapping/").status_code == 422
        else:
            assert imported.state == Import.State.MAPPING, (
                "what can be read of it is to be mapped by a person"
            )
    else:
        assert not list(Path(settings.MEDIA_ROOT).rglob("*"))
    assert not Observation.objects.exists()
    assert not Partner.objects.exists()
    assert not Source.objects.exists()


def test_a_file_that_is_cut_off_is_refused_where_the_mapping_states_how_it_is_written(manager, load, work):
    load("a,2024-01-05,1,1")
    work()
    cut = HEADER + "a,2024-02-02,10,4\n" * 40_000 + "a,2024-02"
    answer = post_file(manager, cut, source="sales")
    assert work() == ["refused"]
    html = manager.get(answer.url).content.decode()
    assert "the file is cut off" in html
    assert "Correct the mapping" in html


def test_a_row_that_is_cut_off_is_named_and_the_others_are_read(manager, work):
    address, _values = begin(manager, work, TEXT + "7,2024-02")
    html = manager.get(address).content.decode()
    assert "the file ends inside this row" in html
    assert "line 5" in html


def test_a_refused_file_can_be_mapped_again(manager, work):
    address, values = begin(manager, work)
    manager.post(address, values | {"do": "preview", "metrics-0-value": "OrderDate"})
    assert work() == ["refused"]
    imported = Import.objects.get()
    assert (imported.state, "holds no numbers" in imported.message) == (Import.State.REFUSED, True)
    manager.post(address, values | {"do": "preview"})
    work()
    assert Import.objects.get().state == Import.State.PREVIEWED
    assert Import.objects.get().result["observations"]["added"] == 5


def test_a_mapping_that_lacks_something_says_what(manager, work):
    address, values = begin(manager, work)
    answer = manager.post(address, values | {"do": "preview", "metrics-1-cost": "", "source": "My Source!"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Cost: Needed for this metric." in html
    assert "Name the source with lower-case letters" in html
    assert Import.objects.get().state == Import.State.MAPPING


@pytest.mark.parametrize("is_htmx", [False, True])
def test_rows_come_and_go_by_buttons(is_htmx, manager, work):
    address, values = begin(manager, work)
    headers = {"HX-Request": "true", "HX-Target": "mapping"} if is_htmx else {}
    html = manager.post(address, values | {"do": "add-metric"}, headers=headers).content.decode()
    assert ("<html" in html) != is_htmx
    values = fields(html)
    assert values["metrics-total"] == "3"
    values = fields(
        manager.post(address, values | {"metrics-2-metric": "win_rate", "do": "redraw"}).content.decode()
    )
    assert "metrics-2-equals" in values
    values = fields(manager.post(address, values | {"do": "add-condition-2"}).content.decode())
    assert "metrics-2-where-0-column" in values
    values = fields(manager.post(address, values | {"do": "remove-metric-2"}).content.decode())
    assert values["metrics-total"] == "2"
    assert values["metrics-1-cost"] == "TotalProductCost"


def test_an_encoding_that_the_bytes_prove_is_not_asked(manager, work):
    text = "取引先,日付,売上\n株式会社山田,2024/01/05,1200\n"
    address, values = begin(manager, work, text.encode("cp932"))
    assert "株式会社山田" in manager.get(address).content.decode()
    assert (values["partner-column"], values["period-column"]) == ("取引先", "日付")
    chosen = values | {"metrics-0-unit": "JPY", "source": "jp"}
    manager.post(address, chosen | {"do": "preview"})
    assert work() == ["done"]
    manager.post(address.replace("mapping/", "confirm/"))
    assert work() == ["done"]
    assert Partner.objects.get().name == "株式会社山田"
    assert Observation.objects.get().currency == "JPY"


def test_the_progress_polls_and_then_leads_on(manager, work):
    address, values = begin(manager, work)
    manager.post(address, values | {"do": "preview"})
    page = address.replace("mapping/", "")
    htmx = {"HX-Request": "true", "HX-Target": "progress"}
    fragment = manager.get(page, headers=htmx)
    assert "<html" not in fragment.content.decode()
    assert "HX-Request" in fragment.headers["Vary"]
    work()
    assert manager.get(page, headers=htmx).headers["HX-Redirect"] == page


def test_a_file_can_be_set_aside(manager, work):
    address, _values = begin(manager, work)
    assert manager.post(address.replace("mapping/", "set-aside/")).status_code == 302
    assert Import.objects.get().state == Import.State.DROPPED
    assert manager.post(address.replace("mapping/", "confirm/")).status_code == 422


def test_confirming_twice_is_refused_the_second_time(manager, work):
    address, values = begin(manager, work)
    manager.post(address, values | {"do": "preview"})
    work()
    confirm = address.replace("mapping/", "confirm/")
    assert manager.post(confirm).status_code == 302
    assert manager.post(confirm).status_code == 422
    assert Job.objects.filter(kind="metrics.import").count() == 1


def test_a_job_that_dies_three_times_refuses_the_file(manager, work, monkeypatch):
    address, values = begin(manager, work)
    manager.post(address, values | {"do": "preview"})

    def break_down(*_args, **_more):
        raise OSError("the disk is gone")

    monkeypatch.setattr("metrics.imports.run.read_file", break_down)
    assert [state for _attempt in range(3) for state in work()] == ["waiting", "waiting", "parked"]
    imported = Import.objects.get()
    assert imported.state == Import.State.REFUSED
    assert "the disk is gone" in imported.message


def test_a_file_beyond_the_limit_is_stopped_on_its_way(manager, settings):
    settings.UPLOAD_LIMIT_BYTES = 100
    answer = post_file(manager, TEXT * 50)
    assert answer.status_code == 422
    assert "too large, or the disk is nearly full" in answer.content.decode()
    assert not Import.objects.exists()


def test_a_full_disk_takes_no_file(manager, settings):
    settings.FREE_DISK_BYTES = 10**18
    answer = post_file(manager)
    assert answer.status_code == 422
    assert not Import.objects.exists()


def test_the_kept_file_can_be_downloaded_as_it_was(manager, work):
    begin(manager, work)
    answer = manager.get(reverse("metrics:import_file", args=[Import.objects.get().pk]))
    assert b"".join(answer.streaming_content).decode() == TEXT
    assert answer.headers["Content-Disposition"] == 'attachment; filename="orders.csv"'


def test_the_refusal_speaks_the_persons_language(manager, person, load, work):
    load("a,2024-01-05,1,1")
    work()
    type(person("manager")).objects.filter(pk=person("manager").pk).update(language="ja")
    post_file(manager, HEADER + "a,2024-02-02,10,4\n" * 20_000 + "a,2024-02", source="sales")
    assert work() == ["refused"]


def test_what_a_viewer_may(signed_in, manager, work):
    address, values = begin(manager, work)
    viewer, page = signed_in("viewer"), address.replace("mapping/", "")
    assert viewer.get("/metrics/imports/").status_code == 200
    assert viewer.get(UPLOAD).status_code == 403
    assert viewer.post(UPLOAD, {"file": file(TEXT)}).status_code == 403
    assert viewer.get(address).status_code == 403
    assert viewer.post(address, values | {"do": "preview"}).status_code == 403
    assert viewer.post(f"{page}confirm/").status_code == 403
    assert viewer.post(f"{page}set-aside/").status_code == 403


def test_methods_and_addresses(manager, work):
    _address, _values = begin(manager, work)
    pk = Import.objects.get().pk
    for name in ("import_confirm", "import_drop"):
        assert manager.get(reverse(f"metrics:{name}", args=[pk])).status_code == 405
    for name in ("import", "import_file", "imports"):
        arguments = [] if name == "imports" else [pk]
        assert manager.post(reverse(f"metrics:{name}", args=arguments)).status_code == 405
    assert manager.put(UPLOAD).status_code == 405
    assert manager.get("/metrics/imports/not-a-uuid/").status_code == 404
    assert manager.get("/metrics/imports/6b0c4d1e-7f0b-4b1e-8d53-2f0a9f6c7e11/").status_code == 404


def test_nobody_gets_in_without_signing_in(client):
    assert client.get(UPLOAD).url.startswith("/account/login/")


def test_gaps_of_the_import_lead_to_their_pages(manager, load):
    imported = load("a,2024-01-05,100,NULL")
    html = manager.get(imported.get_absolute_url()).content.decode()
    assert "Gross margin" in html
    assert Gap.objects.filter(source=imported.source).exists()


def test_a_column_is_asked_of_some_rows_alone_and_the_source_keeps_the_rule(manager, work):
    text = TEXT.replace("TotalProductCost", "TotalProductCost,State").replace("60", "60,final")
    address, values = begin(manager, work, text.replace("NULL", "NULL,").replace(",4", ",4,final"))
    html = manager.post(address, values | {"do": "add-required"}).content.decode()
    assert "only where there is a value in" in html
    refused = manager.post(address, fields(html) | {"do": "preview"})
    assert refused.status_code == 422
    rule = {"required-0-column": "TotalProductCost", "required-0-where": "State"}
    manager.post(address, fields(html) | rule | {"do": "preview"})
    assert work() == ["done"]
    kept = Import.objects.get()
    assert kept.mapping["required"] == [{"column": "TotalProductCost", "where": "State"}]
    page = manager.get(kept.get_absolute_url()).content.decode()
    assert "without TotalProductCost" not in page
    again = fields(manager.get(address).content.decode())
    assert (again["required-0-column"], again["required-0-where"]) == ("TotalProductCost", "State")


@pytest.mark.parametrize("is_htmx", [False, True])
def test_the_days_that_a_file_covers_and_what_no_row_means(is_htmx, manager, work):
    headers = {"HX-Request": "true", "HX-Target": "mapping"} if is_htmx else {}
    address, values = begin(manager, work)
    assert (values["covers-from"], values["covers-to"], values["gives"]) == ("", "", "")
    half = values | {"covers-from": "2024-01-01", "gives": "events"}
    html = manager.post(address, half | {"do": "add-where"}, headers=headers).content.decode()
    assert "it counts as 0" in html
    assert "nothing is known of it" in html
    kept = fields(html)
    assert (kept["covers-from"], kept["gives"]) == ("2024-01-01", "events"), (
        "rows come and go, what was said stays"
    )
    for wrong, words in (
        ({}, "Give both days, or none."),
        ({"covers-to": "2023-12-31"}, "before the first day"),
    ):
        refused = manager.post(address, half | wrong | {"do": "preview"}, headers=headers)
        assert refused.status_code == 422
        assert words in refused.content.decode()
    said = half | {"covers-to": "2024-02-29"}
    manager.post(address, said | {"do": "preview"}, headers=headers)
    assert work() == ["done"]
    imported = Import.objects.get()
    assert imported.mapping["covers"] == {"from": "2024-01-01", "to": "2024-02-29"}
    again = fields(manager.get(address).content.decode())
    assert (again["covers-to"], again["gives"]) == ("2024-02-29", "events")
    manager.post(f"{imported.get_absolute_url()}confirm/")
    assert work()[-1] == "done"
    source = Source.objects.get()
    assert (source.mapping["gives"], source.mapping.get("covers")) == ("events", None)
    page = manager.get(source.get_absolute_url()).content.decode()
    assert "Events: where a covered period has no row" in page


def test_a_list_of_cases_is_asked_for_a_close_only_where_it_has_closed(manager, work):
    """As uploaded, without a word said: what is open lacks nothing."""
    cases = (
        "account,deal_stage,engage_date,close_date,close_value\n"
        "a,Won,2024-01-01,2024-02-01,10\na,Lost,2024-01-02,2024-02-02,0\n"
        "a,Engaging,2024-01-03,,\na,Prospecting,2024-02-03,,\na,Won,2024-01-05,,30\n"
    )
    address, values = begin(manager, work, cases)
    assert (values["required-0-column"], values["required-0-in"]) == ("close_date", "Won\nLost")
    manager.post(address, values | {"partner-column": "account", "do": "preview"})
    assert work() == ["done"]
    gaps = Import.objects.get().result["gaps"]
    missing = {gap["column"]: gap["count"] for gap in gaps if gap["kind"] == "missing_value"}
    assert missing == {"close_date": 1}
