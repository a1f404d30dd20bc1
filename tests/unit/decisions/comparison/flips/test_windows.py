"""What was measured says over which months, in the words of each claim."""

import functools
import re

import pytest

from decisions.analysis.claims import Subject
from decisions.comparison.flips import Flips
from decisions.comparison.frozen_parts import FrozenParts
from tests.unit.decisions.analysis.worlds import world_of
from tests.unit.decisions.comparison.flips.frozen import parts_of, straightened

OCTOBER = ("2026-10-01", 12)
WORLDS = range(400)


@functools.cache
def flips_of(number, window=OCTOBER, *, to_date=False):
    """A generated world whose baselines were measured over a window; None: as versions keep it that have none."""
    window = window and dict(zip(("last", "months"), window, strict=True))
    parts = parts_of(straightened(world_of(number)))
    for row in parts["metrics"]["rows"]:
        row["baseline"] |= {"to_date": to_date} | ({"window": window} if window else {})
    return Flips(FrozenParts({"parts": parts}))


@functools.cache
def told(number, window=OCTOBER, *, to_date=False):
    """Each claim of a level with the words for it."""
    flips = flips_of(number, window, to_date=to_date)
    if not flips.is_there:
        return []
    return [(flips, claim, flips.claim_words.condition(claim)) for claim in flips.claims.levels]


def all_told(**given):
    return (one for number in WORLDS for one in told(number, **given))


def test_a_baseline_says_its_window():
    said = [words for _flips, claim, words in all_told() if claim.subject == Subject.FOLLOWED]
    assert said
    assert all(re.search(r"\(now [^ ]+, 12 months to Oct 2026\)$", words) for words in said)


def test_an_estimate_says_it_where_it_follows_the_baseline_and_only_there():
    seen = set()
    for flips, claim, words in all_told():
        if claim.subject != Subject.ESTIMATE:
            continue
        is_followed = flips.follows_baseline(claim.option, claim.criterion)
        assert ("months to" in words) == is_followed
        if is_followed:
            is_same = flips.is_baseline(claim.option, claim.criterion)
            assert ("estimated from 12 months to Oct 2026" in words) != is_same
        seen.add(is_followed)
    assert seen == {True, False}


def test_a_month_alone_and_a_window_to_date_are_named_so():
    words = next(words for _flips, _claim, words in all_told(window=("2026-10-01", 1)) if "Oct" in words)
    assert re.search(r"(, |from )Oct 2026\)$", words)
    words = next(words for _flips, _claim, words in all_told(to_date=True) if "Oct" in words)
    assert words.endswith("12 months to Oct 2026, to date)")


def test_versions_that_keep_no_window_read_as_they_did():
    for number in WORLDS:
        for (_flips, _claim, old), (_others, _same, new) in zip(
            told(number, window=None), told(number), strict=True
        ):
            assert old == re.sub(r"(, |, estimated from )12 months to Oct 2026\)$", ")", new)


@pytest.mark.parametrize("to_date", [False, True])
def test_what_rests_on_a_figure_to_date_is_none_to_be_watched(to_date):
    rows = [
        (row, claim)
        for number in WORLDS
        if (flips := flips_of(number, OCTOBER, to_date=to_date)).is_there
        for row, claim in zip(flips.rows, flips.claims.inside, strict=True)
        if row.is_own and row.has_metric
    ]
    assert {row.is_observable for row, _claim in rows} == ({True, False} if to_date else {True})
    assert not any(row.is_observable for row, _claim in rows if row.is_shared and to_date)
