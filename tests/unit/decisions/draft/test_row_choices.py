"""Which fields list rows of the record, and whose change makes their lists old."""

import pytest

from decisions.draft.row_choices import chosen_rows, named_by, outdated_fields


def test_a_field_that_chooses_a_person_or_a_committee_lists_no_rows():
    assert set(chosen_rows("story")) == {"threshold"}
    assert chosen_rows("risk") == {}


def test_a_threshold_is_called_by_its_metric_too():
    assert named_by("threshold") == {"threshold", "metric", "cohort"}


@pytest.mark.parametrize(
    ("kind", "changed", "fields"),
    [
        ("story", ["threshold"], ["threshold"]),
        ("story", ["metric"], ["threshold"]),
        ("story", ["story", "risk"], []),
        ("threshold", ["cohort"], ["cohort"]),
        ("estimate", ["statement", "evidence"], ["statement", "evidence"]),
        ("text", ["threshold"], []),
    ],
)
def test_lists_are_old_where_their_rows_are_others_or_called_otherwise(kind, changed, fields):
    assert outdated_fields(kind, changed) == fields
