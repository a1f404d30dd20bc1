"""From what was approved to what is watched of it; inserted in the transaction of the version's enactment.

Everything comes from the version's frozen content. Of live data nothing is asked: what moved since it was proposed
moves nothing here.
"""

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from decisions.sections.triggers import Effect, Silence, Watches
from decisions.triggers.models import (
    ChoiceInput,
    Condition,
    Escalation,
    Trigger,
    TriggerKind,
    WatchedPartner,
    WatchedSet,
)
from decisions.versions.frozen import (
    FrozenComparison,
    FrozenLimit,
    FrozenMetric,
    FrozenPath,
    FrozenVersion,
    Members,
)
from decisions.versions.models import Version
from metrics.measures.months import add_months

EVERYBODY = hashlib.sha256(b"everybody").hexdigest()


class NotWatchable(ValueError):
    """The version's content is of a form that does not name what would be watched."""


def arm(version: Version, approved: FrozenVersion, *, now: dt.datetime) -> list[Trigger]:
    """Arm the version's triggers. Their conditions begin as normal. A fixed number of queries.

    Raises NotWatchable for a version of form 1.
    """
    if not approved.can_be_watched:
        raise NotWatchable(f"{version.pk} is of form {approved.form}")
    maker = _Maker(version, approved, now)
    for limit in approved.limits:
        maker.limit(limit)
    maker.assumptions()
    maker.guardrails()
    maker.choice()
    maker.made(TriggerKind.REPORT, _("Something changed that no metric shows"))
    maker.save()
    Escalation.objects.bulk_create(
        Escalation(version=version, step=step, person=row.person, after_days=row.after_days)
        for step, row in enumerate(approved.reviews.steps, 1)
        if row.person
    )
    return maker.triggers


def disarm(version: Version, *, now: dt.datetime) -> None:
    """Stop watching a version: it was superseded or stopped."""
    Trigger.objects.filter(version=version, disarmed_at=None).update(disarmed_at=now)


class _Maker:
    """Makes the triggers of one version, with their inputs and conditions; `save` writes them."""

    def __init__(self, version: Version, approved: FrozenVersion, now: dt.datetime) -> None:
        self.version, self.approved, self.now = version, approved, now
        self.month = now.date().replace(day=1)
        self.triggers: list[Trigger] = []
        self.inputs: list[ChoiceInput] = []
        self.conditions: list[Condition] = []
        self.members: list[tuple[Trigger | ChoiceInput, Members]] = []

    def made(
        self,
        kind: str,
        label: str,
        *,
        owner: User | None = None,
        each: Iterable[uuid.UUID] | None = None,
        **fields: Any,
    ) -> Trigger:
        """A trigger with its condition; with `each` one for each of these partners."""
        trigger = Trigger(
            record_id=self.version.record_id,
            version=self.version,
            kind=kind,
            label=label[:300],
            owner=owner or self.approved.owner,
            armed_at=self.now,
            **fields,
        )
        self.triggers.append(trigger)
        partners: Iterable[uuid.UUID | None] = [None] if each is None else each
        self.conditions += [Condition(trigger=trigger, partner_id=partner) for partner in partners]
        return trigger

    def limit(self, row: FrozenLimit) -> None:
        """What people set. A threshold that is not complete was let pass by name, and arms nothing."""
        metric = row.metric
        if row.watches == Watches.DATE:
            self.made(
                TriggerKind.DATE,
                row.note or _("A date"),
                row_id=row.row_id,
                owner=row.owner,
                due_on=row.on_date,
                effect=row.effect,
            )
        elif metric is not None and metric.series_id is not None:
            self._measured(row, metric)

    def _measured(self, row: FrozenLimit, metric: FrozenMetric) -> None:
        common: dict[str, Any] = {
            "row_id": row.row_id,
            "label": metric.name,
            "definition_id": metric.definition_id,
            "series_id": metric.series_id,
            "segment": row.segment,
            "unit": metric.unit,
            "owner": row.owner or metric.owner,
            "active_from": row.active_from or metric.newest or self.month,
            "effect": row.effect,
            "window_months": row.window_months,
        }
        if row.watches == Watches.STALE:
            trigger = self.made(TriggerKind.STALE, when_silent=Silence.OPEN, **common)
            self.members.append((trigger, row.members))
            return
        setting = setting_of(row.watches, metric.baseline, self.approved.path_of(metric.key))
        if row.level is None or setting is None:
            return
        trigger = self.made(
            row.watches,
            is_below=row.is_below,
            level=float(row.level),
            clear_level=float(row.level if row.clear_level is None else row.clear_level),
            samples=row.samples,
            hold_samples=row.hold_samples,
            by_partner=row.by_partner,
            each=row.each if row.by_partner else None,
            when_silent=row.when_silent,
            setting=setting,
            **common,
        )
        self.members.append((trigger, row.members))

    def assumptions(self) -> None:
        """Assumptions that are past their date."""
        for row in self.approved.assumptions:
            if row.valid_until:
                day = row.valid_until + dt.timedelta(days=1)
                self.made(TriggerKind.ASSUMPTION, row.text, row_id=row.row_id, owner=row.owner, due_on=day)

    def guardrails(self) -> None:
        """Guardrails that the partner directory can break: risk flags, compliance checkpoints."""
        for row in self.approved.guardrails:
            if row.watches != "statement":
                trigger = self.made(
                    TriggerKind.GUARDRAIL,
                    row.label,
                    row_id=row.row_id,
                    owner=row.owner,
                    setting={"watches": row.watches},
                    effect=Effect.PAUSE,
                )
                self.members.append((trigger, self.approved.members))

    def choice(self) -> None:
        """Whether the selected option would still be chosen with what is observed in place of its estimates."""
        compared = self.approved.compared
        measured = list(self._measured_axes(compared)) if compared else []
        if compared is None or not measured:
            return
        trigger = self.made(
            TriggerKind.CHOICE,
            _("Option %(label)s") % {"label": compared.options[compared.chosen]},
            level=0.0,
            clear_level=0.0,
            setting=choice_setting(compared),
        )
        for criterion, metric, series in measured:
            path = self.approved.paths.get(criterion)
            row = ChoiceInput(
                trigger=trigger,
                criterion=criterion,
                series_id=series,
                window_months=max(metric.months, 1),  # As the baseline: the estimates were stated over that.
                active_from=self._ramped(path),
            )
            self.inputs.append(row)
            self.members.append((row, path.members if path else self.approved.members))

    def _measured_axes(self, compared: FrozenComparison) -> Iterator[tuple[str, FrozenMetric, int]]:
        for axis in compared.axes:
            metric = self.approved.metrics.get(axis.metric)
            if metric is not None and metric.series_id is not None:
                yield axis.key, metric, metric.series_id

    def _ramped(self, path: FrozenPath | None) -> dt.date:
        """Before the ramp has ended the metric is not yet what the choice makes of it."""
        return path.target_by.replace(day=1) if path else add_months(self.month, 1)

    def save(self) -> None:
        """Write all that was made, with the sets of partners that it is measured on."""
        sets = watched_sets(members for _row, members in self.members)
        for row, members in self.members:
            row.watched = sets[members]
        Trigger.objects.bulk_create(self.triggers)
        ChoiceInput.objects.bulk_create(self.inputs)
        Condition.objects.bulk_create(self.conditions)


