"""From bytes to a table: every shape a file comes in, and every line that is no row named."""

import json
import time
import tracemalloc

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from metrics.files.reading.scanning import Unreadable
from metrics.files.tables import records
from metrics.files.tables.finding import find_table
from tests.unit.metrics.files.tables.table_files import Seen, seen

HEADER = "Partner,Date,Revenue\n"
ROWS = "Acme,2025-01-10,100\nBlue,2025-02-11,200\nCedar,2025-03-12,300\n"
CELLS = [["Acme", "2025-01-10", "100"], ["Blue", "2025-02-11", "200"], ["Cedar", "2025-03-12", "300"]]


# The plain case


def test_a_plain_file_is_read_as_it_is(tmp_path):
    found = seen(tmp_path, HEADER + ROWS)
    assert (found.names, found.rows, found.lines) == (["Partner", "Date", "Revenue"], CELLS, [2, 3, 4])
    table = found.table
    assert (table.kind, table.encoding, table.delimiter, table.quote, table.header_row) == (
        "csv",
        "utf-8",
        ",",
        '"',
        1,
    )
    assert not found.aside
    assert not found.bad
    assert not found.questions


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("is_ended", [True, False])
def test_every_line_end_is_read(tmp_path, end, is_ended):
    text = (HEADER + ROWS).replace("\n", end)
    found = seen(tmp_path, text if is_ended else text.removesuffix(end))
    assert (found.rows, found.lines, found.bad) == (CELLS, [2, 3, 4], [])


def test_mixed_line_ends_are_counted_alike(tmp_path):
    found = seen(tmp_path, "a,b\n1,2\r3,4\r\n5,6\n7,8")
    assert (found.rows, found.lines) == ([["1", "2"], ["3", "4"], ["5", "6"], ["7", "8"]], [2, 3, 4, 5])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_is_read(tmp_path, encoding):
    found = seen(tmp_path, (HEADER + ROWS).replace(",", "\t").encode(encoding), "orders.txt")
    assert (found.names[0], found.rows) == ("Partner", CELLS)


def test_japanese_and_western_files_are_read(tmp_path):
    japanese = "取引先|日付|売上\n株式会社表示|2025年1月|100\n有限会社山田|2025年2月|200\n"
    assert seen(tmp_path, japanese.encode("cp932")).rows[0] == ["株式会社表示", "2025年1月", "100"]
    western = "Société;Montant\nHôtel Élysée;100\nCafé;200\n"
    assert seen(tmp_path, western.encode("cp1252")).rows[0] == ["Hôtel Élysée", "100"]


# Above the header


def test_title_lines_are_set_aside(tmp_path):
    found = seen(tmp_path, "Channel sales report\nGenerated 2025-04-01\n\n" + HEADER + ROWS)
    assert (found.rows, found.table.header_row) == (CELLS, 4)
    assert found.aside == [("title", 1), ("title", 2)]


def test_title_lines_that_a_spreadsheet_filled_up_with_commas_too(tmp_path):
    found = seen(tmp_path, "Channel sales report,,\nFrom,2025-01-01,\n,,\n" + HEADER + ROWS)
    assert (found.rows, found.table.header_row, found.names[0]) == (CELLS, 4, "Partner")


def test_what_a_report_says_of_itself_is_no_header(tmp_path):
    """Two cells above three columns name most of them; the line above the numbers names all."""
    for pad in ("", ","):
        found = seen(tmp_path, f"Report,Partner sales{pad}\nRange,all of it{pad}\n" + HEADER + ROWS)
        assert (found.names[0], found.rows, found.table.header_row) == ("Partner", CELLS, 3)


def test_an_index_without_a_name_is_no_reason_to_look_further(tmp_path):
    found = seen(tmp_path, ",Partner,Note,Sales\n0,Acme,a,100\n1,Blue,b,200\n2,Cedar,c,N/A\n3,Dora,d,5\n")
    assert (found.names, found.table.header_row) == (["Column 1", "Partner", "Note", "Sales"], 1)


def test_the_line_that_names_the_delimiter_is_set_aside(tmp_path):
    found = seen(tmp_path, "sep=;\n" + (HEADER + ROWS).replace(",", ";"))
    assert (found.rows, found.aside, found.table.header_row) == (CELLS, [("separator_line", 1)], 2)


