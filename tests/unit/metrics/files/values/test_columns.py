"""What settles what a column holds."""

from metrics.files.values.columns import Cell, mostly


def cells(*counts):
    return [Cell(f"{number}", f"{number}", count, number) for number, count in enumerate(counts, 2)]


def test_nine_rows_in_ten_settle_it():
    column = cells(5, 4, 1)
    assert mostly(column, lambda cell: cell.line if cell.line < 4 else None) == [
        (column[0], 2),
        (column[1], 3),
    ]
    assert mostly(cells(5, 3, 2), lambda cell: cell.line if cell.line < 4 else None) is None
    assert mostly([], lambda cell: cell.line) == []


def test_no_more_is_looked_at_once_it_is_settled_that_it_is_none():
    looked = []
    assert mostly(cells(*[1] * 1_000), looked.append) is None
    assert len(looked) == 101
