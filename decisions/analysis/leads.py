"""Who leads as one number moves: an estimate, an input behind several, a weight. Exact, piece by piece.

Values of options over such a number are straight between the places where a value function bends, so that the lead
changes where two lines cross, or nowhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from decisions.analysis.problem import Matrix, Vector

LEVEL = 1e-9
"""Values nearer than this are level: nobody leads by that much."""
FLAT = 1e-12
"""What a line gains over a piece, from which on it rises."""


@dataclass(frozen=True)
class Course:
    """The values of the options over one number: straight between `places` ((S,) ascending) with `values` (S, n).

    `now` is one of the places. Outside of them lines go on by `first` and `last` (n,) for one step of `step`; both
    None where the number goes no further.
    """

    now: float
    places: tuple[float, ...]
    values: Matrix
    step: float = 1.0
    first: Vector | None = None
    last: Vector | None = None


@dataclass(frozen=True)
class Piece:
    """A stretch outwards from `begin` to `begin + size`: values `at` (n,) and what they gain on it (n,).

    `end` is 1, or infinite where the lines go on.
    """

    begin: float
    size: float
    at: Vector
    gain: Vector
    end: float

    def place(self, part: float) -> float:
        return self.begin + part * self.size


@dataclass(frozen=True)
class Change:
    """At this number, seen from the present one outwards, `before` stops and `after` begins to lead.

    `end`, where it was asked for, is the number further out at which `after` is overtaken in turn.
    """

    at: float
    before: int
    after: int
    end: float | None = None


def pieces(course: Course, *, up: bool) -> Iterator[Piece]:
    """The pieces from the present number outwards."""
    here = course.places.index(course.now)
    last = len(course.places) - 1
    step = 1 if up else -1
    while 0 <= here + step <= last:
        size = course.places[here + step] - course.places[here]
        at = course.values[here]
        yield Piece(course.places[here], size, at, course.values[here + step] - at, 1.0)
        here += step
    outwards = course.last if up else course.first
    if outwards is not None:
        yield Piece(course.places[here], step * course.step, course.values[here], outwards, float("inf"))


def lead_changes(course: Course, leader: int, *, up: bool) -> Iterator[Change]:
    """Every number outwards from the present one at which the leading option changes, the nearest first.

    Of options that are level at the present number whoever leads beyond it is where the walk begins.
    """
    for piece in pieces(course, up=up):
        part = 0.0
        while True:
            found = _overtaken(piece, leader, part)
            if found is None:
                break
            part, follower = found
            at = piece.place(part)
            if not _is_same(at, course.now, piece.size):
                yield Change(at, leader, follower)
            leader = follower


def _overtaken(piece: Piece, leader: int, since: float) -> tuple[float, int] | None:
    """Where on the piece another option overtakes the leader, and which: the steepest of those that do at once."""
    ahead, faster = piece.at[leader] - piece.at, piece.gain - piece.gain[leader]
    found: list[tuple[float, int]] = []
    for other in range(len(ahead)):
        if faster[other] <= FLAT:
            continue
        if np.isfinite(piece.end) and faster[other] * piece.end - ahead[other] <= LEVEL:
            continue
        part = max(float(ahead[other] / faster[other]), since)
        if part < piece.end:
            found.append((part, other))
    if not found:
        return None
    nearest = min(part for part, _other in found)
    at_once = [other for part, other in found if part <= nearest + FLAT]
    return nearest, max(at_once, key=lambda other: (piece.gain[other], -other))


def first_lead(course: Course, option: int, *, up: bool) -> Change | None:
    """The nearest number outwards beyond which the option leads, and to where; `before` is the last one ahead of it."""
    others = np.arange(course.values.shape[1]) != option
    way = list(pieces(course, up=up))
    for place, piece in enumerate(way):
        low, high = _leading(piece, option)
        if low >= min(high, piece.end):
            continue
        middle = (low + min(high, piece.end)) / 2 if np.isfinite(min(high, piece.end)) else low + 1
        lead = _values(piece, middle)[option] - _values(piece, middle)[others].max()
        if lead > LEVEL:
            at = _values(piece, low)
            before = max(np.flatnonzero(others), key=lambda other: (at[other], -piece.gain[other]))
            return Change(piece.place(low), int(before), option, _lost(way[place:], option, low))
    return None


def _lost(way: Sequence[Piece], option: int, since: float) -> float | None:
    """Where on the way the lead that the option has at `since` of the first piece is lost; None where it stays."""
    for place, piece in enumerate(way):
        found = _overtaken(piece, option, 0.0 if place else since)
        if found is not None:
            return piece.place(found[0])
    return None


def _leading(piece: Piece, option: int) -> tuple[float, float]:
    """The part of the piece on which the option is behind no other one; none where its end is before its begin."""
    low, high = 0.0, piece.end
    ahead, faster = piece.at[option] - piece.at, piece.gain[option] - piece.gain
    for other in range(len(ahead)):
        if other == option:
            continue
        if faster[other] > FLAT:
            low = max(low, float(-ahead[other] / faster[other]))
        elif faster[other] < -FLAT:
            high = min(high, float(ahead[other] / -faster[other]))
        elif ahead[other] < -LEVEL:
            high = -1.0
    return low, high


def _values(piece: Piece, part: float) -> Vector:
    found: Vector = piece.at + part * piece.gain
    return found


def _is_same(at: float, now: float, size: float) -> bool:
    return abs(at - now) <= 1e-9 * max(abs(size), abs(now) * 1e-3)
