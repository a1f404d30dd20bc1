"""Mean days between two dates. Pure; no Django."""

from collections.abc import Iterator

from metrics.measures.arithmetic import quotient
from metrics.measures.declaration import MappedField, Measure, Part, Typed
from metrics.measures.marking import gettext_noop as _
from metrics.measures.prepared import PartRows, Prepared, ones, whole


def _extract(prepared: Prepared) -> Iterator[PartRows]:
    start, end = prepared.days["from"], prepared.days["to"]
    rows = prepared.rows(start.known, end.known)
    yield prepared.dated(rows, whole((end.days - start.days)[rows]), ones(rows))


MEASURE = Measure(
    kind="mean_days",
    label=_("mean days between two dates"),
    formula=_("All days from the first date to the second ÷ how many cases there are."),
    left_out=_("Rows that lack a date, or end before they begin, count for nothing."),
    undefined=_("Without a case there is no mean."),
    source=None,
    parts=(Part("days", _("days")), Part("count", _("count"), is_whole=True)),
    arithmetic=quotient,
    cases="count",
    fields=(
        MappedField("from", _("From date"), "date"),
        MappedField("to", _("To date"), "date", not_before="from"),
    ),
    extract=_extract,
    typed=Typed(_("all days and how many cases, for example 640/12")),
)
