"""A threshold of a draft over its metric's history: when it would have fired, in words and as a picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from decisions.comparison.charts.levels import LevelsPicture
from decisions.sections.criteria import Criterion
from decisions.sections.draft import Draft
from decisions.sections.expected_path import paths_of
from decisions.sections.metrics import MetricBinding, baseline_of, whole_baseline_of
from decisions.sections.triggers import Threshold
from decisions.triggers.backtest.history import History, history_of
from decisions.triggers.backtest.picture import NARROW, WIDE, drawn
from decisions.triggers.backtest.wording import result_words, state_words
from decisions.triggers.engine.machine import Episode, Replay, Rule, replay
from decisions.triggers.kinds import trigger_kind
from decisions.triggers.kinds.base import Levelled
from decisions.triggers.propose import partners_of
from decisions.versions.frozen import FrozenPath
from metrics.observations.wording import currencies_words


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
        return result_words(self.history, self.episodes) if self.history else ""

    @property
    def picture(self) -> LevelsPicture | None:
        return self._picture(*WIDE)

    @property
    def narrow(self) -> LevelsPicture | None:
        """The same for small screens."""
        return self._picture(*NARROW)

    def _picture(self, width: int, height: int) -> LevelsPicture | None:
        if self.history is None or self.rule is None or self.found is None:
            return None
        spans = [(episode.opened, episode.closed) for episode in self.episodes]
        words = _("would have fired")
        return drawn(
            self.name, self.history, self.rule, state_words(self.found), spans, words, (width, height)
        )


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
    baseline = known.value if known and not known.is_to_date else None
    if path is None or path.target is None or path.target_by is None:
        return baseline, None
    whole = whole_baseline_of(content, binding)
    return baseline, FrozenPath(
        criterion=str(criterion),
        metric=binding.key,
        members=None,
        baseline=whole.value if whole else None,
        baseline_at=whole.last if whole else None,
        ramp_from=path.ramp_from,
        target=path.target,
        target_by=path.target_by,
    )
