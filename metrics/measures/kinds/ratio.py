"""A ratio of two sums. Pure; no Django."""

from collections.abc import Iterator

from metrics.measures.arithmetic import quotient
from metrics.measures.declaration import MappedField, Measure, Part, Typed
from metrics.measures.marking import gettext_noop as _
from metrics.measures.prepared import PartRows, Prepared


def _extract(prepared: Prepared) -> Iterator[PartRows]:
    above, below = prepared.numbers["numerator"], prepared.numbers["denominator"]
    rows = prepared.rows(above.known, below.known)
    yield prepared.dated(rows, (above.scaled[rows], above.decimals), (below.scaled[rows], below.decimals))


MEASURE = Measure(
    kind="ratio",
    label=_("ratio of sums"),
    formula=_("The sum of the numerators ÷ the sum of the denominators."),
    left_out=_("Rows that lack one of both count for nothing."),
    undefined=_("Where the denominators come to 0 there is no ratio."),
    source=None,
    parts=(Part("numerator", _("numerator")), Part("denominator", _("denominator"))),
    arithmetic=quotient,
    cases=None,
    fields=(
        MappedField("numerator", _("Numerator"), "number"),
        MappedField("denominator", _("Denominator"), "number"),
    ),
    extract=_extract,
    typed=Typed(_("both numbers, for example 54000/12")),
)
