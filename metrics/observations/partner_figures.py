"""One partner's figures: each metric over its newest twelve months, with its trend."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from metrics.definitions.models import DefinitionVersion
from metrics.definitions.units import unit_code
from metrics.measures import MEASURES, combine_periods
from metrics.measures.months import LENGTHS, add_months, months_between, periods_between
from metrics.observations.history import PLACES, Point
from metrics.observations.models import Observation
from metrics.observations.wording import too_few_words
from metrics.provenance.covered import coverages
from metrics.provenance.models import CoveredPartner
from partnerdesk.core.days import workspace_today
from partners.models import Partner

MONTHS = 12
HISTORY_MONTHS = 24
MOST_MONTHS = 240


@dataclass(frozen=True)
class PartnerFigure:
    """One metric of a partner. `value` is over the twelve months that end with the metric's newest whole period.

    It is None where undefined, and where it rests on too few cases; then `why` says so. Where no row of the partner is
    a zero (`measures.zeros`), it counts. `newest` is the partner's
    newest period among them, None where there is none.
    """

    definition: DefinitionVersion
    unit: str
    value: Decimal | None
    count: int
    first: dt.date
    last: dt.date
    newest: dt.date | None
    period_months: int
    is_by_hand: bool
    trend: tuple[Point, ...]
    why: str = ""


def figures_of_partner(partner: Partner) -> list[PartnerFigure]:
    """The metrics that have data of this partner, in the dictionary's order; four queries.

    The months are listed one by one, for then the index that begins with series and period finds the partner.
    """
    measured = DefinitionVersion.objects.newest().select_related("metric__summary").exclude(series=None)
    definitions = [version for version in measured if hasattr(version.metric, "summary")]
    newest = [version.metric.summary.newest for version in definitions if version.metric.summary.newest]
    if not newest:
        return []
    since = max(add_months(min(newest), -MONTHS - HISTORY_MONTHS), add_months(max(newest), -MOST_MONTHS))
    by_series: dict[int, dict[dt.date, Observation]] = defaultdict(dict)
    observations = Observation.objects.current().filter(
        partner=partner,
        series__in=[version.series_id for version in definitions],
        period__in=months_between(since, max(newest)),
    )
    for observation in observations.counting_last():
        by_series[observation.series_id][observation.period] = observation
    zeros = _zeros(partner, definitions, since)
    lines = [
        _line(version, by_series[version.series_id or 0], zeros.get(version.series_id or 0, set()))
        for version in definitions
    ]
    return [line for line in lines if line is not None]


def _zeros(
    partner: Partner, definitions: Collection[DefinitionVersion], since: dt.date
) -> dict[int, set[dt.date]]:
    """The periods in which no row of the partner is a zero, by series."""
    today, begun = workspace_today(), defaultdict(list)
    keys = [version.series_id for version in definitions if version.series_id is not None]
    rows = CoveredPartner.objects.filter(partner=partner, series__in=keys)
    for key, source, month in rows.values_list("series", "source", "since"):
        if month:
            begun[key].append((source, month))
    return {
        key: covered.zeros(since, today, today).of(begun[key]) for key, covered in coverages(keys).items()
    }


def _line(
    definition: DefinitionVersion, found: dict[dt.date, Observation], zeros: Collection[dt.date]
) -> PartnerFigure | None:
    ends = definition.metric.summary.newest
    if definition.series is None or ends is None:
        return None
    measure, length = MEASURES[definition.series.measure], LENGTHS[definition.content.period]
    found = {period: one for period, one in found.items() if period <= ends}
    known = dict.fromkeys((period for period in zeros if period <= ends), measure.zeros)
    known |= {period: one.parts_by(measure) for period, one in found.items()}
    if not known:
        return None
    last = add_months(ends, length - 1)
    first = add_months(last, 1 - MONTHS)
    inside = [found[period] for period in sorted(found) if period >= first]
    newest = max((period for period in found if period >= first), default=None)
    currencies = {one.currency for one in inside or found.values()} - {""}
    parts = combine_periods(measure, [known[period] for period in sorted(known) if period >= first])
    value = None if parts is None or len(currencies) > 1 else measure.value(parts)
    start = max(min(known), add_months(first, -HISTORY_MONTHS))
    points = []
    for period in periods_between(start, ends, length):
        single = measure.value(known[period]) if period in known else None
        points.append(Point(period, None if single is None else single.quantize(PLACES)))
    return PartnerFigure(
        definition=definition,
        unit=unit_code(definition.unit, next(iter(currencies), "")),
        value=None if value is None else value.quantize(PLACES),
        count=len(inside),
        first=first,
        last=last,
        newest=newest,
        period_months=length,
        is_by_hand=newest is not None and found[newest].entry_id is not None,
        trend=tuple(points),
        why=too_few_words(measure, parts) if parts is not None and measure.is_thin(parts) else "",
    )
