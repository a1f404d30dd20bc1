"""Ten thousand problems: every claim that is made of them, tried out by arithmetic that shares nothing with ours."""

from collections import Counter

import numpy as np
import pytest

from decisions.analysis import claims
from decisions.analysis.analysis import analyse
from decisions.analysis.claims import Subject, claims_of, standing_of
from decisions.analysis.problem import BadProblem, Criterion
from decisions.analysis.scenarios import Scenario
from decisions.analysis.shared import SharedInput, shared_break_evens
from tests.oracle import claims as oracle
from tests.unit.decisions.analysis.problems import plain
from tests.unit.decisions.analysis.worlds import followed_of, problem_of, said, world_of
from tests.volume import volume

WHOLE = 10_000
LEAST = 500
"""So many problems, and so many claims of every kind among them; where fewer are tried, as many fewer."""

KINDS = {
    f"{case}, {what} {side}"
    for case, things in {
        "ahead": ("its estimate", "another’s estimate", "baseline", "weight", "trade-off"),
        "behind": ("its estimate", "another’s estimate", "baseline", "weight", "trade-off"),
    }.items()
    for what in things
    for side in ("below", "above")
} | {
    "leads", "level", "behind", "holds", "nearest level", "nearest weight", "outside its range", "not possible",
    "moves the answer", "does not move it", "lower is better", "of two options", "of more options",
    "outside the ends", "bent", "swing", "swing over zero", "pair", "pair inside", "pair of a baseline",
    "scenario", "least regret", "leads to an end",
}  # fmt: skip


