"""A mean of assessed scores, each by the levels of a rubric. Pure; no Django."""

from collections.abc import Iterator
from decimal import Decimal

from metrics.measures.arithmetic import quotient
from metrics.measures.declaration import MappedField, Measure, Part, Typed
from metrics.measures.marking import gettext_noop as _
from metrics.measures.prepared import PartRows, Prepared, ones


def _extract(prepared: Prepared) -> Iterator[PartRows]:
    value = prepared.numbers["value"]
    rows = prepared.rows(value.known)
    yield prepared.dated(rows, (value.scaled[rows], value.decimals), ones(rows))


MEASURE = Measure(
    kind="score",
    label=_("mean of assessed scores"),
    formula=_("The sum of the scores ÷ how many were assessed."),
    left_out=_("Rows without a score, or with one outside the metric's bounds, count for nothing."),
    undefined=_("What was not assessed has no score, not a zero."),
    source=None,
    parts=(Part("sum", _("sum")), Part("count", _("count"), is_whole=True)),
    arithmetic=quotient,
    cases="count",
    fields=(MappedField("value", _("Value"), "number", bounds="definition"),),
    extract=_extract,
    typed=Typed(_("one number, for example 72"), given=(Decimal(1),)),
)
