"""A sum: revenue, cost, hours. Pure; no Django."""

from collections.abc import Iterator

from metrics.measures.declaration import MappedField, Measure, Part, Typed
from metrics.measures.marking import gettext_noop as _
from metrics.measures.prepared import PartRows, Prepared


def _extract(prepared: Prepared) -> Iterator[PartRows]:
    value = prepared.numbers["value"]
    rows = prepared.rows(value.known)
    yield prepared.dated(rows, (value.scaled[rows], value.decimals))


MEASURE = Measure(
    kind="sum",
    label=_("sum"),
    formula=_("All values added up."),
    left_out=_("Rows without a value count for nothing."),
    undefined=_("Without a row there is no value; a sum that comes to 0 is 0."),
    source=None,
    parts=(Part("sum", _("sum")),),
    arithmetic=lambda parts: parts[0],
    cases=None,
    fields=(MappedField("value", _("Value"), "number", is_amount=True),),
    extract=_extract,
    typed=Typed(_("one number, for example 12500")),
)
