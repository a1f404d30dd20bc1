"""What the tests know of each measure beside the measure itself: files, and what pandas makes of their raw rows."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

import pandas as pd
from hypothesis import strategies as st

from metrics.files.reading.rules import ReadingRule

PARTNERS = ("ada", "bob", "cai")
MONTHS = ("2024-01", "2024-02", "2024-03", "2024-04")


def mostly(usual: st.SearchStrategy[str], *odd: str) -> st.SearchStrategy[str]:
    """Usual cells, and now and then an odd one."""
    return st.integers(0, 7).flatmap(lambda dice: usual if dice else st.sampled_from(odd))


partners = mostly(st.sampled_from(PARTNERS), "")
days = st.builds("{}-{:02d}".format, st.sampled_from(MONTHS), st.integers(1, 29))
dates = mostly(days, "", "soon")
amounts = mostly(st.decimals(-500, 500, places=2).map(str), "", "?", "0")
scores = mostly(st.decimals(0, 100, places=1).map(str), "", "?", "-5", "120")


@dataclass(frozen=True)
class Question:
    """The raw rows of a file, of whom it is asked, and the first and last month."""

    file: pd.DataFrame
    partners: frozenset[str]
    first: str
    last: str

    @property
    def mine(self) -> pd.DataFrame:
        """The rows of these partners, of whatever time."""
        return self.file[self.file.partner.isin(self.partners)]

    @property
    def rows(self) -> pd.DataFrame:
        """The rows of these partners inside the window."""
        return self.mine[self.within(self.mine.date)]

    def within(self, dates: pd.Series) -> pd.Series:
        return is_date(dates) & dates.str[:7].between(self.first, self.last)


@dataclass(frozen=True)
class Case:
    """`fields` is what a mapping says for the measure, `cells` what stands in each column of a file.

    `expected` is the value by pandas on the raw rows; None where there is none. `worked` is an example that can be
    done by hand: the rows of a file (with `partner` and `date`), and the value over all of it.
    """

    fields: dict[str, object]
    cells: dict[str, st.SearchStrategy[str]]
    expected: Callable[[Question], Fraction | None]
    worked: tuple[str, Fraction | int]
    rule: ReadingRule = field(default_factory=ReadingRule)


def case_of(kind: str) -> Case:
    """The case of a measure. Every measure has one: its own file beside those of the others."""
    found: Case = importlib.import_module(f"tests.unit.metrics.measures.kinds.{kind}").CASE
    return found


def is_date(texts: pd.Series) -> pd.Series:
    return texts.str.fullmatch(r"\d{4}-\d{2}-\d{2}").astype(bool)


def is_number(texts: pd.Series) -> pd.Series:
    return texts.str.fullmatch(r"-?\d+(\.\d+)?").astype(bool)


def total(texts: pd.Series) -> Fraction:
    """The exact sum of numbers."""
    return sum((Fraction(text) for text in texts), Fraction(0))


def between(texts: pd.Series, least: int, most: int) -> pd.Series:
    """Numbers from `least` to `most`."""
    known = texts.where(is_number(texts), str(least - 1)).map(Fraction)
    return (known >= least) & (known <= most)


def divided(above: Fraction, below: Fraction) -> Fraction | None:
    return None if below == 0 else above / below
