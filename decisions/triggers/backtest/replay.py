"""A threshold of a draft over its metric's history: when it would have fired, in words and as a picture."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import dropwhile
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from decisions.comparison.charts.levels import DrawnLevel, LevelsPicture, Span, levels_picture
from decisions.sections.criteria import Criterion
from decisions.sections.draft import Draft
from decisions.sections.expected_path import paths_of
from decisions.sections.metrics import MetricBinding, baseline_of
from decisions.sections.triggers import Threshold
from decisions.triggers.engine.machine import Episode, Replay, Rule, Sample, State, replay
from decisions.triggers.engine.readings import Each, samples
from decisions.triggers.engine.samples import rolling
from decisions.triggers.kinds import trigger_kind
from decisions.triggers.kinds.base import Levelled, OfMetric
from decisions.triggers.propose import partners_of
from decisions.triggers.sampling import sampled_partners, since_for
from decisions.versions.frozen import FrozenPath
from metrics.definitions.units import shown, unit_code
from metrics.measures import MEASURES
from metrics.measures.months import LENGTHS, add_months, period_name
from metrics.models import DefinitionVersion, Series
from metrics.observations.partner_sets import PartnerSet
from metrics.observations.sums import Slice, figures
from metrics.observations.wording import currencies_words
from metrics.provenance.covered import coverage_of
from partnerdesk.core.days import workspace_today

HISTORY_MONTHS = 36
WIDE, NARROW = (640, 240), (320, 230)
PLACES = Decimal("0.000001")

STATES = {
    State.NORMAL: "–",
    State.PENDING: gettext_lazy("breached"),
    State.TRIGGERED: gettext_lazy("triggered"),
    State.RECOVERING: gettext_lazy("recovering"),
    State.NO_DATA: gettext_lazy("no data"),
}


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
        """A period in words: `Oct 2026`, `2026-Q4`."""
        if self.length > 1:
            return period_name(period, self.length)
        return formats.date_format(period, "M Y")

    def against(self, kind: OfMetric, setting: Mapping[str, Any]) -> "History":
        """What a threshold of this kind compares with its level: the values, or what it makes of them."""
        values = self.each if kind.reads_each else {sample.period: sample.value for sample in self.samples}
        found = tuple(samples(kind.reading, values, setting, None))
        return replace(self, samples=found, unit=kind.sample_unit(self.unit, setting))


@dataclass(frozen=True)
class Backtest:
    """What a threshold would have done. `why_not` says in words why nothing can be shown; then the rest is empty."""

    name: str
    history: History | None = None
    rule: Rule | None = None
    found: Replay | None = None
    why_not: str = ""

    @property
    def episodes(self) -> tuple[Episode, ...]:
        return self.found.episodes if self.found else ()

    @property
    def sentence(self) -> str:
        """How often it would have fired, and when."""
        if self.history is None:
            return ""
        silent = sum(sample.value is None for sample in self.history.samples)
        without = ngettext(
            "%(count)s period has no data and changes nothing.",
            "%(count)s periods have no data and change nothing.",
            silent,
        )
        said = [self._fired(self.history), without % {"count": silent} if silent else "", self._coverage]
        return " ".join(filter(None, said))

    @property
    def _coverage(self) -> str:
        """Of a kind that reads each partner, how many of them have data."""
        if self.history is None or not self.history.each:
            return ""
        period, newest = max(self.history.each.items())
        words = ngettext(
            "%(known)s of %(count)s partner has data in %(period)s.",
            "%(known)s of %(count)s partners have data in %(period)s.",
            newest.partners,
        )
        known = {"known": len(newest.values), "count": newest.partners}
        return words % (known | {"period": self.history.named(period)})

    def _fired(self, history: History) -> str:
        months, count = len(history.samples) * history.length, len(self.episodes)
        span = ngettext("In the last month", "In the last %(months)s months", months) % {"months": months}
        if not count:
            return _("%(span)s it would not have fired.") % {"span": span}
        fired = ngettext(
            "%(span)s it would have fired once: %(when)s.",
            "%(span)s it would have fired %(count)s times: %(when)s.",
            count,
        )
        when = ", ".join(history.named(episode.opened) for episode in self.episodes)
        said = fired % {"span": span, "count": count, "when": when}
        return said if self.episodes[-1].closed else f"{said} {_('It would still be triggered.')}"

    @property
    def picture(self) -> LevelsPicture | None:
        return self._picture(*WIDE)

    @property
    def narrow(self) -> LevelsPicture | None:
        """The same for small screens."""
        return self._picture(*NARROW)

    def _picture(self, width: int, height: int) -> LevelsPicture | None:
        if self.history is None or self.rule is None:
            return None
        spans = [(episode.opened, episode.closed) for episode in self.episodes]
        words = _("would have fired")
        return drawn(self.name, self.history, self.rule, self._states(), spans, words, (width, height))

    def _states(self) -> list[str]:
        """What the trigger would have said in each period."""
        opened = {episode.opened for episode in self.episodes}
        return [
            _("fires") if condition.period in opened else str(STATES[condition.state])
            for condition in (self.found.conditions if self.found else ())
        ]


def backtest_of(content: Draft, values: Mapping[str, Any]) -> Backtest:
    """What a threshold with these values would have done, over as many months as there are, 36 at most.

    Its partners and window are those of the threshold; its `active_from` is not asked, it lies ahead.
    """
    binding, level = content.row(MetricBinding, values.get("metric")), values.get("level")
    if binding is None or binding.definition is None or level is None:
        return Backtest("", why_not=_("Choose a metric and a level first."))
    name = binding.definition.name
    kind = trigger_kind(values.get("watches") or "level")
    if not isinstance(kind, Levelled):
        return Backtest(name, why_not=_("There is nothing to hold its history against."))
    if not kind.is_complete(values):
        return Backtest(name, why_not=_("Choose a metric and a level first."))
    months = values.get("window_months") or 1
    history = history_of(binding.definition, partners_of(content, values), months, each=kind.reads_each)
    if history.is_mixed:
        return Backtest(name, why_not=currencies_words())
    if history.is_empty:
        return Backtest(name, why_not=_("There is no history yet over this window and these partners."))
    reference = kind.reference(*_known(content, binding))
    if reference is None:
        return Backtest(name, why_not=_("There is nothing to hold its history against."))
    setting = {**reference, **kind.own(values)}
    history = history.against(kind, setting)
    clear_level = values.get("clear_level")
    rule = Rule.at_level(
        float(level),
        None if clear_level is None else float(clear_level),
        is_below=values.get("direction") == Threshold.Direction.BELOW and not kind.fires_above,
        for_samples=values.get("samples") or 1,
        hold_samples=values.get("hold_samples") or 0,
        includes_level=kind.includes_level(setting),
    )
    return Backtest(name, history, rule, replay(rule, history.samples))


def _known(content: Draft, binding: MetricBinding) -> tuple[Decimal | None, FrozenPath | None]:
    """The baseline and the expected path of a metric, as a version would freeze them now."""
    known = baseline_of(content, binding)
    paths = (
        (row.pk, paths_of(content).get(row.pk))
        for row in content.all(Criterion)
        if row.metric_id == binding.pk
    )
    criterion, path = next(((pk, path) for pk, path in paths if path and path.is_complete), (None, None))
    baseline = known.value if known else None
    if path is None or path.target is None or path.target_by is None:
        return baseline, None
    return baseline, FrozenPath(
        criterion=str(criterion),
        metric=binding.key,
        members=None,
        baseline=baseline,
        baseline_at=known.last if known else None,
        ramp_from=path.ramp_from,
        target=path.target,
        target_by=path.target_by,
    )


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
    found = figures(Slice.of(series, since, newest, partners), since)
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
    unit = unit_code(series.unit, next(iter(found.currencies), ""))
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


def drawn(
    name: str,
    history: History,
    rule: Rule,
    states: Sequence[str],
    spans: Sequence[Span],
    mark: str,
    size: tuple[int, int] = WIDE,
) -> LevelsPicture | None:
    """The picture of a history with both levels; `spans` are the episodes, `mark` what their beginnings are called."""
    fire, clear, unit = rule.fire, rule.clear, history.unit
    fire_at, clear_at = _exact(fire.value), _exact(clear.value)
    if fire.op in ("<=", ">="):
        below, above = _("fires at %(level)s and below"), _("fires at %(level)s and above")
    else:
        below, above = _("fires below %(level)s"), _("fires above %(level)s")
    return levels_picture(
        [
            (sample.period, None if sample.value is None else _exact(sample.value))
            for sample in history.samples
        ],
        states,
        fire=DrawnLevel(fire_at, (below if fire.is_downward else above) % {"level": shown(fire_at, unit)}),
        clear=DrawnLevel(clear_at, _("clears at %(level)s") % {"level": shown(clear_at, unit)}),
        spans=spans,
        mark=mark,
        title=_("%(name)s and the levels of the threshold") % {"name": name},
        words=lambda value: shown(value, unit, with_unit=False),
        named=history.named,
        width=size[0],
        height=size[1],
    )


def _exact(value: float) -> Decimal:
    return Decimal(repr(value)).quantize(PLACES).normalize()
