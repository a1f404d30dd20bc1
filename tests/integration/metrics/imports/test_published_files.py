"""The published small files, imported as they are understood, where they lie beside the project."""

from pathlib import Path

import pytest
from django.core.management import CommandError

from tests.integration.metrics.imports.suggestions import kinds, stored

CASES = Path(__file__).resolve().parents[5] / "shared" / "cases"

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not beside the project")


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


def test_the_quarters_of_a_published_case_are_no_months(suggested):
    with pytest.raises(
        CommandError, match="gives quarters, and these metrics are kept by the month: fulfilled_revenue"
    ):
        suggested(CASES / "k16a_quarter.csv", {"fiscal_year:Fiscal Quarter": "2025-01"})
    assert not stored()


@pytest.mark.parametrize("name", ["k39_percent.csv", "k41_mdf.csv"])
def test_a_published_case_that_gives_no_metric_gives_none(name, suggested):
    with pytest.raises(CommandError, match="Nothing is proposed"):
        suggested(CASES / name)
    assert not stored()


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


def test_published_spellings_that_nobody_answered_are_a_gap(suggested):
    assert "spelling" in kinds(suggested(CASES / "k03_stage_case.csv"))


def test_the_footer_of_a_published_report_is_named(suggested):
    found = suggested(CASES / "k30_sf_footer.csv", {"date_order:Created Date": "mdy"})
    assert found["rows"] == 15
    assert {line["reason"] for line in found["set_aside"]} == {"footer"}


def test_a_published_key_with_a_point_is_the_same_partner(suggested):
    suggested(CASES / "k38a_keys.csv")
    assert suggested(CASES / "k38b_float_keys.csv")["partners"] == {"added": 0}


def test_the_published_second_part_leaves_the_month_that_it_begins_in(suggested, told):
    suggested(CASES / "incr_1.csv", None, "--source", "both")
    found = suggested(CASES / "incr_2.csv", None, "--source", "both")
    [gap] = [gap for gap in found["gaps"] if gap["kind"] == "partial_period"]
    assert gap["examples"] == [{"period": "2026-08", "value": "2026-08-25 – 2026-08-31"}]
    assert told("fulfilled_revenue", "2026-08", "2026-09")["value"] == 450


def test_a_published_row_in_the_future_is_a_gap(suggested):
    assert "future_period" in kinds(suggested(CASES / "fut_a.csv"))
