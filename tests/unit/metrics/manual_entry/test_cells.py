"""What may be typed into the score grid."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.manual_entry.cells import BadCell, Entered, cell_text, hint, read_cell
from metrics.measures import MEASURES
from metrics.measures.combining import LAST


@pytest.mark.parametrize(
    ("text", "measure", "parts", "value"),
    [
        ("72", "score", (72, 1), 72),
        (" 72.5 ", "score", (Decimal("72.5"), 1), Decimal("72.5")),
        ("18/24", "share", (18, 24), 75),
        ("18／24", "share", (18, 24), 75),
        ("0/3", "share", (0, 3), 0),
        ("1,250,000", "sum", (1_250_000,), 1_250_000),
        ("−5", "sum", (-5,), -5),
        ("54000/12", "ratio", (54_000, 12), 4_500),
        ("9/2/14", "nps", (9, 2, 14), 50),
        ("640/12", "mean_days", (640, 12), Decimal("53.333333")),
        ("14", "count", (14,), 14),
    ],
)
def test_reads(text, measure, parts, value):
    entered = read_cell(text, measure, None)
    assert entered.parts == parts
    assert entered.value == value


@pytest.mark.parametrize("text", ["", "  ", "–", "-"])
def test_empty_is_no_value(text):
    assert read_cell(text, "score", (0, 100)) is None


@pytest.mark.parametrize(
    ("text", "measure", "words"),
    [
        ("101", "score", "Between 0 and 100"),
        ("-1", "score", "Between 0 and 100"),
        ("7,5", "score", "decimals with a point"),
        ("seven", "score", "is no number"),
        ("1e3", "score", "is no number"),
        ("=1+1", "score", "is no number"),
        ("75", "share", "18/24"),
        ("25/24", "share", "larger than the second"),
        ("1.5/3", "share", "18/24"),
        ("0/0", "share", "must not be 0"),
        ("1/2/3", "share", "18/24"),
        ("9/6/14", "nps", "more promoters"),
        ("1.5", "count", "whole number"),
        ("99999999999999", "sum", "At most 13 digits"),
        ("0.1234567", "sum", "At most 13 digits"),
    ],
)
def test_refuses_with_what_to_write(text, measure, words):
    with pytest.raises(BadCell, match=words):
        read_cell(text, measure, (0, 100) if measure == "score" else None)


TYPED = [measure.kind for measure in MEASURES.values() if measure.typed]


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_a_value_can_be_typed_unless_it_runs_up_keeps_values_or_weighs_components(measure):
    has_stock = any(part.over_time is LAST for part in measure.parts)
    assert (measure.typed is None) == (has_stock or measure.is_weighted or measure.kept is not None)


def test_a_last_value_is_typed_as_one_number():
    assert read_cell("340", "last", None) == Entered((Decimal(340),), Decimal(340))
    assert cell_text("last", [Decimal("340.000000")]) == "340"


def test_what_cannot_be_typed_is_refused():
    assert hint("velocity") == ""
    with pytest.raises(BadCell, match="can't be typed"):
        read_cell("1", "velocity", None)


@pytest.mark.parametrize("kind", TYPED)
def test_what_the_hint_shows_can_be_typed(kind):
    text = hint(kind).split("for example ")[1]
    assert cell_text(kind, read_cell(text, kind, None).parts) == text


@given(st.decimals(min_value=0, max_value=100, places=2))
def test_what_was_saved_is_shown_as_it_would_be_typed(number):
    entered = read_cell(str(number), "score", (0, 100))
    again = read_cell(cell_text("score", entered.parts), "score", (0, 100))
    assert again == entered


@given(st.text(max_size=30))
def test_whatever_is_typed_is_read_or_refused(text):
    for measure in TYPED:
        with suppress(BadCell):
            read_cell(text, measure, None)
