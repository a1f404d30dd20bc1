"""Questions that a file leaves open, in the browser: nothing is chosen beforehand, nothing is imported before."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from metrics.models import Import, Observation, Refresh, Source
from partnerdesk.core.models import Event
from tests.integration.metrics.imports.pages import fields
from tests.integration.people import file_address
from tests.unit.metrics.files.tables.table_files import ods
from workspace.desk import files

EURO = "Partner;Datum;Umsatz\n" + "".join(
    f"Acme;{day:02}.01.2025;{amount}\n" for day, amount in enumerate(["12.500", "1.250", "3.400"] * 10, 1)
)
QUESTION = "decimal:Umsatz"
STAGES = ["Closed Won"] * 36 + ["Closed won"] * 6 + ["Closed Lost"] * 18
DEALS = "Account Name,Stage,Close Date\n" + "".join(
    f"A,{stage},2025-01-{at % 28 + 1:02}\n" for at, stage in enumerate(STAGES)
)
HTMX = {"HX-Request": "true", "HX-Target": "mapping"}


@pytest.fixture
def manager(signed_in):
    return signed_in("manager")


@pytest.fixture
def loaded(manager, work):
    """Upload a file and have it looked at: its page's address, and what the page's form would post."""

    def loaded(content, name="umsatz.csv", **more):
        content = content if isinstance(content, bytes) else content.encode()
        file = SimpleUploadedFile(name, content)
        address = manager.post(file_address(manager, reverse("metrics:upload")), {"file": file, **more}).url
        while states := work():
            assert set(states) == {"done"}
        return f"{address}mapping/"

    return loaded


@pytest.fixture
def imported(manager, work):
    """Go on to the end with some answers: `imported(address, {question: answer})`; the import."""

    def imported(address, answers=(), **more):
        values = fields(manager.get(address).content.decode()) | more
        given = {f"answer:{question}": answer for question, answer in dict(answers).items()}
        manager.post(address, values | given | {"do": "preview"})
        while work():
            pass
        manager.post(address.replace("mapping/", "confirm/"))
        while work():
            pass
        return Import.objects.get(pk=address.split("/")[-3])

    return imported


def test_a_question_is_asked_with_none_of_its_answers_chosen(manager, loaded):
    html = manager.get(loaded(EURO)).content.decode()
    assert "Does the sign in “Umsatz” group thousands, or does it begin the decimals?" in html
    assert "“12.500” is 12500" in html
    assert "“12.500” is 12.500" in html
    assert f"answer:{QUESTION}" not in fields(html)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["form", "htmx"])
def test_without_an_answer_there_is_no_preview(headers, manager, loaded, work):
    address = loaded(EURO)
    values = fields(manager.get(address).content.decode())
    refused = manager.post(address, values | {"do": "preview"}, headers=headers)
    assert refused.status_code == 422
    html = refused.content.decode()
    assert "Answer what must be answered" in html
    assert 'href="#question-1"' in html
    assert work() == []
    assert Import.objects.get().state == Import.State.MAPPING


@pytest.mark.parametrize(("answer", "total"), [("thousands", 171_500), ("decimal", 171.5)])
def test_an_answer_leads_on_to_the_preview_and_is_kept_with_the_source(answer, total, loaded, imported):
    done = imported(loaded(EURO), {QUESTION: answer})
    assert done.state == Import.State.DONE
    assert done.result["totals"] == {"fulfilled_revenue": total}
    assert Source.objects.get().mapping["format"]["answers"] == {QUESTION: answer}


def test_the_next_file_of_the_source_is_read_by_the_answer(manager, loaded, imported):
    imported(loaded(EURO), {QUESTION: "decimal"})
    address = loaded(EURO.replace(".01.2025", ".03.2025"), source="umsatz")
    newest = Import.objects.first()
    assert (newest.state, newest.result["totals"]) == (Import.State.PREVIEWED, {"fulfilled_revenue": 171.5})
    html = manager.get(address).content.decode()
    assert "Ask again" in html


def test_a_later_file_that_proves_otherwise_is_read_as_it_proves(loaded, imported):
    imported(loaded(EURO), {QUESTION: "decimal"})
    loaded(EURO.replace("3.400", "3.400,50").replace(".01.2025", ".03.2025"), source="umsatz")
    newest = Import.objects.first()
    assert newest.result["totals"] == {"fulfilled_revenue": 171_505}


def test_an_answer_can_be_taken_back(manager, loaded, work):
    address = loaded(EURO)
    values = fields(manager.get(address).content.decode())
    manager.post(address, values | {f"answer:{QUESTION}": "thousands", "do": "look"})
    assert work() == ["done"]
    html = manager.get(address).content.decode()
    assert "none must be answered" in html
    assert f"answer:{QUESTION}" not in html
    manager.post(address, fields(html) | {"do": f"ask-again:{QUESTION}"})
    assert work() == ["done"]
    assert f"answer:{QUESTION}" in manager.get(address).content.decode()
    told = Event.objects.filter(kind="import.answered").order_by("pk").values_list("data__answers", flat=True)
    assert list(told) == [{QUESTION: "thousands"}, {}]


def test_an_answer_that_is_none_is_asked_again(manager, loaded, work):
    address = loaded(EURO)
    values = fields(manager.get(address).content.decode())
    manager.post(address, values | {f"answer:{QUESTION}": "perhaps", "do": "preview"})
    assert work() == ["done"]
    assert Import.objects.get().state == Import.State.MAPPING
    assert "1 must be answered" in manager.get(address).content.decode()


def test_what_a_person_changed_stays_when_the_file_is_read_again(manager, loaded, work):
    address = loaded(DEALS, "deals.csv")
    values = fields(manager.get(address).content.decode())
    changed = values | {"source": "crm", "gives": "statements", "metrics-0-where-0-in": "Closed Won"}
    manager.post(address, changed | {"answer:spelling:Stage:Closed Won": "same", "do": "look"})
    assert work() == ["done"]
    again = fields(manager.get(address).content.decode())
    kept = {name: again[name] for name in ("source", "gives", "metrics-0-where-0-in")}
    assert kept == {"source": "crm", "gives": "statements", "metrics-0-where-0-in": "Closed Won"}


def test_spellings_are_one_once_a_person_says_so_else_a_gap_names_them(loaded, imported):
    apart = imported(loaded(DEALS, "deals.csv"), source="apart")
    assert {"spelling", "unmapped_label"} <= {gap["kind"] for gap in apart.result["gaps"]}
    same = imported(loaded(DEALS, "deals.csv"), {"spelling:Stage:Closed Won": "same"}, source="same")
    assert not {"spelling", "unmapped_label"} & {gap["kind"] for gap in same.result["gaps"]}
    assert [line["value"] for line in same.details["metrics"]] == ["70.000000"]


def test_a_workbook_is_kept_as_it_was_given_and_its_sheet_is_asked_for(manager, loaded, imported):
    rows = [["Partner", "Date", "Revenue"], *(["A", f"2025-01-{day:02}", 100] for day in range(1, 29))]
    book = ods(Q1=rows, Q2=[*rows, ["B", "2025-01-29", 50]])
    address = loaded(book, "two.ods")
    html = manager.get(address).content.decode()
    assert "Which sheet of the workbook is meant?" in html
    done = imported(address, {"sheet": "Q2"})
    assert done.result["totals"] == {"fulfilled_revenue": 2_850}
    kept = manager.get(reverse("metrics:import_file", args=[done.pk]))
    assert b"".join(kept.streaming_content) == book


def test_the_sheet_that_a_sources_mapping_names_is_read_unasked(loaded, imported):
    rows = [["Partner", "Date", "Revenue"], *(["A", f"2025-01-{day:02}", 100] for day in range(1, 29))]
    book = ods(Q1=rows, Q2=[*rows, ["B", "2025-01-29", 50]])
    done = imported(loaded(book, "two.ods"), {"sheet": "Q2"})
    source = done.source
    source.mapping["format"] = {"as": "understood", "sheet": "Q1"}
    source.save()
    loaded(book, "two.ods", source=source.name)
    newest = Import.objects.first()
    assert (newest.state, newest.result["totals"]) == (Import.State.PREVIEWED, {"fulfilled_revenue": 2_800})
    assert newest.mapping["format"]["sheet"] == "Q1"


def test_a_partner_list_of_any_form_goes_with_the_file(manager, loaded, imported):
    rows = "".join(f"{900 + day % 2},2025-01-{day:02},10\n" for day in range(1, 31))
    data = f"ResellerKey,OrderDate,SalesAmount\n{rows}"
    text = "Resellers 2025\n\nResellerKey;Name\n900.0;Müller\n901.0;Blau\n"
    listed = SimpleUploadedFile("list.csv", text.encode("cp1252"))
    done = imported(loaded(data, "orders.csv", partner_file=listed))
    assert done.details["partners"]["listed"] == 2
    assert set(Observation.objects.values_list("partner__name", flat=True)) == {"Müller", "Blau"}


# Fetched sources


@pytest.fixture
def understood_source(fetched, person):
    """A source at an address whose files are read as they are understood, with an owner."""

    def understood_source(address):
        mapping = {
            "source": "crm",
            "format": {"as": "understood"},
            "partner": {"column": "Partner", "create_unknown": True},
            "period": {"column": "Datum"},
            "metrics": [{"metric": "fulfilled_revenue", "measure": "sum", "value": "Umsatz", "unit": "EUR"}],
        }
        return fetched(address, name="crm", mapping=mapping, owner=person("manager"))

    return understood_source


def test_a_run_that_meets_a_question_stores_nothing_and_asks_the_owner(
    site, understood_source, run_now, work, manager, person, imported
):
    source = understood_source(site.put("/umsatz.csv", EURO))
    run = run_now(source)
    assert (run.state, run.message) == ("asking", "The file leaves 1 question open: nothing was stored.")
    assert not Observation.objects.exists()
    assert Source.objects.get(pk=source.pk).failures == 0
    assert Event.objects.filter(kind="source.asks").count() == 1
    assert work() == ["done"]
    [item] = files(person("manager"))
    assert (item.about, item.mark) == ("crm", "1 question")
    assert "asks" in manager.get(source.get_absolute_url()).content.decode()
    done = imported(item.address, {QUESTION: "thousands"})
    assert done.result["totals"] == {"fulfilled_revenue": 171_500}
    assert files(person("manager")) == []
    site.put("/umsatz.csv", EURO.replace("3.400", "3.500"))
    assert run_now(source).state == "done", "the answer is kept with the source"


def test_a_run_asks_once_and_a_newer_file_takes_the_answers_along(
    site, understood_source, run_now, work, manager
):
    source = understood_source(site.put("/umsatz.csv", EURO))
    run_now(source)
    work()
    first = Import.objects.get()
    again = run_now(source)
    assert (again.state, again.imported) == ("asking", None)
    assert Import.objects.get().state == Import.State.MAPPING, "the same file is not asked about twice"
    address = reverse("metrics:import_mapping", args=[first.pk])
    values = fields(manager.get(address).content.decode())
    manager.post(address, values | {f"answer:{QUESTION}": "thousands", "do": "look"})
    work()
    site.put("/umsatz.csv", EURO.replace("3.400", "3.500"))
    newer = run_now(source)
    first.refresh_from_db()
    assert (newer.state, first.state) == ("asking", Import.State.DROPPED)
    work()
    assert newer.imported.mapping["format"]["answers"] == {QUESTION: "thousands"}


def test_the_first_file_of_a_source_is_looked_at_for_its_page(site, fetched, run_now, work):
    run = run_now(fetched(site.put("/umsatz.csv", EURO), name="crm", mapping={}))
    assert (run.state, run.imported.state) == (Refresh.State.DONE, Import.State.LOOKING)
    assert work() == ["done"]
    run.imported.refresh_from_db()
    assert (run.imported.state, len(run.imported.look["questions"])) == (Import.State.MAPPING, 1)


# What was not read is named to the end


def test_lines_that_are_set_aside_are_named_on_the_preview_and_after_it(manager, loaded, imported):
    text = EURO.replace("Umsatz", "Umsatz EUR") + "Stand: 31.01.2025;;\n"
    address = loaded(text)
    assert "a note below the rows" in manager.get(address).content.decode()
    done = imported(address, {"decimal:Umsatz EUR": "thousands"})
    html = manager.get(done.get_absolute_url()).content.decode()
    assert "Stand: 31.01.2025" in html
    assert "a note below the rows" in html
