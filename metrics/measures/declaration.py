"""What a measure declares about itself: all of it, or the program does not start. Pure; no Django."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from metrics.measures.combining import SUM, Combining
from metrics.measures.prepared import PartRows, Prepared

Parts = tuple[Any, ...]
"""What is combined, part by part: numbers, or what `combining.Held` makes of an observation."""

Read = Literal["number", "date", "label", "word"]

LONGEST_KIND = 12
"""As many letters as a series keeps of its measure."""

TAKEN = frozenset({"metric", "measure", "unit", "currency_column", "where"})
"""What a mapping says of every metric; no field of a measure is called so."""


class Incomplete(Exception):
    """A declaration that leaves something out or contradicts itself."""


@dataclass(frozen=True)
class Part:
    """What observations hold: a number, or values that they keep, as its way of combining says (`combining.Held`).

    `runs_up` marks a number that files give as changes and that is kept as a level.

    `is_whole` marks a count of things. `label` is what people read.
    """

    name: str
    label: str
    over_time: Combining = SUM
    over_partners: Combining = SUM
    is_whole: bool = False
    runs_up: bool = False

    @property
    def is_kept(self) -> bool:
        """Whether it stands among what an observation keeps, and not among its numbers."""
        return self.over_partners.held.is_kept


@dataclass(frozen=True)
class MappedField:
    """What a mapping says for the measure: a column and how it is read, or a word that is typed.

    `of` names the column among whose labels a word stands. `bounds` are those of the value, or of its definition.
    `not_before` names the date before which this one can't be. `is_each` marks the field of which there is one column
    for each component that the definition weighs. `as_written` marks labels that are counted: 1.1 and
    1.10 are two of them. `is_amount` marks numbers that may be sums of money: rows in another currency are converted
    there.
    """

    name: str
    label: str
    read: Read
    help: str = ""
    of: str = ""
    bounds: tuple[int, int] | Literal["definition"] | None = None
    not_before: str = ""
    is_each: bool = False
    as_written: bool = False
    is_amount: bool = False


def component_label(key: str) -> str:
    """A component as people read it: `market_reach` is “market reach”."""
    return key.replace("_", " ")


@dataclass(frozen=True)
class FieldPlace:
    """Where a field stands in a mapping: at (`value`), or at (`components`, `reach`) where there is one for each."""

    field: MappedField
    path: tuple[str, ...]

    @property
    def name(self) -> str:
        return "-".join(self.path)

    @property
    def component(self) -> str:
        """The component whose column this is; empty where there is one column for all."""
        return self.path[-1] if self.field.is_each else ""

    def of(self, spec: Mapping[str, Any]) -> str:
        """What one metric of a mapping says here; empty where it says nothing."""
        found: Any = spec
        for key in self.path:
            found = (found or {}).get(key)
        return found or ""

    def put(self, spec: dict[str, Any], text: str) -> None:
        """Say it there."""
        *outer, last = self.path
        for key in outer:
            spec = spec.setdefault(key, {})
        spec[last] = text


@dataclass(frozen=True)
class Typed:
    """How a value is typed by hand: the first parts joined by “/”, completed by `given` to all of them.

    `refuses` says in words what can't be about the numbers, by the names of their parts; nothing where all is well.
    """

    hint: str
    given: tuple[Decimal, ...] = ()
    refuses: Callable[[Mapping[str, Decimal]], str] = lambda _numbers: ""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A way of measuring. Every field must be given; what does not apply is given as None.

    `arithmetic` returns None where the value is undefined (a zero denominator), never 0 in its place. `formula`,
    `left_out` (which rows count for nothing) and `undefined` (when there is no value) are sentences. `cases` names the
    part that counts the cases behind the value; from fewer than `minimum` there is none. `typed` is None where a value
    can't be typed by hand. `source` says where the formula comes from, where it is not plain arithmetic. With
    `adds_partners_up` its values of partners are added up, which takes a unit that adds up, such as money.
    """

    kind: str
    label: str
    formula: str
    left_out: str
    undefined: str
    source: str | None
    parts: tuple[Part, ...]
    arithmetic: Callable[[Parts], Decimal | None]
    cases: str | None
    minimum: int = 1
    adds_partners_up: bool = False
    fields: tuple[MappedField, ...]
    extract: Callable[[Prepared], Iterable[PartRows]]
    typed: Typed | None

    def __post_init__(self) -> None:
        wrong = next(_contradictions(self), None)
        if wrong:
            raise Incomplete(f"measure {self.kind!r}: {wrong}")

    @property
    def is_total(self) -> bool:
        """Whether a longer window gives a larger value: a flow that is added up, never a ratio or a stock."""
        return len(self.parts) == 1 and self.parts[0].over_time is SUM

    @property
    def grows(self) -> bool:
        """Whether a longer window can only take in more: a total, or a number of different things."""
        return len(self.parts) == 1 and self.parts[0].over_time.grows

    @property
    def follows_length(self) -> bool:
        """Whether a value over a window can't be held against those over its single periods."""
        return len(self.parts) == 1 and self.parts[0].over_time.follows_length

    @property
    def can_be_zero(self) -> bool:
        """Whether nothing that happened is a row of zeros: its parts take in all, none of them is a stock."""
        return all(part.over_time.nothing is not None for part in self.parts)

    @property
    def zeros(self) -> Parts:
        """The parts of nothing, where it can be a zero."""
        return tuple(part.over_time.nothing for part in self.parts)

    @property
    def stored(self) -> tuple[Part, ...]:
        """The parts that an observation holds as numbers, in the order in which it does."""
        return tuple(part for part in self.parts if not part.is_kept)

    @property
    def kept(self) -> Part | None:
        """The part whose values an observation keeps; None where it keeps none."""
        return next((part for part in self.parts if part.is_kept), None)

    def observed(
        self, numbers: Sequence[Decimal], kept: Sequence[Any] | None = None, partner: Any = None
    ) -> Parts:
        """The parts of one observation, as they are combined: of its numbers, and of what it keeps."""
        left = iter(numbers)
        return tuple(
            part.over_partners.held.of_one(kept or () if part.is_kept else next(left), partner)
            for part in self.parts
        )

    @property
    def aggregates(self) -> list[str]:
        """The parts over partners as SQL over observations: their columns `parts` and `kept`."""
        numbers = iter(range(1, len(self.parts) + 1))
        return [
            (part.over_partners.sql or "").format("kept" if part.is_kept else f"parts[{next(numbers)}]")
            for part in self.parts
        ]

    def gathered(self, columns: Iterable[Any]) -> Parts:
        """The parts of what `aggregates` gave."""
        return tuple(
            part.over_partners.held.gathered(column) for part, column in zip(self.parts, columns, strict=True)
        )

    @property
    def is_weighted(self) -> bool:
        """Whether its definitions weigh components."""
        return any(field.is_each for field in self.fields)

    @property
    def numbers(self) -> tuple[Part, ...]:
        """The parts that are typed by hand."""
        return () if self.typed is None else self.parts[: len(self.parts) - len(self.typed.given)]

    def value(self, parts: Parts) -> Decimal | None:
        """The value of combined parts; None where it is undefined or rests on too few cases."""
        return None if self.is_thin(parts) else self.arithmetic(parts)

    def is_thin(self, parts: Parts) -> bool:
        """Whether there are fewer cases behind the value than it needs to mean something."""
        return self.cases is not None and self.cases_in(parts) < self.minimum

    def cases_in(self, parts: Parts) -> Decimal:
        """How many cases are behind the value. Raises ValueError where the measure counts none."""
        found: Decimal = parts[[part.name for part in self.parts].index(self.cases or "")]
        return found

    @property
    def cases_label(self) -> str:
        """What the cases are called; empty where the measure counts none."""
        return next((part.label for part in self.parts if part.name == self.cases), "")

    def places(self, components: Iterable[str] = ()) -> list[FieldPlace]:
        """Every place of a mapping that the measure needs, for a definition that weighs these components."""
        names = list(components)
        return [
            FieldPlace(field, path)
            for field in self.fields
            for path in ([(field.name, name) for name in names] if field.is_each else [(field.name,)])
        ]


