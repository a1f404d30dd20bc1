"""The history of a metric as a threshold sees it: over its window, for its partners."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import dropwhile
from typing import Any

from decisions.triggers.engine.machine import Sample
from decisions.triggers.engine.readings import Each, samples
from decisions.triggers.engine.samples import rolling
from decisions.triggers.kinds.base import OfMetric
from decisions.triggers.sampling import sampled_partners, since_for
from metrics.definitions.units import unit_code
from metrics.measures import MEASURES
from metrics.measures.months import LENGTHS, add_months
from metrics.models import DefinitionVersion, Series
from metrics.observations.partner_sets import PartnerSet
from metrics.observations.sums import Slice, figures
from metrics.provenance.covered import coverage_of
from partnerdesk.core import dates
from partnerdesk.core.days import workspace_today

HISTORY_MONTHS = 36


@dataclass(frozen=True)
class History:
    """A metric over a threshold's window and partners, period by period of `length` months.

    `unit` is that of the values. `each` are the partners' own values instead, for kinds that read those. Empty where
    there are no data, or several currencies that can't be added up.
    """

    samples: tuple[Sample, ...]
    unit: str
    length: int
    is_mixed: bool = False
    each: Mapping[dt.date, Each] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.samples and not self.each

    def named(self, period: dt.date) -> str:
        """A period in words: `Oct 2026`, `Q4 2026`."""
        return dates.period(period, self.length)

    def against(self, kind: OfMetric, setting: Mapping[str, Any]) -> "History":
        """What a threshold of this kind compares with its level: the values, or what it makes of them."""
        values = self.each if kind.reads_each else {sample.period: sample.value for sample in self.samples}
        found = tuple(samples(kind.reading, values, setting, None))
        return replace(self, samples=found, unit=kind.sample_unit(self.unit, setting))


def history_of(
    definition: DefinitionVersion, partners: PartnerSet, months: int, *, each: bool = False
) -> History:
    """The samples up to the newest whole period, from the first one whose window is whole.

    With `each` the values of each partner by itself.
    """
    series, length = definition.series, LENGTHS[definition.content.period]
    today = workspace_today()
    covered = None if series is None else coverage_of(series)
    newest = covered.newest_whole(today) if covered else None
    if series is None or covered is None or newest is None:
        return History((), "", length)
    first = add_months(newest, length - HISTORY_MONTHS)
    if each:
        values = _each(series, partners, months, first, today)
        return History((), unit_code(series.unit, ""), length, each=values)
    since = add_months(first, -months)
    found = figures(Slice.of(series, since, newest, partners, covered, today), since)
    if len(found.currencies) > 1:
        return History((), "", length, is_mixed=True)
    samples = rolling(
        {period: sums.parts for period, sums in found.periods.items() if covered.is_whole(period, today)},
        MEASURES[series.measure],
        months=months,
        last=newest,
        active_from=first,
        length=length,
    )
    unit = unit_code(series.unit, found.currency)
    return History(tuple(dropwhile(lambda sample: sample.value is None, samples)), unit, length)


def _each(
    series: Series, partners: PartnerSet, months: int, first: dt.date, today: dt.date
) -> dict[dt.date, Each]:
    """The partners' own values by period, from the first period in which one of them has one."""
    ids = list(partners.partners().values_list("pk", flat=True))
    sampled = sampled_partners(series, ids, since_for(series, first, months), today=today)
    sampled.members = {0: ids}
    periods = sorted(sampled.each(0, months).items())
    known = dropwhile(lambda found: found[0] < first or not found[1].values, periods)
    return dict(known)
