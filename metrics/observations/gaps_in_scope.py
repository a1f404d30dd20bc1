"""The gaps of figures over some partners: which touch them, by how many rows of theirs, in words."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, IntegerField, Q
from django.db.models.expressions import Combinable, RawSQL
from django.utils.translation import gettext as _

from metrics.gaps.models import Gap
from metrics.gaps.wording import gap_words
from metrics.observations.partner_sets import PartnerSet
from partnerdesk.core import dates

ROWS_OF = """
    CASE WHEN metrics_gap.partners IS NULL OR metrics_gap.segments IS NOT NULL THEN metrics_gap.count
    ELSE (SELECT coalesce(sum(part.rows), 0) FROM unnest(metrics_gap.partners, metrics_gap.partner_rows)
          AS part(partner, rows) WHERE part.partner = ANY(%s)) END
"""
"""Of a gap that is of nobody in particular all rows, since they may be anybody's; else those of these partners."""


@dataclass(frozen=True)
class GapLine:
    """One gap that weakens a baseline, in words."""

    kind: str
    words: str
    count: int


def gaps_in_scope(
    metrics: Sequence[str], sources: Collection[uuid.UUID], partners: PartnerSet, today: dt.date
) -> list[Gap]:
    """The gaps of these metrics and sources that touch these partners, of whatever period, with their cause.

    Each with `touched`, how many rows (labels, partners) of theirs. Those that are seen from the figure's age are left
    out. One of a period ahead is none once it has begun.
    """
    if not metrics:
        return []
    ids, _count = partners.known
    rows: Combinable = F("count") if ids is None else RawSQL(ROWS_OF, [ids], output_field=IntegerField())  # noqa: S611  (a constant)
    weakening = (
        Q(metric__in=metrics) | Q(concerns__overlap=metrics) | Q(metric=None, concerns=[], source__in=sources)
    )
    found = Gap.objects.filter(weakening, _in_scope(partners, ids)).exclude(status=Gap.Status.GONE)
    found = found.exclude(kind=Gap.Kind.LATE).exclude(kind=Gap.Kind.FUTURE_PERIOD, period__lte=today)
    annotations = {"touched": rows}
    found = found.annotate(**annotations).select_related("cause")
    return list(found.defer("examples", "partners", "partner_rows", "cause__answer"))


def _in_scope(partners: PartnerSet, ids: list[uuid.UUID] | None) -> Q:
    """Rows of somebody in scope, or of nobody in particular. Labels of partners move who is in a segment, no more."""
    rows = Q(segments=None)
    if ids is not None:
        rows &= Q(partners=None) | Q(partners__overlap=ids)
    return rows if partners.segment is None else rows | Q(segments__contains=[partners.segment])


def gap_lines(found: Iterable[Gap]) -> tuple[GapLine, ...]:
    """Gaps in words, most rows first. What two sources show alike is one line."""
    lines = {GapLine(gaps[0].kind, _words(gaps), _touched(gaps)) for gaps in _by_cause(found)}
    return tuple(sorted(lines, key=lambda line: (-line.count, line.kind, line.words)))


def accepted_words(found: Iterable[Gap]) -> tuple[str, ...]:
    """What is accepted until a day, and why: it weakens nothing, and is said all the same."""
    words = _("Accepted until %(day)s: %(gap)s. %(reason)s")
    said = [
        words
        % {
            "day": dates.day(gaps[0].cause.accepted_until or ""),
            "gap": _words(gaps),
            "reason": gaps[0].cause.reason,
        }
        for gaps in _by_cause(found)
    ]
    return tuple(sorted(set(said)))


def _by_cause(found: Iterable[Gap]) -> Iterable[list[Gap]]:
    merged: dict[uuid.UUID, list[Gap]] = defaultdict(list)
    for gap in found:
        merged[gap.cause_id].append(gap)
    return merged.values()


def _words(gaps: Sequence[Gap]) -> str:
    first = gaps[0]
    periods = [gap.period for gap in gaps]
    return gap_words(first.kind, _touched(gaps), column=first.column, label=first.label, periods=periods)


def _touched(gaps: Sequence[Gap]) -> int:
    return sum(gap.touched for gap in gaps)
