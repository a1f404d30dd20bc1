"""The plain form of a file: what each cell means, the line it comes from, and what can't be read left as it is."""

import csv
from itertools import chain, repeat

import pytest

from metrics.files.plain_table import write_plain
from metrics.files.values.distinct import TextTable
from metrics.files.values.understanding import understand
from tests.unit.metrics.files.values.tables import understood

DAYS = [f"{day:02}.01.2025" for day in range(1, 29)]


@pytest.fixture
def plain(tmp_path):
    """Write a text in plain form: its rows, and what goes with them."""

    def plain(text, columns=None, delimiter=";", **more):
        header, *rows = csv.reader(text.splitlines(), delimiter=delimiter)
        found = understood(text, delimiter, **more)
        table = TextTable(header, list(enumerate(rows, 2)))
        form = write_plain(table, found.readers, columns or header, tmp_path / "plain.csv")
        with (tmp_path / "plain.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))[1:], form

    return plain


def column(name, *cells, fill="1,50"):
    """A text whose column has these cells, and then one that is filled."""
    values = [*cells, *repeat(fill, len(DAYS) - len(cells))]
    return f"Partner;Date;{name}\n" + "".join(
        f"Acme;{day};{value}\n" for day, value in zip(DAYS, values, strict=True)
    )


def cells(found):
    return [row[2] for row in found[0]]


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("1.250,50", "1250.50"), ("(200,00)", "-200.00"), ("50,00-", "-50.00"), ("−3,5", "-3.5"), ("7,5 €", "7.5"),
        ("", ""), ("-", ""), ("n/a", ""), ("x", "x"), (" y ", " y "),
    ],
)  # fmt: skip
def test_numbers_are_exact_decimals_with_a_point(plain, raw, read):
    assert cells(plain(column("Revenue", "1.250,50", raw)))[1] == read


def test_the_factor_of_the_header_is_applied(plain):
    assert cells(plain(column("Revenue (in K)", "1,25")))[0] == "1250.00"
    assert cells(plain(column("Revenue", "1,2 Mio", fill="2,5 Mio")))[0] == "1200000.0"


def test_percentages_stay_in_percent(plain):
    assert cells(plain(column("Margin", "21,5 %", fill="20 %")))[:2] == ["21.5", "20"]


def test_a_number_that_is_written_the_other_way_is_no_number(plain):
    written = cells(plain(column("Revenue", "1.250,50", "1.5")))[1]
    assert written == "1.5 ?"
    with pytest.raises(ValueError, match="could not convert"):
        float(written)


def test_days_and_periods_are_iso_days(plain):
    assert [row[1] for row in plain(column("Revenue"))[0]][:2] == ["2025-01-01", "2025-01-02"]
    months = (
        "Partner;Month;Revenue\nAcme;Jan 2025;1,5\nBlue;Feb 2025;1,5\nBlue;soon;1,5\n"
        + "A;Mar 2025;1,5\n" * 30
    )
    assert [row[1] for row in plain(months)[0]][:3] == ["2025-01-01", "2025-02-01", "soon"]
    quarters = "Partner;Fiscal Quarter;Revenue\n" + "".join(f"a;FY25-Q{number};1,5\n" for number in (1, 2))
    answers = {"fiscal_year:Fiscal Quarter": "2024-07"}
    assert [row[1] for row in plain(quarters, answers=answers)[0]] == ["2024-07-01", "2024-10-01"]


def test_a_day_in_another_form_than_its_column_is_no_day(plain):
    text = column("Revenue").replace("05.01.2025", "2025-01-05")
    assert plain(text)[0][4][1] == "2025-01-05 ?"


def test_a_moment_counts_on_the_day_that_was_answered(plain):
    text = "Partner;Date;Revenue\nA;2025-01-31T23:30:00Z;1,5\nB;2025-02-03T10:00:00Z;1,5\n"
    told = {"written": "as_written", "japan": "Asia/Tokyo"}
    read = {
        name: [row[1] for row in plain(text, answers={"time_zone:Date": answer})[0]]
        for name, answer in told.items()
    }
    assert read == {"written": ["2025-01-31", "2025-02-03"], "japan": ["2025-02-01", "2025-02-03"]}


def test_labels_are_spelt_in_one_way(plain):
    text = "Partner;Date;Stage\n" + "".join(
        f"900001.0;{day};{stage}\n"
        for day, stage in zip(DAYS, chain(["WON", "Lost"], repeat("Won")), strict=False)
    )
    apart = plain(text)[0]
    assert apart[0] == ["900001", "2025-01-01", "WON"]
    same = plain(text, answers={"spelling:Stage:Won": "same"})[0]
    assert [row[2] for row in same[:3]] == ["Won", "Lost", "Won"]


def test_lines_and_repeated_rows_are_those_of_the_file(plain):
    text = "Partner;Date;Revenue\n" + "".join(f"A;2025-01-05 1{hour}:00;1,5\n" for hour in (0, 1, 1, 2))
    rows, form = plain(text)
    assert rows == [["A", "2025-01-05", "1.5"]] * 4
    assert (form.lines.tolist(), form.repeated) == ([2, 3, 4, 5], 1)


def test_only_the_columns_that_are_asked_for(plain):
    assert plain(column("Revenue", "1,5"), ["Revenue", "Partner"])[0][0] == ["1.5", "Acme"]
    with pytest.raises(KeyError):
        plain(column("Revenue"), ["Sales"])


def test_a_column_with_more_texts_than_are_kept_is_read_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr("metrics.files.values.distinct.MOST_DISTINCT", 50)
    monkeypatch.setattr("metrics.files.plain_table.MOST_KEPT", 10)
    rows = [
        ["A", f"{1 + index % 28:02}.01.2025", f"{1000 + index}".replace("1", "1.", 1) + ",5"]
        for index in range(900)
    ]
    table = TextTable(["Partner", "Date", "Revenue"], list(enumerate(rows, 2)))

    write_plain(table, understand(table).readers, table.names, tmp_path / "plain.csv")
    with (tmp_path / "plain.csv").open() as file:
        read = [row["Revenue"] for row in csv.DictReader(file)]
    assert read == [f"{1000 + index}.5" for index in range(900)]


def test_a_table_without_rows_has_no_lines(tmp_path):
    table = TextTable(["a"], [])
    assert len(write_plain(table, {"a": str}, ["a"], tmp_path / "plain.csv").lines) == 0
