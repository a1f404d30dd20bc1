"""Files imported as they are understood, without a mapping of their own: read, asked about, or named as a gap."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from metrics.imports.lineage import lineage
from metrics.models import DefinitionVersion, Import, Observation, Source
from partners.models import Partner
from tests.integration.metrics.imports.suggestions import kinds, stored
from tests.unit.metrics.files.tables.table_files import ods

EURO = "Partner;Date;Revenue\nAcme;2025-01-05;12.500\nBlue;2025-01-31;3.400\nAcme;2025-02-03;1.250\n"


def lines(header, row, days=range(1, 29)):
    return f"{header}\n" + "".join(row.format(day=day) + "\n" for day in days)


@pytest.mark.parametrize(
    ("text", "answers", "total"),
    [
        pytest.param(
            lines("Partner;Date;Revenue", "A;2025-01-{day:02};1,250"), {"decimal:Revenue": "decimal"}, 35, id="decimals"
        ),
        pytest.param(lines("Partner,Date,Revenue", "A,1/{day}/2025,100"), {}, 2_800, id="proven by a day above 12"),
        pytest.param(
            lines("Partner,Date,Revenue", "A,{day}/1/2025,100", range(1, 13)), {"date_order:Date": "mdy"}, 1_200,
            id="month first",
        ),
        pytest.param(lines("Partner,Date,Revenue (in K)", "A,2025-01-{day:02},1.5"), {}, 42_000, id="thousands"),
        pytest.param(lines("Partner,Date,Revenue", 'A,2025-01-{day:02},"($1,000.50)"'), {}, -28_014, id="brackets"),
        pytest.param(lines("Partner;Date;Revenue", "A;2025-01-{day:02};1\u00a0000,5 €"), {}, 28_014, id="spaces"),
        pytest.param(
            lines("Partner,Date,Sales Amount,Discount Amount", "A,2025-01-{day:02},100,1"), {}, 2_800, id="two amounts"
        ),
        pytest.param("sep=;\n" + lines("Partner;Date;Revenue", "A;2025-01-{day:02};100"), {}, 2_800, id="sep"),
        pytest.param(
            "Sales report\n\n" + lines("Partner,Date,Revenue,Notes,Notes", "A,2025-01-{day:02},100,x,y"), {}, 2_800,
            id="title and doubled names",
        ),
        pytest.param(lines("Partner,Jan 2025,Feb 2025", "P{day},100,200"), {}, 8_400, id="a column for each month"),
        pytest.param(
            lines("Partner,Order Date,Revenue", "A,2025-01-{day:02}T10:00:00.000+0000,100"), {}, 2_800, id="moments"
        ),
    ],
)  # fmt: skip
def test_what_is_read_of_a_small_file(text, answers, total, suggested, write):
    assert suggested(write(text), answers)["totals"] == {"fulfilled_revenue": total}


@pytest.mark.parametrize(
    ("header", "row", "answers", "words"),
    [
        ("Partner,Quarter,Revenue", "A,Q{day} 2025,100", {}, "gives quarters"),
        (
            "Partner,Fiscal Quarter,Revenue",
            "A,FY25-Q{day},100",
            {"fiscal_year:Fiscal Quarter": "2024-07"},
            "gives quarters",
        ),
        ("Partner,Year,Revenue", "A,202{day},100", {"period_column": "Year"}, "gives years"),
    ],
)
def test_what_stands_for_more_than_a_month_never_counts_in_its_first_one(
    header, row, answers, words, suggested, write
):
    with pytest.raises(CommandError, match=f"{words}.*fulfilled_revenue"):
        suggested(write(lines(header, row, range(1, 5))), answers)
    assert not stored()


def test_quarters_of_a_metric_that_is_kept_by_the_quarter_are_read(suggested, write):
    text = lines("Partner,Quarter,NPS Score", "A,Q1 2025,{day}", [9, 10, 0, 9, 10, 7, 8, 9, 10, 10, 9])
    assert suggested(write(text), {}, "--metric", "partner_nps")["observations"]["added"] == 1


def test_a_key_with_a_point_and_two_forms_of_a_name_are_one_partner(suggested, write):
    suggested(write(lines("ResellerKey,Date,Revenue", "9000{day:02},2025-01-{day:02},100"), "keys.csv"))
    again = suggested(
        write(lines("ResellerKey,Date,Revenue", "9000{day:02}.0,2025-02-{day:02},100"), "keys.csv")
    )
    assert again["partners"] == {"added": 0}
    names = lines("Partner,Date,Revenue", "Café,2025-01-{day:02},100") + "Cafe\u0301,2025-01-31,100\n"
    assert suggested(write(names))["partners"] == {"added": 1}


def test_two_sheets_are_asked_about(suggested, tmp_path):
    rows = [["Partner", "Date", "Revenue"], *(["A", f"2025-01-{day:02}", 100] for day in range(1, 29))]
    path = tmp_path / "two.ods"
    path.write_bytes(ods(Q1=rows, Q2=[*rows, ["B", "2025-01-29", 50]]))
    assert [question["id"] for question in suggested(path)["questions"]] == ["sheet"]
    assert suggested(path, {"sheet": "Q2"})["totals"] == {"fulfilled_revenue": 2_850}
    assert suggested(path, None, "--sheet", "Q1")["totals"] == {"fulfilled_revenue": 2_800}


def test_spellings_count_as_one_once_somebody_says_so(suggested, write, told):
    stages = ["Closed Won"] * 36 + ["Closed won"] * 6 + ["Closed Lost"] * 18
    rows = "".join(f"A,{stage},2025-01-{at % 28 + 1:02}\n" for at, stage in enumerate(stages))
    path = write(f"Account Name,Stage,Close Date\n{rows}", "deals.csv")
    [gap] = [gap for gap in suggested(path)["gaps"] if gap["kind"] == "spelling"]
    assert gap["examples"] == [{"value": "Closed Won ×36"}, {"value": "Closed won ×6"}]
    suggested(path, {"spelling:Stage:Closed Won": "same", "coverage:Close Date:2025-01": "whole"})
    assert told("win_rate", "2025-01", "2025-01")["value"] == 70


def test_what_is_answered_changes_what_is_read(suggested, write):
    path = write(EURO)
    assert [question["id"] for question in suggested(path)["questions"]] == ["decimal:Revenue"]
    assert not stored()
    groups = suggested(path, {"decimal:Revenue": "thousands"}, "--preview")
    divides = suggested(path, {"decimal:Revenue": "decimal"}, "--preview")
    assert (groups["totals"], divides["totals"]) == (
        {"fulfilled_revenue": 17_150},
        {"fulfilled_revenue": 17.15},
    )
    assert not stored()


def test_a_file_whose_text_proves_everything_asks_nothing(suggested, write):
    path = write(EURO.replace("3.400", "3.400,50"))
    assert suggested(path)["totals"] == {"fulfilled_revenue": 17_150.5}


def test_the_file_is_kept_as_it_was_given_and_gaps_name_its_own_lines(suggested, write, settings):
    text = "Report of 2025\r\nPartner;Date;Revenue\r\nAcme;31.01.2025;1.250,50\r\nBlue;?;\r\nCedar;13.02.2025;x\r\n"
    rows = "".join(f"Acme;{day}.02.2025;1,00\r\n" for day in range(10, 24))
    path = write(f"{text}{rows}Total;;1.264,50\r\n", encoding="cp1252")
    found = suggested(path)
    imported = Import.objects.get()
    kept = Path(settings.MEDIA_ROOT) / "files" / imported.file_id[:2] / imported.file_id
    assert (imported.file_name, kept.read_bytes()) == ("sales.csv", path.read_bytes())
    gaps = {(gap["kind"], gap["column"]): gap["examples"] for gap in found["gaps"]}
    assert gaps["bad_number", "Revenue"] == [{"row": 5, "value": "x"}]
    assert gaps["missing_value", "Revenue"] == gaps["missing_value", "Date"] == [{"row": 4}]
    assert [(line["reason"], line["row"]) for line in found["set_aside"]] == [("title", 1), ("total_row", 20)]
    assert found["totals"] == {"fulfilled_revenue": 1264.5}


def test_only_the_metrics_that_are_named(suggested, write):
    deals = "Partner,Stage,Close Date,Amount\n" + "".join(
        f"{name},{stage},2025-01-{day:02},100\n"
        for day, (name, stage) in enumerate([("a", "Won"), ("b", "Lost"), ("a", "Won"), ("b", "Won")] * 7, 1)
    )
    suggested(write(deals, "deals.csv"), None, "--metric", "win_rate")
    assert {observation.series.metric_id for observation in Observation.objects.all()} == {"win_rate"}
    with pytest.raises(CommandError, match="“partner_nps” is not proposed"):
        suggested(write(deals, "deals.csv"), None, "--metric", "partner_nps")


def test_options_of_a_suggestion_go_with_it_alone(write, tmp_path):
    for more in (["--metric", "win_rate"], ["--source", "x"]):
        with pytest.raises(CommandError, match="goes with --suggest"):
            call_command(
                "import_observations", str(write(EURO)), "--mapping", str(write("x", "m.yaml")), *more
            )
    with pytest.raises(CommandError, match="one of the arguments"):
        call_command("import_observations", str(write(EURO)))


def test_a_written_mapping_gives_the_same(suggested, write, tmp_path, capsys):
    path, answers, mapping = write(EURO), write("decimal:Revenue: thousands\n", "a.yaml"), tmp_path / "m.yaml"
    call_command("inspect", str(path), "--answers", str(answers), "--mapping", str(mapping))
    capsys.readouterr()
    call_command("import_observations", str(path), "--mapping", str(mapping))
    first = json.loads(capsys.readouterr().out)
    again = suggested(path, {"decimal:Revenue": "thousands"})
    assert again["observations"] == {"added": 0, "unchanged": 3, "replaced": 0, "removed": 0}
    assert (first["totals"], first["gaps"], first["rows"]) == (again["totals"], again["gaps"], again["rows"])


def test_a_mapping_that_leaves_something_open_asks_as_well(write, tmp_path, capsys):
    path, mapping = write(EURO), tmp_path / "m.yaml"
    call_command("inspect", str(path), "--mapping", str(mapping))
    capsys.readouterr()
    with pytest.raises(SystemExit) as end:
        call_command("import_observations", str(path), "--mapping", str(mapping))
    asked = json.loads(capsys.readouterr().out)["questions"]
    assert (end.value.code, [question["id"] for question in asked]) == (1, ["decimal:Revenue"])
    assert not stored()


def test_the_source_keeps_the_answers_that_hold_for_its_next_file(suggested, write):
    whole = {"decimal:Revenue": "thousands", "coverage:Date:2025-02": "whole"}
    suggested(write(EURO), whole)
    assert Source.objects.get().mapping["format"] == {
        "as": "understood", "answers": {"decimal:Revenue": "thousands"}
    }  # fmt: skip
    assert Import.objects.get().mapping["format"]["answers"] == whole


CURRENCIES = "Partner,Date,Amount,Currency\n" + "".join(
    f"{name},2025-01-{day:02},100,{code}\n"
    for day, (name, code) in enumerate([("a", "USD"), ("b", "EUR"), ("a", "USD"), ("b", "EUR")] * 7, 1)
)


def test_other_currencies_are_never_added_and_named(suggested, write):
    found = suggested(write(CURRENCIES), {"currency:Amount": "EUR"})
    assert found["totals"] == {"fulfilled_revenue": 1400}
    [gap] = [gap for gap in found["gaps"] if gap["kind"] == "unit_mismatch"]
    assert (gap["column"], gap["count"], gap["examples"]) == ("Currency", 14, [{"row": 2, "value": "USD"}])


def test_amounts_that_write_another_currency_are_named_as_such(suggested, write):
    rows = "".join(f"a,2025-01-{day:02},{sign}100.50\n" for day, sign in enumerate("€€€$" * 7, 1))
    found = suggested(write(f"Partner,Date,Revenue\n{rows}"), {"currency:Revenue": "EUR"})
    assert found["totals"] == {"fulfilled_revenue": 2110.5}
    assert {gap["kind"]: gap["count"] for gap in found["gaps"] if gap["column"] == "Revenue"} == {
        "unit_mismatch": 7
    }


def test_a_file_in_another_currency_than_its_mapping_is_refused(suggested, write, tmp_path, capsys):
    path, mapping = write(EURO.replace("12.500", "12.500,00 €")), tmp_path / "m.yaml"
    call_command("inspect", str(path), "--mapping", str(mapping))
    capsys.readouterr()
    other = write(EURO.replace("12.500", "12.500,00 £"), "other.csv")
    with pytest.raises(CommandError, match="is in GBP, and the mapping says EUR"):
        call_command("import_observations", str(other), "--mapping", str(mapping))


def test_a_label_that_the_mapping_does_not_name_is_a_gap(suggested, write, tmp_path, capsys):
    rows = "".join(f"a,Won,2025-01-{day:02}\nb,Lost,2025-01-{day:02}\n" for day in range(1, 29))
    path, mapping = write(f"Partner,Stage,Close Date\n{rows}"), tmp_path / "m.yaml"
    call_command("inspect", str(path), "--mapping", str(mapping))
    capsys.readouterr()
    other = write(f"Partner,Stage,Close Date\n{rows}".replace("a,Won", "a,Gewonnen"), "other.csv")
    call_command("import_observations", str(other), "--mapping", str(mapping))
    found = json.loads(capsys.readouterr().out)
    [gap] = [gap for gap in found["gaps"] if gap["kind"] == "unmapped_label"]
    assert (gap["metric"], gap["column"], gap["count"]) == ("win_rate", "Stage", 28)
    assert gap["examples"] == [{"row": 2, "value": "Gewonnen"}]


@pytest.mark.parametrize(
    ("name", "answer", "most", "is_gap"),
    [
        ("Stars", "0-5", 5, True), ("Stars", "0-10", 5, False), ("Stars", "", 5, True), ("Answer", "", 5, True),
        ("Answer", "", 11, False),
    ],
)  # fmt: skip
def test_ratings_on_another_scale_are_a_gap(name, answer, most, is_gap, write, capsys):
    rows = "".join(f"a,2025-01-{day:02},{day % most}\n" for day in range(1, 29))
    answers = f"{{rating_scale:{name}: {answer}}}" if answer else "{}"
    mapping = (
        f"source: survey\nformat: {{as: understood, answers: {answers}}}\n"
        "partner: {column: Partner, create_unknown: true}\nperiod: {column: Date}\n"
        f"metrics: [{{metric: partner_nps, measure: nps, value: {name}}}]\n"
    )
    path = write(f"Partner,Date,{name}\n{rows}")
    call_command("import_observations", str(path), "--mapping", str(write(mapping, "m.yaml")))
    assert ("out_of_scale" in kinds(json.loads(capsys.readouterr().out))) is is_gap


def test_bad_rows_are_a_gap(suggested, write):
    rows = "".join(f"a,2025-01-{day:02},100\n" for day in range(1, 29))
    found = suggested(write(f"Partner,Date,Revenue\n{rows}b,2025-01-31\n"))
    assert [gap["examples"] for gap in found["gaps"] if gap["kind"] == "bad_row"] == [[{"row": 30}]]


def test_a_column_that_is_not_what_the_mapping_says_is_refused(write):
    mapping = (
        "source: it\nformat: {as: understood}\npartner: {column: Partner}\nperiod: {column: Date}\n"
        "metrics: [{metric: fulfilled_revenue, measure: sum, value: Code}]\n"
    )
    path = write("Partner,Date,Code\na,2025-01-01,007\nb,2025-01-02,x12\nc,2025-01-03,1.500\n")
    with pytest.raises(CommandError, match="holds no numbers"):
        call_command("import_observations", str(path), "--mapping", str(write(mapping, "m.yaml")))
    assert not stored()


def test_a_sign_of_several_currencies_is_asked_about_where_none_of_them_is_the_usual_one(
    suggested, write, settings
):
    path = write("Partner,Date,Revenue\n" + "".join(f"a,2025-01-{day:02},$100.50\n" for day in range(1, 29)))
    settings.DEFAULT_CURRENCY = "EUR"
    assert [question["id"] for question in suggested(path)["questions"]] == ["currency:Revenue"]
    assert not stored()
    assert suggested(path, {"currency:Revenue": "CAD"})["totals"] == {"fulfilled_revenue": 2814}
    assert {observation.currency for observation in Observation.objects.all()} == {"CAD"}


def test_a_number_is_traced_back_to_the_lines_of_the_file_that_was_given(suggested, write):
    suggested(write("Report\n" + EURO.replace("3.400", "3.400,50")))
    partner = Partner.objects.get(key="Acme")
    definition = DefinitionVersion.objects.newest().get(metric="fulfilled_revenue")
    [origin] = lineage(definition, str(partner.pk), "2025-01").current
    assert (origin.problem, [row.row for row in origin.rows]) == ("", [3])
    assert origin.rows[0].fields == ["Acme", "2025-01-05", "12500"]
