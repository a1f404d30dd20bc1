"""The median of all values, never a median of medians. Pure; no Django."""

from collections.abc import Iterator
from decimal import Decimal

from metrics.measures.combining import EVERY_VALUE
from metrics.measures.declaration import MappedField, Measure, Part, Parts
from metrics.measures.kept import KeptColumn
from metrics.measures.marking import gettext_noop as _
from metrics.measures.prepared import PartRows, Prepared


def _value(parts: Parts) -> Decimal | None:
    """The middle value; of an even number of them the mean of the two in the middle."""
    values = sorted(parts[0])
    if not values:
        return None
    middle = len(values) // 2
    found: Decimal = (values[-middle - 1] + values[middle]) / 2
    return found


def _extract(prepared: Prepared) -> Iterator[PartRows]:
    value = prepared.numbers["value"]
    rows = prepared.rows(value.known)
    yield prepared.dated(rows, kept=KeptColumn(value.scaled[rows], value.decimals))


MEASURE = Measure(
    kind="median",
    label=_("median"),
    formula=_(
        "The middle one of all rows' values in order; of an even number the mean of the two in the middle."
    ),
    left_out=_("Rows without a value, or with one outside the metric's bounds, count for nothing."),
    undefined=_("Without a row that counts there is no median; a 0 is a value like any other."),
    source="John W. Tukey, Exploratory Data Analysis, 1977",
    parts=(Part("values", _("values"), over_time=EVERY_VALUE, over_partners=EVERY_VALUE),),
    arithmetic=_value,
    cases=None,
    fields=(MappedField("value", _("Value"), "number", bounds="definition"),),
    extract=_extract,
    typed=None,
)
