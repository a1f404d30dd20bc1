"""What is claimed of a comparison. Every sentence on who leads, and until when, is made of a claim and nothing else.

`tests/unit/decisions/analysis/test_claims.py` moves the number of each claim to just before and just beyond its level
and computes again, with arithmetic of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

import numpy as np

from decisions.analysis.courses import (
    Followed,
    course_of_estimate,
    course_of_followed,
    course_of_trade_off,
    course_of_weight,
)
from decisions.analysis.leads import LEVEL, Course, first_lead, lead_changes
from decisions.analysis.problem import Problem
from decisions.analysis.tornado import moves_the_answer
from decisions.analysis.value import totals


class Subject(StrEnum):
    """What moves: an estimate, a number that several estimates follow, a weight, the share of the left side."""

    ESTIMATE = "estimate"
    FOLLOWED = "baseline"
    WEIGHT = "weight"
    TRADE_OFF = "trade_off"


@dataclass(frozen=True)
class Flip:
    """One number alone, moved from `now` to `at` and beyond, makes `after` lead, where up to there it did not.

    Just before `at`, `before` is ahead of `after`. With `option` and `criterion` it is said which estimate or weight
    moves; a number that several estimates follow has the criterion that it is first met on. With an `end` the
    lead of `after`, which is behind now, is lost again there. `is_inside`: beyond `at`
    there is still room in the range of the estimate (where it is one number, between the anchors); of everything
    else, always.
    """

    subject: Subject
    option: str
    criterion: str
    at: float
    now: float
    before: str
    after: str
    is_inside: bool = True
    end: float | None = None

    @property
    def is_below(self) -> bool:
        """Whether it takes a fall, else a rise."""
        return self.at < self.now


@dataclass(frozen=True)
class Standing:
    """Who leads: all options whose values are level at the top, in their order.

    `chosen` is the option that was selected, "" where none was; `gap` is what it is behind, in value.
    """

    leaders: tuple[str, ...]
    chosen: str
    gap: float

    @property
    def is_level(self) -> bool:
        return len(self.leaders) > 1

    @property
    def is_behind(self) -> bool:
        return bool(self.chosen) and self.chosen not in self.leaders

    @property
    def subject(self) -> str:
        """The option that the claims are about: the selected one, else the one that leads."""
        return self.chosen or self.leaders[0]


@dataclass(frozen=True)
class Claims:
    """All that is claimed of one problem.

    Of an option that leads or is level, the `levels` and `weights` at which another one leads in its place; of a
    selected one that is behind, those from which on it leads itself. `levels`: its own estimates first, the nearest
    first, then those of others, then what several follow. `weights` by criterion, outwards; `lead_weights` and
    `lead_trade_off` are every change of the lead, whoever is selected. `moving` are estimates (option, criterion)
    whose range alone makes another option the best.
    """

    standing: Standing
    levels: tuple[Flip, ...]
    weights: tuple[Flip, ...]
    trade_off: tuple[Flip, ...]
    lead_weights: tuple[Flip, ...]
    lead_trade_off: tuple[Flip, ...]
    moving: tuple[tuple[str, str], ...]

    @property
    def own(self) -> tuple[Flip, ...]:
        """Flips of the subject's own estimates, the nearest first."""
        mine = self.standing.subject
        return tuple(flip for flip in self.levels if flip.option == mine)

    @property
    def inside(self) -> tuple[Flip, ...]:
        return tuple(flip for flip in self.levels if flip.is_inside)

    @property
    def nearest_level(self) -> Flip | None:
        """The nearest level inside its range: of the subject's own estimates, else of any."""
        return next(iter(self.inside), None)

    @property
    def nearest_weight(self) -> Flip | None:
        """The nearest share of the trade-off, else the nearest weight."""
        found = self.trade_off or self.weights
        return min(found, key=lambda flip: abs(flip.at - flip.now), default=None)

    @property
    def holds(self) -> bool:
        """Whether an option leads, and no weight and no level that is thought possible, moved alone, changes that."""
        return not (self.standing.is_level or self.standing.is_behind or self.inside or self.nearest_weight)


def standing_of(problem: Problem, chosen: str = "") -> Standing:
    """Raises BadProblem where `chosen` is not one of the options."""
    value = totals(problem)
    top = float(value.max())
    leaders = tuple(name for name, found in zip(problem.options, value, strict=True) if top - found <= LEVEL)
    gap = top - float(value[problem.index(chosen, "chosen")]) if chosen else 0.0
    return Standing(leaders, chosen, max(gap, 0.0))


