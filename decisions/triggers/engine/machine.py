"""The condition of a trigger: a pure function of what it was and one new sample. No Django.

A sample is a period of a metric, not a tick of the clock: the same one again changes nothing, and what was not
measured neither starts nor ends anything.
"""

import datetime as dt
import math
import operator
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

Operator = Literal["<", "<=", ">", ">="]
Change = Literal["opened", "closed"]

_HOLDS: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


_SIDES: Final[dict[tuple[bool, bool], tuple[Operator, Operator]]] = {
    (True, False): ("<", ">="),
    (False, False): (">", "<="),
    (True, True): ("<=", ">"),
    (False, True): (">=", "<"),
}
"""What fires and what clears, by whether it is below the level and whether that fires itself."""


class State(StrEnum):
    """What a trigger says. The machine gives the first five; who runs it sets the others from outside."""

    NORMAL = "normal"
    PENDING = "pending"
    TRIGGERED = "triggered"
    RECOVERING = "recovering"
    NO_DATA = "no_data"
    STALE = "stale"
    ERROR = "error"
    PAUSED = "paused"


class BadRule(ValueError):
    """The rule can't be. `place` names the field; the sentence says what to mend."""

    def __init__(self, place: str, message: str) -> None:
        self.place, self.message = place, message
        super().__init__(f"{place}: {message}")


@dataclass(frozen=True, slots=True)
class LevelSide:
    """A side of a level."""

    op: Operator
    value: float

    def holds(self, value: float) -> bool:
        return _HOLDS[self.op](value, self.value)

    @property
    def is_downward(self) -> bool:
        """Whether low values meet it."""
        return self.op[0] == "<"

    def __str__(self) -> str:
        return f"{self.op} {self.value:.15g}"


@dataclass(frozen=True, slots=True)
class Rule:
    """When a trigger fires, and when it is over.

    `for_samples` breaching samples in a row fire, `hold_samples` clear ones in a row end it; 0 is the same as 1.
    Raises BadRule where one value could fire and clear at once.
    """

    fire: LevelSide
    clear: LevelSide
    for_samples: int = 1
    hold_samples: int = 0

    @classmethod
    def at_level(
        cls,
        level: float,
        clear_level: float | None = None,
        *,
        is_below: bool,
        for_samples: int = 1,
        hold_samples: int = 0,
        includes_level: bool = False,
    ) -> "Rule":
        """Fires strictly below a level, or above it; clears at `clear_level`, or at the level itself.

        With `includes_level` the level itself fires, and what clears lies strictly beyond `clear_level`.
        """
        sides = _SIDES[is_below, includes_level]
        clear_at = level if clear_level is None else clear_level
        return cls(LevelSide(sides[0], level), LevelSide(sides[1], clear_at), for_samples, hold_samples)

    def __post_init__(self) -> None:
        for place, level in (("fire", self.fire), ("clear", self.clear)):
            if level.op not in _HOLDS:
                raise BadRule(f"{place}.op", "is one of <, <=, > and >=")
            if not math.isfinite(level.value):
                raise BadRule(f"{place}.value", "is a finite number")
        for place, count in (("for_samples", self.for_samples), ("hold_samples", self.hold_samples)):
            if count < 0:
                raise BadRule(place, "is not below 0")
        if not self._is_apart():
            raise BadRule(
                "clear", f"what clears ({self.clear}) lies on the safe side of what fires ({self.fire})"
            )

    def _is_apart(self) -> bool:
        """Whether no value both fires and clears."""
        fire, clear = self.fire, self.clear
        if fire.is_downward == clear.is_downward:
            return False
        if fire.value == clear.value:
            return not (fire.holds(fire.value) and clear.holds(fire.value))
        return (fire.value < clear.value) == fire.is_downward


@dataclass(frozen=True, slots=True)
class Sample:
    """A metric's value in a period, by the period's first day; None where it was not measured."""

    period: dt.date
    value: float | None


@dataclass(frozen=True, slots=True)
class Condition:
    """All that the machine remembers of a trigger.

    `breaches` counts samples in a row towards an episode, and only while none is running; `clears` those towards
    its end, and only while one is. `period` and `value` are of the last sample. `since` is the period with which
    the running episode began; it alone says whether one is running, so that no state set from outside, and no
    period without data, loses it.
    """

    state: State = State.NORMAL
    breaches: int = 0
    clears: int = 0
    period: dt.date | None = None
    value: float | None = None
    since: dt.date | None = None

    @property
    def is_open(self) -> bool:
        """Whether an episode is running."""
        return self.since is not None


UNWATCHED: Final = Condition()
"""Of a trigger that has not seen a sample."""


