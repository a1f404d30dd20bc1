"""A world of plain data as the frozen parts that a comparison is told from."""

from dataclasses import replace
from typing import Any

from decisions.comparison.flips import Flips
from decisions.comparison.frozen_parts import FrozenParts
from tests.oracle.claims import World, scores


def straightened(world: World) -> World:
    """The same without bends, its values held at the ends: as a record has it."""
    return replace(
        world, curves=tuple((_end(curve, 0), _end(curve, -1)) for curve in world.curves), clip=True
    )


def _end(curve, place):
    rising = curve[0][1] <= curve[-1][1]
    return curve[place][0], float((place == -1) == rising)


def flips_of(world: World) -> Flips:
    return Flips(FrozenParts({"parts": parts_of(world)}))


def parts_of(world: World) -> dict[str, Any]:
    values = scores(world)
    followed = {
        column: (offsets, factors) for _now, parts in world.follows for column, offsets, factors in parts
    }
    options = [
        {"id": name, "label": name, "name": f"Option {name}", "value": repr(float(value))}
        for name, value in zip(world.options, values, strict=True)
    ]
    estimates = [
        _estimate(world, row, column, followed.get(column))
        for row in range(len(world.options))
        for column in range(len(world.curves))
    ]
    best = world.options[int(values.argmax())]
    return {
        "analysis": {
            "best": best,
            "why_not": "",
            "has_weights": True,
            "recommended": world.chosen or best,
            "run": None,
        },
        "options": {"rows": options},
        "criteria": {
            "rows": [_criterion(world, column, column in followed) for column in range(len(world.curves))]
        },
        "estimates": {"rows": estimates},
        "metrics": {
            "rows": [{"key": "m", "baseline": {"value": repr(now)}} for now, _parts in world.follows]
        },
        "recommendation": {"option": world.chosen or None},
        "trade_off": {"left": "Coverage", "right": "Control"},
    }


def _criterion(world, column, is_followed):
    (first, value), (last, _value) = world.curves[column]
    worst, best = (first, last) if value == 0 else (last, first)
    return {
        "id": f"c{column}",
        "name": f"c{column}",
        "unit": "",
        "metric": "m" if is_followed else "",
        "worst": repr(worst),
        "best": repr(best),
        "swing": repr(world.swings[column]),
        "weight": repr(float(world.weights[column])),
        "side": world.sides[column] or "",
    }


def _estimate(world, row, column, followed):
    level = world.levels[row][column]
    form, likely = "value", level
    if followed and followed[1][row]:
        offset, factor = followed[0][row], followed[1][row]
        form, likely = ("change", offset) if factor == 1 else ("factor", factor)
    low, high = world.low[row][column], world.high[row][column]
    return {
        "option": world.options[row],
        "criterion": f"c{column}",
        "level": repr(level),
        "level_low": repr(low) if low < high else None,
        "level_high": repr(high) if low < high else None,
        "form": form,
        "likely": repr(likely),
    }
