"""The machine: the published cases, and ours for what they leave open."""

import time

import pytest

from decisions.triggers.engine.machine import (
    BadRule,
    Condition,
    Episode,
    LevelSide,
    Replay,
    Rule,
    Sample,
    State,
    replay,
    revise,
    step,
)
from tests.unit.decisions.triggers.engine.series import below, cases, month, series


def states(rule, *values, start=None):
    return [condition.state.value for condition in replay(rule, series(*values)).conditions]


@pytest.mark.parametrize("case", cases())
def test_the_published_cases(case):
    rule = Rule(
        LevelSide(**case["fire"]), LevelSide(**case["clear"]), case["for_samples"], case["hold_samples"]
    )
    found = replay(rule, series(*case["samples"]))
    assert [condition.state for condition in found.conditions] == case["states"]
    assert [episode.opened for episode in found.episodes] == [month(at) for at in case["events_opened_at"]]


@pytest.mark.parametrize(
    ("rule", "values", "expected"),
    [
        # a sample that does not breach begins the count again
        (below(2, for_samples=3), (1, 1, 2, 1, 1, 1), "pending pending normal pending pending triggered"),
        # between the levels while recovering: triggered again, and the clear samples are counted anew
        (below(2, 4, hold_samples=2), (1, 4, 3, 4, 4), "triggered recovering triggered recovering normal"),
        # a period without data in the middle of recovering keeps the count
        (below(2, 4, hold_samples=2), (1, 4, None, 4), "triggered recovering no_data normal"),
        # 0 and 1 are both at once
        (below(2, for_samples=0, hold_samples=1), (1, 2, 1), "triggered normal triggered"),
        (below(2), (None, None, 1), "no_data no_data triggered"),
        (below(2), (float("nan"), float("inf"), float("-inf")), "no_data normal triggered"),
        (
            Rule(LevelSide(">", 10), LevelSide("<=", 8), 2, 2),
            (11, 12, 9, 8, 8),
            "pending triggered triggered recovering normal",
        ),
    ],
)
def test_what_the_cases_leave_open(rule, values, expected):
    assert states(rule, *values) == expected.split()


def test_a_trigger_that_saw_nothing_is_normal():
    assert Condition() == Condition(State.NORMAL, 0, 0, None, None, None)
    assert not Condition().is_open
    assert replay(below(2), []) == Replay((), ())


def test_a_condition_says_since_when_its_episode_runs():
    found = replay(below(2, 4, for_samples=2, hold_samples=2), series(1, 1, None, 4, 3, 4, 4))
    assert [condition.since for condition in found.conditions] == [None, *[month(1)] * 5, None]
    assert found.conditions[2] == Condition(State.NO_DATA, 0, 0, month(2), None, month(1))
    assert found.conditions[2].is_open
    assert found.conditions[3] == Condition(State.RECOVERING, 0, 1, month(3), 4, month(1))
    assert found.episodes == (Episode(month(1), month(6)),)


def test_the_same_sample_and_an_older_one_change_nothing():
    rule = below(2, for_samples=2)
    pending = step(rule, Condition(), Sample(month(3), 1)).condition
    for again in (Sample(month(3), 1), Sample(month(3), 9), Sample(month(2), 1)):
        assert step(rule, pending, again).condition is pending
        assert step(rule, pending, again).change is None


@pytest.mark.parametrize("outside", [State.STALE, State.ERROR, State.PAUSED])
def test_a_state_from_outside_loses_no_count_and_no_episode(outside):
    rule = below(2, for_samples=2)
    pending = Condition(outside, breaches=1, period=month(0))
    assert step(rule, pending, Sample(month(1), 1)).change == "opened"
    running = Condition(outside, period=month(0), since=month(0))
    assert step(rule, running, Sample(month(1), None)).condition.is_open
    assert step(rule, running, Sample(month(1), 3)).change == "closed"


def test_a_replay_goes_on_from_where_another_ended():
    start = Condition(State.TRIGGERED, period=month(4), value=1, since=month(2))
    found = replay(below(2), [Sample(month(5), 3), Sample(month(6), 1)], start)
    assert found.episodes == (Episode(month(2), month(5)), Episode(month(6), None))


