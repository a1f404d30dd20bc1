"""What the triggers themselves have to know of a kind: how it is armed, sampled, said and shown."""

import datetime as dt
import uuid
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from decisions.sections.trigger_kinds import IncompleteKind, Kind, Said, Setting
from decisions.versions.frozen import FrozenLimit, FrozenMetric, FrozenPath, FrozenVersion, Members
from metrics.definitions.units import shown
from metrics.observations.wording import span_words

GROUPS = {
    "thresholds": gettext_lazy("Thresholds"),
    "choice": gettext_lazy("Would it still be chosen?"),
    "dates": gettext_lazy("Dates and assumptions"),
    "guardrails": gettext_lazy("Guardrails"),
    "reports": "",
}
"""Under which heading a page lists its triggers. What people report is not listed: the page has a form for it."""


@dataclass(frozen=True)
class Input:
    """A metric that stands in for what was estimated on a criterion."""

    criterion: str
    series_id: int
    members: Members
    window_months: int
    active_from: dt.date


@dataclass(frozen=True)
class Armed:
    """A trigger that is to be made.

    `is_on_partners` says whether it is measured on `members` (None: on everybody); `each` are the partners that have a
    condition of their own, None where there is one condition for all. `columns` are what else its row holds.
    """

    label: str
    row_id: uuid.UUID | None = None
    owner: User | None = None
    is_on_partners: bool = False
    members: Members = None
    each: tuple[uuid.UUID, ...] | None = None
    columns: Mapping[str, Any] = field(default_factory=dict)
    inputs: tuple[Input, ...] = ()


@dataclass(frozen=True)
class Measured:
    """How a trigger is measured, for its page: its window in words, its partners (None: all), its observed inputs."""

    window: str
    is_on_partners: bool
    partners: int | None
    observed: int


class TriggerKind(Kind):
    """A kind, whole.

    `group` is the heading that it is listed under. `states` are words for the states that it calls by a name of its
    own. `is_urgent`: who owns its case is mailed at once. `has_inputs`: it says nothing before one is observed.
    """

    group: ClassVar[str]
    states: ClassVar[Mapping[str, Any]] = {}
    is_urgent: ClassVar[bool] = False
    has_inputs: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        if getattr(self, "group", None) not in GROUPS:
            raise IncompleteKind(f"{self.name} stands in no group")

    @abstractmethod
    def arm(self, approved: FrozenVersion, today: dt.date) -> Iterable[Armed]:
        """Its triggers, from what was approved alone. `today` is the day of the approval."""

    def value_words(self, value: float | None, unit: str, setting: Setting) -> str:
        """A sample in its unit."""
        return shown(number(value), self.sample_unit(unit, setting))

    def known_words(self, value: float, unit: str, setting: Setting) -> str:
        """What is known of it now."""
        return self.value_words(value, unit, setting)

    def seen_words(self, said: Said, value: float | None, period: dt.date | None) -> str:
        """What was seen, with which a case begins: `Win rate below 31 %: 29.4 % in 3 months to Oct 2026`.

        `period` is the last month of what the value is over.
        """
        if value is None or period is None:
            return self.words(said)
        return _("%(trigger)s: %(value)s in %(window)s") % {
            "trigger": self.words(said),
            "value": self.value_words(value, said.unit, said.setting),
            "window": span_words(period, said.months),
        }

    def how(self, measured: Measured, setting: Setting) -> list[str]:
        """How it is measured, in parts: over which window, on which partners."""
        if not measured.is_on_partners:
            return [measured.window]
        if measured.partners is None:
            return [measured.window, _("all partners")]
        count = measured.partners
        return [
            measured.window,
            ngettext("%(count)s partner", "%(count)s partners", count) % {"count": count},
        ]


class OfRecord(TriggerKind):
    """A kind that follows from the record by itself: nobody sets it."""

    fields = frozenset[str]()
    needs = frozenset[str]()

    def sample_unit(self, unit: str, setting: Setting) -> str:
        return unit


class OfThreshold(TriggerKind):
    """A kind that people choose for a threshold."""

    group = "thresholds"

    def arm(self, approved: FrozenVersion, today: dt.date) -> Iterable[Armed]:
        """What was let pass though it is not complete arms nothing."""
        for limit in approved.limits:
            if limit.watches == self.name:
                armed = self.armed(limit, approved, today)
                if armed is not None:
                    yield armed

    @abstractmethod
    def armed(self, limit: FrozenLimit, approved: FrozenVersion, today: dt.date) -> Armed | None:
        """The trigger of a threshold; None where it says too little."""


