"""What is watched of a version, as its page shows it: rows in groups, with what is known of each now."""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from decisions.triggers.engine.machine import State
from decisions.triggers.kinds import LEVELLED, report, trigger_kind
from decisions.triggers.kinds.base import GROUPS, Measured
from decisions.triggers.models import ChoiceInput, Condition, Trigger, WatchedPartner
from decisions.triggers.segments import moved_members
from decisions.triggers.wording import (
    known_words,
    now_words,
    running_state,
    state_words,
    trigger_words,
    window_words,
)
from decisions.versions.models import Version
from partnerdesk.core.models import Event

MOST_PARTNERS = 100
LOUDEST = (
    State.ERROR,
    State.TRIGGERED,
    State.RECOVERING,
    State.PENDING,
    State.STALE,
    State.NO_DATA,
    State.PAUSED,
    State.NORMAL,
)
"""In which order the states of many partners are named."""


@dataclass(frozen=True)
class Seen:
    """What is known of a condition. `stale_since` is set only where its data are overdue.

    `state` is that of the episode that runs, where one does though its data are overdue; `label` says both. `window`
    is what the value is over.
    """

    state: str
    label: str
    partner: str = ""
    value: str = ""
    window: str = ""
    since: dt.date | None = None
    stale_since: dt.date | None = None


@dataclass(frozen=True)
class TriggerRow:
    """A trigger with its conditions: one, or one for each partner."""

    trigger: Trigger
    words: str
    how: str
    seen: tuple[Seen, ...]
    amendments: int
    moved: str = ""
    """Where the members of its segment are not those that are watched: that, in words."""

    @property
    def one(self) -> Seen | None:
        return self.seen[0] if self.seen and not self.trigger.by_partner else None

    @property
    def counts(self) -> list[tuple[Seen, int]]:
        """One condition of each state, the loudest first, and how many are in it."""
        counted = Counter((one.state, one.label) for one in self.seen)
        sample = {(one.state, one.label): one for one in self.seen}
        keys = sorted(counted, key=lambda key: (LOUDEST.index(State(key[0])), key[1]))
        return [(sample[key], counted[key]) for key in keys]

    @property
    def shown(self) -> tuple[Seen, ...]:
        """The partners that are named, the loudest first."""
        return self.seen[:MOST_PARTNERS]

    @property
    def more(self) -> int:
        return max(len(self.seen) - MOST_PARTNERS, 0)

    @property
    def can_be_amended(self) -> bool:
        return self.trigger.kind in LEVELLED and self.trigger.disarmed_at is None


@dataclass(frozen=True)
class TriggerGroup:
    key: str
    title: str
    rows: tuple[TriggerRow, ...]


def watched_of(version: Version) -> list[TriggerGroup]:
    """The triggers of a version in groups; groups without one are left out. A fixed number of queries."""
    triggers = list(
        Trigger.objects.filter(version=version)
        .exclude(kind=report.KIND.name)
        .select_related("owner", "watched", "definition")
        .order_by("label", "pk")
    )
    rows = _rows(version, triggers)
    return [
        TriggerGroup(key, str(title), found)
        for key, title in GROUPS.items()
        if (found := tuple(row for row in rows if trigger_kind(row.trigger.kind).group == key))
    ]


def _rows(version: Version, triggers: Sequence[Trigger]) -> list[TriggerRow]:
    seen: dict[uuid.UUID, list[Seen]] = defaultdict(list)
    by_id = {row.pk: row for row in triggers}
    for known in Condition.objects.filter(trigger__in=by_id).select_related("partner").order_by("pk"):
        seen[known.trigger_id].append(_seen(by_id[known.trigger_id], known))
    members = dict(
        WatchedPartner.objects.filter(watched__in={row.watched_id for row in triggers})
        .values_list("watched")
        .annotate(count=Count("partner"))
    )
    observed = dict(
        ChoiceInput.objects.filter(trigger__version=version, value__isnull=False)
        .values_list("trigger")
        .annotate(count=Count("pk"))
    )
    moved = moved_members(triggers)
    amended = Counter(event.data["trigger"] for event in amendments(version.record_id))
    return [
        TriggerRow(
            trigger=row,
            words=trigger_words(row),
            how=_how(row, members, observed),
            seen=tuple(sorted(_asked(row, seen[row.pk], observed), key=_loudness)),
            amendments=amended[str(row.pk)],
            moved=moved.get(row.pk, ""),
        )
        for row in triggers
    ]


