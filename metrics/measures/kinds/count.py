"""A number of rows. Pure; no Django."""

from collections.abc import Iterator

from metrics.measures.declaration import Measure, Part, Typed
from metrics.measures.marking import gettext_noop as _
from metrics.measures.prepared import PartRows, Prepared, ones


def _extract(prepared: Prepared) -> Iterator[PartRows]:
    rows = prepared.rows()
    yield prepared.dated(rows, ones(rows))


MEASURE = Measure(
    kind="count",
    label=_("number of rows"),
    formula=_("How many rows there are."),
    left_out=_("Rows without a partner or a date count for nothing."),
    undefined=_("Without a row there is no value."),
    source=None,
    parts=(Part("count", _("count"), is_whole=True),),
    arithmetic=lambda parts: parts[0],
    cases=None,
    fields=(),
    extract=_extract,
    typed=Typed(_("a whole number, for example 14")),
)
