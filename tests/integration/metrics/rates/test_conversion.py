"""Rows of several currencies: converted by the rate of their month, or left out by name; never added up as they are."""

import datetime as dt
from decimal import Decimal

import pytest

from metrics.models import Gap, Import, ImportRate, Observation

HEADER = "Partner,Date,Amount,Currency\n"
SALES = (
    HEADER + "Acme,2025-01-05,100,USD\nAcme,2025-01-10,200.50,EUR\nBlue,2025-01-31,10000,JPY\n"
    "Acme,2025-02-01,200.50,EUR\nBlue,2025-02-28,3000,JPY\n"
)
EACH = {"currency:Amount": "each"}
JANUARY, FEBRUARY = "100 + 200.50×1.0354 + 10000×0.00639", "200.50×1.0413 + 3000×0.00659"


def stored():
    rows = Observation.objects.current().select_related("partner")
    return {(row.partner.name, f"{row.period:%Y-%m}"): (row.parts[0], row.currency) for row in rows}


def test_three_currencies_over_two_months_by_hand(give_rates, suggested, write, told):
    give_rates()
    found = suggested(write(SALES), EACH, "--metric", "fulfilled_revenue")
    assert stored() == {
        ("Acme", "2025-01"): (Decimal("307.597700"), "USD"),
        ("Blue", "2025-01"): (Decimal("63.900000"), "USD"),
        ("Acme", "2025-02"): (Decimal("208.780650"), "USD"),
        ("Blue", "2025-02"): (Decimal("19.770000"), "USD"),
    }
    assert told("fulfilled_revenue", "2025-01", "2025-01")["value"] == pytest.approx(371.4977), JANUARY
    assert told("fulfilled_revenue", "2025-02", "2025-02")["value"] == pytest.approx(228.55065), FEBRUARY
    assert found["totals"] == {"fulfilled_revenue": 600.04835}
    assert found["rates"]["missing"] == []
    assert [(row["currency"], row["month"], row["rows"]) for row in found["rates"]["converted"]] == [
        ("EUR", "2025-01", 1),
        ("JPY", "2025-01", 1),
        ("EUR", "2025-02", 1),
        ("JPY", "2025-02", 1),
    ]


def test_a_month_without_a_rate_leaves_its_rows_out_by_name(give_rates, suggested, write):
    give_rates("month,currency,rate\n2025-01,EUR,1.0354\n2025-02,EUR,1.0413\n2025-01,JPY,0.00639\n")
    found = suggested(write(SALES), EACH, "--metric", "fulfilled_revenue")
    assert found["totals"] == {"fulfilled_revenue": 580.27835}
    gap = Gap.objects.get(kind="missing_rate")
    assert (gap.label, gap.period, gap.count, gap.metric_id) == (
        "JPY",
        dt.date(2025, 2, 1),
        1,
        "fulfilled_revenue",
    )
    assert gap.examples == [{"row": 6, "value": "JPY 2025-02"}]
    assert found["rates"]["missing"] == [{"currency": "JPY", "to": "USD", "month": "2025-02", "rows": 1}]
    assert ("Blue", "2025-02") not in stored()


def test_the_choice_is_there_only_where_all_currencies_have_rates(give_rates, suggested, write):
    def choices():
        [question] = suggested(write(SALES))["questions"]
        return [choice["answer"] for choice in question["choices"]]

    assert choices() == ["EUR", "JPY", "USD"]
    give_rates("month,currency,rate\n2025-01,EUR,1.0354\n")
    assert choices() == ["EUR", "JPY", "USD"]
    give_rates()
    assert choices() == ["each", "EUR", "JPY", "USD"]


