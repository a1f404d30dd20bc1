"""Files of rates: what is taken, and what is refused with its line."""

import datetime as dt
from decimal import Decimal

import pytest

from metrics.files.reading.scanning import Unreadable
from metrics.rates.reading import RatesRefused, read_rates


def read(tmp_path, text):
    path = tmp_path / "rates.csv"
    path.write_bytes(text.encode())
    return read_rates(path, path.name)


def test_a_row_for_each_month_and_currency(tmp_path):
    text = "Currency;Month;Rate;To;Note\nEUR;2025-01;1.0354;;x\njpy;2025-02-01;0.00639;EUR;\n"
    assert [(one.line, one.currency, one.to, one.month, one.rate) for one in read(tmp_path, text)] == [
        (2, "EUR", "USD", dt.date(2025, 1, 1), Decimal("1.0354")),
        (3, "JPY", "EUR", dt.date(2025, 2, 1), Decimal("0.00639")),
    ]


def test_a_workbook_is_read_by_the_rows_of_its_sheet(tmp_path):
    from tests.unit.metrics.files.tables.table_files import ods

    path = tmp_path / "rates.ods"
    path.write_bytes(
        ods(Rates=[["month", "currency", "rate"], ["2025-01", "EUR", 1.0354], ["2025-02", "EUR", 0]])
    )
    with pytest.raises(RatesRefused, match="Line 3"):
        read_rates(path, path.name)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2025-13,EUR,1", "no month"),
        ("2025-01-15,EUR,1", "no month"),
        ("Jan 2025,EUR,1", "no month"),
        ("2025-01,Euro,1", "no code of a currency"),
        ("2025-01,,1", "no code of a currency"),
        ("2025-01,EUR,0", "no rate"),
        ("2025-01,EUR,-1", "no rate"),
        ("2025-01,EUR,", "no rate"),
        ("2025-01,EUR,1e3", "no rate"),
        ("2025-01,EUR,NaN", "no rate"),
        ('2025-01,EUR,"1,05"', "no rate"),
        ("2025-01,USD,1", "into itself"),
        ("2025-03,GBP,1.2", "stands in line 2 already"),
    ],
)
def test_what_is_refused_names_its_line(tmp_path, row, words):
    with pytest.raises(RatesRefused) as refused:
        read(tmp_path, f"month,currency,rate\n2025-03,GBP,1.25\n{row}\n2025-04,GBP,1.25\n")
    [fault] = refused.value.faults
    assert fault.startswith("Line 3:")
    assert words in fault


def test_every_line_is_named_up_to_twenty(tmp_path):
    rows = "".join(f"2025-01,X{number},1\n" for number in range(25))
    with pytest.raises(RatesRefused) as refused:
        read(tmp_path, f"month,currency,rate\n{rows}")
    assert refused.value.faults[-1] == "And 5 lines more."
    assert len(refused.value.faults) == 21


@pytest.mark.parametrize(
    "text",
    [
        "",
        "month,currency\n2025-01,EUR\n",
        "month,rate,rate,currency\n2025-01,1,1,EUR\n",
        "month,currency,rate\n",
    ],
)
def test_a_file_without_the_columns_or_rows(tmp_path, text):
    with pytest.raises(Unreadable):
        read(tmp_path, text)
