"""Which metrics a file gives, each with its reason: right, or absent. Pure."""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from metrics.files.questions import Said, Translate
from metrics.files.values import amounts
from metrics.files.values.columns import ColumnMeaning
from metrics.files.values.ratings import Rating
from metrics.files.values.roles import END
from metrics.measures import MEASURES
from metrics.measures.marking import gettext_noop as _
from partners.labels import squeezed

BEGIN = re.compile(r"creat|open|engage|start|begin|開始|作成|angelegt|erstellt", re.IGNORECASE)
NOT_AN_END = re.compile(r"expect|est\.?|estimat|plan|due|予定", re.IGNORECASE)

REVENUE = _("“%(column)s” is what was invoiced; nothing in the file speaks of deals, claims or plans.")
MARGIN = _("“%(column)s” less “%(cost)s”, the product cost of a whole line.")
WIN_RATE = _("“%(column)s” tells won deals (%(won)s) from lost ones (%(lost)s); open ones are left out.")
DEAL_VALUE = _("“%(value)s” of the deals that “%(column)s” calls won.")
SALES_CYCLE = _("From “%(begin)s” to “%(end)s” of the deals that “%(column)s” calls won.")
VELOCITY = _("“%(value)s”, “%(begin)s” and “%(end)s” of all deals; “%(column)s” tells how they ended.")
NPS = _("“%(column)s” has answers from 0 to 10.")
NAMED = _("“%(column)s” bears the metric's name.")


class Names(Protocol):
    """A metric's names in the dictionary."""

    @property
    def en(self) -> str: ...

    @property
    def ja(self) -> str | None: ...


class Metric(Protocol):
    """What has to be known of an entry of the metric dictionary."""

    @property
    def key(self) -> str: ...

    @property
    def names(self) -> Names: ...

    @property
    def measure(self) -> str | None: ...

    @property
    def is_money(self) -> bool: ...

    @property
    def bounds(self) -> tuple[int, int] | None: ...


@dataclass(frozen=True)
class Proposal:
    """A metric that the file gives, why, and what a mapping says of it (one of its `metrics`)."""

    metric: str
    why: Said
    mapping: dict[str, Any]

    def as_data(self, translate: Translate = str) -> dict[str, Any]:
        """As commands write it."""
        return {"metric": self.metric, "why": self.why.shown(translate), "mapping": self.mapping}


@dataclass(frozen=True)
class File:
    """What is known of a file. `is_one_currency` says that its money may be added up, all or where `where` says.

    `values` gives a column's distinct numbers, nothing where they are not settled.
    """

    columns: Sequence[ColumnMeaning]
    ratings: Sequence[Rating] = ()
    is_one_currency: bool = True
    where: tuple[dict[str, Any], ...] = ()
    values: Callable[[str], Iterable[Decimal]] = field(default=lambda _name: ())

    def numbers(self) -> list[ColumnMeaning]:
        return [column for column in self.columns if column.type == "number"]


def propose(file: File, metrics: Iterable[Metric] | None = None) -> tuple[Proposal, ...]:
    """The metrics that a file gives, of those of the dictionary; without one, of those that are recognised here."""
    known = None if metrics is None else {metric.key: metric for metric in metrics}
    found: dict[str, Proposal] = {}
    for proposal in (
        *_from_deals(file),
        *_from_orders(file),
        *_from_ratings(file),
        *_from_names(file, known or {}),
    ):
        metric = None if known is None else known.get(proposal.metric)
        if known is not None and (metric is None or metric.measure != proposal.mapping["measure"]):
            continue
        found.setdefault(proposal.metric, proposal)
    return tuple(found.values())


def _proposal(metric: str, measure: str, why: Said, spec: Mapping[str, Any]) -> Proposal:
    return Proposal(metric, why, {"metric": metric, "measure": measure, **spec})


def _money(column: ColumnMeaning) -> dict[str, str]:
    return {"unit": column.counted_in} if column.counted_in else {}


def _where(file: File, *conditions: dict[str, Any]) -> dict[str, Any]:
    every = [*conditions, *file.where]
    return {"where": every} if every else {}


# Deals that are won or lost


@dataclass(frozen=True)
class _Deals:
    """How a file of deals says how they end."""

    column: ColumnMeaning
    won: str
    lost: str

    @property
    def closed(self) -> dict[str, Any]:
        return {"column": self.column.name, "in": [self.won, self.lost]}

    @property
    def only_won(self) -> dict[str, Any]:
        return {"column": self.column.name, "in": [self.won]}

    def said(self, words: str, **more: str) -> Said:
        return Said(words, {"column": self.column.name, "won": self.won, "lost": self.lost, **more})


def deals_of(columns: Iterable[ColumnMeaning]) -> _Deals | None:
    """The first column that tells won deals from lost ones."""
    for column in columns:
        found = amounts.endings(column)
        if found:
            return _Deals(column, found[0][0], found[1][0])
    return None


