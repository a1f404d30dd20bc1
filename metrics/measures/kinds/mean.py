"""A mean of values. Pure; no Django."""

from collections.abc import Iterator

from metrics.measures.arithmetic import quotient
from metrics.measures.declaration import MappedField, Measure, Part, Typed
from metrics.measures.marking import gettext_noop as _
from metrics.measures.prepared import PartRows, Prepared, ones


def _extract(prepared: Prepared) -> Iterator[PartRows]:
    value = prepared.numbers["value"]
    rows = prepared.rows(value.known)
    yield prepared.dated(rows, (value.scaled[rows], value.decimals), ones(rows))


MEASURE = Measure(
    kind="mean",
    label=_("mean"),
    formula=_("The sum of the values ÷ how many there are."),
    left_out=_("Rows without a value, or with one outside the metric's bounds, count for nothing."),
    undefined=_("Without a row that counts there is no mean."),
    source=None,
    parts=(Part("sum", _("sum")), Part("count", _("count"), is_whole=True)),
    arithmetic=quotient,
    cases="count",
    fields=(MappedField("value", _("Value"), "number", bounds="definition", is_amount=True),),
    extract=_extract,
    typed=Typed(_("the sum and how many, for example 91200/38")),
)
