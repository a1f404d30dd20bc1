"""The lifecycle tables: whole, without dead ends, and with one meaning for each move."""

import pytest

from decisions.states.stages import (
    DRAFT_MOVES,
    GATES,
    VERSION_MOVES,
    WORKING_STAGES,
    Quality,
    Stage,
    Standing,
    next_stage,
    previous_stage,
)


def test_every_stage_can_be_reached_and_left():
    reached = {after for _before, after in DRAFT_MOVES}
    left = {before for before, _after in DRAFT_MOVES}
    assert reached == left == set(Stage)


def test_a_version_ends_in_one_of_six_ways():
    ends = {after for _before, after in VERSION_MOVES} - {before for before, _after in VERSION_MOVES}
    assert ends == {
        Standing.REJECTED,
        Standing.RETURNED,
        Standing.UNDECIDED,
        Standing.WITHDRAWN,
        Standing.SUPERSEDED,
        Standing.STOPPED,
    }


def test_the_only_way_to_proposed_leads_through_commit():
    assert [before for before, after in DRAFT_MOVES if after == Stage.PROPOSED] == [Stage.COMMIT]


@pytest.mark.parametrize(
    ("stage", "following", "before"),
    [
        (Stage.FRAME, Stage.COMPARE, None),
        (Stage.COMPARE, Stage.COMMIT, Stage.FRAME),
        (Stage.COMMIT, Stage.PROPOSED, Stage.COMPARE),
        (Stage.PROPOSED, None, Stage.COMMIT),
        (Stage.NONE, None, None),
    ],
)
def test_one_step_forth_and_back(stage, following, before):
    assert next_stage(stage) == following
    assert previous_stage(stage) == before


def test_steps_forth_and_back_stand_in_the_table():
    for stage in WORKING_STAGES:
        assert (stage, next_stage(stage)) in DRAFT_MOVES
        if previous_stage(stage):
            assert (stage, previous_stage(stage)) in DRAFT_MOVES
    assert len(GATES) == len(WORKING_STAGES)


@pytest.mark.parametrize(
    ("standing", "quality"),
    [
        ("", Quality.DRAFT),
        ("proposed", Quality.PROPOSED),
        ("in_force", Quality.REVIEWED),
        ("superseded", Quality.REVIEWED),
        ("stopped", Quality.REVIEWED),
        ("rejected", Quality.DRAFT),
        ("returned", Quality.DRAFT),
        ("undecided", Quality.DRAFT),
        ("withdrawn", Quality.DRAFT),
    ],
)
def test_only_what_was_approved_was_reviewed(standing, quality):
    assert Quality.of(standing) == quality


def test_every_standing_has_its_quality():
    assert {Quality.of(standing) for standing in Standing} == set(Quality)
