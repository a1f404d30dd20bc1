"""Which amounts of a file are converted: those beside a column of currencies that the mapping names, and of a file that
is read as understood those that are found to be in other currencies than their metric."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from metrics.files.reading.converting import Conversion, MetricConversion, Rates
from metrics.files.reading.mapping import ImportMapping, MetricColumns, RowCondition
from metrics.files.reading.scanning import Unreadable
from metrics.files.values.cell_readers import CurrencyReader, NumberReader
from metrics.files.values.currencies import RowCurrencies
from metrics.files.values.numbers import NumberColumn
from metrics.files.values.understanding import Understanding


@dataclass(frozen=True)
class Found:
    """What is converted, and the columns that the plain form needs for it, by their names."""

    conversion: Conversion
    readers: dict[str, CurrencyReader] = field(default_factory=dict)


def stated(mapping: ImportMapping, rates: Rates) -> Conversion:
    """What is converted because the mapping names the column of currencies."""
    return Conversion(
        rates,
        {
            spec.metric: MetricConversion(
                spec.unit or rates.usual, dict.fromkeys(spec.amounts, spec.currency_column)
            )
            for spec in mapping.metrics
            if spec.currency_column
        },
    )


def found_in(
    mapping: ImportMapping,
    understanding: Understanding,
    currencies: Mapping[str, str],
    rates: Rates,
) -> Found:
    """The same, and what the file says of its currencies itself. Raises Unreadable.

    `currencies` are those in which metrics of money are taken, by metric.
    """
    names = {column.name for column in understanding.columns}
    readers: dict[str, CurrencyReader] = {}
    metrics = {}
    for spec in mapping.metrics:
        to = currencies.get(spec.metric) or spec.unit or rates.usual
        columns = {name: _numbers(understanding, name) for name in spec.amounts}
        is_money = bool(currencies.get(spec.metric))
        if not spec.currency_column and not _is_converted(columns, to, is_money=is_money):
            continue
        beside = {}
        for name, numbers in columns.items():
            reader = _reader(name, numbers, spec.currency_column)
            beside[name] = _name_beside(name, reader, readers, names)
            readers[beside[name]] = reader
        metrics[spec.metric] = MetricConversion(to, beside)
    return Found(Conversion(rates, metrics), readers)


def in_one_currency(mapping: ImportMapping, understanding: Understanding) -> ImportMapping:
    """The same mapping; a metric of amounts in several currencies, of which one counts, takes the rows in it alone.

    Whoever added the metric: what was answered about a column's currency holds of all that is made of it.
    """
    return mapping.model_copy(
        update={"metrics": tuple(_in_one_currency(spec, mapping, understanding) for spec in mapping.metrics)}
    )


def _in_one_currency(
    spec: MetricColumns, mapping: ImportMapping, understanding: Understanding
) -> MetricColumns:
    told = {condition.column for condition in (*mapping.where, *spec.where)}
    found = [numbers.only for name in spec.amounts if (numbers := _numbers(understanding, name))]
    only = {one for one in found if one and one[0] not in told}
    if spec.currency_column or not only:
        return spec
    conditions = [RowCondition.model_validate({"column": name, "in": [code]}) for name, code in sorted(only)]
    return spec.model_copy(update={"where": (*spec.where, *conditions)})


def is_told(spec: MetricColumns, column: str) -> bool:
    """Whether the mapping itself says in which currency a column's amounts are, row by row."""
    return bool(spec.currency_column) and column in spec.amounts


def _numbers(understanding: Understanding, name: str) -> NumberColumn | None:
    reader = understanding.readers[name]
    return reader.column if isinstance(reader, NumberReader) else None


def _is_converted(columns: Mapping[str, NumberColumn | None], to: str, *, is_money: bool) -> bool:
    """Whether amounts are in several currencies, or those of a metric of money in another one than it."""
    known = [numbers for numbers in columns.values() if numbers]
    said = {numbers.currency for numbers in known if numbers.currency}
    return any(numbers.each for numbers in known) or len(said) > 1 or (is_money and bool(said - {to}))


def _reader(name: str, numbers: NumberColumn | None, told_by: str | None) -> CurrencyReader:
    """How the currency of a column's rows is read. Raises Unreadable where nothing says it."""
    if told_by:
        return CurrencyReader(name, told_by, RowCurrencies(beside=told_by))
    if numbers and numbers.each:
        return CurrencyReader(name, numbers.each.beside or None, numbers.each)
    if numbers and numbers.currency:
        return CurrencyReader(name, fixed=numbers.currency)
    words = _("Amounts are converted, and nothing says in which currency “%(column)s” is.")
    raise Unreadable(words % {"column": name})


def _name_beside(
    name: str, reader: CurrencyReader, readers: Mapping[str, CurrencyReader], names: set[str]
) -> str:
    """A name for the column of currencies of another one, which the file does not have, and which means this one."""
    beside = f"{name} · currency"
    while beside in names or readers.get(beside, reader) != reader:
        beside += " ·"
    return beside
