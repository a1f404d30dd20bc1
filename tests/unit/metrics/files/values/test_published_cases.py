"""The published small files, where they lie beside the project: what is read, what is asked, what is proposed."""

import csv
from pathlib import Path

import pytest

from metrics.files.values.distinct import TextTable
from metrics.files.values.understanding import understand
from tests.unit.metrics.files.values.tables import asked, proposed

CASES = Path(__file__).resolve().parents[6] / "shared" / "cases"

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="needs ../shared/cases")

SEMICOLON = {"k01_eu_whole_euros", "k02_eu_three_decimals", "k07_fr_nbsp"}


def rows_of(name):
    text = (CASES / f"{name}.csv").read_text(encoding="utf-8")
    delimiter = ";" if name in SEMICOLON else ","
    return list(csv.reader(text.splitlines(), delimiter=delimiter))


def look(name, **more):
    header, *rows = rows_of(name)
    return understand(TextTable(header, list(enumerate(rows, 2))), **more)


@pytest.mark.parametrize(
    ("name", "questions", "metrics"),
    [
        ("k01_eu_whole_euros", ["decimal:Revenue"], {"fulfilled_revenue"}),
        ("k02_eu_three_decimals", [], {"fulfilled_revenue"}),
        ("k03_stage_case", ["spelling:Stage:Closed Won"], {"win_rate", "deal_value"}),
        ("k04_currencies", ["currency:Amount"], set()),
        ("k06_us_first_of_month", ["date_order:Month"], {"fulfilled_revenue"}),
        ("k07_fr_nbsp", [], {"fulfilled_revenue"}),
        ("k08_dollar_paren", ["currency:Revenue"], {"fulfilled_revenue"}),
        ("k10_nfc_nfd", [], {"fulfilled_revenue"}),
        ("k12_dup_header", [], {"fulfilled_revenue"}),
        ("k16a_quarter", ["fiscal_year:Fiscal Quarter"], {"fulfilled_revenue"}),
        ("k17d_date", [], {"fulfilled_revenue"}),
        ("k17e_date", [], {"fulfilled_revenue"}),
        ("k31_rating_1_5", ["rating_scale:review_score"], set()),
        ("k34_two_date_formats", [], {"win_rate", "deal_value", "sales_cycle"}),
        ("k38a_keys", [], {"fulfilled_revenue"}),
        ("k38b_float_keys", [], {"fulfilled_revenue"}),
        ("k39_percent", [], set()),
        ("k41_mdf", [], set()),
        ("k42_pipeline_stage_words", [], {"win_rate", "deal_value"}),
        ("k44_two_amounts", [], {"fulfilled_revenue"}),
        ("k45_revenue_in_k", [], {"fulfilled_revenue"}),
        ("incr_1", [], {"fulfilled_revenue"}),
        ("incr_2", [], {"fulfilled_revenue"}),
    ],
)
def test_what_is_asked_and_proposed(name, questions, metrics):
    found = look(name)
    assert asked(found) == questions
    assert set(proposed(found)) == metrics
    assert found.partner_column
    assert found.period_column


@pytest.mark.parametrize(
    ("name", "column", "answers", "first"),
    [
        ("k01_eu_whole_euros", "Revenue", {"decimal:Revenue": "thousands"}, "1250"),
        ("k02_eu_three_decimals", "Revenue", {}, "1.250"),
        ("k07_fr_nbsp", "Revenue", {}, "1200.50"),
        ("k08_dollar_paren", "Revenue", {}, "-200.00"),
        ("k38b_float_keys", "ResellerKey", {}, "900001"),
        ("k39_percent", "Gross Margin", {}, "20"),
        ("k45_revenue_in_k", "Revenue (in K)", {}, "12500.0"),
        ("k17d_date", "Order Date", {}, "2025-01-15"),
        ("k17e_date", "Order Date", {}, "2025-01-15"),
        ("k06_us_first_of_month", "Month", {"date_order:Month": "mdy"}, "2025-01-01"),
    ],
)
def test_what_the_first_value_is_read_as(name, column, answers, first):
    found = look(name, answers=answers).column(column)
    assert (found.examples[0].read, found.bad) == (first, 0)


def test_the_second_part_of_a_file_begins_in_the_middle_of_a_month():
    questions = [question.id for question in look("incr_2").questions]
    assert questions == ["coverage:Date:2026-08"]


def test_the_sales_amount_is_the_revenue():
    assert proposed(look("k44_two_amounts"))["fulfilled_revenue"]["value"] == "Sales Amount"


def test_twelve_months_and_four_quarters():
    assert len(look("k06_us_first_of_month", answers={"date_order:Month": "mdy"}).covers) == 12
    assert len(look("k16a_quarter", answers={"fiscal_year:Fiscal Quarter": "2025-01"}).covers) == 4