def amendments(record_id: uuid.UUID, trigger: Trigger | None = None) -> list[Event]:
    """What was amended on the triggers of a record, or on one of them, the newest first."""
    found = Event.objects.filter(subject_id=record_id, kind="trigger.amended").select_related("by")
    if trigger is not None:
        found = found.filter(data__trigger=str(trigger.pk))
    return list(found.order_by("-id"))


def frozen_levels(trigger: Trigger) -> dict[str, Any] | None:
    """What the frozen version says of a threshold: level, clear level, samples, as they were approved.

    A trigger names its row. One that was armed from content of form 1 does not: there it is the one on the same metric
    and segment, of the same kind and length, nearest in level to what the trigger was armed with.
    """
    rows: list[dict[str, Any]] = trigger.version.data()["parts"]["triggers"]["rows"]
    if trigger.row_id is not None:
        return next((row for row in rows if row["id"] == str(trigger.row_id)), None)
    if trigger.definition is None:
        return None
    armed = _armed_level(trigger)
    rows = [
        row
        for row in rows
        if row["metric"] == trigger.definition.metric_id
        and row.get("watches", "level") == trigger.kind
        and row["level"] is not None
        and row.get("window_months", 1) == trigger.window_months
        and row.get("segment", "") == trigger.segment
    ]
    return min(rows, key=lambda row: abs(float(row["level"]) - armed), default=None)


def _armed_level(trigger: Trigger) -> float:
    """The level before the first amendment."""
    known = amendments(trigger.record_id, trigger)
    return float(known[-1].data["before"]["level"]) if known else trigger.level or 0.0


def _asked(trigger: Trigger, seen: Sequence[Seen], observed: dict[uuid.UUID, int]) -> Sequence[Seen]:
    """A kind with inputs says nothing before one of them is observed."""
    if not trigger_kind(trigger.kind).has_inputs or observed.get(trigger.pk):
        return seen
    return [Seen(State.NO_DATA, _("nothing observed yet"))]


def _loudness(one: Seen) -> tuple[int, str]:
    return LOUDEST.index(State(one.state)), one.partner.casefold()


def seen_now(trigger: Trigger) -> list[tuple[Seen, int]]:
    """What is known of a trigger's conditions now: one of each state, and how many are in it. Two queries."""
    rows = Condition.objects.filter(trigger=trigger).select_related("partner").order_by("pk")
    known = (
        {trigger.pk: 1} if ChoiceInput.objects.filter(trigger=trigger, value__isnull=False).exists() else {}
    )
    seen = tuple(_asked(trigger, [_seen(trigger, row) for row in rows], known))
    return TriggerRow(trigger, "", "", seen, 0).counts


def _seen(trigger: Trigger, known: Condition) -> Seen:
    is_measured, running = trigger.level is not None, running_state(known)
    return Seen(
        state=running or known.state,
        label=state_words(known.state, trigger.kind, running),
        partner=known.partner.name if known.partner else "",
        value=known_words(trigger, known.value) if is_measured else "",
        window=now_words(trigger, known.period) if is_measured else "",
        since=known.since if known.state != State.NORMAL else None,
        stale_since=known.stale_on if known.state == State.STALE else None,
    )


def _how(trigger: Trigger, members: dict[int, int], observed: dict[uuid.UUID, int]) -> str:
    """Over which window and which partners it is measured."""
    watched = trigger.watched
    partners = None if watched is None or watched.is_everybody else members.get(watched.pk, 0)
    measured = Measured(window_words(trigger), watched is not None, partners, observed.get(trigger.pk, 0))
    return " · ".join(filter(None, trigger_kind(trigger.kind).how(measured, trigger.setting)))
