"""What a trigger has seen: its metric's history, its levels, and the episodes that came of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from decisions.comparison.charts.levels import LevelsPicture, Span
from decisions.triggers.backtest.history import history_of
from decisions.triggers.backtest.picture import NARROW, WIDE, drawn
from decisions.triggers.engine.step import rule_of
from decisions.triggers.kinds import LEVELLED, metric_kind
from decisions.triggers.models import Episode, Trigger, WatchedSet
from metrics.observations.partner_sets import PartnerSet
from partners.models import Partner

MOST = 3
"""So many partners are drawn, where a trigger looks at each by itself."""


@dataclass(frozen=True)
class Picture:
    """A history with its levels and episodes; `narrow` is the same for small screens."""

    partner: str
    wide: LevelsPicture | None
    narrow: LevelsPicture | None


def pictures_of(trigger: Trigger, episodes: Sequence[Episode] = ()) -> list[Picture]:
    """A picture of a trigger on one metric; for one on each partner, of the partners of these episodes.

    Empty for triggers that sample no metric.
    """
    if trigger.kind not in LEVELLED or trigger.watched is None:
        return []
    if not trigger.by_partner:
        return _drawn(trigger, _members(trigger.watched), None)
    partners = {row.condition.partner for row in episodes if row.condition.partner}
    chosen = sorted(partners, key=lambda partner: partner.name.casefold())[:MOST]
    found: list[Picture] = []
    for partner in chosen:
        found += _drawn(trigger, PartnerSet(ids=frozenset([str(partner.pk)])), partner)
    return found


def _members(watched: WatchedSet) -> PartnerSet:
    if watched.is_everybody:
        return PartnerSet()
    return PartnerSet(ids=frozenset(map(str, watched.members.values_list("partner", flat=True))))


def _drawn(trigger: Trigger, partners: PartnerSet, partner: Partner | None) -> list[Picture]:
    if trigger.definition is None:
        return []
    kind = metric_kind(trigger.kind)
    history = history_of(trigger.definition, partners, trigger.window_months, each=kind.reads_each)
    if history.is_mixed or history.is_empty:
        return []
    history = history.against(kind, trigger.setting)
    rows = Episode.objects.filter(condition__trigger=trigger, withdrawn_at=None)
    if partner is not None:
        rows = rows.filter(condition__partner=partner)
    spans: list[Span] = [(row.opened, row.closed) for row in rows]
    rule = rule_of(
        trigger.is_below,
        trigger.level,
        trigger.clear_level,
        trigger.samples,
        trigger.hold_samples,
        kind.includes_level(trigger.setting),
    )
    states = [_state(trigger, sample.period, spans) for sample in history.samples]
    wide, narrow = (
        drawn(trigger.label, history, rule, states, spans, _("fired"), size) for size in (WIDE, NARROW)
    )
    return [Picture(partner.name if partner else "", wide, narrow)]


def _state(trigger: Trigger, period: dt.date, spans: Sequence[Span]) -> str:
    if any(period == opened for opened, _closed in spans):
        return _("fired")
    if any(opened < period and (closed is None or period < closed) for opened, closed in spans):
        return _("triggered")
    if trigger.active_from and period < trigger.active_from.replace(day=1):
        return _("not watched yet")
    return "–"
