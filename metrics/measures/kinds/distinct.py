"""How many different texts there are: customers served, products sold, people certified. Pure; no Django."""

from collections.abc import Iterator
from decimal import Decimal

from metrics.measures.combining import UNION
from metrics.measures.declaration import MappedField, Measure, Part, Parts
from metrics.measures.kept import KeptColumn
from metrics.measures.marking import gettext_noop as _
from metrics.measures.prepared import PartRows, Prepared


def _value(parts: Parts) -> Decimal | None:
    (texts,) = parts
    return Decimal(len(texts))


def _extract(prepared: Prepared) -> Iterator[PartRows]:
    labels = prepared.labels["column"]
    rows = prepared.rows(~labels.missing)
    yield prepared.dated(rows, kept=KeptColumn(labels.codes[rows], texts=labels.values))


MEASURE = Measure(
    kind="distinct",
    label=_("distinct count"),
    formula=_(
        "How many different texts stand in the column; what several partners or periods have counts once."
    ),
    left_out=_(
        "Rows that say nothing in the column count for nothing. Case, width and spaces make no difference."
    ),
    undefined=_("Without a row there is no value; where no row means that there was nothing, it is 0."),
    source=None,
    parts=(Part("texts", _("different texts"), over_time=UNION, over_partners=UNION),),
    arithmetic=_value,
    cases=None,
    fields=(MappedField("column", _("Column that tells"), "label", as_written=True),),
    extract=_extract,
    typed=None,
)
