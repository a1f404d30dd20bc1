"""What a part is: a kind with its home, its checks, and what it gives to a frozen version."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from decisions.models import DecisionClass
from decisions.stages import Stage

if TYPE_CHECKING:
    from decisions.content import Content

LIGHT, STANDARD, MAJOR = DecisionClass.LIGHT, DecisionClass.STANDARD, DecisionClass.MAJOR
EVERY = frozenset({LIGHT, STANDARD, MAJOR})
FROM_STANDARD = frozenset({STANDARD, MAJOR})
ONLY_MAJOR = frozenset({MAJOR})


@dataclass(frozen=True)
class Finding:
    """One thing that is not settled: the sentence, and the element on the page where it is mended."""

    message: str
    anchor: str
    subject: str = ""


@dataclass(frozen=True)
class Check:
    """One line of the readiness table.

    `gate` is the stage that it stands before, `required` the classes of decision that need it; for the others it
    is advice. `holds` is the line's sentence once it is settled. `find` yields what is not.
    """

    code: str
    gate: Stage
    required: frozenset[DecisionClass]
    holds: Any
    find: Callable[["Content", dt.date], Iterator[Finding]]
    waivable: bool = True


@dataclass(frozen=True)
class Part:
    """A fixed kind of a record's content.

    `home` is the stage at whose end the part stands where no section shows it; parts of the header stand before
    the first section instead. `freeze` gives the part's content for a version; `names` turns people into seals.
    `internal` names what of that content an external copy leaves out, beside the people, who never stand in one:
    each a path of keys, through lists as well (`rows.source`).
    """

    kind: str
    label: Any
    home: Stage
    freeze: Callable[["Content", "Names"], dict[str, Any]]
    checks: tuple[Check, ...] = ()
    in_header: bool = False
    hint: Any = ""
    internal: tuple[str, ...] = ()


Names = Callable[[Any], str | None]
"""How a person is written in frozen content: their seal, or None for nobody."""


def words(text: str | None) -> str:
    """A text without outer space: what counts as written."""
    return (text or "").strip()
