"""What rests on figures, so that a cause can say what it weakens. Metrics know nobody who uses them: one registers."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from accounts.models import User
from metrics.definitions.models import DefinitionVersion
from metrics.measures.windows import Window
from metrics.observations.partner_sets import PartnerSet


@dataclass(frozen=True)
class Use:
    """One figure that rests on data: of a metric as it was defined, over months and partners."""

    definition: DefinitionVersion
    window: Window
    partners: PartnerSet


@dataclass(frozen=True)
class Resting:
    """What rests on figures over the same partners, by its code: where it stands, whether it is in force."""

    code: str
    title: str
    address: str
    is_in_force: bool
    uses: tuple[Use, ...]


Finder = Callable[[User, Collection[str]], list[Resting]]
"""All that a person may see and that rests on one of these metrics, by code. A fixed number of queries."""

_finders: list[Finder] = []


def register_finder(finder: Finder) -> None:
    """Name what knows what rests on figures. Called as apps start."""
    if finder not in _finders:
        _finders.append(finder)


def resting_on(person: User, metrics: Collection[str]) -> list[Resting]:
    """What rests on these metrics, of all that the person may see."""
    return [found for finder in _finders for found in finder(person, metrics)] if metrics else []
