"""A margin over the rows whose cost is known. Pure; no Django."""

from collections.abc import Iterator

from metrics.measures.arithmetic import percent
from metrics.measures.declaration import MappedField, Measure, Part, Typed
from metrics.measures.marking import gettext_noop as _
from metrics.measures.prepared import PartRows, Prepared


def _extract(prepared: Prepared) -> Iterator[PartRows]:
    revenue, cost = prepared.numbers["revenue"], prepared.numbers["cost"]
    rows = prepared.rows(revenue.known, cost.known)
    decimals = max(revenue.decimals, cost.decimals)
    income = revenue.at(decimals)[rows]
    yield prepared.dated(rows, (income - cost.at(decimals)[rows], decimals), (income, decimals))


MEASURE = Measure(
    kind="margin",
    label=_("margin: (revenue − cost) ÷ revenue"),
    formula=_("100 × (revenue − cost) ÷ revenue, of the sums."),
    left_out=_("Rows without a revenue or without a cost count for nothing, so that no cost is taken for 0."),
    undefined=_("Where the revenue comes to 0 there is no margin."),
    source=None,
    parts=(Part("profit", _("profit")), Part("revenue", _("revenue"))),
    arithmetic=percent,
    cases=None,
    fields=(
        MappedField("revenue", _("Revenue"), "number", is_amount=True),
        MappedField("cost", _("Cost"), "number", is_amount=True),
    ),
    extract=_extract,
    typed=Typed(_("profit and revenue, for example 1200/15000")),
)
