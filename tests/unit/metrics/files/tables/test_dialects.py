"""How texts are divided, found by their first lines."""

import pytest

from metrics.files.tables.dialects import find_dialect, told_delimiter

ROWS = [
    ["Partner", "Date", "Amount"],
    ["Acme", "2025-01-10 10:30", "1,250"],
    ["Blue, Inc", "2025-02-11 09:15", "7,5"],
]


@pytest.mark.parametrize("delimiter", [";", "\t", "|", "^", "~", "||", "|~|", "::", "\x1f", "; "])
def test_a_delimiter_is_found(delimiter):
    lines = [delimiter.join(row) + "\n" for row in ROWS * 5]
    found = find_dialect(lines)
    assert (found.delimiter, found.width) == (delimiter, 3)


def test_decimal_commas_do_not_hide_the_semicolon():
    assert find_dialect(["a;b\n"] + ["1,5;2,5\n"] * 9).delimiter == ";"


def test_a_comma_with_a_space_is_one_delimiter_where_it_always_is():
    assert find_dialect(["a, b, c\n"] + ['1, "x, y", 3\n'] * 5).delimiter == ", "
    assert find_dialect(["a, b, c\n"] + ["1,2, 3\n"] * 5).delimiter == ","


def test_apostrophes_quote_only_where_fields_begin_and_end_with_them():
    assert find_dialect(["a,b,c\n", "1,'x, y',3\n", "2,Men's,'z'\n"]).quote == "'"
    assert find_dialect(["a,b,c\n", *["'1','x','z'\n"] * 5]).quote == "'"
    assert find_dialect(["a,b,c\n", "1,'tis,3\n", "2,Men's,z\n"]).quote == '"'
    assert find_dialect(["a,b,c\n", "1,2,'x'\n"]).quote == '"'


def test_spaces_and_colons_divide_only_where_nothing_else_does():
    assert find_dialect(["a b c\n"] + ["1 2 3\n"] * 5).delimiter == " "
    assert find_dialect(["at,what it is\n"] + ["10:30,so it is\n"] * 5).delimiter == ","


def test_title_lines_do_not_decide():
    lines = ["Sales, by partner\n", "Made 2025\n", "\n", "a;b;c\n"] + ["1;2;3\n"] * 9
    assert find_dialect(lines).delimiter == ";"


def test_one_column_is_one_column():
    assert find_dialect(["Partner\n", "Acme\n"]).width == 1


@pytest.mark.parametrize(
    ("line", "sign"), [("sep=;\r\n", ";"), ("SEP=|", "|"), ('"sep=\t"\n', "\t"), ("sep,a\n", "")]
)
def test_the_line_that_names_the_delimiter(line, sign):
    assert told_delimiter(line) == sign
