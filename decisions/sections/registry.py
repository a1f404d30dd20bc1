"""The registry of section kinds. All that has to know of every kind asks here; what is unknown raises."""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from decisions.sections.actions import ACTIONS
from decisions.sections.analysis import ANALYSIS
from decisions.sections.approvals import APPROVALS
from decisions.sections.artifact import ARTIFACT
from decisions.sections.assumptions import ASSUMPTIONS
from decisions.sections.brief import BRIEF
from decisions.sections.constraints import CONSTRAINTS
from decisions.sections.criteria import CRITERIA
from decisions.sections.declaring import Saving, SectionKind, UnitKind
from decisions.sections.estimates import ESTIMATES
from decisions.sections.evidence import EVIDENCE
from decisions.sections.expected_path import EXPECTED_PATH
from decisions.sections.guardrails import GUARDRAILS
from decisions.sections.inputs import INPUTS
from decisions.sections.metrics import METRICS
from decisions.sections.options import OPTIONS
from decisions.sections.people import PEOPLE
from decisions.sections.pre_mortem import PRE_MORTEM
from decisions.sections.recommendation import RECOMMENDATION
from decisions.sections.reviews import REVIEWS
from decisions.sections.risks import RISKS
from decisions.sections.scenarios import SCENARIOS
from decisions.sections.scope import SCOPE
from decisions.sections.text import TEXT
from decisions.sections.trade_off import TRADE_OFF
from decisions.sections.triggers import TRIGGERS
from decisions.sections.units import Row, Single, Unit

KINDS: tuple[SectionKind, ...] = (
    BRIEF,
    SCOPE,
    PEOPLE,
    CONSTRAINTS,
    APPROVALS,
    TEXT,
    METRICS,
    INPUTS,
    ASSUMPTIONS,
    OPTIONS,
    CRITERIA,
    ESTIMATES,
    SCENARIOS,
    TRADE_OFF,
    ANALYSIS,
    GUARDRAILS,
    ARTIFACT,
    RISKS,
    RECOMMENDATION,
    EXPECTED_PATH,
    TRIGGERS,
    PRE_MORTEM,
    REVIEWS,
    ACTIONS,
    EVIDENCE,
)
"""Every kind, in the order of their default homes."""


class UnknownKind(LookupError):
    """Something names a kind that nobody declares."""


def by_kind(kinds: Iterable[SectionKind]) -> dict[str, SectionKind]:
    """Section kinds by their names. Raises TypeError where two have one name, or keep one kind of unit."""
    kinds = tuple(kinds)
    names = [section.kind for section in kinds]
    units = [unit.model.kind for section in kinds for unit in section.units]
    if twice := sorted({name for each in (names, units) for name in each if each.count(name) > 1}):
        raise TypeError(f"Declared twice in decisions/sections/: {', '.join(twice)}.")
    return {section.kind: section for section in kinds}


def forgotten(kinds: Iterable[SectionKind], folder: Path) -> list[str]:
    """Modules of `folder` that declare a section kind which is not among `kinds`."""
    known = {id(section) for section in kinds}
    return [
        name
        for _finder, name, _is_package in iter_modules([str(folder)])
        if name != "registry"
        for declared in vars(import_module(f"decisions.sections.{name}")).values()
        if isinstance(declared, SectionKind) and id(declared) not in known
    ]


SECTIONS: dict[str, SectionKind] = by_kind(KINDS)
if missing := forgotten(KINDS, Path(__file__).parent):
    raise TypeError(f"Not named in decisions/sections/registry.py: {', '.join(missing)}.")


def section_kind(kind: str) -> SectionKind:
    """A section kind by its name. Raises UnknownKind."""
    try:
        return SECTIONS[kind]
    except KeyError:
        raise UnknownKind(f"No section kind is called {kind!r}: declare it in decisions/sections/.") from None


_UNITS: dict[str, tuple[SectionKind, UnitKind]] = {
    unit.model.kind: (section, unit) for section in KINDS for unit in section.units
}

UNITS: dict[str, type[Unit]] = {kind: unit.model for kind, (_section, unit) in _UNITS.items()}
"""Every model that is saved as a unit, by its kind."""

SINGLES: tuple[type[Single], ...] = tuple(model for model in UNITS.values() if issubclass(model, Single))
ROWS: tuple[type[Row], ...] = tuple(model for model in UNITS.values() if issubclass(model, Row))


def unit_kind(model: type[Unit] | Unit) -> UnitKind:
    """What is declared of a model. Raises UnknownKind."""
    return _declared(model)[1]


def section_of(model: type[Unit] | Unit) -> SectionKind:
    """The section kind that keeps a model. Raises UnknownKind."""
    return _declared(model)[0]


def _declared(model: type[Unit] | Unit) -> tuple[SectionKind, UnitKind]:
    try:
        return _UNITS[model.kind]
    except (AttributeError, KeyError):
        raise UnknownKind(f"No section kind keeps {model!r}.") from None


def after_saving(saving: Saving) -> None:
    """Bring along what hangs on a saved unit: what its own kind says, then what the others do."""
    own = unit_kind(saving.unit).follows.after
    if own is not None:
        own(saving)
    for follow in _others(type(saving.unit)):
        follow(saving)


def _others(model: type[Unit]) -> Iterator[Callable[[Saving], None]]:
    return (section.after_others[model] for section in KINDS if model in section.after_others)