def _contradictions(measure: Measure) -> Iterator[str]:
    """What is wrong with a declaration."""
    if not re.fullmatch(rf"[a-z][a-z_]{{0,{LONGEST_KIND - 1}}}", measure.kind):
        yield f"kind: a lower-case word of at most {LONGEST_KIND} letters"
    for name in ("label", "formula", "left_out", "undefined"):
        if not getattr(measure, name):
            yield f"{name}: say it in words"
    for name in ("arithmetic", "extract"):
        if not callable(getattr(measure, name)):
            yield f"{name}: give a function"
    yield from _part_contradictions(measure)
    yield from _field_contradictions(measure.fields)


def _part_contradictions(measure: Measure) -> Iterator[str]:
    names = [part.name for part in measure.parts]
    if not names or len(set(names)) < len(names):
        yield "parts: give at least one, each with a name of its own"
    for part in measure.parts:
        if not part.label:
            yield f"part {part.name}: say it in words"
        if part.over_partners.sql is None:
            yield f"part {part.name}: it can't be combined so over partners"
        if part.over_time.held is not part.over_partners.held:
            yield f"part {part.name}: it is held otherwise over time than over partners"
    if measure.cases is not None and measure.cases not in [part.name for part in measure.stored]:
        yield "cases: name one of the parts that are numbers"
    if len(measure.parts) - len(measure.stored) > (0 if any(part.runs_up for part in measure.parts) else 1):
        yield "parts: one of them at most is kept, and none beside one that runs up"
    if measure.typed and measure.kept:
        yield "typed: what is kept is typed by nobody"
    if measure.typed and not (measure.typed.hint and len(measure.typed.given) < len(names)):
        yield "typed: give a hint, and at least one number to type"


def _field_contradictions(fields: Sequence[MappedField]) -> Iterator[str]:
    reads: dict[str, Read] = {field.name: field.read for field in fields}
    if len(reads) < len(fields) or TAKEN & reads.keys():
        yield "fields: each has a name of its own, and none that mappings use already"
    for field in fields:
        if not field.label:
            yield f"field {field.name}: say it in words"
        if (field.read == "word") != bool(field.of) or (field.of and reads.get(field.of) != "label"):
            yield f"field {field.name}: a word, and only a word, names the column of labels it stands in"
        if field.as_written and field.read != "label":
            yield f"field {field.name}: only labels are taken as they are written"
        if field.not_before and (reads.get(field.not_before), field.read) != ("date", "date"):
            yield f"field {field.name}: only a date lies after a date"
        if (field.bounds or field.is_each or field.is_amount) and field.read != "number":
            yield f"field {field.name}: only numbers have bounds and weights, and are amounts"
