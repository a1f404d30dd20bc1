"""The last value of each partner, added up: installed base, certified people, open pipeline. Pure; no Django."""

from collections.abc import Iterator
from decimal import Decimal

from metrics.measures.combining import LAST_OF_EACH
from metrics.measures.declaration import MappedField, Measure, Part, Parts, Typed
from metrics.measures.marking import gettext_noop as _
from metrics.measures.prepared import PartRows, Prepared


def _value(parts: Parts) -> Decimal | None:
    (by_partner,) = parts
    return sum(by_partner.values(), start=Decimal(0)) if by_partner else None


def _extract(prepared: Prepared) -> Iterator[PartRows]:
    value = prepared.numbers["value"]
    rows = prepared.rows(value.known)
    yield prepared.dated(rows, (value.scaled[rows], value.decimals))


MEASURE = Measure(
    kind="last",
    label=_("last value"),
    formula=_(
        "Of each partner the newest row in the window, of one day the last line; added up over partners."
    ),
    left_out=_("Rows without a value, or with one outside the metric's bounds, count for nothing."),
    undefined=_(
        "Without a row there is no value: nothing says that a stock is gone, so no row is never a 0."
    ),
    source=None,
    parts=(Part("last", _("last value"), over_time=LAST_OF_EACH, over_partners=LAST_OF_EACH),),
    arithmetic=_value,
    cases=None,
    adds_partners_up=True,
    fields=(MappedField("value", _("Value"), "number", bounds="definition"),),
    extract=_extract,
    typed=Typed(_("one number, for example 340")),
)
