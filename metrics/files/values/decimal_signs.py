"""Which sign begins a column's decimals and which one groups thousands: proven by all of it, or asked. Pure.

Proof, each rule for the sign x of numbers that read both ways (12.500):

- x is the decimal sign where some number has it with other than three digits behind it, behind a 0, behind more than
  three digits, behind another sign that groups, or before an exponent
- x groups thousands where some number has it twice, or before the other sign
- x is what is left where the other sign, a space or ’ is proven to group, or the other sign to be decimal

All else is evidence: it makes an answer `likely`, and the column is asked about.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from metrics.files.values.currencies import has_no_decimals, meant_by
from metrics.files.values.written import Meaning, Written, readings

OTHER = {".": ",", ",": "."}
LONG = 5
"""From five digits on all countries group; with four some do not (es, pl, pt)."""


@dataclass
class Signs:
    """What the numbers of a column prove of the point and the comma, and what else they show.

    `proven` counts rows by sign and meaning; `open` are the numbers that read both ways, by their sign.
    """

    proven: dict[str, Counter[Meaning]] = field(default_factory=dict)
    open: dict[str, list[Written]] = field(default_factory=dict)
    short_whole: int = 0
    long_whole: int = 0

    def add(self, written: Written, count: int) -> None:
        found = readings(written)
        if found is None:
            return
        if not found:
            self.long_whole += len(written.body) >= LONG
            self.short_whole += len(written.body) < LONG - 1
        for sign, meanings in found.items():
            if len(meanings) > 1:
                self.open.setdefault(sign, []).append(written)
            else:
                self.proven.setdefault(sign, Counter())[next(iter(meanings))] += count

    def _are(self, meaning: Meaning) -> set[str]:
        return {sign for sign, counts in self.proven.items() if counts[meaning]}

    @property
    def is_mixed(self) -> bool:
        """Whether the column is written in two ways that exclude each other."""
        decimal, thousands = self._are("decimal"), self._are("thousands")
        return bool(decimal & thousands) or len(decimal) > 1 or len(thousands) > 1

    @property
    def decimal(self) -> str | None:
        """The decimal sign that is proven; None where nothing proves one or the column is mixed."""
        if self.is_mixed:
            return None
        decimal, thousands = self._are("decimal"), self._are("thousands")
        if decimal:
            return next(iter(decimal))
        if grouping := thousands & OTHER.keys():
            return OTHER[next(iter(grouping))]
        if thousands and len(self.open) == 1:
            return next(iter(self.open))
        return None

    @property
    def asked(self) -> str | None:
        """The sign to ask about; None where all is proven."""
        if self.is_mixed:
            return self._most_frequent()
        if self.decimal is None and self.open:
            return max(self.open, key=lambda sign: len(self.open[sign]))
        return None

    def _most_frequent(self) -> str:
        def rows(sign: str) -> int:
            return self.proven.get(sign, Counter()).total() + len(self.open.get(sign, []))

        return max(OTHER, key=rows)

    @property
    def likely(self) -> Meaning | None:
        """What the column's own numbers speak for, without proving it."""
        if self.is_mixed or self.asked is None:
            return None
        numbers = self.open[self.asked]
        ends_in_zero = any(written.body.endswith("0") for written in numbers)
        if any(_is_whole_money(written) for written in numbers):
            return "thousands"
        if ends_in_zero and self.short_whole and not self.long_whole:
            return "thousands"
        if self.long_whole and not ends_in_zero:
            return "decimal"
        return None

    def thousands(self, decimal: str | None) -> str | None:
        """The sign that groups, where some number has one and `decimal` is the decimal sign."""
        used = self._are("thousands") | self.open.keys()
        grouping = sorted(used - {decimal}, key=self._is_point)
        return grouping[0] if grouping and (decimal or self._are("thousands")) else None

    @staticmethod
    def _is_point(sign: str) -> bool:
        return sign not in OTHER


def _is_whole_money(written: Written) -> bool:
    money = meant_by(written.currency) if written.currency else None
    return money is not None and all(has_no_decimals(code) for code in money.codes)


def signs_of(numbers: Iterable[tuple[Written, int]]) -> Signs:
    """What a column's distinct numbers show, each with its count."""
    signs = Signs()
    for written, count in numbers:
        signs.add(written, count)
    return signs


def likely_beside(mine: Signs, others: Sequence[Signs]) -> Meaning | None:
    """What is likely for a column that is asked about: by its own numbers, else by the file's other columns."""
    if mine.likely or mine.asked is None:
        return mine.likely
    proven = {other.decimal for other in others if other.decimal}
    if len(proven) != 1:
        return None
    return "decimal" if proven == {mine.asked} else "thousands"