def test_every_claim_is_true():
    seen, tried = Counter(), volume(WHOLE)
    for number in range(0, WHOLE, WHOLE // tried):
        world = world_of(number)
        try:
            check(world, seen)
        except AssertionError as found:
            raise AssertionError(f"problem {number}: {found}") from found
    assert set(seen) == KINDS
    assert {kind: count for kind, count in seen.items() if count < LEAST * tried // WHOLE} == {}


def check(world, seen):
    problem = problem_of(world)
    found = claims_of(problem, world.chosen, followed_of(world))
    check_standing(world, found, seen)
    check_levels(world, found, seen)
    check_weights(world, found, seen)
    check_moving(world, found, seen)
    check_analysis(world, problem, seen)


def check_standing(world, found, seen):
    standing, tops = found.standing, oracle.leaders(world)
    assert {world.options.index(name) for name in standing.leaders} == tops
    values = oracle.scores(world)
    chosen = world.options.index(world.chosen) if world.chosen else max(tops)
    assert standing.is_behind == (chosen not in tops)
    assert standing.gap == pytest.approx(values.max() - values[chosen], abs=1e-9)
    kind = "behind" if standing.is_behind else "level" if standing.is_level else "leads"
    seen[kind] += 1
    seen["of two options" if len(world.options) == 2 else "of more options"] += 1
    seen["holds"] += found.holds


def check_levels(world, found, seen):
    is_gain = found.standing.is_behind
    subject = world.options.index(found.standing.subject)
    for flip in found.levels:
        one = said(world, flip, is_gain=is_gain)
        oracle.check_flip(world, one)
        seen[_kind(found, flip)] += 1
        seen["leads to an end"] += flip.end is not None
        if one.what != "estimate":
            continue
        low, high = world.room(one.row, one.column)
        step = 1e-7 * world.span(one.column)
        beyond = one.at - step if one.is_below else one.at + step
        is_possible = low <= beyond if one.is_below else beyond <= high
        if min(abs(one.at - low), abs(one.at - high)) > step:
            assert flip.is_inside == is_possible, one
        seen["outside its range"] += not flip.is_inside
        seen["not possible"] += not flip.is_inside and flip in found.own
        seen["lower is better"] += world.curves[one.column][0][1] > world.curves[one.column][-1][1]
        seen["bent"] += len(world.curves[one.column]) > 2
        seen["outside the ends"] += (
            not world.curves[one.column][0][0] <= flip.now <= world.curves[one.column][-1][0]
        )
    check_nearest(world, found, seen)
    if found.standing.is_level:
        return
    said_of = {
        (flip.subject, flip.option, flip.criterion, flip.is_below) for flip in found.levels if flip.is_inside
    }
    for row, option in enumerate(world.options):
        for column in range(len(world.curves)):
            low, high = world.room(row, column)
            now = world.levels[row][column]
            ends = [
                end
                for end, is_below in ((low, True), (high, False))
                if (Subject.ESTIMATE, option, f"c{column}", is_below) not in said_of
                and (end < now if is_below else end > now)
            ]
            oracle.check_stays(world, "estimate", row, column, ends, subject, is_gain=is_gain)
    for row, (now, parts) in enumerate(world.follows):
        column = parts[0][0]
        far = 3 * world.span(column)
        ends = [
            now - far if is_below else now + far
            for is_below in (True, False)
            if (Subject.FOLLOWED, "", f"c{column}", is_below) not in said_of
        ]
        oracle.check_stays(world, "baseline", row, column, ends, subject, is_gain=is_gain)


def check_nearest(world, found, seen):
    """What the sentence names is the nearest of what may be named: of its own estimates, where one of them flips."""
    nearest = found.nearest_level
    if nearest is not None:
        mine = [flip for flip in found.levels if flip.is_inside and flip.option == nearest.option]
        spans = [abs(flip.at - flip.now) / world.span(int(flip.criterion[1:])) for flip in mine]
        if nearest.option:
            assert abs(nearest.at - nearest.now) / world.span(int(nearest.criterion[1:])) == min(spans)
        assert nearest.option == found.standing.subject or not any(flip.is_inside for flip in found.own)
        seen["nearest level"] += 1
    weight = found.nearest_weight
    if weight is not None:
        of = found.trade_off or found.weights
        assert abs(weight.at - weight.now) == min(abs(flip.at - flip.now) for flip in of)
        seen["nearest weight"] += 1


def check_weights(world, found, seen):
    is_gain = found.standing.is_behind
    for flip in (*found.weights, *found.trade_off):
        oracle.check_flip(world, said(world, flip, is_gain=is_gain, is_first=is_gain))
        seen[_kind(found, flip)] += 1
        seen["leads to an end"] += flip.end is not None
    first = oracle.leaders(world)
    for column, _curve in enumerate(world.curves):
        if world.weights[column] < 1:
            flips = [said(world, flip) for flip in found.lead_weights if flip.criterion == f"c{column}"]
            oracle.check_sequence(world, "weight", column, flips, first)
    if {"left", "right"} <= set(world.sides):
        oracle.check_sequence(
            world, "trade_off", None, [said(world, one) for one in found.lead_trade_off], first
        )


def check_moving(world, found, seen):
    named = set(found.moving)
    for row, option in enumerate(world.options):
        for column in range(len(world.curves)):
            by = oracle.moves_the_answer(world, row, column)
            is_named = (option, f"c{column}") in named
            assert by > 1e-13 if is_named else by <= 1e-9, (option, column, by)
            seen["moves the answer" if is_named else "does not move it"] += 1


def check_analysis(world, problem, seen):
    """What the command says of pairs, swings and scenarios, seen from the selected option or else the best one."""
    scenarios = [
        Scenario(name, {option: {"c0": ends[row][0]} for row, option in enumerate(world.options)})
        for name, ends in (("low", world.low), ("high", world.high))
    ]
    found = analyse(problem, recommended=world.chosen or None, scenarios=scenarios)
    mine = world.options.index(found.recommended)
    values = oracle.scores(world)
    others = [row for row in range(len(values)) if row != mine]
    rival = world.options.index(found.runner_up)
    assert values[rival] >= values[others].max() - 1e-9
    for bar in found.tornado:
        row, column = world.options.index(bar.option), int(bar.criterion[1:])
        ends = [
            oracle.lead_at(world, row, column, level[row][column], mine, rival)
            for level in (world.low, world.high)
        ]
        assert [bar.at_low, bar.at_high] == pytest.approx(ends, abs=1e-9)
        lead = values[mine] - values[rival]
        if min(map(abs, (*ends, lead))) > 1e-9:
            assert bar.crosses_zero == (min(*ends, lead) < 0 < max(*ends, lead))
        seen["swing"] += 1
        seen["swing over zero"] += bar.crosses_zero
    for pair in found.break_evens:
        if pair.value is None:
            continue
        row, column = world.options.index(pair.option), int(pair.criterion[1:])
        ends = (world.options.index(pair.option), world.options.index(pair.against))
        assert abs(oracle.lead_at(world, row, column, pair.value, *ends)) < 1e-6
        low, high = world.room(row, column)
        if min(abs(pair.value - low), abs(pair.value - high)) > 1e-6:
            assert pair.inside_range == (low < pair.value < high)
        seen["pair"] += 1
        seen["pair inside"] += pair.inside_range
    check_pairs_of_a_baseline(world, problem, mine, seen)
    check_scenarios(world, found, seen)


def check_pairs_of_a_baseline(world, problem, mine, seen):
    for row, (now, parts) in enumerate(world.follows):
        if len(parts) > 1:
            continue
        ((column, offsets, factors),) = parts
        given = SharedInput(f"c{column}", now, np.array(offsets), np.array(factors))
        fixed = np.array(
            [0 if factor else world.levels[place][column] for place, factor in enumerate(factors)]
        )
        given = SharedInput(f"c{column}", now, given.offsets + fixed, given.factors)
        for pair in shared_break_evens(problem, world.options[mine], [given]):
            if pair.value is None:
                continue
            step = 1e-6 * world.span(column)
            rival = world.options.index(pair.against)
            values = oracle.moved(world, "baseline", row, column, [pair.value - step, pair.value + step])
            before, after = values[:, mine] - values[:, rival]
            assert before * after <= 1e-15
            seen["pair of a baseline"] += 1


def check_scenarios(world, found, seen):
    changed = []
    for ends in (world.low, world.high):
        levels = np.array(world.levels, dtype=float)
        levels[:, 0] = np.array(ends, dtype=float)[:, 0]
        changed.append(levels)
    worst, regrets = oracle.worst_regrets(world, changed)
    for mine, theirs in zip(found.outlook.regret, regrets, strict=True):
        assert mine == pytest.approx(theirs, abs=1e-9)
        seen["scenario"] += 1
    assert worst[found.outlook.minimax_regret_choice] <= worst.min() + 1e-9
    seen["least regret"] += 1


def _kind(found, flip):
    case = "behind" if found.standing.is_behind else "ahead"
    what = {Subject.FOLLOWED: "baseline", Subject.WEIGHT: "weight", Subject.TRADE_OFF: "trade-off"}.get(
        flip.subject
    )
    if what is None:
        what = "its estimate" if flip.option == found.standing.subject else "another’s estimate"
    return f"{case}, {what} {'below' if flip.is_below else 'above'}"


# Faults are found


def test_a_wrong_direction_winner_or_level_is_found():
    tried = Counter()
    for number in range(volume(4000)):
        world = world_of(number)
        found = claims_of(problem_of(world), world.chosen, followed_of(world))
        is_gain = found.standing.is_behind
        for flip in (*found.levels, *found.weights, *found.trade_off):
            one = said(world, flip, is_gain=is_gain)
            for fault in oracle.wrong(one, world):
                with pytest.raises(oracle.Untrue):
                    oracle.check_flip(world, fault)
                tried[one.what, is_gain] += 1
    assert len(tried) == 8
    assert min(tried.values()) > 30


def test_a_reversed_sign_in_the_walk_is_found(monkeypatch):
    """The fault that was printed: a selected option behind “would lead if its margin falls”, where a rise is needed."""
    first_lead = claims.first_lead
    monkeypatch.setattr(
        claims, "first_lead", lambda course, option, *, up: _mirrored(first_lead, course, option, up)
    )
    with pytest.raises(oracle.Untrue):
        check_first(100)


def check_first(count):
    for number in range(count):
        check(world_of(number), Counter())


def _mirrored(first_lead, course, option, up):
    found = first_lead(course, option, up=not up)
    return found and type(found)(2 * course.now - found.at, found.before, found.after)


# Cases by hand


def margins(*levels, worst=0, best=10):
    """Options A, B, … on one criterion."""
    return plain(
        "ABCDE"[: len(levels)], (Criterion("margin", worst, best, 100),), [[level] for level in levels]
    )


def told(flips):
    return [
        (flip.option, "below" if flip.is_below else "above", round(flip.at, 6), flip.after) for flip in flips
    ]


def test_an_option_behind_would_lead_above_the_best_not_above_the_next():
    found = claims_of(margins(1.1, 3.4, 2.0), "A")
    assert found.standing.is_behind
    assert told(found.levels) == [("A", "above", 3.4, "A")]


def test_of_an_option_ahead_its_own_level_comes_first_and_then_those_of_others():
    found = claims_of(margins(5, 3, 4.5))
    assert told(found.levels) == [("A", "below", 4.5, "C"), ("C", "above", 5, "C"), ("B", "above", 5, "B")]
    assert not found.holds


def test_lower_is_better_turns_the_sides():
    assert told(claims_of(margins(3, 5, worst=10, best=0)).levels) == [
        ("A", "above", 5, "B"),
        ("B", "below", 3, "B"),
    ]


def test_level_options_flip_nowhere_but_where_they_stand():
    found = claims_of(margins(4, 4, 1))
    assert found.standing.leaders == ("A", "B")
    assert told(found.levels) == [("C", "above", 4, "C")]
    assert not found.holds


def test_a_level_at_the_end_of_what_counts_is_no_flip():
    """Beyond the best level nothing is gained: at it the two are level, and stay so."""
    assert told(claims_of(margins(9, 10), "A").levels) == [("B", "below", 9, "A")]
    assert claims_of(margins(10, 12)).standing.is_level


def test_an_option_alone_is_claimed_nothing_of():
    found = claims_of(margins(4))
    assert found.levels == found.weights == ()
    assert found.holds


def test_nobody_else_can_be_selected():
    with pytest.raises(BadProblem):
        standing_of(margins(4, 3), "Z")
