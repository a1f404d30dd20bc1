"""Every measure by its kind. Asked for one that it does not know, it raises. Pure; no Django."""

import pkgutil
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from metrics.measures import kinds
from metrics.measures.declaration import Incomplete, MappedField, Measure, Parts


class UnknownMeasure(LookupError):
    """There is no measure of this kind."""


class Registry:
    """Measures by kind, in the order in which people choose one."""

    def __init__(self, measures: Iterable[Measure]) -> None:
        self._by_kind: dict[str, Measure] = {}
        self._fields: dict[str, MappedField] = {}
        for measure in measures:
            self._add(measure)

    def _add(self, measure: Measure) -> None:
        if measure.kind in self._by_kind:
            raise Incomplete(f"measure {measure.kind!r} is declared twice")
        self._by_kind[measure.kind] = measure
        for field in measure.fields:
            other = self._fields.setdefault(field.name, field)
            if (other.read == "word", other.is_each) != (field.read == "word", field.is_each):
                raise Incomplete(
                    f"measure {measure.kind!r}: {field.name} is something else in other measures"
                )

    def __getitem__(self, kind: str) -> Measure:
        """The measure of a kind. Raises UnknownMeasure."""
        try:
            return self._by_kind[kind]
        except KeyError:
            raise UnknownMeasure(f"there is no measure {kind!r}") from None

    def __contains__(self, kind: object) -> bool:
        return kind in self._by_kind

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_kind)

    def __len__(self) -> int:
        return len(self._by_kind)

    def values(self) -> Iterable[Measure]:
        return self._by_kind.values()

    @property
    def field_names(self) -> list[str]:
        """What any measure asks of a mapping, but for what there is one of for each component."""
        return [name for name, field in self._fields.items() if not field.is_each]

    @property
    def each_names(self) -> list[str]:
        """What any measure asks of a mapping once for each component."""
        return [name for name, field in self._fields.items() if field.is_each]


def check_files(registry: Registry, files: Iterable[str]) -> None:
    """Raises Incomplete where a file of `kinds` was forgotten in the registry, or is not named like its measure."""
    apart = sorted(set(files) ^ set(registry))
    if apart:
        raise Incomplete(
            f"a file of metrics/measures/kinds without its row in EVERY, or named otherwise: {apart}"
        )


MEASURES = Registry(kinds.EVERY)
check_files(MEASURES, (module.name for module in pkgutil.iter_modules(kinds.__path__)))


def combine_partners(measure: Measure, rows: Sequence[Sequence[Decimal]]) -> Parts | None:
    """Parts of several partners in one period. No partners: None, not zeros."""
    if not rows:
        return None
    columns = zip(*rows, strict=True)
    return tuple(
        part.over_partners.exactly(column) for part, column in zip(measure.parts, columns, strict=True)
    )


def combine_periods(measure: Measure, rows: Sequence[Sequence[Decimal]]) -> Parts | None:
    """Parts of a window from those of its periods, oldest first. No periods: None, not zeros."""
    if not rows:
        return None
    columns = zip(*rows, strict=True)
    return tuple(part.over_time.exactly(column) for part, column in zip(measure.parts, columns, strict=True))


def window_value(kind: str, rows: Sequence[Sequence[Decimal]]) -> Decimal | None:
    """The value of a window from the parts of its periods, oldest first; None where it is undefined."""
    measure = MEASURES[kind]
    parts = combine_periods(measure, rows)
    return None if parts is None else measure.value(parts)
