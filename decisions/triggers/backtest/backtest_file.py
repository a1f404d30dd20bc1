"""The input and output of the command `backtest`: plain JSON; the output as `docs/schemas/backtest.schema.json`."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from decisions.triggers.engine.machine import BadRule, LevelSide, Rule, Sample, replay

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Count = Annotated[int, Field(strict=True, ge=0)]
Month = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]


class BadCase(ValueError):
    """The input can't be replayed. `place` names the field; the sentence says what to mend."""

    def __init__(self, place: str, message: str) -> None:
        self.place = place
        super().__init__(f"{place}: {message}")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LevelIn(_Part):
    op: Literal["<", "<=", ">", ">="]
    value: Number


class SampleIn(_Part):
    period: Month | None = None
    value: Number | None


def _sample(given: Any) -> Any:
    """A bare number, or null, is a sample without the name of its period."""
    if isinstance(given, dict | SampleIn):
        return given
    if given is None or (isinstance(given, int | float) and not isinstance(given, bool)):
        return SampleIn.model_construct(value=_number(given))
    raise PydanticCustomError("sample", "a sample is a number, null, or an object with period and value")


def _number(given: float | None) -> float | None:
    try:
        value = None if given is None else float(given)
    except OverflowError:
        value = float("inf")
    if value is not None and value - value != 0:
        raise PydanticCustomError("finite_number", "input should be a finite number")
    return value


class BacktestIn(_Part):
    """What the command reads. What a published case expects may stand beside it and is not read."""

    fire: LevelIn
    clear: LevelIn
    for_samples: Count = 1
    hold_samples: Count = 0
    samples: tuple[Annotated[SampleIn, BeforeValidator(_sample)], ...]
    name: Any = None
    states: Any = None
    events_opened_at: Any = None


def backtest_file(given: Any) -> dict[str, Any]:
    """The answer to an input that was read from JSON.

    A period that comes again is one sample, as for the machine. Raises BadCase: a wrong type or name, levels that
    overlap, periods out of order, two values for one period.
    """
    try:
        asked = BacktestIn.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        raise BadCase(
            ".".join(str(step) for step in first["loc"]) or "input", str(first["msg"]).lower()
        ) from error
    try:
        rule = Rule(
            LevelSide(asked.fire.op, asked.fire.value),
            LevelSide(asked.clear.op, asked.clear.value),
            asked.for_samples,
            asked.hold_samples,
        )
    except BadRule as error:
        raise BadCase(error.place, error.message) from error
    samples = _in_order(asked.samples)
    found = replay(rule, samples)
    first_at = {sample.period: index for index, sample in reversed(list(enumerate(samples)))}
    return {
        "states": [condition.state.value for condition in found.conditions],
        "events": [
            {
                "opened_at": first_at[episode.opened],
                "period": asked.samples[first_at[episode.opened]].period,
                "closed_at": None if episode.closed is None else first_at[episode.closed],
            }
            for episode in found.episodes
        ],
    }


def _in_order(given: Sequence[SampleIn]) -> list[Sample]:
    """The samples at successive days, which stand for their periods; a period that comes again has the same day."""
    found: list[Sample] = []
    day, newest, value = dt.date.min, "", None
    for index, sample in enumerate(given):
        if sample.period is not None and sample.period < newest:
            raise BadCase(
                f"samples.{index}.period", f"{sample.period} after {newest}; the oldest comes first"
            )
        if sample.period is not None and sample.period == newest:
            if sample.value != value:
                raise BadCase(f"samples.{index}.value", f"{newest} has another value already")
        else:
            day += dt.timedelta(days=1)
            newest, value = sample.period or newest, sample.value
        found.append(Sample(day, sample.value))
    return found