def test_signs_in_the_cells(give_rates, suggested, write):
    give_rates()
    text = "Partner;Date;Revenue\nAcme;2025-01-05;$100.00\nAcme;2025-01-13;€200.50\nBlue;2025-02-28;€10.25\n"
    [question] = suggested(write(text))["questions"]
    assert question["choices"][0] == {"answer": "each", "read": ["100.00 USD", "200.50 EUR", "10.25 EUR"]}
    found = suggested(write(text), {"currency:Revenue": "each"})
    assert found["totals"] == {"fulfilled_revenue": float(Decimal("307.5977") + Decimal("10.673325"))}


def test_a_cell_without_a_sign_among_others_can_t_be_converted(give_rates, suggested, write):
    give_rates()
    text = "Partner;Date;Revenue\nAcme;2025-01-05;100.00\nAcme;2025-01-13;€200.50\nBlue;2025-02-28;£10.25\n"
    [question] = suggested(write(text))["questions"]
    assert "each" not in [choice["answer"] for choice in question["choices"]]


def test_one_other_currency_in_the_header(give_rates, suggested, write):
    text = "Partner,Date,Revenue (EUR)\nAcme,2025-01-05,100\nAcme,2025-01-13,50\nAcme,2025-02-28,10\n"
    assert suggested(write(text), None, "--preview")["totals"] == {"fulfilled_revenue": 160}
    give_rates()
    found = suggested(write(text))
    assert found["totals"] == {"fulfilled_revenue": 165.723}
    assert {currency for _value, currency in stored().values()} == {"USD"}


def test_a_sign_that_contradicts_the_column_counts_for_nothing(give_rates, suggested, write):
    give_rates()
    text = HEADER + "Acme,2025-01-05,€100,USD\nAcme,2025-01-13,€50,EUR\nAcme,2025-01-31,$7,USD\n"
    found = suggested(write(text), EACH, "--metric", "fulfilled_revenue")
    assert found["totals"] == {"fulfilled_revenue": 58.77}
    assert [row["currency"] for row in found["rates"]["missing"]] == ["USD €"]


STATED = [
    {
        "metric": "fulfilled_revenue",
        "measure": "sum",
        "value": "amount",
        "unit": "USD",
        "currency_column": "currency",
    }
]
TEXT = "partner,date,amount,currency\na,2025-01-05,100,USD\na,2025-01-06,10,EUR\nb,2025-02-06,10,GBP\nb,2025-02-07,5,\n"


def test_a_stated_mapping_with_a_column_of_currencies(give_rates, load):
    give_rates()
    load(text=TEXT, metrics=STATED)
    assert stored() == {("a", "2025-01"): (Decimal("110.354000"), "USD")}
    assert {(gap.kind, gap.column, gap.label) for gap in Gap.objects.all()} >= {
        ("missing_rate", "amount", "GBP"),
        ("missing_value", "currency", ""),
    }


def test_margin_of_several_currencies(give_rates, load):
    give_rates()
    spec = {"metric": "gross_margin", "measure": "margin", "revenue": "amount", "cost": "cost"}
    text = "partner,date,amount,cost,currency\na,2025-01-05,100,50,USD\na,2025-01-06,10000,9000,JPY\n"
    load(text=text, metrics=[spec | {"currency_column": "currency"}])
    [observation] = Observation.objects.current()
    assert observation.parts == [Decimal("56.39"), Decimal("163.9")]


def test_what_is_no_money_is_not_converted(load):
    spec = {"metric": "win_rate", "measure": "share", "column": "partner", "equals": "a"}
    with pytest.raises(ValueError, match="takes no amounts of money"):
        load(text=TEXT, metrics=[spec | {"currency_column": "currency"}])


def test_an_import_keeps_its_rates_and_they_never_change(give_rates, suggested, write):
    table = give_rates()
    suggested(write(SALES), EACH, "--metric", "fulfilled_revenue")
    used = ImportRate.objects.select_related("rate")
    assert {row.rate.table_id for row in used} == {table.pk}
    assert {row.imported for row in used} == {Import.objects.get()}
    with pytest.raises(Exception, match="permission denied"):
        used.update(rows=9)
