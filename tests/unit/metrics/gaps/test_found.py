"""Whose rows a gap is of: known of all of them, or of none."""

import numpy as np

from metrics.gaps.found import FoundGaps
from metrics.measures.parsed import Labels

LABELS = Labels(codes=np.array([0, 1, 0, -1, 1, 0]), values=["a", "b"])


def counted(*masks, partners=LABELS):
    found = FoundGaps()
    for mask in masks:
        found.add_rows("missing_value", np.array(mask, dtype=bool), lines=np.arange(2, 8), partners=partners)
    [gap] = found
    return gap.count, gap.partners


def test_rows_are_counted_by_partner():
    assert counted([1, 1, 1, 0, 0, 0]) == (3, {"a": 2, "b": 1})


def test_a_row_without_a_partner_is_nobodys():
    assert counted([1, 0, 0, 1, 0, 0]) == (2, {"a": 1})


def test_chunks_add_up():
    assert counted([1, 0, 0, 0, 0, 0], [0, 0, 1, 0, 1, 0]) == (3, {"a": 2, "b": 1})


def test_where_partners_of_some_are_unknown_those_of_all_are():
    assert counted([1, 0, 0, 0, 0, 0], partners=None) == (1, None)
    found = FoundGaps()
    found.add("duplicate_row", 2, partners={"a": 2})
    found.add("duplicate_row", 1)
    assert [gap.partners for gap in found] == [None]
