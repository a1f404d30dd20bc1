"""What holds for the machine whatever comes: 10,500 generated series, 1,500 for each of seven properties."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.triggers.engine.machine import Condition, Episode, Sample, State, Step, replay, revise, step
from tests.unit.decisions.triggers.engine.series import month, rules, samples, values
from tests.volume import volume

many = settings(max_examples=volume(1_500))


def walk(rule, given_samples):
    """Steps one by one."""
    condition, steps = Condition(), []
    for sample in given_samples:
        taken = step(rule, condition, sample)
        condition = taken.condition
        steps.append(taken)
    return steps


@many
@given(rules, samples)
def test_no_episode_without_its_samples(rule, series):
    """Each began with as many breaching values in a row as the rule asks for, and ended with as many clear ones."""
    places = {sample.period: index for index, sample in enumerate(series)}
    for episode in replay(rule, series).episodes:
        until = [s.value for s in series[: places[episode.opened] + 1] if s.value is not None]
        needed = max(rule.for_samples, 1)
        assert len(until) >= needed
        assert all(rule.fire.holds(value) for value in until[-needed:])
        if episode.closed is not None:
            inside = series[places[episode.opened] + 1 : places[episode.closed] + 1]
            during = [s.value for s in inside if s.value is not None]
            needed = max(rule.hold_samples, 1)
            assert len(during) >= needed
            assert all(rule.clear.holds(value) for value in during[-needed:])


@many
@given(rules, samples, st.randoms(use_true_random=False), values)
def test_the_same_sample_again_changes_nothing(rule, series, chance: random.Random, other):
    """However often a sample is repeated, and whatever value its period then has."""
    repeated = [s for sample in series for s in [sample] * chance.randint(1, 3)]
    once = replay(rule, series)
    again = replay(rule, repeated)
    assert again.episodes == once.episodes
    assert again.conditions[-1:] == once.conditions[-1:]
    if series:
        older = Sample(chance.choice(series).period, other)
        assert step(rule, once.conditions[-1], older) == Step(once.conditions[-1], None)


@many
@given(rules, samples, st.integers(1, 12))
def test_silence_ends_nothing_and_begins_nothing(rule, series, silent):
    before = replay(rule, series)
    hush = [Sample(month(len(series) + index), None) for index in range(silent)]
    after = replay(rule, [*series, *hush])
    assert after.episodes == before.episodes
    last, known = after.conditions[-1], (before.conditions or (Condition(),))[-1]
    assert last.state == State.NO_DATA
    assert (last.breaches, last.clears, last.since) == (known.breaches, known.clears, known.since)


@many
@given(rules, samples)
def test_at_most_one_episode_runs(rule, series):
    found = replay(rule, series)
    for earlier, later in zip(found.episodes, found.episodes[1:], strict=False):
        assert earlier.closed is not None
        assert earlier.opened < earlier.closed < later.opened
    running = [episode for episode in found.episodes if episode.closed is None]
    last = found.conditions[-1] if found.conditions else Condition()
    assert [episode.opened for episode in running] == ([last.since] if last.is_open else [])


@many
@given(rules, samples, st.integers(0, 24))
def test_step_by_step_is_the_replay(rule, series, cut):
    """In single steps, and in two parts of which the second goes on from the first."""
    whole, steps = replay(rule, series), walk(rule, series)
    assert whole.conditions == tuple(taken.condition for taken in steps)
    opened = [taken.condition.period for taken in steps if taken.change == "opened"]
    closed = [taken.condition.period for taken in steps if taken.change == "closed"]
    assert [episode.opened for episode in whole.episodes] == opened
    assert [episode.closed for episode in whole.episodes if episode.closed] == closed
    first = replay(rule, series[:cut])
    second = replay(rule, series[cut:], (first.conditions or (Condition(),))[-1])
    assert first.conditions + second.conditions == whole.conditions
    assert _joined(first.episodes, second.episodes) == whole.episodes


def _joined(first, second):
    running = bool(first) and first[-1].closed is None
    return (first[:-1] if running else first) + second


@many
@given(st.tuples(rules, rules, rules), samples, st.randoms(use_true_random=False))
def test_the_order_of_triggers_does_not_matter(several, series, chance: random.Random):
    """Triggers that take their samples by turns, in any order, say what each says alone."""
    alone = [replay(rule, series) for rule in several]
    conditions = [Condition()] * len(several)
    left = [index for index in range(len(several)) for _ in series]
    chance.shuffle(left)
    taken = [0] * len(several)
    episodes: list[list[Episode]] = [[] for _ in several]
    for index in left:
        sample = series[taken[index]]
        found = step(several[index], conditions[index], sample)
        conditions[index] = found.condition
        taken[index] += 1
        if found.change == "opened":
            episodes[index].append(Episode(sample.period, None))
        elif found.change == "closed":
            episodes[index][-1] = Episode(episodes[index][-1].opened, sample.period)
    assert [tuple(found) for found in episodes] == [found.episodes for found in alone]
    assert conditions == [(found.conditions or (Condition(),))[-1] for found in alone]


@many
@given(rules, samples, st.integers(0, 24), st.integers(0, 23), values)
def test_a_correction_is_the_replay_of_the_corrected_series(rule, series, count, at, other):
    """Values that change or come late in old periods, with newer samples behind them or without."""
    known = series[:count]
    before = replay(rule, known)
    corrected = list(series)
    if at < len(known):
        corrected[at] = Sample(series[at].period, other)
    condition = (before.conditions or (Condition(),))[-1]
    found = revise(rule, corrected, condition, before.episodes)
    right = replay(rule, corrected)
    assert found.condition == (right.conditions or (Condition(),))[-1]
    assert found.episodes == right.episodes
    up_to = replay(rule, corrected[: len(known)])
    then = (up_to.conditions or (Condition(),))[-1]
    is_other = (then.state, then.breaches, then.clears, then.since) != (
        condition.state,
        condition.breaches,
        condition.clears,
        condition.since,
    )
    assert found.differs == (is_other or up_to.episodes != before.episodes)
