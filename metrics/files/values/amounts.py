"""Which columns of money are what: revenue, cost, a deal's value; and what a file of money is about. Pure.

A name that leaves it open gives nothing: a missing proposal costs a click, a wrong one a wrong decision.
"""

import re
from collections.abc import Iterable, Sequence

from metrics.files.values.columns import ColumnMeaning
from metrics.files.values.spellings import named

MONEY = re.compile(
    r"amount|revenue|sales|value|price|cost|cogs|total|spend|turnover|discount|tax|freight|umsatz|betrag|preis|kosten"
    r"|montant|chiffre|ingreso|importe|売上|金額|原価|単価|税|額",
    re.IGNORECASE,
)
NOT_MONEY = re.compile(
    r"count|qty|quantity|units?\b|score|rating|%|pct|percent|\bid\b|id$|key$|days|cycle|rep\b|数",
    re.IGNORECASE,
)
NO_REVENUE = re.compile(
    r"discount|tax|vat\b|freight|shipping|cost|cogs|price|unit|list|fee\b|fees\b|gross|expected|estimat|weighted|forecast"
    r"|target|quota|budget|plan|mdf|claim|commission|rebate|incentive|refund|balance|outstanding|annual|\barr\b|\bmrr\b"
    r"|payment|paid\b|deposit|bonus|spiff|reward|salary|loan|debt|credit|stock|inventory|payout"
    r"|potential|pipeline|open\b|unpaid|prior|previous|last.year|growth|average|avg|incl|margin|profit|approved|requested"
    r"|割引|税|送料|予算|目標|前年|原価|単価|見込|粗利|brutto|ttc",
    re.IGNORECASE,
)
NOT_INVOICED = re.compile(r"deal|opportunit|contract|booking|\btcv\b|\bacv\b|案件|契約", re.IGNORECASE)
"""What was agreed, and not yet ordered or delivered."""

NET = re.compile(r"net[_ ]?(?:sales|revenue|amount|value|umsatz)|nettoumsatz|税抜", re.IGNORECASE)
REVENUE = re.compile(
    r"sales[_ ]?amount|revenue|turnover|invoiced|invoice[_ ]?(?:amount|value)|^sales$|umsatz|chiffre|ingresos|売上",
    re.IGNORECASE,
)
AMOUNT = re.compile(r"amount|value|total|betrag|montant|importe|金額", re.IGNORECASE)
PARTS_OF_IT = re.compile(r"discount|tax|vat\b|freight|shipping|割引|税|送料", re.IGNORECASE)

COST = re.compile(r"cost|cogs|原価|仕入", re.IGNORECASE)
OTHER_COST = re.compile(
    r"unit|standard|list|price|ship|freight|support|market|acqui|cent(?:er|re)|per\b|単価", re.IGNORECASE
)
WHOLE = re.compile(r"total|sum|合計|総", re.IGNORECASE)

NO_ORDERS = re.compile(
    r"mdf|market.development|claim|\bfunds?\b|campaign|registration|deal.?reg|probab|forecast|stage|pipeline|opportunit"
    r"|quote|quota|budget|target|\bplan|commission|rebate|incentive|payout|\blead|expense|見積|予算|目標|キャンペーン|案件",
    re.IGNORECASE,
)
"""Names of columns that files have which list no orders: claims, registrations, the pipeline, quotes, plans."""

STATUS = re.compile(r"status|state$|approv|状態|ステータス|承認", re.IGNORECASE)

WON = frozenset(
    {
        "won", "closedwon", "closewon", "dealwon", "wonclosed", "受注", "成約", "受注済", "gewonnen", "gagné", "gagnée",
        "ganado", "ganada",
    }
)  # fmt: skip
LOST = frozenset(
    {
        "lost", "closedlost", "closelost", "deallost", "lostclosed", "失注", "verloren", "perdu", "perdue", "perdido",
        "perdida",
    }
)  # fmt: skip


def is_money(column: ColumnMeaning) -> bool:
    """Whether a column of numbers holds money, by its currency or its name."""
    named_so = bool(MONEY.search(column.name)) and not NOT_MONEY.search(column.name)
    return column.type == "number" and (column.currency is not None or named_so)


def revenue(columns: Sequence[ColumnMeaning]) -> ColumnMeaning | None:
    """The one column of what was invoiced, after discounts and without tax; None where the names leave it open."""
    money = [column for column in _gained(columns) if not NOT_INVOICED.search(column.name)]
    for pattern in (NET, REVENUE):
        found = [column for column in money if pattern.search(column.name)]
        if found:
            return found[0] if len(found) == 1 else None
    found = [column for column in money if AMOUNT.search(column.name)]
    has_parts = any(PARTS_OF_IT.search(column.name) for column in columns)
    return found[0] if len(found) == 1 and not has_parts else None


def cost(columns: Sequence[ColumnMeaning]) -> ColumnMeaning | None:
    """The one column of the product cost of a whole line."""
    found = [
        column
        for column in columns
        if is_money(column) and COST.search(column.name) and not OTHER_COST.search(column.name)
    ]
    whole = [column for column in found if WHOLE.search(column.name)]
    return _only(whole) or _only(found)


def deal_value(columns: Sequence[ColumnMeaning]) -> ColumnMeaning | None:
    """The one column of what a deal is worth; no expected, weighted or yearly amount."""
    money = _gained(columns)
    amounts = [column for column in money if AMOUNT.search(column.name)]
    return _only(amounts) or (_only(money) if not amounts else None)


def _gained(columns: Sequence[ColumnMeaning]) -> list[ColumnMeaning]:
    """Columns of money that is gained: no costs, parts, plans or expectations."""
    return [column for column in columns if is_money(column) and not NO_REVENUE.search(column.name)]


def _only(found: list[ColumnMeaning]) -> ColumnMeaning | None:
    return found[0] if len(found) == 1 else None


def lists_no_orders(columns: Iterable[ColumnMeaning]) -> ColumnMeaning | None:
    """The column by which a file lists something else than orders, or orders of which some may not count."""
    for column in columns:
        several = len(column.labels) > 1
        if NO_ORDERS.search(column.name) or (STATUS.search(column.name) and several) or endings(column):
            return column
    return None


def endings(column: ColumnMeaning) -> tuple[list[str], list[str]] | None:
    """The labels of won and of lost deals, the most frequent first; None where the column does not have both."""
    ordered = sorted(column.labels, key=lambda label: -column.labels[label])
    won = [label for label in ordered if named(label) in WON]
    lost = [label for label in ordered if named(label) in LOST]
    return (won, lost) if won and lost else None
