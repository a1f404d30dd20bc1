"""The standard form: every cell the text that it was, and every row's line beside it."""

import csv
import io

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from metrics.files.tables.writing import lines_beside, read_lines, write_table
from tests.unit.metrics.files.tables.table_files import Seen, table_of

CELL = st.text(alphabet="ab é取 ,;\"'.-", max_size=8).map(str.strip)


def written(tmp_path, content, name="orders.csv", **asked):
    target = tmp_path / "out.csv"
    with table_of(tmp_path, content, name, **asked) as table:
        write_table(table, target)
    return target


def test_the_standard_form(tmp_path):
    target = written(
        tmp_path, 'Report\r\nPartner;Note\r\nAcme;a,b\r\nBlue;"x""y"\r\nBad\r\nCedar;1,5\r\n'.encode("utf-16")
    )
    assert target.read_bytes() == b'Partner,Note\r\nAcme,"a,b"\r\nBlue,"x""y"\r\nCedar,"1,5"\r\n'
    assert list(read_lines(target)) == [3, 4, 6]


def test_lines_are_left_out_where_nobody_asks(tmp_path):
    target = tmp_path / "out.csv"
    with table_of(tmp_path, "a,b\n1,2\n3,4\n") as table:
        assert write_table(table, target, with_lines=False) == 2
    assert not lines_beside(target).exists()


@settings(max_examples=80, deadline=None)
@given(rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=8), delimiter=st.sampled_from(",;\t|"))
def test_what_was_written_is_read_back(tmp_path_factory, rows, delimiter):
    """Through any delimiter, and once more through the standard form itself."""
    folder = tmp_path_factory.mktemp("trip")
    assume(not any(cell.startswith("'") and cell.endswith("'") for row in rows for cell in row))
    rows = [("key", f"{first}x", second or "y", third) for first, second, third in rows]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(["Key", "Partner", "Product", "Note"])
    writer.writerows(rows)
    target = folder / "out.csv"
    with table_of(folder, text.getvalue()) as table:
        seen = Seen(table)
        write_table(table, target)
    asides = {row for _reason, row in seen.aside} | {row for row, _reason in seen.bad}
    assert len(seen.rows) + len(asides) == len(rows)
    if not asides:
        assert seen.rows == [list(row) for row in rows]
    with table_of(folder, target.read_bytes(), "again.csv") as again:
        assert again.names == seen.names
        assert [cells for _line, cells in again.rows] == seen.rows
