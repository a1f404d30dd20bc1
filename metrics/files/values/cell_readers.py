"""From a cell as it is written to what it means, as standard form has it: `12500.00`, `2025-01-31`, a label. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from metrics.files.values.currencies import RowCurrencies
from metrics.files.values.dates import DateColumn
from metrics.files.values.numbers import NumberColumn, shown
from metrics.files.values.plain import CLEARLY_EMPTY, is_empty, label_of, plain
from metrics.files.values.spellings import FLOAT_KEY
from metrics.files.values.written import taken_apart

CellReader = Callable[[str], str | None]
"""The text in standard form, empty where the cell holds no value, None where it can't be read."""


@dataclass(frozen=True)
class NumberReader:
    """Exact decimals with a point: sign, currency, groups and factor applied. Percentages stay in percent."""

    column: NumberColumn

    def __call__(self, raw: str) -> str | None:
        text = plain(raw)
        if is_empty(text):
            return ""
        found = self.column.read_text(text)
        return None if found is None else shown(found)


@dataclass(frozen=True)
class CurrencyReader:
    """The currency of an amount, from its own cell and the one of the column `beside` (None: there is none).

    `fixed` is the currency of a whole column, `each` how its rows say theirs.
    """

    column: str
    beside: str | None = None
    each: RowCurrencies | None = None
    fixed: str = ""

    def __call__(self, raw: str, told: str) -> str:
        if self.each is None:
            return self.fixed
        written = taken_apart(plain(raw))
        return self.each.code(written.currency if written else "", plain(told))


@dataclass(frozen=True)
class DateReader:
    """Days as in ISO 8601, of a period its first one."""

    column: DateColumn

    def __call__(self, raw: str) -> str | None:
        text = plain(raw)
        if is_empty(text):
            return ""
        found = self.column.read_text(text)
        return None if found is None else found.isoformat()


@dataclass(frozen=True)
class LabelReader:
    """Labels: of spellings that were said to be the same the one to use; of keys no “.0” behind them."""

    respelled: Mapping[str, str] = field(default_factory=dict)
    is_key: bool = False

    def __call__(self, raw: str) -> str | None:
        label = label_of(raw)
        text = plain(raw)
        if text in CLEARLY_EMPTY:
            return ""
        label = self.respelled.get(label, label)
        match = FLOAT_KEY.fullmatch(plain(label)) if self.is_key else None
        return match[1] if match else label