def test_groups_above_the_header_become_a_part_of_the_names(tmp_path):
    found = seen(
        tmp_path,
        ",,Sales,,Cost,\nPartner,Day,Net,Gross,Net,Gross\nAcme,2025-01-10,1,2,3,4\nBlue,2025-01-11,5,6,7,8\n",
    )
    assert found.names == ["Partner", "Day", "Sales Net", "Sales Gross", "Cost Net", "Cost Gross"]
    assert found.lines == [3, 4]


def test_a_header_merged_over_two_rows_is_joined(tmp_path):
    found = seen(tmp_path, "Partner,Region,Sales,\n,,Net,Gross\nAcme,EU,10,20\nBlue,US,30,45\n")
    assert found.names == ["Partner", "Region", "Sales Net", "Sales Gross"]
    assert (found.table.header_row, len(found.rows)) == (2, 2)


DAYS = "Acme,2025-01-10,20\nBlue,2025-01-11,45\nAcme,2025-01-12,5\n"


@pytest.mark.parametrize(
    ("below", "name"),
    [(",,Net", "Sales Net"), (",,EUR", "Sales EUR"), (",,in thousands", "Sales in thousands")],
)
def test_a_second_line_of_the_header_that_completes_one_column_is_joined(tmp_path, below, name):
    found = seen(tmp_path, f"Partner,Date,Sales\n{below}\n{DAYS}")
    assert (found.names, found.table.header_row, found.count) == (["Partner", "Date", name], 2, 3)


@pytest.mark.parametrize("below", [",,n/a", ",,12", "Acme,,open", ",2025-01-09,open"])
def test_a_row_that_lacks_much_is_no_second_line_of_the_header(tmp_path, below):
    found = seen(tmp_path, f"Partner,Date,Sales\n{below}\n{DAYS}")
    assert (found.names, found.count) == (["Partner", "Date", "Sales"], 4)


def test_titles_and_footers_say_nothing_of_the_delimiter(tmp_path):
    found = seen(tmp_path, f"Sales report\n2025-01-31\n\n{HEADER}{ROWS}\nBy: A. Person\nConfidential\n")
    assert (found.names, found.rows) == (["Partner", "Date", "Revenue"], CELLS)


def test_a_header_that_stands_there_three_times_is_one(tmp_path):
    found = seen(tmp_path, HEADER * 3 + ROWS)
    assert (found.names, found.rows, found.table.header_row) == (["Partner", "Date", "Revenue"], CELLS, 3)
    assert found.aside == [("repeated_header", 1), ("repeated_header", 2)]


def test_unnamed_and_doubled_columns_get_names(tmp_path):
    found = seen(tmp_path, "Partner,,Notes,Notes,Notes (2)\nAcme,x,a,b,c\nBlue,y,a,b,c\n")
    assert found.names == ["Partner", "Column 2", "Notes", "Notes (3)", "Notes (2)"]
    assert found.rows[0] == ["Acme", "x", "a", "b", "c"]


def test_a_file_without_a_header_keeps_its_first_row(tmp_path):
    found = seen(tmp_path, ROWS)
    assert (found.names, found.rows, found.table.header_row) == (
        ["Column 1", "Column 2", "Column 3"],
        CELLS,
        None,
    )


def test_a_header_with_another_delimiter_is_found_and_named(tmp_path):
    found = seen(tmp_path, HEADER.replace(",", ";") + ROWS)
    assert (found.names, found.rows, found.bad) == (
        ["Partner", "Date", "Revenue"],
        CELLS,
        [(1, "other_delimiter")],
    )


def test_a_header_alone_is_a_table_without_rows(tmp_path):
    assert seen(tmp_path, HEADER).count == 0


# Too many and too few fields


def test_rows_that_end_with_a_delimiter_keep_their_names(tmp_path):
    found = seen(tmp_path, HEADER + ROWS.replace("\n", ",\n"))
    assert found.names == ["Partner", "Date", "Revenue", "Column 4"]
    assert found.bad == [(1, "header_too_short")]


def test_names_that_cannot_be_placed_are_not_guessed(tmp_path):
    """With one name too few, every column to the right of the gap would bear its neighbour's name."""
    found = seen(tmp_path, "Date,Revenue\n" + ROWS)
    assert found.names == ["Column 1", "Column 2", "Column 3"]
    assert found.bad == [(1, "header_too_short")]
    assert ("title", 1) in found.aside


