"""All of a record's draft, as its section kinds keep it: rows by the kind of unit, and what follows from them."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from decisions.record.models import Record, Waiver
from decisions.sections.compared import Comparison
from decisions.sections.units import Unit
from frameworks.schema import FrameworkContent

U = TypeVar("U", bound=Unit)
T = TypeVar("T")


@dataclass
class Draft:
    """A record's draft. `rows` holds the units of each kind in their order; `compare` is asked for the comparison.

    `contributors` are those who wrote since the newest version that was decided on: by person the names of the fields.
    `stored` holds what the sections keep beside their units, by model: the newest run of the scenarios. `versions` is
    how many were made of the record so far, `enactments` how many of them were put in force.
    """

    record: Record
    framework: FrameworkContent
    rows: dict[str, list[Any]]
    stored: dict[type[Any], list[Any]]
    waivers: list[Waiver]
    versions: int
    enactments: int
    contributors: dict[uuid.UUID, tuple[str, ...]]
    compare: Callable[["Draft"], Comparison]
    _known: dict[Any, Any] = field(default_factory=dict, repr=False)

    def all(self, model: type[U]) -> list[U]:
        """The rows of a list. Raises KeyError for a model that no section kind declares."""
        return self.rows[model.kind]

    def one(self, model: type[U]) -> U:
        """The form that a record has once."""
        found: U = self.rows[model.kind][0]
        return found

    def row(self, model: type[U], pk: uuid.UUID | None) -> U | None:
        """A row by its id."""
        return next((row for row in self.all(model) if row.pk == pk), None)

    def once(self, find: Callable[["Draft"], T]) -> T:
        """What `find` makes of the draft, made once."""
        if find not in self._known:
            self._known[find] = find(self)
        found: T = self._known[find]
        return found

    @cached_property
    def comparison(self) -> Comparison:
        """The values of the options, or why there are none yet."""
        return self.compare(self)