@dataclass(frozen=True, slots=True)
class Step:
    condition: Condition
    change: Change | None


@dataclass(frozen=True, slots=True)
class Episode:
    """From the period with which it began to the one that ended it; None where it is running."""

    opened: dt.date
    closed: dt.date | None


@dataclass(frozen=True, slots=True)
class Replay:
    """The condition after each sample, and the episodes in their order; only the last can be running."""

    conditions: tuple[Condition, ...]
    episodes: tuple[Episode, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """What the corrected samples say, and whether that differs from what was known."""

    condition: Condition
    episodes: tuple[Episode, ...]
    differs: bool


def step(rule: Rule, condition: Condition, sample: Sample) -> Step:
    """The condition after a sample. One whose period is not newer than the last one changes nothing.

    While an episode runs, a sample between the two levels is a step back: it ends a run of clear samples, and what
    was recovering is triggered again. Without a value counts and episode stay as they are.
    """
    if condition.period is not None and sample.period <= condition.period:
        return Step(condition, None)
    value = sample.value
    if value is None or math.isnan(value):
        return Step(
            Condition(
                State.NO_DATA, condition.breaches, condition.clears, sample.period, None, condition.since
            ),
            None,
        )
    if condition.since is None:
        return _without_episode(rule, condition, sample.period, value)
    return _during_episode(rule, condition, condition.since, sample.period, value)


def _without_episode(rule: Rule, condition: Condition, period: dt.date, value: float) -> Step:
    if not rule.fire.holds(value):
        return Step(Condition(State.NORMAL, 0, 0, period, value), None)
    breaches = condition.breaches + 1
    if breaches < rule.for_samples:
        return Step(Condition(State.PENDING, breaches, 0, period, value), None)
    return Step(Condition(State.TRIGGERED, 0, 0, period, value, period), "opened")


def _during_episode(rule: Rule, condition: Condition, since: dt.date, period: dt.date, value: float) -> Step:
    if not rule.clear.holds(value):
        return Step(Condition(State.TRIGGERED, 0, 0, period, value, since), None)
    clears = condition.clears + 1
    if clears < rule.hold_samples:
        return Step(Condition(State.RECOVERING, 0, clears, period, value, since), None)
    return Step(Condition(State.NORMAL, 0, 0, period, value), "closed")


def replay(rule: Rule, samples: Iterable[Sample], start: Condition = UNWATCHED) -> Replay:
    """The same, sample by sample from the oldest on. An episode that runs at the start is the first one."""
    condition = start
    conditions: list[Condition] = []
    episodes = [] if start.since is None else [Episode(start.since, None)]
    for sample in samples:
        taken = step(rule, condition, sample)
        condition = taken.condition
        conditions.append(condition)
        if taken.change == "opened":
            episodes.append(Episode(sample.period, None))
        elif taken.change == "closed":
            episodes[-1] = Episode(episodes[-1].opened, sample.period)
    return Replay(tuple(conditions), tuple(episodes))


def revise(
    rule: Rule,
    samples: Sequence[Sample],
    condition: Condition,
    episodes: Sequence[Episode] | None = None,
) -> Revision:
    """What is right after old samples were corrected, given all samples from the trigger's first one on.

    `differs` holds what was known (`condition`, and its `episodes` where they are given) against the corrected
    samples up to the same period: it is not set by samples that are merely newer, nor by a corrected value that
    leads to the same answer. A state set from outside is no answer and is not compared.
    """
    found = replay(rule, samples)
    answer = found.conditions[-1] if found.conditions else UNWATCHED
    then, until = UNWATCHED, condition.period
    for sample, after in zip(samples, found.conditions, strict=True):
        if until is not None and sample.period <= until:
            then = after
    differs = _answer(then, condition.state) != _answer(condition, condition.state)
    if episodes is not None and until is not None:
        differs = differs or _as_of(found.episodes, until) != tuple(episodes)
    return Revision(answer, found.episodes, differs)


_FROM_OUTSIDE: Final = frozenset({State.STALE, State.ERROR, State.PAUSED})


def _answer(condition: Condition, known: State) -> tuple[State | None, int, int, dt.date | None]:
    state = None if known in _FROM_OUTSIDE else condition.state
    return state, condition.breaches, condition.clears, condition.since


def _as_of(episodes: Iterable[Episode], until: dt.date) -> tuple[Episode, ...]:
    """The episodes as they were known in a period."""
    return tuple(
        episode if episode.closed is None or episode.closed <= until else Episode(episode.opened, None)
        for episode in episodes
        if episode.opened <= until
    )
