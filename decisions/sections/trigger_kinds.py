"""What a kind of trigger is, and the registry of all kinds.

Each kind is declared once, in a file of its own in `triggers/kinds`. What stands below the triggers (the form of a
threshold, what is frozen of it, its sentence in a report) asks this registry, which is filled as the program starts.
"""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

LONGEST = 10
"""So many characters a name has at most: it is stored with each threshold and trigger."""

Setting = Mapping[str, Any]


class UnknownKind(LookupError):
    """There is no such kind of trigger."""


class IncompleteKind(TypeError):
    """A kind leaves something out that all of them have to say. It does not import."""


@dataclass(frozen=True)
class Said:
    """What a threshold or a trigger says, for its sentence: of a draft, of frozen content, or armed.

    `unit` is the metric's; `level` is in that of the samples, which are over `months`. `setting` holds what the kind
    keeps of its own.
    """

    name: str
    unit: str = ""
    is_below: bool = True
    level: Decimal | None = None
    segment: str = ""
    on: dt.date | None = None
    months: int = 1
    setting: Setting = field(default_factory=dict)


class Kind(ABC):
    """What everybody has to know of a kind. One that leaves something out cannot be made, so its file does not import.

    `fields` are the fields of a threshold that it reads, `needs` those without which one says too little; a kind that
    follows from the record by itself has neither. `reads_each` says that its samples are made of each partner's own
    values, so that it is named whom it is on; `holds_baseline` that they are held against the metric's baseline.
    """

    name: ClassVar[str]
    label: ClassVar[Any]
    fields: ClassVar[frozenset[str]]
    needs: ClassVar[frozenset[str]]
    reads_each: ClassVar[bool] = False
    holds_baseline: ClassVar[bool] = False

    def __init__(self) -> None:
        said = {"name", "label", "fields", "needs"}
        missing = sorted(name for name in said if not hasattr(self, name))
        if missing:
            raise IncompleteKind(f"{type(self).__name__} leaves out: {', '.join(missing)}")
        if not 0 < len(self.name) <= LONGEST:
            raise IncompleteKind(f"{self.name!r}: a name has 1 to {LONGEST} characters")
        if not self.needs <= self.fields:
            raise IncompleteKind(
                f"{self.name} needs what it does not read: {sorted(self.needs - self.fields)}"
            )

    def __repr__(self) -> str:
        return f"<kind {self.name}>"

    @abstractmethod
    def words(self, said: Said) -> str:
        """When it fires: `Win rate below 31 %`."""

    @abstractmethod
    def sample_unit(self, unit: str, setting: Setting) -> str:
        """The unit of its samples, for a metric in `unit`."""

    def own(self, threshold: Mapping[str, Any]) -> dict[str, Any]:
        """What of a threshold (its frozen row, or the values of its form) it keeps in its setting."""
        return {}

    @property
    def is_of_threshold(self) -> bool:
        """Whether people can choose it; the others are armed by themselves."""
        return bool(self.fields)

    @property
    def asks_partners(self) -> bool:
        """Whether it is measured on partners."""
        return "segment" in self.fields

    def is_complete(self, values: Mapping[str, Any]) -> bool:
        """Whether a threshold with these values, by field name, says enough to be watched."""
        return all(values.get(name) is not None for name in self.needs)


_known: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known. Called as the program starts."""
    if _known.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"{kind.name}: declared twice")


def kind_of(name: str) -> Kind:
    """The kind of this name. Raises UnknownKind."""
    if name not in _known:
        raise UnknownKind(f"no kind of trigger: {name!r}")
    return _known[name]


def choices() -> Iterator[tuple[str, Any]]:
    """The kinds that a threshold can be of, with what people call them."""
    return ((kind.name, kind.label) for kind in _known.values() if kind.is_of_threshold)
