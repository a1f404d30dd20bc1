"""What the metric dictionary files must hold. Pure: no database."""

import re
from typing import Annotated, Any, Literal, Self

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, model_validator

from metrics.measures import MEASURES
from metrics.measures.declaration import FieldPlace
from metrics.measures.freshness import SLACK_DAYS
from metrics.measures.units import UNITS, unit_of
from partnerdesk.core.library import LibraryModel


def _measure(kind: str) -> str:
    if kind not in MEASURES:
        raise ValueError(f"there is no measure '{kind}'; the measures are {', '.join(MEASURES)}")
    return kind


def _unit(code: str) -> str:
    if code not in UNITS:
        raise ValueError(f"there is no unit '{code}'; the units are {', '.join(UNITS)}")
    return code


def _key(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", value):
        raise ValueError(_("use lower-case words joined by “_”, for example “partner_nps”"))
    return value


Key = Annotated[str, AfterValidator(_key)]
MeasureKind = Annotated[str, AfterValidator(_measure)]
Unit = Annotated[str, AfterValidator(_unit)]
Text = Annotated[str, Field(min_length=1)]


Weight = Annotated[int, Field(ge=1, le=1000)]
MOST_COMPONENTS = 20


class Names(LibraryModel):
    en: Text
    ja: Text | None = None


class RubricLevel(LibraryModel):
    """One step of a rubric: the score from which it holds, its name and what an assessor would see."""

    score: Annotated[int, Field(ge=0, le=100)]
    label: Text
    sign: Text


class Definition(LibraryModel):
    """One entry of the dictionary.

    `kind` is `metric` (what a decision is judged by) or `input` (what is put in); `unit` `text` marks an
    input that is described, not measured. `direction` says which way is better. `counts` and `excludes` say
    what is in the figure and what is not. `lag_days` is the usual delay of delivery after the period's end: from
    then on data are late, and `slack_days` later they are stale. `weights` are those of the components of a measure
    that weighs some, by their keys.
    """

    key: Key
    kind: Literal["metric", "input"]
    names: Names
    summary: Text
    unit: Unit
    direction: Literal["higher", "lower", "none"]
    measure: MeasureKind | None = None
    weights: Annotated[dict[Key, Weight], Field(max_length=MOST_COMPONENTS)] = {}
    formula: Text
    counts: Text
    excludes: Text
    period: Literal["month", "quarter"] = "month"
    owner: Text = Field(description="the role that usually owns the figure")
    bounds: tuple[int, int] | None = None
    lag_days: Annotated[int, Field(ge=0)] = 14
    slack_days: Annotated[int, Field(ge=0)] = SLACK_DAYS
    rubric: tuple[RubricLevel, ...] = ()
    not_the_same_as: tuple[Key, ...] = ()
    source: Text | None = Field(default=None, description="where the formula comes from")

    @model_validator(mode="after")
    def _measurable(self) -> Self:
        if (self.unit == "text") != (self.measure is None):
            raise ValueError(_("measure: give one for every unit but “text”"))
        if bool(self.weights) != (self.measure is not None and MEASURES[self.measure].is_weighted):
            raise ValueError(_("weights: give them for a measure that weighs components, and only there"))
        adds_up = self.measure is not None and MEASURES[self.measure].adds_partners_up
        if adds_up and not unit_of(self.unit).adds_up:
            words = _("unit: “%(measure)s” adds partners up; that takes a unit that adds up: %(units)s")
            units = ", ".join(unit.code for unit in UNITS.values() if unit.adds_up)
            raise ValueError(words % {"measure": self.measure, "units": units})
        if self.bounds is not None and self.bounds[0] >= self.bounds[1]:
            raise ValueError(_("bounds: the first must be below the second"))
        return self

    @property
    def places(self) -> list[FieldPlace]:
        """What a mapping of the metric says."""
        return [] if self.measure is None else MEASURES[self.measure].places(self.weights)

    @property
    def identity(self) -> dict[str, Any]:
        """What tells its way of measuring from others: observations of another one do not belong to it."""
        found = {"metric": self.key, "measure": self.measure, "unit": self.unit, "period": self.period}
        return found | ({"weights": self.weights} if self.weights else {})

    @property
    def is_money(self) -> bool:
        return unit_of(self.unit).is_money

    def as_data(self) -> dict[str, Any]:
        """What a version stores and hashes. Older entries stay the same: usual slack and no weights are left out."""
        data = self.model_dump(mode="json")
        if self.slack_days == SLACK_DAYS:
            del data["slack_days"]
        if not self.weights:
            del data["weights"]
        return data


class Dictionary(LibraryModel):
    definitions: Annotated[tuple[Definition, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _unique(self) -> Self:
        keys = [definition.key for definition in self.definitions]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(_("definitions: given twice: %(names)s") % {"names": ", ".join(twice)})
        return self
