"""Every text of a column counts, and memory has a bound."""

from collections import Counter

from metrics.files.values import distinct
from metrics.files.values.distinct import TextTable, distinct_columns


def columns(rows, names=("a", "b")):
    return distinct_columns(TextTable(names, [(line, row) for line, row in enumerate(rows, 2)]))


def test_counts_and_first_lines():
    first, second = columns([["x", "1"], ["y", "1"], ["x", "2"]])
    assert list(first.in_order()) == [("x", 2, 2), ("y", 1, 3)]
    assert list(second.in_order()) == [("1", 2, 2), ("2", 1, 4)]
    assert first.total == 3


def test_chunks_change_nothing(monkeypatch):
    rows = [[f"v{n % 7}", str(n % 3)] for n in range(50)]
    whole = [list(column.in_order()) for column in columns(rows)]
    monkeypatch.setattr(distinct, "CHUNK", 4)
    assert [list(column.in_order()) for column in columns(rows)] == whole


def test_a_short_row_ends_in_empty_cells():
    assert columns([["x"], ["y", "1", "more"]])[1].counts == Counter({"": 1, "1": 1})


def test_past_the_bound_one_text_stands_for_its_kind(monkeypatch):
    monkeypatch.setattr(distinct, "MOST_DISTINCT", 50)
    monkeypatch.setattr(distinct, "CHUNK", 20)
    column, _other = columns([[f"id-{n}", ""] for n in range(1000, 3000)])
    assert column.is_summary
    assert len(column.counts) < 1100
    assert column.total == 2000
    assert next(column.in_order())[2] == 2


def test_a_late_proof_is_kept_past_the_bound(monkeypatch):
    """The one number with decimals, and the one day above 12, in the last row of many."""
    monkeypatch.setattr(distinct, "MOST_DISTINCT", 50)
    rows = [[f"{n % 900 + 100}.{n:03}", f"01/02/2025 10:{n % 60:02}:{n // 60:02}"] for n in range(900)]
    numbers, dates = columns([*rows, ["12.5", "01/13/2025 10:00:00"]])
    assert numbers.is_summary
    assert dates.is_summary
    assert "12.5" in numbers.counts
    assert "01/13/2025 10:00:00" in dates.counts
    assert len(dates.counts) == 2


def test_numbers_are_summarized_before_labels_are(monkeypatch):
    """Nobody looks for two spellings of a number; of a label somebody does."""
    monkeypatch.setattr(distinct, "MOST_NUMBERS", 50)
    monkeypatch.setattr(distinct, "CHUNK", 20)
    numbers, labels = columns([[f"{n}.50", f"Partner {n}"] for n in range(1000, 1200)])
    assert numbers.is_summary
    assert not labels.is_summary
    assert len(labels.counts) == 200


def test_memory_has_a_bound_where_all_texts_are_of_kinds_of_their_own(monkeypatch):
    monkeypatch.setattr(distinct, "MOST_DISTINCT", 50)
    monkeypatch.setattr(distinct, "CHUNK", 20)
    words = [
        "".join(chr(97 + (n * step) % 26) for step in (1, 3, 7, 11)) + "x" * (n // 26) for n in range(900)
    ]
    column, other = columns([[word, "1"] for word in [*words, "12.5"]])
    assert len(column.counts) < 120
    assert column.total == 901
    assert "12.5" in column.counts
    assert other.counts == Counter({"1": 901})
