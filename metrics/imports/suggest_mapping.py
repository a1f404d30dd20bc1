"""What a file's columns probably mean, from their names and contents. A proposal for the mapping page.

The proposal has the form of a mapping (`files.reading.mapping`) and may be incomplete.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from metrics.definitions.schema import Definition
from metrics.files.dialect import Column, Look
from metrics.measures import MEASURES
from partners.labels import squeezed

PARTNER = re.compile(
    r"partner|reseller|dealer|distributor|vendor|account|customer|client|channel|代理店|取引先|販売店|パートナー",
    re.IGNORECASE,
)
KEY = re.compile(r"key|id$|code|no$|number|コード|番号", re.IGNORECASE)
BEGIN = re.compile(r"engage|creat|open|start|begin|assign|受付|開始|作成", re.IGNORECASE)
END = re.compile(r"clos|end|won|finish|完了|終了|受注日", re.IGNORECASE)
PERIOD = re.compile(r"period|month|order|invoice|book|post|date|年月|計上|受注|日", re.IGNORECASE)
AMOUNT = re.compile(
    r"sales_?amount|net_?sales|revenue|turnover|amount|sales$|売上|金額|close_?value|deal_?value|value$",
    re.IGNORECASE,
)
COST = re.compile(r"cost|cogs|原価|仕入", re.IGNORECASE)
PRICE = re.compile(r"price|unit|list|standard|単価|定価", re.IGNORECASE)
TOTAL = re.compile(r"total|sum|合計|総", re.IGNORECASE)
CURRENCY = re.compile(r"currency|通貨", re.IGNORECASE)

WON = ("won", "closed won", "closedwon", "受注", "成約")
LOST = ("lost", "closed lost", "closedlost", "失注")

ATTRIBUTES = {
    "segment": re.compile(r"segment|business_?type|type|sector|industry|category|業種|区分", re.IGNORECASE),
    "tier": re.compile(r"tier|level|grade|rank|class|ランク|等級", re.IGNORECASE),
    "region": re.compile(r"region$|territory|state|area|prefecture|地域|都道府県", re.IGNORECASE),
    "country": re.compile(r"country|nation|location|国", re.IGNORECASE),
}
NAME = re.compile(r"name|名", re.IGNORECASE)
STAGE = re.compile(r"stage|lifecycle|段階", re.IGNORECASE)


@dataclass(frozen=True)
class _Stage:
    """A column that says how cases end."""

    column: Column
    won: str
    lost: str


def suggest(
    look: Look,
    *,
    source: str,
    definitions: Sequence[Definition],
    currency: str,
    partner_look: Look | None = None,
    partner_file: str = "",
) -> dict[str, Any]:
    """A proposal in the form of a mapping. What can't be told is left out."""
    stage, period = _stage(look), _period(look)
    partner = _partner(look, partner_look)
    decimal, thousands = look.number_style
    proposal: dict[str, Any] = {
        "source": source,
        "format": {
            "encoding": look.encoding if look.is_decided else "",
            "delimiter": look.delimiter,
            "decimal": decimal,
            "thousands": thousands,
            "missing": ["", *look.missing_words],
        },
        "partner": {"column": partner.name if partner else "", "create_unknown": partner_look is None},
        "period": {
            "column": period.name if period else "",
            "date_format": period.date_formats[0] if period else "",
        },
        "metrics": _metrics(look, stage, definitions, currency),
    }
    proposal["required"] = _required(look, stage, proposal)
    if partner_look:
        proposal["partners"] = _partner_list(partner_look, partner) | {"file": partner_file}
    return proposal


def _first(columns: Iterable[Column], pattern: re.Pattern[str]) -> Column | None:
    return next((column for column in columns if pattern.search(column.name)), None)


def _dates(look: Look) -> list[Column]:
    return [column for column in look.columns if column.kind == "date"]


def _period(look: Look) -> Column | None:
    """The date by which rows are counted: where cases begin and end, the end."""
    dates = _dates(look)
    ends = [column for column in dates if not BEGIN.search(column.name)]
    return _first(ends, END) or _first(ends, PERIOD) or next(iter(ends or dates), None)


def _partner(look: Look, partner_look: Look | None) -> Column | None:
    """By name; where there is a partner list, the column whose values stand in it."""
    candidates = [column for column in look.columns if column.is_key_like]
    if partner_look:
        known = {column.name: column for column in partner_look.columns}
        same = [column for column in candidates if column.name in known]
        shared = max(candidates, key=lambda column: _overlap(column, partner_look), default=None)
        found = _first(same, PARTNER) or next(iter(same), None)
        return found or (shared if shared and _overlap(shared, partner_look) > 0 else None)
    named = [column for column in candidates if PARTNER.search(column.name)]
    return _first(named, KEY) or next(iter(named), None)


def _overlap(column: Column, other: Look) -> int:
    values = set(column.values or column.samples)
    return max((len(values & set(found.values or found.samples)) for found in other.columns), default=0)


def _stage(look: Look) -> _Stage | None:
    for column in look.columns:
        folded = {value.strip().casefold(): value for value in column.values}
        won = next((folded[word] for word in WON if word in folded), None)
        lost = next((folded[word] for word in LOST if word in folded), None)
        if column.kind == "label" and won and lost:
            return _Stage(column, won, lost)
    return None


def _numbers(look: Look) -> list[Column]:
    return [column for column in look.columns if column.kind == "number"]


def _amount(look: Look) -> Column | None:
    amounts = [column for column in _numbers(look) if not COST.search(column.name)]
    return _first([column for column in amounts if not PRICE.search(column.name)], AMOUNT)