def _from_deals(file: File) -> Iterator[Proposal]:
    deals = deals_of(file.columns)
    if deals is None:
        return
    name = deals.column.name
    rate = {"column": name, "equals": deals.won, "where": [deals.closed]}
    yield _proposal("win_rate", "share", deals.said(WIN_RATE), rate)
    value = amounts.deal_value(file.columns) if file.is_one_currency else None
    if value:
        spec = {"value": value.name, **_money(value), **_where(file, deals.only_won)}
        yield _proposal("deal_value", "mean", deals.said(DEAL_VALUE, value=value.name), spec)
    span = _span(file.columns)
    if span is None:
        return
    begin, end = span
    dates = {"from": begin.name, "to": end.name}
    words = {"begin": begin.name, "end": end.name}
    yield _proposal(
        "sales_cycle", "mean_days", deals.said(SALES_CYCLE, **words), dates | {"where": [deals.only_won]}
    )
    if value and len(deals.column.labels) > len(deals.closed["in"]):
        spec = {"stage": name, "won": deals.won, "lost": deals.lost, "value": value.name}
        said = deals.said(VELOCITY, value=value.name, **words)
        yield _proposal("pipeline_velocity", "velocity", said, spec | dates | _money(value) | _where(file))


def required_of(columns: Sequence[ColumnMeaning], read: Container[str]) -> list[dict[str, Any]]:
    """Of which deals an end and an amount are asked: of those that have ended, and of those that were won.

    Of the columns in `read` alone: of others nobody asks anything.
    """
    deals = deals_of(columns)
    if deals is None:
        return []
    span, value = _span(columns), amounts.deal_value(columns)
    rules = [
        (span[1].name if span else None, deals.closed),
        (value.name if value else None, deals.only_won),
    ]
    return [
        {"column": name, "where": condition["column"], "in": condition["in"]}
        for name, condition in rules
        if name and name in read
    ]


def _span(columns: Sequence[ColumnMeaning]) -> tuple[ColumnMeaning, ColumnMeaning] | None:
    """The one date with which deals begin and the one with which they end."""
    dates = [column for column in columns if column.type == "date" and not NOT_AN_END.search(column.name)]
    ends = [column for column in dates if END.search(column.name) and not BEGIN.search(column.name)]
    begins = [column for column in dates if BEGIN.search(column.name) and column not in ends]
    return (begins[0], ends[0]) if len(begins) == len(ends) == 1 else None


# Orders


def _from_orders(file: File) -> Iterator[Proposal]:
    if not file.is_one_currency or amounts.lists_no_orders(file.columns):
        return
    value = amounts.revenue(file.columns)
    if value is None:
        return
    said = Said(REVENUE, {"column": value.name})
    yield _proposal("fulfilled_revenue", "sum", said, {"value": value.name, **_money(value), **_where(file)})
    cost = amounts.cost(file.columns)
    if cost and _are_in_one(value, cost):
        why = Said(MARGIN, {"column": value.name, "cost": cost.name})
        yield _proposal(
            "gross_margin", "margin", why, {"revenue": value.name, "cost": cost.name, **_where(file)}
        )


def _are_in_one(value: ColumnMeaning, cost: ColumnMeaning) -> bool:
    """Whether the two are in one currency, or become so. Of a cost that says none nothing is converted."""
    if cost.counted_in is None:
        return value.currency is not None or value.converted is None
    return cost.counted_in == value.counted_in


# Ratings, and columns that bear a metric's name


def _from_ratings(file: File) -> Iterator[Proposal]:
    found = [rating for rating in file.ratings if rating.gives_nps and rating.is_named]
    if len(found) == 1:
        yield _proposal(
            "partner_nps", "nps", Said(NPS, {"column": found[0].column}), {"value": found[0].column}
        )


def _from_names(file: File, known: Mapping[str, Metric]) -> Iterator[Proposal]:
    """Number columns that are called like an entry of the dictionary whose measure takes one column."""
    names: dict[str, Metric] = {}
    for metric in known.values():
        for name in (metric.key, metric.names.en, metric.names.ja):
            names.setdefault(squeezed(name or ""), metric)
    for column in file.numbers():
        found = names.get(squeezed(column.name))
        taken = _only_number(found.measure) if found and found.measure else ""
        if found and taken and _may_be(file, column, found):
            spec = {taken: column.name, **(_money(column) if found.is_money else {}), **_where(file)}
            yield _proposal(found.key, found.measure or "", Said(NAMED, {"column": column.name}), spec)


def _may_be(file: File, column: ColumnMeaning, metric: Metric) -> bool:
    """Whether nothing speaks against it: currencies, rows that may not count, values that can't be."""
    if metric.measure == "nps":
        return any(rating.column == column.name and rating.gives_nps for rating in file.ratings)
    others = [other for other in file.columns if other is not column]
    if metric.is_money and (not file.is_one_currency or amounts.lists_no_orders(others)):
        return False
    if metric.bounds is None:
        return True
    first, last = metric.bounds
    return all(first <= number <= last for number in file.values(column.name))


def _only_number(kind: str) -> str:
    """The field of a measure that takes one column of numbers and nothing else; empty for all others."""
    fields = MEASURES[kind].fields
    takes_one = len(fields) == 1 and fields[0].read == "number" and not fields[0].is_each
    return fields[0].name if takes_one else ""
