"""What is claimed of a comparison, tried out: a number moves to just before and just beyond, and all is added up anew.

It knows nothing of `decisions`: a world is plain data, values are interpolated and added up here. What is said comes
in words of its own too (`Said`). A claim that is not true raises `Untrue` with what was found in its place.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

TIE = 1e-9
NEAR = 1e-7
"""How far before and beyond a level is looked, in spans of what moves."""


class Untrue(AssertionError):
    """A claim that does not hold."""


@dataclass(frozen=True)
class World:
    """Options against criteria. `curves` are points (level, value), ascending; `levels`, `low`, `high` are n × K.

    `follows` are numbers that levels follow: today's number, and for some columns offset and factor of each option.
    """

    options: tuple[Any, ...]
    curves: tuple[Any, ...]
    swings: tuple[Any, ...]
    sides: tuple[Any, ...]
    levels: tuple[Any, ...]
    low: tuple[Any, ...]
    high: tuple[Any, ...]
    clip: bool
    chosen: str = ""
    follows: tuple[Any, ...] = ()

    @property
    def weights(self):
        return np.array(self.swings, dtype=float) / sum(self.swings)

    def span(self, column):
        return self.curves[column][-1][0] - self.curves[column][0][0]

    def room(self, row, column):
        """The range of an estimate; where it is one number, from end to end of its criterion."""
        low, high = self.low[row][column], self.high[row][column]
        if low < high:
            return low, high
        return self.curves[column][0][0], self.curves[column][-1][0]


@dataclass(frozen=True)
class Said:
    """What is said of one number, `what` with its `row` and `column`: below or above `at`, `after` leads.

    `is_gain`: it is about an option that does not lead now and would. `is_first`: nothing changes before it is reached.
    """

    what: str
    row: int | None
    column: int | None
    at: float
    is_below: bool
    before: int
    after: int
    is_gain: bool = False
    is_first: bool = True
    end: float | None = None


def worth(curve, levels, *, clip):
    """The value of levels along a curve; beyond its ends as at its ends, or without `clip` on and on."""
    places, heights = np.array(curve, dtype=float).T
    found = np.interp(levels, places, heights)
    if clip:
        return found
    first = (heights[1] - heights[0]) / (places[1] - places[0])
    last = (heights[-1] - heights[-2]) / (places[-1] - places[-2])
    found = np.where(levels < places[0], heights[0] + first * (levels - places[0]), found)
    return np.where(levels > places[-1], heights[-1] + last * (levels - places[-1]), found)


def scores(world, levels=None, weights=None):
    """Values (…, n) of levels (…, n, K) under weights (…, K)."""
    levels = np.array(world.levels if levels is None else levels, dtype=float)
    weights = world.weights if weights is None else weights
    total = 0.0
    for column, curve in enumerate(world.curves):
        total = total + weights[..., column, None] * worth(curve, levels[..., column], clip=world.clip)
    return total


def moved(world, what, row, column, numbers):
    """Values (S, n) with one number at each of the `numbers`."""
    numbers = np.asarray(numbers, dtype=float)
    if what in {"weight", "trade_off"}:
        return scores(world, weights=np.array([_reweighted(world, what, column, t) for t in numbers]))
    levels = np.tile(np.array(world.levels, dtype=float), (len(numbers), 1, 1))
    if what == "estimate":
        levels[:, row, column] = numbers
    else:
        _present, parts = world.follows[row]
        for place, offsets, factors in parts:
            for option, factor in enumerate(factors):
                if factor:
                    levels[:, option, place] = offsets[option] + factor * numbers
    return scores(world, levels)


def _reweighted(world, what, column, share):
    weights = world.weights.copy()
    if what == "weight":
        others = 1 - weights[column]
        weights = weights * (1 - share) / others
        weights[column] = share
        return weights
    left = np.array([side == "left" for side in world.sides])
    right = np.array([side == "right" for side in world.sides])
    both = weights[left].sum() + weights[right].sum()
    weights[left] *= share * both / weights[left].sum()
    weights[right] *= (1 - share) * both / weights[right].sum()
    return weights


def present(world, what, row, column):
    """Where the number stands today, and a span to measure steps by."""
    if what == "estimate":
        return world.levels[row][column], world.span(column)
    if what == "baseline":
        return world.follows[row][0], world.span(column)
    if what == "weight":
        return float(world.weights[column]), 1.0
    left = sum(s for s, side in zip(world.swings, world.sides, strict=True) if side == "left")
    right = sum(s for s, side in zip(world.swings, world.sides, strict=True) if side == "right")
    return left / (left + right), 1.0


def check_flip(world, said):
    """Raise Untrue where it is not so: just before, just beyond, and on the way from today."""
    now, span = present(world, said.what, said.row, said.column)
    outwards = -1 if said.is_below else 1
    step = outwards * NEAR * span
    if (said.at - now) * outwards <= 0:
        raise Untrue(f"{said}: today it is at {now} already")
    near, beyond = moved(world, said.what, said.row, said.column, [said.at - step, said.at + step])
    others = np.delete(np.arange(len(world.options)), said.after)
    if beyond[said.after] <= beyond[said.before] or beyond[said.after] < beyond.max() - 1e-12:
        raise Untrue(f"{said}: beyond it the values are {beyond}")
    if near[said.before] < near[said.after] - 1e-12:
        raise Untrue(f"{said}: before it the values are {near}")
    way = moved(world, said.what, said.row, said.column, np.linspace(now, said.at - step, 23))
    if said.is_gain:
        if (way[:, said.after] - way[:, others].max(axis=1)).max() > TIE:
            raise Untrue(f"{said}: it leads before that")
        check_leads_on(world, said)
    elif near[said.before] < near.max() - 1e-12:
        raise Untrue(f"{said}: who is overtaken did not lead: {near}")
    elif said.is_first and (way[:, said.before] - way.max(axis=1)).min() < -TIE:
        raise Untrue(f"{said}: the lead is lost before that")


def check_leads_on(world, said):
    """That the lead lasts up to its end and no further; where none is said, as far as is tried."""
    _now, span = present(world, said.what, said.row, said.column)
    outwards = -1 if said.is_below else 1
    step = outwards * NEAR * span
    if said.end is not None:
        last, beyond = said.end - step, said.end + step
    elif said.what in {"weight", "trade_off"}:
        last = beyond = (outwards + 1) / 2
    else:
        last = beyond = said.at + outwards * 3 * span
    numbers = [*np.linspace(said.at + step, last, 33), beyond]
    found = moved(world, said.what, said.row, said.column, numbers)
    lead = found[:, said.after] - np.delete(found, said.after, axis=1).max(axis=1)
    if lead[:-1].min() < -TIE:
        raise Untrue(f"{said}: the lead does not last")
    if said.end is not None and lead[-1] >= 0:
        raise Untrue(f"{said}: the lead lasts longer")


def check_stays(world, what, row, column, ends, subject, *, is_gain):
    """That between today and each of the `ends` the option goes on leading, or with `is_gain` never comes to lead."""
    now, _span = present(world, what, row, column)
    for end in ends:
        numbers = np.linspace(now, end, 41)
        found = moved(world, what, row, column, numbers)
        others = np.delete(found, subject, axis=1).max(axis=1)
        lead = found[:, subject] - others
        if is_gain and lead.max() > 2 * TIE:
            raise Untrue(f"{what} {row} {column}: it leads at {numbers[lead.argmax()]}")
        if not is_gain and lead.min() < -2 * TIE:
            raise Untrue(f"{what} {row} {column}: it is behind at {numbers[lead.argmin()]}")


def check_sequence(world, what, column, said: Iterable[Said], first):
    """That over a whole weight nobody leads but who is said to: `first` today, then as the flips tell."""
    now, _span = present(world, what, None, column)
    numbers = np.linspace(0.0005, 0.9995, 121)
    for number, values in zip(numbers, moved(world, what, None, column, numbers), strict=True):
        passed = [one for one in said if (now > one.at > number if one.is_below else now < one.at < number)]
        leader = max(passed, key=lambda one: abs(one.at - now)).after if passed else None
        tops = {leader} if leader is not None else first
        if min(values.max() - values[top] for top in tops) > 2 * TIE:
            raise Untrue(f"{what} {column} at {number}: {values}, said to lead: {tops}")


def leaders(world):
    """Who is level at the top."""
    found = scores(world)
    return {int(row) for row in np.flatnonzero(found >= found.max() - TIE)}


def moves_the_answer(world, row, column):
    """By how much the range of an estimate, alone, puts every option that is best today behind another one."""
    low, high = world.low[row][column], world.high[row][column]
    bends = [place for place, _value in world.curves[column] if low < place < high]
    found = moved(world, "estimate", row, column, [*np.linspace(low, high, 25), *bends])
    best = [found[:, top] for top in leaders(world)]
    return float((found.max(axis=1) - np.max(best, axis=0)).max())


def lead_at(world, row, column, level, mine, rival):
    """By how much `mine` is ahead of `rival` with one estimate at a level."""
    (found,) = moved(world, "estimate", row, column, [level])
    return float(found[mine] - found[rival])


def worst_regrets(world, scenarios):
    """The largest regret of each option over changed levels, and the best options of each."""
    each = [scores(world, levels) for levels in scenarios]
    return np.max([found.max() - found for found in each], axis=0), [found.max() - found for found in each]


def wrong(said: Said, world) -> Iterator[Said]:
    """Claims that are not true any more: the other direction, the wrong winner, another level."""
    now, span = present(world, said.what, said.row, said.column)
    yield replace(said, is_below=not said.is_below)
    yield replace(said, is_below=not said.is_below, at=2 * now - said.at)
    yield replace(said, before=said.after, after=said.before)
    if said.end is not None and 0.01 * span < abs(said.end - said.at) < 2 * span:
        yield replace(said, end=None)
        yield replace(said, end=(said.at + said.end) / 2)
    for step in (-0.001, 0.001):
        if abs(said.at - now) > 0.01 * span:
            yield replace(said, at=said.at + step * span)