def claims_of(problem: Problem, chosen: str = "", followed: Sequence[Followed] = ()) -> Claims:
    """Everything that may be said. Raises BadProblem where `chosen` or a criterion that is followed is not there."""
    standing = standing_of(problem, chosen)
    weights = tuple(chain.from_iterable(_weights(problem, standing, key) for key in problem.keys))
    shares = tuple(_shares(problem, standing))
    is_behind = standing.is_behind
    moving = np.argwhere(moves_the_answer(problem))
    return Claims(
        standing=standing,
        levels=tuple(_levels(problem, standing, followed)),
        weights=tuple(_weights_to_lead(problem, standing)) if is_behind else weights,
        trade_off=tuple(_shares_to_lead(problem, standing)) if is_behind else shares,
        lead_weights=weights,
        lead_trade_off=shares,
        moving=tuple((problem.options[row], problem.keys[column]) for row, column in moving),
    )


def _levels(problem: Problem, standing: Standing, followed: Sequence[Followed]) -> Iterator[Flip]:
    mine = standing.subject
    found = [
        flip
        for option in problem.options
        for key in problem.keys
        for flip in _estimate_flips(problem, standing, option, key)
    ]
    yield from sorted(found, key=lambda flip: (flip.option != mine, _distance(problem, flip)))
    for one in followed:
        moved = _nearest_flips(course_of_followed(problem, one), problem, standing, Subject.FOLLOWED)
        yield from sorted(
            (_named(flip, criterion=one.parts[0].criterion) for flip in moved),
            key=lambda flip: _distance(problem, flip),
        )


def _estimate_flips(problem: Problem, standing: Standing, option: str, key: str) -> Iterator[Flip]:
    row, column = problem.options.index(option), problem.keys.index(key)
    if problem.has_range[row, column]:
        low, high = problem.low[row, column], problem.high[row, column]
    else:
        curve = problem.criteria[column].curve
        low, high = curve[0][0], curve[-1][0]
    room = LEVEL * (high - low)
    for flip in _nearest_flips(course_of_estimate(problem, row, column), problem, standing, Subject.ESTIMATE):
        is_inside = bool(low + room < flip.at if flip.is_below else flip.at < high - room)
        yield _named(flip, option=option, criterion=key, is_inside=is_inside)


def _nearest_flips(course: Course, problem: Problem, standing: Standing, subject: Subject) -> Iterator[Flip]:
    """The nearest flip on each side."""
    mine = problem.options.index(standing.subject)
    for up in (False, True):
        if standing.is_behind:
            change = first_lead(course, mine, up=up)
        else:
            change = next(lead_changes(course, mine, up=up), None)
        if change is not None:
            name = problem.options
            yield Flip(
                subject,
                "",
                "",
                change.at,
                course.now,
                name[change.before],
                name[change.after],
                end=change.end,
            )


def _named(flip: Flip, *, option: str = "", criterion: str = "", is_inside: bool = True) -> Flip:
    return replace(flip, option=option, criterion=criterion, is_inside=is_inside)


def _distance(problem: Problem, flip: Flip) -> float:
    """How far a level is away, in steps from worst to best."""
    criterion = problem.criteria[problem.keys.index(flip.criterion)]
    return abs(flip.at - flip.now) / abs(criterion.best - criterion.worst)


def _weights(problem: Problem, standing: Standing, key: str) -> Iterator[Flip]:
    """Every change of the lead over the weight of a criterion, the nearest first."""
    course = course_of_weight(problem, problem.keys.index(key))
    if course is not None:
        yield from _outwards(course, problem, standing, Subject.WEIGHT, key)


def _shares(problem: Problem, standing: Standing) -> Iterator[Flip]:
    course = course_of_trade_off(problem)
    if course is not None:
        yield from _outwards(course, problem, standing, Subject.TRADE_OFF, "")


def _outwards(
    course: Course, problem: Problem, standing: Standing, subject: Subject, key: str
) -> Iterator[Flip]:
    first = standing.leaders[0] if standing.is_behind else standing.subject
    leader, name = problem.options.index(first), problem.options
    found = [change for up in (False, True) for change in lead_changes(course, leader, up=up)]
    for change in sorted(found, key=lambda change: abs(change.at - course.now)):
        yield Flip(subject, "", key, change.at, course.now, name[change.before], name[change.after])


def _weights_to_lead(problem: Problem, standing: Standing) -> Iterator[Flip]:
    """Weights from which on the selected option leads, which is behind now."""
    for column, key in enumerate(problem.keys):
        course = course_of_weight(problem, column)
        if course is not None:
            for flip in _nearest_flips(course, problem, standing, Subject.WEIGHT):
                yield _named(flip, criterion=key)


def _shares_to_lead(problem: Problem, standing: Standing) -> Iterator[Flip]:
    course = course_of_trade_off(problem)
    if course is not None:
        yield from _nearest_flips(course, problem, standing, Subject.TRADE_OFF)
