"""What the columns of a partner list probably mean, from their names and contents. Proposed, to be looked at."""

import re
from collections.abc import Iterable

from metrics.files.dialect import Column, Look

PARTNER = re.compile(
    r"partner|reseller|dealer|distributor|vendor|account|customer|client|channel|代理店|取引先|販売店|パートナー",
    re.IGNORECASE,
)
KEY = re.compile(r"key|id$|code|no$|number|コード|番号", re.IGNORECASE)
ATTRIBUTES = {
    "segment": re.compile(r"segment|business_?type|type|sector|industry|category|業種|区分", re.IGNORECASE),
    "tier": re.compile(r"tier|level|grade|rank|class|ランク|等級", re.IGNORECASE),
    "region": re.compile(r"region$|territory|state|area|prefecture|地域|都道府県", re.IGNORECASE),
    "country": re.compile(r"country|nation|location|国", re.IGNORECASE),
}
NAME = re.compile(r"name|名", re.IGNORECASE)
STAGE = re.compile(r"stage|lifecycle|段階", re.IGNORECASE)


def suggest_partner_list(look: Look) -> dict[str, str]:
    """The columns of a partner list that comes alone: its key is the column whose values never come back."""
    unique = [column for column in look.columns if column.distinct == column.filled and column.filled > 1]
    key = _first(unique, KEY) or _first(unique, PARTNER) or next(iter(unique), None)
    found = partner_list_columns(look, key)
    stage = _first([column for column in look.columns if column.name not in found.values()], STAGE)
    return found | ({"stage": stage.name} if stage else {})


def partner_list_columns(look: Look, partner: Column | None) -> dict[str, str]:
    """The columns of a partner list: key, name and attributes, each used once.

    `partner` is the column of a data file that names partners: the key is called like it, or holds its values.
    """
    names = look.names
    key = partner.name if partner and partner.name in names else ""
    if not key and partner:
        best = max(look.columns, key=lambda column: _overlap(partner, column), default=None)
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


def _first(columns: Iterable[Column], pattern: re.Pattern[str]) -> Column | None:
    return next((column for column in columns if pattern.search(column.name)), None)


def _overlap(one: Column, other: Column) -> int:
    return len({*(one.values or one.samples)} & {*(other.values or other.samples)})
