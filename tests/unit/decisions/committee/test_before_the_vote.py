"""What a voter reads before voting is true of the frozen content, and says what is missing."""

import copy
import datetime as dt
import json
from pathlib import Path

import pytest

from decisions.committee.before_the_vote import BeforeTheVote, changed_words
from decisions.versions.compare import Difference, SectionDiff
from decisions.versions.report import Report

CONTENT = json.loads(
    (Path(__file__).parents[3] / "integration/decisions/versions/forms/2.json").read_text(encoding="utf-8")
)


@pytest.fixture
def data():
    return copy.deepcopy(CONTENT)


def facts(data, today=dt.date(2026, 12, 3)):
    return BeforeTheVote(Report(data=data, sha256="a" * 64, standing="proposed"), today)


def test_the_oldest_figures_stand_first_with_their_age(data):
    margin = data["parts"]["metrics"]["rows"][3]
    margin["baseline"]["newest"] = "2020-07-01"
    found = facts(data)
    assert found.ages[0].months == 77
    words = list(found.age_words)
    assert words[0] == "Gross margin: the newest figure is of Jul 2020, 77 months old."
    assert "Partner contribution: the newest figure is of Oct 2026, 2 months old." in words


def test_metrics_without_a_figure_are_named(data):
    data["parts"]["metrics"]["rows"][3]["baseline"]["value"] = None
    data["parts"]["metrics"]["rows"][0]["baseline"] = None
    last = list(facts(data).age_words)[-1]
    assert last.startswith("Without any figure: ")
    assert {"Gross margin", "Partner contribution"} <= set(last[20:-1].split(", "))


def test_figures_of_this_month_are_not_called_old(data):
    assert "this month" in next(iter(facts(data, dt.date(2026, 10, 31)).age_words))


def estimate(data, place=0, **values):
    row = data["parts"]["estimates"]["rows"][place]
    row.update(values)
    return row


@pytest.mark.parametrize(
    ("values", "rests"),
    [
        ({"basis": ""}, False),
        ({"basis": "fact", "evidence": None}, False),
        ({"basis": "fact", "evidence": "some"}, True),
        ({"basis": "assumption", "statement": None}, False),
        ({"basis": "assumption", "statement": "gone"}, False),
        ({"basis": "question", "statement": None}, False),
    ],
)
def test_what_an_estimate_rests_on(data, values, rests):
    row = estimate(data, **values)
    assert (row not in facts(data).resting_on_nothing) == rests


def test_a_written_assumption_and_the_baseline_itself_are_something_to_rest_on(data):
    said = data["parts"]["assumptions"]["rows"][0]["id"]
    row = estimate(data, basis="assumption", statement=said)
    assert row not in facts(data).resting_on_nothing
    value = data["parts"]["metrics"]["rows"][0]["baseline"]["value"]
    row = estimate(data, basis="fact", evidence=None, form="change", level=value)
    assert row not in facts(data).resting_on_nothing
    row["level"] = "1"
    assert row in facts(data).resting_on_nothing


def test_estimates_that_rest_on_nothing_are_counted_in_words(data):
    rows = data["parts"]["estimates"]["rows"]
    for row in rows:
        row.update(basis="fact", evidence="some")
    assert list(facts(data).basis_words) == [f"All {len(rows)} estimates say what they rest on."]
    for row in rows[:2]:
        row["basis"] = ""
    rows[2].update(basis="question", statement="asked")
    data["parts"]["assumptions"]["rows"].append({"id": "asked", "sort": "question", "answer": ""})
    assert list(facts(data).basis_words) == [
        f"2 of {len(rows)} estimates rest on nothing: neither evidence nor a stated assumption.",
        "1 rests on a question that nobody has answered.",
    ]


def test_nothing_estimated_is_not_called_well_founded(data):
    data["parts"]["estimates"]["rows"] = []
    assert list(facts(data).basis_words) == ["Nothing was estimated."]


def test_a_gap_names_the_estimates_that_it_weakens(data):
    for row in data["parts"]["metrics"]["rows"]:
        row["gap"] = None
        if row["baseline"]:
            row["baseline"]["gaps"] = []
    margin = data["parts"]["metrics"]["rows"][3]
    margin["gap"] = {"reason": "No extract yet", "owner": None, "due_on": None}
    margin["baseline"]["gaps"] = [{"kind": "late", "words": "newer data are due", "count": 1}]
    named = [row["name"] for row in data["parts"]["criteria"]["rows"] if row["metric"] == "gross_margin"]
    assert named
    found = [words for words in facts(data).gap_words if words.startswith("Gross margin")]
    options = len(data["parts"]["options"]["rows"])
    named = f"{options * len(named)} estimates: those on {', '.join(named)}."
    assert found == [f"Gross margin (No extract yet; newer data are due) weakens {named}"]


def test_waivers_and_differences_are_counted(data):
    assert facts(data).waived_words == "1 point was waived:"
    data["waivers"] = []
    assert facts(data).waived_words == "Nothing was waived."
    lines = (Difference("A", "name", "x", "y"), Difference("B", "name", "x", "y"))
    assert (
        changed_words([SectionDiff("k", "Options", lines)], 3)
        == "2 points differ from version 3, in: Options."
    )
    assert changed_words([], 3) == "Nothing differs from version 3."
