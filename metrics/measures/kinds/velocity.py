"""Pipeline velocity: money per day, from a list of opened and closed cases. Pure; no Django."""

from collections.abc import Iterator
from decimal import Decimal

import numpy as np

from metrics.measures.combining import LAST
from metrics.measures.declaration import MappedField, Measure, Part, Parts
from metrics.measures.marking import gettext_noop as _
from metrics.measures.prepared import PartRows, Prepared, ones, whole


def _value(parts: Parts) -> Decimal | None:
    """Open × win rate × mean won value ÷ mean days, all over the same window."""
    stock, won, lost, value, days = parts
    if won == 0 or days == 0:
        return None
    win_rate = won / (won + lost)
    found: Decimal = stock * win_rate * (value / won) / (days / won)
    return found


def _extract(prepared: Prepared) -> Iterator[PartRows]:
    """Cases opened and closed. `open` is what was opened less what was closed, which runs up to a stock.

    A case whose begin is not known is never counted as open, so that it can't make the stock negative. A
    closed case that lacks something leaves the stock and is not among the won and lost ones.
    """
    stage, value = prepared.labels["stage"], prepared.numbers["value"]
    won, lost = stage.where({prepared.words["won"]}), stage.where({prepared.words["lost"]})
    begun, ended = prepared.days["from"], prepared.days["to"]
    counts = prepared.counts & begun.known

    opened = np.flatnonzero(counts)
    none = whole(np.zeros(len(opened)))
    yield PartRows(opened, begun.months[opened], (ones(opened), none, none, none, none), counts_rows=False)

    closed = np.flatnonzero(counts & (won | lost) & ended.known)
    is_won = (won & value.known)[closed].astype(np.int64)
    days = is_won * (ended.days - begun.days)[closed]
    worth = is_won * value.scaled[closed]
    gone = (-np.ones(len(closed), dtype=np.int64), 0)
    parts = (gone, whole(is_won), whole(lost[closed]), (worth, value.decimals), whole(days))
    yield PartRows(closed, ended.months[closed], parts)


MEASURE = Measure(
    kind="velocity",
    label=_("pipeline velocity"),
    formula=_("Open cases at the period's end × share won × mean value of a won case ÷ mean days to win it."),
    left_out=_("Cases that lack their begin, or end before it, count for nothing; won ones need a value."),
    undefined=_("Where nothing was won, or all was won on its first day, there is no velocity."),
    source="The usual sales velocity formula, with open opportunities at period end as the stock",
    parts=(
        Part("open", _("open"), over_time=LAST, is_whole=True, runs_up=True),
        Part("won", _("won"), is_whole=True),
        Part("lost", _("lost"), is_whole=True),
        Part("won_value", _("won value")),
        Part("days", _("days")),
    ),
    arithmetic=_value,
    cases="won",
    fields=(
        MappedField("stage", _("Stage"), "label"),
        MappedField("won", _("Won is written"), "word", of="stage"),
        MappedField("lost", _("Lost is written"), "word", of="stage"),
        MappedField("value", _("Value"), "number", is_amount=True),
        MappedField("from", _("From date"), "date"),
        MappedField("to", _("To date"), "date", not_before="from"),
    ),
    extract=_extract,
    typed=None,
)
