"""Problems of every sort that people write down, the same ones for the same number; as plain data, and as a Problem."""

import random

from decisions.analysis.claims import Subject
from decisions.analysis.courses import Followed, Part
from decisions.analysis.problem import Criterion, Estimate, Problem
from tests.oracle.claims import Said, World, scores

SHAPES = ("straight", "straight", "straight", "bent", "capped", "humped")


def world_of(number: int) -> World:
    """Two to six options: behind or ahead, level, with and without ranges, within and outside the criteria's ends."""
    rng = random.Random(number)
    count, width = rng.choice((2, 2, 2, 3, 3, 5)), rng.choice((1, 2, 3, 4, 4, 5))
    curves = tuple(_curve(rng) for _ in range(width))
    swings = tuple(rng.choice((5, 10, 25, 40, 60, 85, 100)) for _ in range(width))
    sides = tuple(
        rng.choice(("left", "right", "left", "right", "left", "right", "left", "right", None))
        for _ in range(width)
    )
    levels = [[_level(rng, curve) for curve in curves] for _ in range(count)]
    if width > 1 and rng.random() < 0.7:
        sides = ("left", "right", *sides[2:])
    if rng.random() < 0.2:
        levels[0] = [max(curve, key=lambda point: point[1])[0] for curve in curves]
    follows = (_follows(rng, curves, levels),)
    if rng.random() < 0.2:
        levels[rng.randrange(count)] = list(levels[rng.randrange(count)])
    low, high = _ranges(rng, curves, levels)
    world = World(
        options=tuple("ABCDEF"[:count]),
        curves=curves,
        swings=swings,
        sides=sides,
        levels=_fixed(levels),
        low=_fixed(low),
        high=_fixed(high),
        clip=rng.random() < 0.85,
    )
    world = _with(world, follows=tuple(one for one in follows if _is_true(one, levels)))
    return _with(world, chosen=_chosen(rng, world))


def _ranges(rng, curves, levels):
    """Ends around the levels: narrow ones everywhere, or wide ones, one-sided ones and single numbers."""
    size, ends = rng.choice(((0.1, (0.1, 0.3)), (0.1, (0.1, 0.6)), *[(1, (0, 0.1, 0.3, 0.6))] * 2))
    low, high = [list(row) for row in levels], [list(row) for row in levels]
    for row in range(len(levels)):
        for column, curve in enumerate(curves):
            if size < 1 or rng.random() < 0.75:
                span = (curve[-1][0] - curve[0][0]) * size
                low[row][column] -= round(rng.choice(ends) * span, 3)
                high[row][column] += round(rng.choice(ends) * span, 3)
    return low, high


def _with(world: World, **changed) -> World:
    return World(**{**world.__dict__, **changed})


def _fixed(rows):
    return tuple(map(tuple, rows))


def _curve(rng):
    """From worst to best or the other way, on a line, over a bend, to a cap, or over a hump."""
    low = rng.choice((-50, 0, 0, 10))
    high = low + rng.choice((4, 25, 100, 1000))
    place = low + (high - low) * rng.choice((0.25, 0.4, 0.75))
    shape = rng.choice(SHAPES)
    middle = {"bent": ((place, rng.choice((0.15, 0.6, 0.9))),), "capped": ((place, 1.0),)}.get(shape, ())
    rising = ((low, 0.0), *middle, (high, 1.0))
    if shape == "humped":
        rising = ((low, 0.1), (place, 1.0), (high, 0.3))
    if rng.random() < 0.5:
        return rising
    return tuple((low + high - level, value) for level, value in reversed(rising))


def _level(rng, curve):
    first, last = curve[0][0], curve[-1][0]
    if rng.random() < 0.12:  # what nobody thought possible when the ends were set
        return round(first + (last - first) * rng.choice((-0.3, -0.05, 1.05, 1.4)), 3)
    return round(first + (last - first) * rng.random(), rng.choice((0, 1, 3)))


def _follows(rng, curves, levels):
    """A number that the estimates of one or two criteria follow: as they are, times a factor, or with a step to it."""
    columns = rng.sample(range(len(curves)), min(len(curves), rng.choice((1, 1, 2))))
    first, last = curves[columns[0]][0][0], curves[columns[0]][-1][0]
    present = round(first + (last - first) * rng.uniform(0.1, 0.9), 2) or 1.0
    parts = []
    for column in columns:
        offsets, factors = [], []
        for row in levels:
            form = rng.choice(("factor", "change", "change", "value"))
            factor = {"factor": rng.choice((0.5, 0.8, 1.1, 1.5)), "change": 1.0, "value": 0.0}[form]
            offset = round((last - first) * rng.uniform(-0.3, 0.3), 2) if form == "change" else 0.0
            offsets.append(offset if form == "change" else 0.0)
            factors.append(factor)
            if factor:
                row[column] = offset + factor * present
        parts.append((column, tuple(offsets), tuple(factors)))
    return present, tuple(parts)


def _is_true(follows, levels):
    """Whether the levels still follow the number: a row may have been made the copy of another."""
    present, parts = follows
    return all(
        not factor or levels[row][column] == offsets[row] + factor * present
        for column, offsets, factors in parts
        for row, factor in enumerate(factors)
    )


def _chosen(rng, world):
    if rng.random() < 0.24:
        return ""
    if rng.random() < 0.24:
        return world.options[int(scores(world).argmax())]
    values = scores(world)
    return rng.choice(
        [name for name, value in zip(world.options, values, strict=True) if value < values.max()] or [""]
    )


def problem_of(world: World) -> Problem:
    criteria = tuple(
        Criterion(f"c{column}", curve[0][0], curve[-1][0], swing, side, curve)
        for column, (curve, swing, side) in enumerate(
            zip(world.curves, world.swings, world.sides, strict=True)
        )
    )
    estimates = {
        option: {
            criterion.key: Estimate(
                world.levels[row][column], world.low[row][column], world.high[row][column]
            )
            for column, criterion in enumerate(criteria)
        }
        for row, option in enumerate(world.options)
    }
    return Problem.of(world.options, criteria, estimates, clip=world.clip)


def followed_of(world: World) -> list[Followed]:
    return [
        Followed(present, tuple(Part(f"c{column}", offsets, factors) for column, offsets, factors in parts))
        for present, parts in world.follows
    ]


def said(world: World, flip, *, is_gain: bool = False, is_first: bool = True) -> Said:
    """What a claim says, in the words of the oracle."""
    is_followed = flip.subject == Subject.FOLLOWED
    return Said(
        what=str(flip.subject),
        row=0 if is_followed else world.options.index(flip.option) if flip.option else None,
        column=int(flip.criterion[1:]) if flip.criterion else None,
        at=flip.at,
        is_below=flip.is_below,
        before=world.options.index(flip.before),
        after=world.options.index(flip.after),
        is_gain=is_gain,
        is_first=is_first,
        end=flip.end,
    )
