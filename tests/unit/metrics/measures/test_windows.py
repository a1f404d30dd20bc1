"""What a window takes in, for its words."""

import datetime as dt

import pytest

from metrics.measures.windows import extent


@pytest.mark.parametrize(
    ("first", "last", "length", "ending", "months"),
    [
        ("2026-10-01", "2026-10-01", 1, "2026-10-01", 1),
        ("2025-11-01", "2026-10-01", 1, "2026-10-01", 12),
        ("2026-07-01", "2026-09-01", 3, "2026-09-01", 3),
        ("2026-01-01", "2026-07-01", 3, "2026-09-01", 9),
    ],
)
def test_a_window_takes_in_its_last_period_whole(first, last, length, ending, months):
    days = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    assert extent(*days, length) == (dt.date.fromisoformat(ending), months)
