"""Rows that are sums: set aside where word and sum agree, asked where only one of them does."""

import pytest

from metrics.files.tables.total_words import is_total_word, names_a_total
from tests.unit.metrics.files.tables.table_files import seen

HEADER = "Partner,Date,Sales\n"
ACME = "Acme,2025-01-10,100\nAcme,2025-01-11,200\n"
BLUE = "Blue,2025-01-10,50\nBlue,2025-01-11,70\nBlue,2025-01-12,5.5\n"


@pytest.mark.parametrize(
    "word",
    [
        "Total",
        "Acme Total",
        "TOTAL",
        "Grand total:",
        "Sub-total",
        "Summe",
        "Zwischensumme",
        "Gesamt",
        "合計",
        "小計",
        "東京 合計",
        "Somme",
        "計",
        "Total 2025",
        "Total général",
        "Summa",
        "Acme Summa",
        "Razem",
        "Suma",
        "Total geral",
        "TOTALE",
    ],
)
def test_words_for_totals(word):
    assert is_total_word(word)


@pytest.mark.parametrize("word", ["Totally", "Acme", "Tota", "Sumitomo", "時計", "x" * 200 + " Total", ""])
def test_words_that_are_none(word):
    assert not is_total_word(word)


def test_a_word_may_be_a_name():
    assert names_a_total("Acme Total", ())
    assert names_a_total("Total Acme", {"acme"})
    assert not names_a_total("Total Energies", {"acme"})


def test_subtotals_and_the_grand_total_are_set_aside(tmp_path):
    text = (
        HEADER
        + ACME
        + "Acme Total,2025-01-31,300\n"
        + BLUE
        + "Blue Total,2025-01-31,125.5\nGrand Total,,425.5\n"
    )
    found = seen(tmp_path, text)
    assert found.aside == [("total_row", 4), ("total_row", 8), ("total_row", 9)]
    assert (found.count, found.questions) == (5, {})


def test_a_total_above_its_rows_is_one_too(tmp_path):
    found = seen(tmp_path, HEADER + "Total,,300\n" + ACME)
    assert found.aside == [("total_row", 2)]


@pytest.mark.parametrize(
    ("rows", "total"),
    [("Acme;1.250,50\nBlue;2.000,00\n", "3.250,50"), ("Acme;$1,250.50\nBlue;($200.00)\n", "$1,050.50")],
)
def test_sums_agree_however_numbers_are_written(tmp_path, rows, total):
    found = seen(tmp_path, f"Partner;Sales\n{rows}合計;{total}\n")
    assert found.aside == [("total_row", 4)]


def test_a_word_whose_sum_does_not_agree_is_asked(tmp_path):
    found = seen(tmp_path, HEADER + ACME + "Acme Total,2025-01-31,310\n")
    question = found.questions["total_rows:Partner:Acme Total"]
    assert (question.must, question.column, question.likely) == (True, "Partner", None)
    assert (found.count, found.aside) == (3, [])


def test_the_answer_is_heard(tmp_path):
    text = HEADER + ACME + "Acme Total,2025-01-31,310\n"
    aside = seen(tmp_path, text, answers={"total_rows:Partner:Acme Total": "set_aside"})
    assert (aside.count, aside.aside, aside.questions) == (2, [("total_row", 4)], {})
    kept = seen(tmp_path, text, answers={"total_rows:Partner:Acme Total": "keep"})
    assert (kept.count, kept.aside, kept.questions) == (3, [], {})


def test_a_sum_without_a_word_is_asked(tmp_path):
    found = seen(tmp_path, HEADER + ACME + ",,300\n")
    assert found.questions["total_rows:row 4"].likely == "set_aside"
    assert found.count == 3


def test_a_partner_called_total_is_no_must_and_spoils_no_sum(tmp_path):
    """Rows of equal amounts: each is the sum of the one above, which proves nothing."""
    rows = "Acme,2025-01-10,100\nTotal Energies,2025-01-11,100\n" * 3
    found = seen(tmp_path, HEADER + rows + "Grand Total,,600\n")
    assert found.aside == [("total_row", 8)]
    question = found.questions["total_rows:Partner:Total Energies"]
    assert (question.must, question.likely, found.count) == (False, "keep", 6)


def test_totals_are_found_in_broken_and_in_large_files_alike(tmp_path):
    text = HEADER + ACME * 30_000 + 'Eve "x,1\n' + "Grand Total,2025-01-31,9000000\n"
    found = seen(tmp_path, text)
    assert found.aside == [("total_row", 60_003)]


def test_a_name_that_happens_to_stand_beside_a_sum_is_asked_and_not_left_out(tmp_path):
    found = seen(tmp_path, HEADER + ACME + "Total Energies,2025-01-12,300\nBlue,2025-01-13,7\n")
    question = found.questions["total_rows:Partner:Total Energies"]
    assert (question.must, question.likely, found.count, found.aside) == (True, "set_aside", 4, [])


@pytest.mark.parametrize(
    ("word", "amounts"),
    [
        ("Summa", ["1\u00a0250,50", "700,25", "1\u00a0950,75"]), ("Total", ["12,34,567.00", "1.00", "12,34,568.00"]),
        ("Razem", ["1\u202f250", "750", "2\u202f000"]), ("Total", ["(200.00) USD", "700.00 USD", "500.00 USD"]),
        ("合計", ["1,250円", "750円", "2,000円"]),
    ],
)  # fmt: skip
def test_sums_are_read_as_the_numbers_of_their_column_are(tmp_path, word, amounts):
    cells = zip(["Acme", "Blue", word], ["2025-01-10", "2025-01-11", ""], amounts, strict=True)
    found = seen(tmp_path, "Partner;Date;Sales\n" + "".join(f"{';'.join(row)}\n" for row in cells))
    assert (found.aside, found.questions) == ([("total_row", 4)], {})


def test_a_total_of_nothing_is_one(tmp_path):
    blue = "Blue,2025-01-10,5\nBlue,2025-01-11,7\nBlue Total,,12\n"
    found = seen(tmp_path, f"{HEADER}Acme,2025-01-10,n/a\nAcme Total,,0\n{blue}")
    assert found.aside == [("total_row", 3), ("total_row", 6)]
