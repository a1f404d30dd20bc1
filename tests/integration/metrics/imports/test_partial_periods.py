"""Files that hold a part of a month: they never take more away than they bring."""

import datetime as dt
import json

import pytest
from django.core.management import call_command

from metrics.definitions.models import Series
from metrics.models import Observation
from metrics.provenance.covered import coverage_of


@pytest.fixture
def brought(tmp_path, capsys):
    """Import rows `day,amount` of 2025 as one source's; what the command says."""

    def brought(*rows, **answers):
        (tmp_path / "sales.csv").write_text(
            "Partner,Date,Revenue\n" + "".join(f"a,2025-{row}\n" for row in rows)
        )
        (tmp_path / "answers.yaml").write_text(json.dumps(answers))
        path, told = tmp_path / "sales.csv", tmp_path / "answers.yaml"
        call_command("import_observations", str(path), "--suggest", "--answers", str(told))
        return json.loads(capsys.readouterr().out)

    return brought


@pytest.fixture
def by_month():
    def by_month():
        found = Observation.objects.filter(replaced_at=None).order_by("period")
        return {f"{one.period:%m}": int(one.parts[0]) for one in found}

    return by_month


def rows(month, first, last, amount=1):
    return [f"{month:02}-{day:02},{amount}" for day in range(first, last + 1)]


def gaps(found):
    return [gap["examples"] for gap in found["gaps"] if gap["kind"] == "partial_period"]


def test_a_file_that_begins_in_a_month_leaves_what_was_there_of_it(brought, by_month):
    brought(*rows(8, 1, 31), *rows(9, 1, 30))
    found = brought(*rows(8, 25, 31), *rows(9, 1, 30, 2))
    assert by_month() == {"08": 31, "09": 60}
    assert gaps(found) == [[{"period": "2025-08", "value": "2025-08-25 – 2025-08-31"}]]
    assert found["covers"] == [{"period": "2025-08", "whole": False}, {"period": "2025-09", "whole": True}]


def test_a_month_that_grows_replaces_what_was_there_of_it(brought, by_month):
    brought(*rows(8, 1, 10))
    brought(*rows(8, 1, 20))
    assert by_month() == {"08": 20}
    assert gaps(brought(*rows(8, 1, 31))) == []
    assert by_month() == {"08": 31}


def test_a_part_where_nothing_was_counts_as_a_part(brought, by_month):
    brought(*rows(8, 10, 31), *rows(9, 1, 30))
    assert by_month() == {"08": 22, "09": 30}
    coverage = coverage_of(Series.objects.get(metric="fulfilled_revenue", measure="sum"))
    assert [coverage.is_covered(dt.date(2025, month, 1)) for month in (8, 9)] == [False, True]


def test_a_part_that_is_said_to_be_the_whole_replaces(brought, by_month):
    brought(*rows(8, 1, 31), *rows(9, 1, 30))
    found = brought(*rows(8, 25, 31), *rows(9, 1, 30), **{"coverage:Date:2025-08": "whole"})
    assert by_month() == {"08": 7, "09": 30}
    assert gaps(found) == []


def test_a_preview_says_the_same(brought, by_month, tmp_path, capsys):
    brought(*rows(8, 1, 31), *rows(9, 1, 30))
    (tmp_path / "sales.csv").write_text(
        "Partner,Date,Revenue\na,2025-08-25,1\na,2025-08-31,1\na,2025-08-28,1\n"
    )
    call_command("import_observations", str(tmp_path / "sales.csv"), "--suggest", "--preview")
    found = json.loads(capsys.readouterr().out)
    assert found["observations"] == {"added": 0, "unchanged": 0, "replaced": 0, "removed": 0}
    assert len(gaps(found)) == 1
