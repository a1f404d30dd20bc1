"""Files imported as they are understood, without a mapping of their own: read, asked about, or named as a gap."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from metrics.imports.lineage import lineage
from metrics.models import DefinitionVersion, Import, Observation, Source, StoredFile
from partners.models import Partner

CASES = Path(__file__).resolve().parents[5] / "shared" / "cases"
NO_QUESTION = {"late", "missing_period"}

needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not beside the project")


@pytest.fixture
def suggested(capsys, tmp_path):
    """Import a file as it is understood: `suggested(path, {"decimal:Revenue": "thousands"}, "--preview")`."""

    def suggested(path, answers=None, *more):
        arguments = ["import_observations", path, "--suggest", *more]
        if answers:
            (tmp_path / "answers.yaml").write_text(json.dumps(answers))
            arguments += ["--answers", tmp_path / "answers.yaml"]
        with suppress(SystemExit):
            call_command(*map(str, arguments))
        return json.loads(capsys.readouterr().out)

    return suggested


@pytest.fixture
def write(tmp_path):
    def write(text, name="sales.csv", encoding="utf-8"):
        (tmp_path / name).write_bytes(text.encode(encoding))
        return tmp_path / name

    return write


@pytest.fixture
def told(capsys):
    """What `baseline` prints of a metric."""

    def told(metric, first, last):
        call_command("baseline", metric, "--from", first, "--to", last)
        return json.loads(capsys.readouterr().out)

    return told


def kinds(found):
    return {gap["kind"] for gap in found["gaps"]} - NO_QUESTION


def stored():
    return [model for model in (Import, Observation, Partner, Source, StoredFile) if model.objects.exists()]


# The published cases


@needs_cases
@pytest.mark.parametrize(
    ("name", "answers", "total", "rows"),
    [
        ("k01_eu_whole_euros.csv", {"decimal:Revenue": "thousands"}, 87_240, 16),
        ("k02_eu_three_decimals.csv", {}, 71.6, 16),
        ("k05_subtotals.csv", {}, 8_400, 24),
        ("k06_us_first_of_month.csv", {"date_order:Month": "mdy"}, 31_200, 48),
        ("k07_fr_nbsp.csv", {}, 139_328, 16),
        ("k08_dollar_paren.csv", {}, 21_309, 24),
        ("k10_nfc_nfd.csv", {}, 1_200, 12),
        ("k12_dup_header.csv", {}, 1_200, 12),
        ("k14_sep_line.csv", {}, 1_200, 12),
        ("k15_title_lines.csv", {}, 1_200, 12),
        ("k16a_quarter.csv", {"fiscal_year:Fiscal Quarter": "2025-01"}, 1_600, 16),
        ("k17d_date.csv", {}, 1_600, 16),
        ("k17e_date.csv", {}, 1_600, 16),
        ("k18_wide.csv", {}, 2_400, 12),
        ("k19_utf16.txt", {}, 1_200, 12),
        ("k24c_two_sheets.xlsx", {"sheet": "Q2"}, 1_200, 12),
        ("k38a_keys.csv", {}, 1_200, 12),
        ("k44_two_amounts.csv", {}, 24_000, 24),
        ("k45_revenue_in_k.csv", {}, 300_000, 24),
        ("incr_1.csv", {}, 420, 4),
    ],
)
def test_the_revenue_of_a_published_case(name, answers, total, rows, suggested):
    found = suggested(CASES / name, answers)
    assert (found["totals"], found["rows"]) == ({"fulfilled_revenue": total}, rows)


@needs_cases
@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("k01_eu_whole_euros.csv", "decimal:Revenue"),
        ("k04_currencies.csv", "currency:Amount"),
        ("k06_us_first_of_month.csv", "date_order:Month"),
        ("k16a_quarter.csv", "fiscal_year:Fiscal Quarter"),
        ("k24c_two_sheets.xlsx", "sheet"),
        ("k30_sf_footer.csv", "date_order:Created Date"),
        ("k31_rating_1_5.csv", "rating_scale:review_score"),
    ],
)
def test_what_a_published_case_leaves_open_is_asked_and_nothing_is_stored(name, asked, suggested):
    found = suggested(CASES / name)
    assert [question["id"] for question in found["questions"]] == [asked]
    assert not stored()


@needs_cases
@pytest.mark.parametrize("name", ["k39_percent.csv", "k41_mdf.csv"])
def test_a_published_case_that_gives_no_metric_gives_none(name, suggested):
    with pytest.raises(CommandError, match="Nothing is proposed"):
        suggested(CASES / name)
    assert not stored()


@needs_cases
@pytest.mark.parametrize(
    ("name", "answers", "metric", "last", "value"),
    [
        ("k03_stage_case.csv", {"spelling:Stage:Closed Won": "same"}, "win_rate", "2025-03", 70),
        ("k42_pipeline_stage_words.csv", {}, "win_rate", "2026-09", 50),
        ("k34_two_date_formats.csv", {}, "sales_cycle", "2025-02", 40.3),
        ("k30_sf_footer.csv", {"date_order:Created Date": "mdy"}, "deal_value", "2025-03", 1007.5),
    ],
)
def test_the_deals_of_a_published_case(name, answers, metric, last, value, suggested, told):
    found = suggested(CASES / name, answers)
    assert kinds(found) <= {"unmapped_label", "partial_period"}
    assert told(metric, "2025-01", last)["value"] == value


@needs_cases
def test_published_spellings_that_nobody_answered_are_a_gap(suggested):
    assert "spelling" in kinds(suggested(CASES / "k03_stage_case.csv"))


@needs_cases
def test_the_footer_of_a_published_report_is_named(suggested):
    found = suggested(CASES / "k30_sf_footer.csv", {"date_order:Created Date": "mdy"})
    assert found["rows"] == 15
    assert {line["reason"] for line in found["set_aside"]} == {"footer"}


@needs_cases
def test_a_published_key_with_a_point_is_the_same_partner(suggested):
    suggested(CASES / "k38a_keys.csv")
    assert suggested(CASES / "k38b_float_keys.csv")["partners"] == {"added": 0}


@needs_cases
def test_the_published_second_part_leaves_the_month_that_it_begins_in(suggested, told):
    suggested(CASES / "incr_1.csv", None, "--source", "both")
    found = suggested(CASES / "incr_2.csv", None, "--source", "both")
    [gap] = [gap for gap in found["gaps"] if gap["kind"] == "partial_period"]
    assert gap["examples"] == [{"period": "2026-08", "value": "2026-08-25 – 2026-08-31"}]
    assert told("fulfilled_revenue", "2026-08", "2026-09")["value"] == 450


@needs_cases
def test_a_published_row_in_the_future_is_a_gap(suggested):
    assert "future_period" in kinds(suggested(CASES / "fut_a.csv"))


# The same kinds of files, small


EURO = "Partner;Date;Revenue\nAcme;2025-01-05;12.500\nBlue;2025-01-31;3.400\nAcme;2025-02-03;1.250\n"


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
