"""What the one-pager has no room for is counted, and of what warns the worst stays."""

import copy
import json
from pathlib import Path

import pytest

from decisions.documents.one_pager import LEVELS, CutLevel, OnePager
from decisions.documents.worst import gaps_of, worst_first
from decisions.versions.report import PrintedVote, Report

CONTENT = json.loads(
    (Path(__file__).parents[3] / "integration/decisions/versions/forms/2.json").read_text(encoding="utf-8")
)
TIGHTEST = LEVELS[-1]


@pytest.fixture
def data():
    return copy.deepcopy(CONTENT)


def sheet(data, level: CutLevel = TIGHTEST, pages=None, **given):
    return OnePager(
        Report(data=data, sha256="a" * 64, standing="in_force", **given), level, lambda: pages or {}
    )


def gap(kind, words, count=1):
    return {"kind": kind, "words": words, "count": count}


def test_a_declared_gap_does_not_replace_those_that_were_found(data):
    row = data["parts"]["metrics"]["rows"][3]
    row["baseline"]["gaps"] = [
        gap("late", "newer data are due"),
        gap("bad_number", "3 rows are no number", 3),
    ]
    assert gaps_of(row) == ["No extract yet", "newer data are due", "3 rows are no number"]


@pytest.mark.parametrize("level", LEVELS)
def test_every_gap_is_shown_or_counted(data, level):
    rows = data["parts"]["metrics"]["rows"]
    for row in rows:
        row["gap"] = None
        if row["baseline"]:
            row["baseline"]["gaps"] = [gap("outlier", f"unusual {n}", n) for n in range(3)]
    page = sheet(data, level)
    shown = [words for row in page.baselines.shown for words in row["gaps"]]
    every = sum(len(row["baseline"]["gaps"]) for row in rows if row["baseline"])
    assert len(shown) + page.gaps.rest == every
    assert shown


def test_the_metric_with_the_worst_gap_is_never_cut_off(data):
    rows = data["parts"]["metrics"]["rows"]
    for row in rows:
        row["gap"] = None
        row["baseline"] = copy.deepcopy(rows[3]["baseline"])
        row["baseline"]["gaps"] = [gap("similar_label", "label variant")]
    rows[-1]["baseline"]["gaps"] = [gap("missing_period", "no data in 2026-03")]
    page = sheet(data)
    assert [row["gaps"] for row in page.baselines.shown] == [["no data in 2026-03"]]
    assert page.gaps.rest == len(rows) - 1


def test_the_words_name_the_page_of_the_full_record(data):
    rows = data["parts"]["metrics"]["rows"]
    rows[3]["baseline"]["gaps"] = [gap("late", "newer data are due"), gap("outlier", "unusual")]
    anchors = {"print-metrics": 4, "print-waived": 9}
    page = sheet(data, pages=anchors)
    assert page.gaps.more == f"+{page.gaps.rest} more gaps, full record page 4"
    assert sheet(data).gaps.more == f"+{page.gaps.rest} more gaps: continued in the full record"
    data["waivers"] *= 3
    assert sheet(data, pages=anchors).waivers.more == "+2 more waived points, full record page 9"


def test_what_stops_stays_when_thresholds_are_cut(data):
    rows = data["parts"]["triggers"]["rows"]
    rows[-1]["effect"] = "stop"
    page = sheet(data)
    assert [row["id"] for row in page.thresholds.shown] == [rows[-1]["id"]]
    assert page.thresholds.more == f"+{len(rows) - 1} more thresholds: continued in the full record"


def test_weak_evidence_on_which_most_rests_stays_and_the_rest_is_counted(data):
    rows = data["parts"]["evidence"]["rows"]
    weak = [
        row | {"id": f"weak {n}", "is_weak": True, "title": f"Word {n}"} for n, row in enumerate(rows[:1] * 3)
    ]
    rows[:] = weak
    data["parts"]["estimates"]["rows"][0]["evidence"] = "weak 2"
    page = sheet(data)
    assert [row["title"] for row in page.weak_evidence.shown] == ["Word 2"]
    assert page.weak_evidence.more == "+2 more pieces of weak evidence: continued in the full record"


def test_what_every_class_has_to_do_is_the_worst_to_let_pass(data):
    waiver = data["waivers"][0]
    data["waivers"] = [waiver | {"code": "gone"}, waiver | {"code": "no_threshold"}]
    assert [row["code"] for row in sheet(data).waivers.shown] == ["no_threshold"]


def test_a_condition_stands_on_the_tightest_page_and_dissents_are_counted(data):
    votes = (
        PrintedVote("Ada", "abstain", "Hm.", "2026-11-20T09:30:00Z"),
        PrintedVote("Bo", "reject", "Too early.", "2026-11-20T09:30:00Z"),
        PrintedVote("Cy", "approve", "", "2026-11-20T09:30:00Z", condition="With a cap"),
    )
    found = sheet(data, approvals=votes).approvals
    assert found.shown[1].startswith("Condition of Cy")
    assert found.more == "+2 more conditions and comments: continued in the full record"


def test_what_fits_keeps_its_order():
    assert worst_first([3, 1, 2], 3, lambda row: row) == [3, 1, 2]
    assert worst_first([3, 1, 2], 2, lambda row: row)[:2] == [1, 2]


@pytest.mark.parametrize("level", LEVELS)
def test_guardrails_are_cut_like_all_rows(data, level):
    rows = data["parts"]["guardrails"]["rows"]
    found = sheet(data, level).guardrails
    assert len(found.shown) + found.rest == len(rows)
