"""In which currency the columns of a table are, each beside the column of currencies that is about it. Pure."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from metrics.files.questions import Question
from metrics.files.values import amounts
from metrics.files.values.columns import Cell, ColumnMeaning
from metrics.files.values.currencies import Convertible, RowCurrencies, codes, in_header
from metrics.files.values.number_questions import settle_currency
from metrics.files.values.numbers import NumberColumn

CURRENCY = re.compile(r"currency|curr\b|währung|devise|moneda|通貨", re.IGNORECASE)
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


class Looked(Protocol):
    """A column while it is looked at: its texts, its numbers where it holds some, and what is asked about it."""

    name: str
    position: int
    cells: list[Cell]
    numbers: NumberColumn | None
    questions: list[Question]


def settle_currencies(
    columns: Sequence[Looked], answers: Mapping[str, Any], convertible: Convertible | None
) -> tuple[bool, tuple[dict[str, Any], ...]]:
    """Whether the file's money may be added up, and the condition under which. Questions are put to their columns.

    A column of several currencies is asked about once, at the first column of money that it is beside.
    """
    beside = _currency_columns(columns)
    is_japanese = any(JAPANESE.search(looked.name) for looked in columns)
    chosen: dict[str, tuple[str | None, RowCurrencies | None]] = {}
    is_one = True
    for looked in columns:
        if looked.numbers is None:
            continue
        name = _currency_column_of(looked, columns, list(beside))
        rows = beside.get(name, Counter())
        if name in chosen:
            looked.numbers.currency, looked.numbers.each = chosen[name]
            looked.numbers.only = _only(name, looked.numbers.currency)
            continue
        asked = settle_currency(
            looked.numbers,
            rows,
            answers,
            is_japanese=is_japanese,
            told_by=name,
            convertible=convertible,
        )
        looked.questions += asked
        is_one &= not any(question.must for question in asked)
        if len(rows) > 1:
            chosen[name] = looked.numbers.currency, looked.numbers.each
            looked.numbers.only = _only(name, looked.numbers.currency)
    where = tuple({"column": name, "in": [code]} for name, (code, _each) in chosen.items() if code)
    return is_one, where


def _only(beside: str, code: str | None) -> tuple[str, str] | None:
    """The column of currencies, and the one of its several codes whose rows count; None as long as it is open."""
    return (beside, code) if code else None


def converted_into(numbers: NumberColumn, convertible: Convertible | None) -> str | None:
    """The currency that amounts become where they are in others of which there are rates."""
    if convertible is None:
        return None
    is_other = numbers.currency in convertible.currencies - {convertible.to}
    return convertible.to if numbers.each or is_other else None


def _currency_columns(columns: Sequence[Looked]) -> dict[str, Counter[str]]:
    """The columns that hold nothing but codes of currencies, with their rows by code."""
    found = {}
    for looked in columns:
        rows = Counter({cell.plain: cell.count for cell in looked.cells})
        if CURRENCY.search(looked.name) and rows and set(rows) <= codes():
            found[looked.name] = rows
    return found


def _currency_column_of(looked: Looked, columns: Sequence[Looked], names: Sequence[str]) -> str:
    """The column of currencies that is about a column of money: called like it, else the one for all.

    None (an empty name) is about counts, and about what names a currency in its own header.
    """
    own = next((name for name in names if name.casefold() == f"{looked.name} currency".casefold()), "")
    meaning = ColumnMeaning(looked.name, looked.position, "number")
    if own or not amounts.is_money(meaning) or in_header(looked.name):
        return own
    of_others = {f"{other.name} currency".casefold() for other in columns}
    of_all = [name for name in names if name.casefold() not in of_others]
    return next(iter(of_all), "")
