"""Excel workbooks by every door: uploaded, fetched, from the shell; each gives what the same CSV gives."""

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse_lazy

from metrics.files.store import path_of
from metrics.models import Import, Observation, StoredFile
from partners.models import Partner
from tests.integration.metrics.imports.pages import UPLOAD, fields
from tests.unit.metrics.files.workbook_files import raw_workbook, workbook

LIST = reverse_lazy("metrics:partner_list_new")
HEADER = ("partner", "date", "amount", "cost")
ROWS = [
    HEADER,
    ("a", dt.date(2024, 1, 5), 100, 60.5),
    ("b", dt.date(2024, 1, 6), 0.1 + 0.2, "NULL"),
    ("a, Ltd\nBerlin", dt.date(2024, 2, 1), 10, 4),
    ("b", None, 7, True),
]
TEXT = """\
partner,date,amount,cost
a,2024-01-05,100,60.5
b,2024-01-06,0.3,NULL
"a, Ltd
Berlin",2024-02-01,10,4
b,,7,TRUE
"""
MAPPING = """
source: sales
partner: {column: partner, create_unknown: true}
period: {column: date}
metrics:
  - {metric: fulfilled_revenue, measure: sum, value: amount, unit: USD}
"""
WRONG = {
    "text": (b"a,b\n1,2\n", "This is no Excel workbook"),
    "old": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old Excel workbook"),
    "bomb": (raw_workbook(parts={"xl/media/x.png": b"0" * 51_000_000}), "larger than 50 MB"),
    "empty": (raw_workbook(), "is empty"),
}


@pytest.fixture
def manager(signed_in):
    return signed_in("manager")


def kept() -> list[list[str]]:
    """The rows of the one kept file."""
    text = path_of(StoredFile.objects.get().pk).read_text()
    return list(csv.reader(io.StringIO(text, newline="")))


def brought_in(client, work, content, name):
    """Bring a file in by the pages: its details, result and observations."""
    answer = client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)})
    assert work() == ["done"]
    values = fields(client.get(f"{answer.url}mapping/").content.decode())
    client.post(f"{answer.url}mapping/", values | {"do": "preview"})
    assert work() == ["done"]
    client.post(f"{answer.url}confirm/")
    assert work() == ["done"]
    imported = Import.objects.get(state=Import.State.DONE)
    rows = Observation.objects.values_list("series__metric", "partner__key", "period", "parts", "rows")
    return imported.mapping, imported.result, imported.details, sorted(map(str, rows))


def test_a_workbook_gives_what_the_same_csv_gives(manager, work):
    content = workbook(*ROWS)
    found = brought_in(manager, work, content, "orders.xlsx")
    imported = Import.objects.get()
    assert (imported.file_name, imported.mapping["source"]) == ("orders.xlsx", "orders")
    assert manager.get(f"{imported.get_absolute_url()}file/").getvalue() == content, "kept as it was given"
    assert len(found[3]) == found[1]["observations"]["added"] > 0


def test_after_the_csv_the_same_workbook_changes_nothing(manager, work, load):
    first = load(text=TEXT)
    work()
    answer = manager.post(
        UPLOAD, {"file": SimpleUploadedFile("again.xlsx", workbook(*ROWS)), "source": "sales"}
    )
    assert work() == ["done"]
    manager.post(f"{answer.url}confirm/")
    work()
    second = Import.objects.get(file_name="again.csv")
    first.refresh_from_db()
    assert (second.state, second.mapping) == ("done", first.mapping)
    counts, before = second.result["observations"], first.result["observations"]
    assert counts == {"added": 0, "unchanged": before["added"], "replaced": 0, "removed": 0}
    assert second.result["gaps"] == first.result["gaps"]


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_at_the_form_where_the_first_sheet_is_kept(manager, settings, load, name):
    """Where a source's mapping states how its files are written, a workbook is one of them as CSV."""
    load(text=TEXT)
    before = set(Path(settings.MEDIA_ROOT).rglob("*"))
    content, words = WRONG[name]
    answer = manager.post(UPLOAD, {"file": SimpleUploadedFile("orders.xlsx", content), "source": "sales"})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert set(Path(settings.MEDIA_ROOT).rglob("*")) == before
    assert Import.objects.count() == 1


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_by_the_job_or_asked_and_stores_nothing(manager, work, name):
    content, _words = WRONG[name]
    answer = manager.post(UPLOAD, {"file": SimpleUploadedFile("orders.xlsx", content)})
    if answer.status_code == 302:
        assert work() in (["refused"], ["done"])
        imported = Import.objects.get()
        assert imported.state in {Import.State.REFUSED, Import.State.MAPPING}
        assert imported.message or imported.look["columns"]
    else:
        assert answer.status_code == 422
    assert not Observation.objects.exists()