def test_a_correction_says_whether_the_answer_differs():
    rule = below(2, for_samples=2)
    before = replay(rule, series(1, 1, 3, 3))
    known, condition = before.episodes, before.conditions[-1]

    same = revise(rule, series(1, 0, 3, 3), condition, known)
    assert (same.condition, same.episodes, same.differs) == (condition, known, False)

    gone = revise(rule, series(1, 2, 3, 3), condition, known)
    assert (gone.episodes, gone.differs) == ((), True)
    assert not revise(rule, series(1, 2, 3, 3), condition).differs, "the present answer alone is the same"

    running = revise(rule, series(1, 1, 1, 1), condition)
    assert running.condition == Condition(State.TRIGGERED, 0, 0, month(3), 1, month(1))
    assert running.differs


def test_what_is_merely_newer_is_no_difference():
    rule = below(2)
    before = replay(rule, series(3, 1))
    found = revise(rule, series(3, 1, 3, 1), before.conditions[-1], before.episodes)
    assert found.episodes == (Episode(month(1), month(2)), Episode(month(3), None))
    assert not found.differs
    assert revise(rule, series(1, 1, 3, 1), before.conditions[-1]).differs, "it began earlier"
    assert not revise(rule, series(1, 1), Condition()).differs, "nothing was known"


def test_a_state_from_outside_is_not_compared():
    rule = below(2)
    assert not revise(rule, series(3, 3), Condition(State.STALE, period=month(1), value=3)).differs
    assert revise(rule, series(3, 1), Condition(State.STALE, period=month(1), value=3)).differs


@pytest.mark.parametrize(
    ("place", "fire", "clear"),
    [
        ("clear", ("<", 30), (">=", 29)),
        ("clear", ("<=", 30), (">=", 30)),
        ("clear", (">=", 30), ("<=", 30)),
        ("clear", (">", 30), ("<", 31)),
        ("clear", ("<", 30), ("<", 20)),
        ("clear", (">", 30), (">", 40)),
        ("fire.op", ("=", 30), (">", 30)),
        ("clear.op", ("<", 30), ("", 30)),
        ("fire.value", ("<", float("nan")), (">", 30)),
        ("clear.value", ("<", 30), (">", float("inf"))),
    ],
)
def test_what_fires_never_clears(place, fire, clear):
    with pytest.raises(BadRule) as refusal:
        Rule(LevelSide(*fire), LevelSide(*clear))
    assert refusal.value.place == place


@pytest.mark.parametrize("place", ["for_samples", "hold_samples"])
def test_counts_are_not_negative(place):
    with pytest.raises(BadRule, match=place):
        below(2, **{place: -1})


@pytest.mark.parametrize(
    ("fire", "clear"), [(("<", 30), (">=", 30)), (("<", 30), (">", 30)), ((">", 3), ("<=", -3))]
)
def test_levels_may_touch(fire, clear):
    Rule(LevelSide(*fire), LevelSide(*clear))


def test_a_rule_at_a_level():
    """Strict where it fires; without a level of its own it clears at the same one."""
    assert Rule.at_level(30, is_below=True) == Rule(LevelSide("<", 30), LevelSide(">=", 30))
    assert Rule.at_level(30, 28, is_below=False, for_samples=2, hold_samples=3) == Rule(
        LevelSide(">", 30), LevelSide("<=", 28), 2, 3
    )
    with pytest.raises(BadRule):
        Rule.at_level(30, 31, is_below=False)


def test_a_hundred_thousand_steps_take_no_time_to_speak_of():
    """A bound that only a change of kind breaks; how fast it is stands in the benchmark."""
    rule, condition, sample = below(2, 4, for_samples=2), Condition(period=month(0)), Sample(month(1), 1.0)
    begin = time.perf_counter()
    for _ in range(100_000):
        step(rule, condition, sample)
    assert time.perf_counter() - begin < 5


@pytest.mark.parametrize(
    ("is_below", "fires", "rests"), [(True, [2.0, 1.0], [2.5]), (False, [2.0, 3.0], [1.5])]
)
def test_a_level_that_is_included_fires_itself(is_below, fires, rests):
    rule = Rule.at_level(2.0, is_below=is_below, includes_level=True)
    assert all(rule.fire.holds(value) and not rule.clear.holds(value) for value in fires)
    assert all(rule.clear.holds(value) and not rule.fire.holds(value) for value in rests)