def setting_of(watches: str, baseline: Decimal | None, path: FrozenPath | None) -> dict[str, Any] | None:
    """What the samples of a threshold are held against; None where that is not known."""
    if watches in (Watches.CHANGE, Watches.CHANGE_PCT):
        return None if baseline is None else {"baseline": float(baseline)}
    if watches != Watches.PATH:
        return {}
    if path is None or path.baseline is None or path.baseline_at is None:
        return None
    begin = path.ramp_from or path.baseline_at
    return {
        "from": begin.replace(day=1).isoformat(),
        "baseline": float(path.baseline),
        "to": path.target_by.replace(day=1).isoformat(),
        "target": float(path.target),
    }


def choice_setting(compared: FrozenComparison) -> dict[str, Any]:
    """The compared problem as a trigger keeps it."""
    return {
        "chosen": compared.chosen,
        "options": list(compared.options),
        "criteria": [
            {"key": axis.key, "worst": axis.worst, "best": axis.best, "swing": axis.swing}
            for axis in compared.axes
        ],
        "levels": [list(row) for row in compared.levels],
    }


def watched_sets(wanted: Iterable[Members]) -> dict[Members, WatchedSet]:
    """The sets of these partners (None: of everybody), made where there are none. At most three queries."""
    named = {members: _name(members) for members in wanted}
    found = {row.sha256: row for row in WatchedSet.objects.filter(sha256__in=named.values())}
    new = {members: name for members, name in named.items() if name not in found}
    if new:
        made = WatchedSet.objects.bulk_create(
            [WatchedSet(sha256=name, is_everybody=members is None) for members, name in new.items()],
            update_conflicts=True,
            unique_fields=["sha256"],
            update_fields=["is_everybody"],
        )
        found |= {row.sha256: row for row in made}
        WatchedPartner.objects.bulk_create(
            (
                WatchedPartner(watched=found[name], partner_id=pk)
                for members, name in new.items()
                for pk in sorted(members or ())
            ),
            ignore_conflicts=True,
        )
    return {members: found[name] for members, name in named.items()}


def _name(members: Members) -> str:
    if members is None:
        return EVERYBODY
    return hashlib.sha256(" ".join(sorted(map(str, members))).encode()).hexdigest()