def test_an_empty_name_too_many_is_left_out_and_named(tmp_path):
    found = seen(tmp_path, "Partner,,Date,Revenue\n" + ROWS)
    assert (found.names, found.bad) == (["Partner", "Date", "Revenue"], [(1, "header_too_long")])


def test_one_bad_row_never_refuses_a_file(tmp_path):
    text = HEADER + ROWS + 'Dora,,2025-04-01,5\nEve,2025-04-01\nFay "x,2025-04-01,"y"z\n' + ROWS
    found = seen(tmp_path, text)
    assert found.bad == [(5, "too_many_fields"), (6, "too_few_fields"), (7, "stray_quote")]
    assert (found.rows, found.lines) == (CELLS * 2, [2, 3, 4, 8, 9, 10])


def test_bytes_that_are_no_text_are_one_bad_row(tmp_path):
    text = ("取引先,日付,売上\n" + "表示,2025-01-10,100\n" * 30).encode() + b"x\xe9,2025-01-10,5\n"
    found = seen(tmp_path, text)
    assert (found.count, found.bad) == (30, [(32, "wrong_encoding")])


def test_a_stray_quote_does_not_swallow_the_rows_below(tmp_path):
    found = seen(tmp_path, 'a,b,c\n1,2,3\n4,5,"\n7,8,9\n1,5,"\n2,3,4\n')
    assert found.bad == [(3, "open_quote"), (4, "open_quote"), (5, "open_quote")]
    assert found.rows == [["1", "2", "3"], ["2", "3", "4"]]


def test_a_text_over_several_lines_is_one_cell(tmp_path):
    found = seen(tmp_path, 'a,b,c\r\n1,"two\r\nlines, ""quoted""",3\r\n4,5,6\r\n')
    assert found.rows == [["1", 'two\r\nlines, "quoted"', "3"], ["4", "5", "6"]]
    assert found.lines == [2, 4]


def test_a_file_that_was_cut_off_says_where(tmp_path):
    found = seen(tmp_path, HEADER + ROWS + "Dora,2025-0")
    assert (found.rows, found.bad) == (CELLS, [(5, "cut_off")])
    assert seen(tmp_path, HEADER + ROWS + "Dor").bad == [(5, "cut_off")]


def test_lines_of_nothing_are_no_rows(tmp_path):
    found = seen(tmp_path, HEADER + "\n,,\n" + ROWS + "\n\n,,\n")
    assert (found.rows, found.bad, found.lines) == (CELLS, [], [4, 5, 6])


# Below the rows


@pytest.mark.parametrize(
    "footer",
    ["Total records: 9", "\nGenerated by: A Person\nConfidential, do not share\n", "Total records: 9,,\n"],
)
def test_what_stands_below_the_rows_is_set_aside(tmp_path, footer):
    found = seen(tmp_path, HEADER + ROWS + footer)
    assert found.rows == CELLS
    assert {reason for reason, _row in found.aside} == {"footer"}
    assert not found.bad


def test_a_second_table_is_set_aside_line_by_line(tmp_path):
    found = seen(tmp_path, HEADER + ROWS + "\nPartner,Tier\nAcme,Gold\nBlue,Silver\n")
    assert found.rows == CELLS
    assert found.aside == [("second_table", 6), ("second_table", 7), ("second_table", 8)]


def test_the_header_of_each_printed_page_is_set_aside(tmp_path):
    found = seen(tmp_path, HEADER + ROWS + HEADER + ROWS)
    assert (found.rows, found.aside) == (CELLS * 2, [("repeated_header", 5)])


# Kinds of file


def test_json_is_read_in_all_its_forms(tmp_path):
    items = [{"Name": "Acme", "Amount": 1.5, "Owner": {"Name": "Ann"}}, {"Name": "Blue", "Amount": None}]
    expected = [["Acme", "1.5", "Ann"], ["Blue", "", ""]]
    for document in (items, {"total": 2, "data": {"records": items}}):
        found = seen(tmp_path, json.dumps(document), "orders.json")
        assert (found.table.kind, found.names, found.rows) == (
            "json",
            ["Name", "Amount", "Owner.Name"],
            expected,
        )
    lines = "\n\n".join(map(json.dumps, items)) + '\n{"Name": broken\n'
    found = seen(tmp_path, lines, "orders.jsonl")
    assert (found.table.kind, found.rows, found.lines, found.bad) == (
        "jsonl",
        expected,
        [1, 3],
        [(4, "bad_json")],
    )


