"""One number as it is written, by itself."""

from decimal import Decimal

import pytest

from metrics.files.values.written import value, written_in


def read(text, decimal="."):
    written = written_in(text)
    return None if written is None else value(written, decimal)


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("12.500,00 €", ",", "12500.00"), ("1.618,50\u00a0€", ",", "1618.50"), ("1\u202f234,50", ",", "1234.50"),
        ("1\u2009234,50", ",", "1234.50"), ("1 234 567,89", ",", "1234567.89"), ("1'234.50", ".", "1234.50"),
        ("CHF 1’234.50", ".", "1234.50"), ("12,34,567", ".", "1234567"), ("12,34,567.89", ".", "1234567.89"),
        ("(200.00) USD", ".", "-200.00"), ("(83,66) zł", ",", "-83.66"),
        ("(1,234.50)", ".", "-1234.50"), ("($200.00)", ".", "-200.00"), ("$(200.00)", ".", "-200.00"),
        ("50.00-", ".", "-50.00"), ("−5", ".", "-5"), ("▲500", ".", "-500"), ("△1,500", ".", "-1500"),
        ("-$5", ".", "-5"), ("$-5", ".", "-5"), ("+5", ".", "5"), ("21%", ".", "21"), ("12,5 %", ",", "12.5"),
        ("１２，５００", ".", "12500"), ("￥1,500", ".", "1500"), ("12,500円", ".", "12500"),
        ("1.2M", ".", "1200000.0"),
        ("350K", ".", "350000"), ("3万", ".", "30000"), ("€ 1,5 Mio.", ",", "1500000.0"), ("1.5E+03", ".", "1.5E+3"),
        (".5", ".", "0.5"), ("12.", ".", "12"), ("0.500", ".", "0.500"), ("USD 12", ".", "12"), ("12 kr", ".", "12"),
        ("\u200e5", ".", "5"), ("٣٤", ".", "34"), ("R$ 1.234,56", ",", "1234.56"), ("0", ".", "0"),
    ],
)  # fmt: skip
def test_it_is_read(text, decimal, number):
    found = read(text, decimal)
    assert found is not None
    assert found == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "abc", "Q1", "(5", "5)", "--5", "-5-", "-(5)", "10²", "½", "①", "SKU12", "TOP10", "EUR-5", "P1001",
        "1,2,3", "1.2.3", "05.01.2025", "2025-01-05", "12:30", "12 34", "1'23", "1,23,4567", "0.123.456", "1.234,5,6",
        "1234567890123456789", "$", "%", "USD", "12 apples", "$5€", "5%%", "12B", "500 Cr", "1,234.567.890",
        "$(5) EUR", "(5 $) $",
    ],
)  # fmt: skip
@pytest.mark.parametrize("decimal", [".", ","])
def test_it_is_no_number(text, decimal):
    assert read(text, decimal) is None


@pytest.mark.parametrize(
    ("text", "decimal"),
    [("1.234,56", "."), ("1,234.56", ","), ("1,5", "."), ("1.234.567", "."), ("0,500", ".")],
)
def test_written_the_other_way_it_is_no_number(text, decimal):
    assert read(text, decimal) is None


@pytest.mark.parametrize(
    ("text", "sign"), [("12 USD", "USD"), ("€12", "€"), ("R$ 5", "R$"), ("US$5", "US$"), ("5", "")]
)
def test_the_currency_is_kept_as_written(text, sign):
    assert written_in(text).currency == sign


@pytest.mark.parametrize(("text", "is_code"), [("007", True), ("0", False), ("0.5", False), ("00.5", True)])
def test_codes_begin_with_a_zero(text, is_code):
    assert written_in(text).has_leading_zero == is_code
