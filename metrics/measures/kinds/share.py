"""A share of cases that meet a condition. Pure; no Django."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from metrics.measures.arithmetic import percent
from metrics.measures.declaration import MappedField, Measure, Part, Typed
from metrics.measures.marking import gettext_noop as _
from metrics.measures.prepared import PartRows, Prepared, ones, whole


def _extract(prepared: Prepared) -> Iterator[PartRows]:
    labels = prepared.labels["column"]
    rows = prepared.rows(~labels.missing)
    hits = labels.where({prepared.words["equals"]})[rows]
    yield prepared.dated(rows, whole(hits), ones(rows))


def _refused(numbers: Mapping[str, Decimal]) -> str:
    if numbers["hits"] > numbers["cases"]:
        return _("The first number can't be larger than the second.")
    return ""


MEASURE = Measure(
    kind="share",
    label=_("share that meets a condition"),
    formula=_("100 × the rows that say so ÷ all rows that say anything."),
    left_out=_("Rows that say nothing in the column count for nothing."),
    undefined=_("Without a row that counts there is no share; where none says so it is 0."),
    source=None,
    parts=(Part("hits", _("hits"), is_whole=True), Part("cases", _("cases"), is_whole=True)),
    arithmetic=percent,
    cases="cases",
    fields=(
        MappedField("column", _("Column that tells"), "label"),
        MappedField("equals", _("Counts where it says"), "word", of="column"),
    ),
    extract=_extract,
    typed=Typed(_("how many of how many, for example 18/24"), refuses=_refused),
)