def test_the_form_takes_workbooks(manager):
    html = manager.get(UPLOAD).content.decode()
    assert html.count('accept=".csv,.tsv,.txt,.xlsx,.xlsm,') == 2
    assert "Drop a CSV or Excel file here" in html


def test_partner_lists_may_be_workbooks(manager, work):
    listed = workbook(["partner", "name", "segment"], ["a", "Alpha", "Warehouse"])
    answer = manager.post(
        UPLOAD,
        {
            "file": SimpleUploadedFile("o.xlsx", workbook(*ROWS)),
            "partner_file": SimpleUploadedFile("list.xlsx", listed),
        },
    )
    assert Import.objects.get().partner_file_name == "list.xlsx"
    assert work() == ["done"]
    assert 'value="segment" selected' in manager.get(f"{answer.url}mapping/").content.decode()


def test_the_directory_is_filled_from_a_workbook(signed_in):
    client = signed_in("steward")
    listed = SimpleUploadedFile("list.xlsx", workbook(["key", "name"], [7, "Seven"]))
    address = client.post(LIST, {"file": listed}).url
    assert address.endswith("?name=list.csv")
    values = {"encoding": "utf-8", "delimiter": ",", "key": "key", "name": "name", "do": "apply"}
    assert client.post(address, values).status_code == 302
    assert Partner.objects.get().key == "7"
    wrong = SimpleUploadedFile("list.xlsx", b"key,name\n")
    answer = client.post(LIST, {"file": wrong})
    assert (answer.status_code, "no Excel workbook" in answer.content.decode()) == (422, True)


# Fetched


def test_a_workbook_at_an_address(site, fetched, run_now, observed):
    content = workbook(*ROWS, change=lambda book: book.create_sheet("Notes", 0))
    source = fetched(site.put("/sales.xlsx", content), form="xlsx", sheet="Sheet")
    run = run_now(source)
    assert (run.state, run.rows) == ("done", 4)
    assert run.imported.file_name == "sales.csv"
    assert observed()["fulfilled_revenue", "b", "2024-01"] == (0.3,)
    assert kept()[2] == ["b", "2024-01-06", "0.3", "NULL"]
    site.put("/sales.xlsx", workbook(*ROWS, change=lambda book: book.create_sheet("Other", 0)))
    assert run_now(source).state == "unchanged", "the same cells in another workbook"


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_workbook_fails_the_run_with_words(site, fetched, run_now, name):
    content, words = WRONG[name]
    run = run_now(fetched(site.put("/sales.xlsx", content), form="xlsx"))
    assert (run.state, words in run.message) == ("failed", True)
    assert not StoredFile.objects.exists()


def test_a_workbook_that_nobody_spoke_of_is_named(site, fetched, run_now):
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    run = run_now(fetched(site.put("/sales", workbook(*ROWS), media_type=kind)))
    assert run.message == "An Excel workbook came instead of CSV: say so in the source's settings."


# From the shell


@pytest.fixture
def files(tmp_path):
    def files(content: bytes, name: str = "orders.xlsx") -> list[str]:
        (tmp_path / name).write_bytes(content)
        (tmp_path / "mapping.yaml").write_text(MAPPING)
        return [str(tmp_path / name), "--mapping", str(tmp_path / "mapping.yaml")]

    return files


def test_the_command_reads_a_workbook(files, capsys):
    answers = []
    for content, name in ((TEXT.encode(), "orders.csv"), (workbook(*ROWS), "orders.xlsx")):
        call_command("import_observations", *files(content, name), "--preview")
        answers.append(json.loads(capsys.readouterr().out))
    assert answers[0] == answers[1]
    call_command("import_observations", *files(workbook(*ROWS)))
    assert json.loads(capsys.readouterr().out) == answers[0]
    imported = Import.objects.get()
    assert (imported.file_name, path_of(imported.file_id).is_file()) == ("orders.csv", True)


def test_the_command_reads_the_sheet_that_it_is_told(files, capsys):
    content = workbook(*ROWS, change=lambda book: book.create_sheet("Notes", 0).append(["x"]))
    call_command("import_observations", *files(content), "--sheet", "sheet")
    assert json.loads(capsys.readouterr().out)["rows"] == 4
    with pytest.raises(CommandError, match="it has: Notes, Sheet"):
        call_command("import_observations", *files(content), "--sheet", "Orders")


@pytest.mark.parametrize("name", WRONG)
def test_the_command_refuses_with_words(files, name):
    content, words = WRONG[name]
    with pytest.raises(CommandError, match=words) as caught:
        call_command("import_observations", *files(content))
    assert caught.value.returncode == 1
    assert not Import.objects.exists()