def _cost(look: Look) -> Column | None:
    """The cost of a whole line, not of a unit."""
    costs = [column for column in _numbers(look) if COST.search(column.name)]
    whole = [column for column in costs if not PRICE.search(column.name)]
    return _first(whole, TOTAL) or next(iter(whole), None)


def _currency(look: Look, usual: str) -> str:
    column = _first(look.columns, CURRENCY)
    if column and len(column.values) == 1 and re.fullmatch(r"[A-Z]{3}", column.values[0]):
        return column.values[0]
    return usual


def _metrics(
    look: Look, stage: _Stage | None, definitions: Sequence[Definition], currency: str
) -> list[dict[str, Any]]:
    known = {definition.key: definition for definition in definitions}
    used = _currency(look, currency)
    found = _named_like_entries(look, definitions)
    if stage:
        found += _from_cases(look, stage)
    elif amount := _amount(look):
        cost = _cost(look)
        found.append({"metric": "fulfilled_revenue", "value": amount.name})
        if cost:
            found.append({"metric": "gross_margin", "revenue": amount.name, "cost": cost.name})
    metrics: dict[str, dict[str, Any]] = {}
    for spec in found:
        definition = known.get(spec["metric"])
        if definition is None or definition.measure is None or _lacks(definition.measure, spec):
            continue
        unit = {"unit": used} if definition.is_money else {}
        metrics.setdefault(definition.key, spec | {"measure": definition.measure} | unit)
    return list(metrics.values())


def _required(look: Look, stage: _Stage | None, proposal: dict[str, Any]) -> list[dict[str, Any]]:
    """Of which cases an end and an amount are asked: of those that have ended, and of those that were won.

    Of columns alone that the proposal reads: of others nobody asks anything.
    """
    if stage is None:
        return []
    read = {proposal["period"]["column"], *(text for spec in proposal["metrics"] for text in _columns(spec))}
    name, begin, amount = stage.column.name, _first(_dates(look), BEGIN), _amount(look)
    end = _first([column for column in _dates(look) if column != begin], END)
    asked = [(end, [stage.won, stage.lost]), (amount, [stage.won])]
    return [
        {"column": column.name, "where": name, "in": stages}
        for column, stages in asked
        if column and column.name in read
    ]


def _columns(spec: dict[str, Any]) -> list[str]:
    """The columns that a proposed metric reads."""
    fields = MEASURES[spec["measure"]].fields
    return [spec[field.name] for field in fields if field.read != "word" and not field.is_each]


def _named_like_entries(look: Look, definitions: Sequence[Definition]) -> list[dict[str, Any]]:
    """Number columns that bear the name of a dictionary entry whose measure takes one column."""
    names: dict[str, Definition] = {}
    for definition in definitions:
        for name in (definition.key, definition.names.en, definition.names.ja):
            names.setdefault(squeezed(name or ""), definition)
    found = []
    for column in _numbers(look):
        entry = names.get(squeezed(column.name))
        field = _only_number(entry.measure) if entry and entry.measure else ""
        if entry and field:
            found.append({"metric": entry.key, field: column.name})
    return found


def _lacks(kind: str, spec: dict[str, Any]) -> bool:
    """Whether the measure needs more than was found."""
    return any(field.name not in spec for field in MEASURES[kind].fields)


def _only_number(kind: str) -> str:
    """The field of a measure that takes one column of numbers and nothing else; empty for all others."""
    fields = MEASURES[kind].fields
    takes_one = len(fields) == 1 and fields[0].read == "number" and not fields[0].is_each
    return fields[0].name if takes_one else ""


def _from_cases(look: Look, stage: _Stage) -> list[dict[str, Any]]:
    """What a list of won and lost cases gives."""
    name = stage.column.name
    closed, won = [{"column": name, "in": [stage.won, stage.lost]}], [{"column": name, "in": [stage.won]}]
    found: list[dict[str, Any]] = [
        {"metric": "win_rate", "column": name, "equals": stage.won, "where": closed}
    ]
    amount = _amount(look)
    if amount:
        found.append({"metric": "deal_value", "value": amount.name, "where": won})
    begin = _first(_dates(look), BEGIN)
    end = _first([column for column in _dates(look) if column != begin], END)
    if begin and end:
        span = {"from": begin.name, "to": end.name}
        found.append({"metric": "sales_cycle", **span, "where": won})
        if amount:
            case = {"stage": name, "won": stage.won, "lost": stage.lost, "value": amount.name}
            found.append({"metric": "pipeline_velocity", **case, **span})
    return found


def suggest_partner_list(look: Look) -> dict[str, str]:
    """The columns of a partner list that comes alone: its key is the column whose values never come back."""
    unique = [column for column in look.columns if column.distinct == column.filled and column.filled > 1]
    key = _first(unique, KEY) or _first(unique, PARTNER) or next(iter(unique), None)
    found = _partner_list(look, key)
    stage = _first([column for column in look.columns if column.name not in found.values()], STAGE)
    return found | ({"stage": stage.name} if stage else {})


def _partner_list(look: Look, partner: Column | None) -> dict[str, str]:
    """The columns of the partner list: key, name and attributes, each used once."""
    names = look.names
    key = partner.name if partner and partner.name in names else ""
    if not key and partner:
        best = max(look.columns, key=lambda column: _overlap(partner, look_of(column)), default=None)
        key = best.name if best else ""
    found = {"key": key or next(iter(names), "")}
    rest = [column for column in look.columns if column.name != found["key"] and column.kind != "number"]
    name = _first(rest, NAME)
    if name:
        found["name"] = name.name
    for attribute, pattern in ATTRIBUTES.items():
        column = _first([other for other in rest if other.name not in found.values()], pattern)
        if column:
            found[attribute] = column.name
    return found


def look_of(column: Column) -> Look:
    """A look at one column alone."""
    return Look("", (), True, "", (column,), ())
