"""One row of the list of records says what it has to."""

import datetime as dt

import pytest

from decisions.life import index
from decisions.models import Summary
from tests.factories import make_person, make_record


@pytest.fixture
def author():
    return make_person(name="Maria Sandberg")


@pytest.fixture
def records(author):
    """Five in frame, the newest first; the fourth is private."""
    made = [make_record(is_filled=False, author=author) for _ in range(5)]
    newest = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
    for age, record in enumerate(made):
        is_private = age == 3
        type(record).objects.filter(pk=record.pk).update(is_private=is_private)
        Summary.objects.filter(pk=record.pk).update(
            updated_at=newest - dt.timedelta(days=age), is_private=is_private
        )
    return made


def codes(page) -> list[str]:
    return [row.code for row in page.rows]


def test_a_row_says_what_the_list_shows(records, author):
    row = index.list_records(author, {}, None).rows[0]
    summary = Summary.objects.get(record=records[0])
    assert row == index.IndexRow(
        code=records[0].code,
        question=summary.question,
        framework_name=summary.framework_name,
        owner_name="Maria Sandberg",
        decision_class="light",
        stage="frame",
        stage_label="Frame",
        blockers=summary.blockers,
        is_private=False,
        version_number=None,
        next_review_on=summary.next_review_on,
        has_open_case=False,
        has_open_review=False,
        updated_at=dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC),
    )
