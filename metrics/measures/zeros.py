"""Where no row is a zero: in what a source of events covers. Pure; no Django.

A source is of *events* (orders, deals: nothing in a covered period is a zero) or of *statements* (scores, ratings:
nothing is not known). A zero is implied and never kept.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from metrics.measures.declaration import Measure
from metrics.measures.marking import gettext_noop as _

Gives = Literal["events", "statements"]

GIVES: dict[Gives, str] = {
    "events": _(
        "Events: where a covered period has no row of a partner, there was none, and it counts as 0."
    ),
    "statements": _("Statements: where a covered period has no row of a partner, nothing is known of it."),
}
"""What rows can be, each in one sentence."""


def is_of_events(measure: Measure, gives: str | None) -> bool:
    """Whether no row is a zero; `gives` is what the mapping says (None: nothing, then what grows is).

    A stock can't be: nothing that happened leaves it as it was.
    """
    if not measure.can_be_zero:
        return False
    return measure.grows if gives is None else gives == "events"


@dataclass(frozen=True)
class Zeros:
    """The periods in which no row is a zero, in order, by the sources of events that cover them."""

    by_source: Mapping[Any, tuple[dt.date, ...]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not any(self.by_source.values())

    def of(self, begun: Iterable[tuple[Any, dt.date]]) -> set[dt.date]:
        """The periods in which no row is a zero of partners of whom sources have given rows since these months."""
        found: set[dt.date] = set()
        for source, since in begun:
            periods = self.by_source.get(source, ())
            found.update(periods[bisect_left(periods, since) :])
        return found

    def newest(self, source: Any) -> dt.date | None:
        """The last of a source's periods."""
        return next(reversed(self.by_source.get(source, ())), None)
