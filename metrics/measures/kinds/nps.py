"""The net promoter score. Pure; no Django."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from metrics.measures.arithmetic import percent
from metrics.measures.declaration import MappedField, Measure, Part, Parts, Typed
from metrics.measures.marking import gettext_noop as _
from metrics.measures.prepared import PartRows, Prepared, ones, whole

PROMOTER = 9
DETRACTOR = 6


def _value(parts: Parts) -> Decimal | None:
    promoters, detractors, answers = parts
    return percent((promoters - detractors, answers))


def _extract(prepared: Prepared) -> Iterator[PartRows]:
    answer = prepared.numbers["value"]
    rows = prepared.rows(answer.known)
    score = answer.scaled[rows] / 10.0**answer.decimals
    yield prepared.dated(rows, whole(score >= PROMOTER), whole(score <= DETRACTOR), ones(rows))


def _refused(numbers: Mapping[str, Decimal]) -> str:
    if numbers["promoters"] + numbers["detractors"] > numbers["answers"]:
        return _("There can't be more promoters and detractors than answers.")
    return ""


MEASURE = Measure(
    kind="nps",
    label=_("net promoter score"),
    formula=_("Per cent of answers of 9 or 10 less per cent of answers of 0 to 6."),
    left_out=_("Rows without an answer, or with one outside 0 to 10, count for nothing."),
    undefined=_("From fewer than ten answers there is no score."),
    source="Frederick F. Reichheld, The One Number You Need to Grow, Harvard Business Review, 2003",
    parts=(
        Part("promoters", _("promoters"), is_whole=True),
        Part("detractors", _("detractors"), is_whole=True),
        Part("answers", _("answers"), is_whole=True),
    ),
    arithmetic=_value,
    cases="answers",
    minimum=10,
    fields=(MappedField("value", _("Value"), "number", bounds=(0, 10)),),
    extract=_extract,
    typed=Typed(_("promoters, detractors and all answers, for example 9/2/14"), refuses=_refused),
)
