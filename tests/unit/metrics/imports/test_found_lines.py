"""Every line that is not read has words."""

import pytest

from metrics.files.tables.table import BAD, SET_ASIDE
from metrics.imports.found_lines import REASONS, named


def test_every_reason_has_words():
    assert set(REASONS) == SET_ASIDE | BAD
    assert all(str(words) for words in REASONS.values())


def test_a_reason_without_words_is_no_line():
    [line] = named([{"reason": "total_row", "row": 61, "text": "Acme Total"}])
    assert (line.row, line.why, line.text) == (61, "a sum of other rows", "Acme Total")
    with pytest.raises(KeyError):
        named([{"reason": "mood", "row": 1}])