def test_json_of_lists_has_a_header_like_any_table(tmp_path):
    found = seen(tmp_path, '[["Partner", "Sales"], ["Acme", 1.50], ["Blue", null]]', "orders.json")
    assert (found.names, found.rows, found.table.header_row) == (
        ["Partner", "Sales"],
        [["Acme", "1.50"], ["Blue", ""]],
        1,
    )


# What is refused


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "empty"),
        (b"a,b\n1,\0002\n", "zero bytes"),
        (b"\x7fELF\x02\x01", "program"),
        (b"Dear all,\nas promised, here is the report, once more.\nBest\nAnn\n", "No table"),
        (b'{"a": ', "JSON"),
        (b'[{"a": 1}, 2]', "JSON"),
        (b"<html><table><tr><td>Partner</td></tr></table></html>", "web page"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "XML"),
        (
            b"Partner      Date         Rev\nAcme         2025-01-10   1\nBlue Inc     2025-01-11   2\n",
            "No table",
        ),
        (b"PK\x03\x04 no archive", "damaged"),
        (b"a," * 700 + b"b\n" + b"1," * 700 + b"2\n", "columns"),
    ],
)
def test_what_is_no_table_is_refused_with_words(tmp_path, content, words):
    with pytest.raises(Unreadable, match=words):
        seen(tmp_path, content)


def test_a_line_without_an_end_is_refused_in_bounded_memory(tmp_path):
    path = tmp_path / "long.csv"
    path.write_bytes(b"a,b\n" + b"x" * 30_000_000)
    tracemalloc.start()
    with pytest.raises(Unreadable, match="longer"):
        find_table(path, name=path.name)
    assert tracemalloc.get_traced_memory()[1] < 25_000_000
    tracemalloc.stop()


@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=400) | st.text(alphabet="a1,;\"\n\r '", max_size=300).map(str.encode))
@example(content=b'",,\r\x02')
def test_whatever_the_bytes_are_nothing_is_raised_but_a_refusal(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "any.csv"
    path.write_bytes(content)
    try:
        with find_table(path, name="any.csv") as table:
            found = Seen(table)
    except Unreadable:
        return
    assert all(len(row) == len(found.names) for row in found.rows)


# Large files


def test_portions_make_no_difference(tmp_path, monkeypatch):
    """Rows that span the ends of portions, and a broken one in the middle: the same with small portions."""
    text = HEADER + ROWS * 50 + 'Dora,"two\nlines",5\nEve,2025\n' + ROWS * 50
    whole = seen(tmp_path, text)
    monkeypatch.setattr("metrics.files.tables.chunks.BLOCK", 64)
    small = seen(tmp_path, text)
    assert (small.rows, small.lines, small.bad, small.aside) == (
        whole.rows,
        whole.lines,
        whole.bad,
        whole.aside,
    )
    assert whole.bad == [(154, "too_few_fields")]


def test_a_broken_row_far_from_the_beginning_is_found(tmp_path):
    found = seen(tmp_path, HEADER + ROWS * 20_000 + "Dora,2025-01-01\n" + ROWS)
    assert (found.count, found.bad) == (60_003, [(60_002, "too_few_fields")])


def test_memory_does_not_grow_with_the_rows(tmp_path):
    path = tmp_path / "large.csv"
    path.write_text(HEADER + ROWS * 150_000)
    tracemalloc.start()
    with find_table(path, name=path.name) as table:
        assert sum(1 for _row in table.rows) == 450_000
    assert tracemalloc.get_traced_memory()[1] < 30_000_000
    tracemalloc.stop()


def test_well_formed_portions_are_not_cut_line_by_line(tmp_path, monkeypatch):
    """What keeps the rules takes the fast way; measured against pandas it costs about as much as reading once."""
    monkeypatch.setattr(records, "careful_records", lambda *_args: pytest.fail("took the slow way"))
    begun = time.process_time()
    assert seen(tmp_path, HEADER + ROWS * 30_000).count == 90_000
    assert time.process_time() - begun < 20