class OfMetric(OfThreshold):
    """A kind that looks at a metric period by period.

    `months_back` is how far behind a period it reads, beside its window. `is_plain`: its sample is the value of its
    set, so that the database alone can tell that it does not fire. `has_level`: its samples are held against a level.
    """

    fields = frozenset(
        {"metric", "window_months", "cohort", "segment", "active_from", "effect", "owner", "note"}
    )
    needs = frozenset({"metric"})
    months_back: ClassVar[int] = 0
    is_plain: ClassVar[bool] = False
    has_level: ClassVar[bool] = False

    def sample_unit(self, unit: str, setting: Setting) -> str:
        return unit

    def includes_level(self, setting: Setting) -> bool:
        """Whether a sample at the level itself fires."""
        return False

    @abstractmethod
    def reading(self, values: Mapping[dt.date, Any], period: dt.date, setting: Setting) -> float | None:
        """What is compared with the level in a period, made of the metric's values by period. Pure arithmetic.

        None where it cannot be computed. Where the kind reads each partner, a period's values are an `Each`.
        """

    def reference(self, baseline: Decimal | None, path: FrozenPath | None) -> Setting | None:
        """What its samples are held against; None where that is not known.

        `baseline` is one over whole periods: a figure to date is held against nothing.
        """
        return {}

    def armed(self, limit: FrozenLimit, approved: FrozenVersion, today: dt.date) -> Armed | None:
        metric = limit.metric
        if metric is None or metric.series_id is None:
            return None
        columns = self.columns(limit, metric, approved)
        if columns is None:
            return None
        return Armed(
            label=metric.name,
            row_id=limit.row_id,
            owner=limit.owner or metric.owner,
            is_on_partners=True,
            members=limit.members,
            each=limit.each if limit.by_partner else None,
            columns={
                "definition_id": metric.definition_id,
                "series_id": metric.series_id,
                "segment": limit.segment,
                "unit": metric.unit,
                "active_from": limit.active_from or metric.newest or today.replace(day=1),
                "effect": limit.effect,
                "window_months": limit.window_months,
                **columns,
            },
        )

    @abstractmethod
    def columns(
        self, limit: FrozenLimit, metric: FrozenMetric, approved: FrozenVersion
    ) -> dict[str, Any] | None:
        """What else the row of its trigger holds; None where the threshold says too little."""


class Levelled(OfMetric):
    """A kind that compares its samples with a level.

    `fires_above`: whatever the threshold's direction says, which is then that of its partners.
    """

    fields = OfMetric.fields | {
        "direction",
        "level",
        "clear_level",
        "samples",
        "hold_samples",
        "by_partner",
        "when_silent",
    }
    needs = frozenset({"metric", "level"})
    has_level = True
    fires_above: ClassVar[bool] = False

    def columns(
        self, limit: FrozenLimit, metric: FrozenMetric, approved: FrozenVersion
    ) -> dict[str, Any] | None:
        reference = self.reference(metric.whole_baseline, approved.path_of(metric.key))
        if limit.level is None or reference is None:
            return None
        return {
            "is_below": limit.is_below and not self.fires_above,
            "level": float(limit.level),
            "clear_level": float(limit.level if limit.clear_level is None else limit.clear_level),
            "samples": limit.samples,
            "hold_samples": limit.hold_samples,
            "by_partner": limit.by_partner,
            "when_silent": limit.when_silent,
            "setting": {**reference, **self.own(limit.row)},
        }


class OnDay(TriggerKind):
    """A kind that fires on a day."""

    group = "dates"
    states = {"normal": gettext_lazy("ahead"), "triggered": gettext_lazy("has come")}


def measured_name(said: Said) -> str:
    """What is measured: the metric, and of which segment."""
    if not said.segment:
        return said.name
    return _("%(name)s (segment %(segment)s)") % {"name": said.name, "segment": said.segment}


def by_side(kind: Kind, said: Said, below: str, above: str) -> str:
    """One of two sentences, by the side of the level on which it fires."""
    level = shown(said.level, kind.sample_unit(said.unit, said.setting))
    return (below if said.is_below else above) % {"name": measured_name(said), "level": level}


def as_points(unit: str) -> str:
    """The unit of a difference: those of per cents are points."""
    return "points" if unit == "pct" else unit


def number(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value))
