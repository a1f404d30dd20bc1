"""From a version that is put in force to what is watched of it; inserted in the transaction of its enactment."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from decisions import models as m
from decisions.sections.content import Content
from decisions.sections.criteria import measured_by
from decisions.sections.expected_path import paths_of
from decisions.sections.metrics import baseline_of
from decisions.sections.recommendation import selected_option
from decisions.sections.scope import partner_set
from decisions.watching import partners_of
from metrics.models import DefinitionVersion
from metrics.months import add_months
from metrics.windows import PartnerSet
from partners.models import Partner

EVERYBODY = hashlib.sha256(b"everybody").hexdigest()


def arm(version: m.Version, content: Content, *, now: dt.datetime) -> list[m.Trigger]:
    """Arm the version's triggers, from the content that it was frozen from. Their conditions begin as normal."""
    maker = _Maker(version, content, now)
    triggers = [*maker.thresholds(), *maker.dates(), *maker.guardrails()]
    choice, inputs = maker.choice()
    triggers += [choice] if choice else []
    triggers.append(maker.made(m.TriggerKind.REPORT, _("Something changed that no metric shows")))
    m.Trigger.objects.bulk_create(triggers)
    m.ChoiceInput.objects.bulk_create(inputs)
    m.Condition.objects.bulk_create(m.Condition(trigger=row) for row in triggers if not row.by_partner)
    m.Condition.objects.bulk_create(
        m.Condition(trigger=row, partner_id=partner)
        for row in triggers
        if row.by_partner
        for partner in _members(row)
    )
    m.Escalation.objects.bulk_create(
        m.Escalation(version=version, step=step, person_id=row.person_id, after_days=row.after_days)
        for step, row in enumerate(content.all(m.EscalationStep), 1)
        if row.person_id
    )
    return triggers


def disarm(version: m.Version, *, now: dt.datetime) -> None:
    """Stop watching a version: it was superseded or stopped."""
    m.Trigger.objects.filter(version=version, disarmed_at=None).update(disarmed_at=now)


def _members(trigger: m.Trigger) -> Iterable[uuid.UUID]:
    if trigger.watched is None or trigger.watched.is_everybody:
        return Partner.objects.values_list("pk", flat=True)
    return trigger.watched.members.values_list("partner", flat=True)


class _Maker:
    """Makes the triggers of one version."""

    def __init__(self, version: m.Version, content: Content, now: dt.datetime) -> None:
        self.version, self.content, self.now = version, content, now
        self._sets: dict[frozenset[uuid.UUID] | None, m.WatchedSet] = {}

    def made(self, kind: str, label: str, *, owner_id: uuid.UUID | None = None, **fields: Any) -> m.Trigger:
        return m.Trigger(
            record=self.content.record,
            version=self.version,
            kind=kind,
            label=label[:300],
            owner_id=owner_id or self.content.one(m.Brief).owner_id,
            armed_at=self.now,
            **fields,
        )

    def thresholds(self) -> Iterator[m.Trigger]:
        """What people set. A threshold that is not complete was let pass by name, and arms nothing."""
        for row in self.content.all(m.Threshold):
            if row.watches == m.Watches.DATE:
                if row.on_date:
                    yield self.made(
                        m.TriggerKind.DATE,
                        row.note or _("A date"),
                        owner_id=row.owner_id,
                        due_on=row.on_date,
                        effect=row.effect,
                    )
                continue
            binding = self.content.row(m.MetricBinding, row.metric_id)
            if binding is None or binding.definition is None or binding.definition.series_id is None:
                continue
            common = self._measured(binding, binding.definition, row) | {
                "owner_id": row.owner_id or binding.owner_id,
                "active_from": row.active_from or self._newest(binding),
                "effect": row.effect,
                "window_months": row.window_months,
            }
            if row.watches == m.Watches.STALE:
                yield self.made(m.TriggerKind.STALE, when_silent=m.Silence.OPEN, **common)
                continue
            setting = setting_of(self.content, row.watches, binding)
            if row.level is None or setting is None:
                continue
            yield self.made(
                row.watches,
                is_below=row.direction == m.Threshold.Direction.BELOW,
                level=float(row.level),
                clear_level=float(row.level if row.clear_level is None else row.clear_level),
                samples=row.samples,
                hold_samples=row.hold_samples,
                by_partner=row.by_partner,
                when_silent=row.when_silent,
                setting=setting,
                **common,
            )

    def _newest(self, binding: m.MetricBinding) -> dt.date:
        """Without a day of its own a threshold begins with the newest period that is known."""
        known = baseline_of(self.content, binding)
        return known.newest if known and known.newest else self.now.date().replace(day=1)

    def _measured(
        self, binding: m.MetricBinding, definition: DefinitionVersion, row: m.Threshold
    ) -> dict[str, Any]:
        known = baseline_of(self.content, binding)
        return {
            "label": definition.name,
            "definition": definition,
            "series_id": definition.series_id,
            "watched": self._watched(partners_of(self.content, row.values())),
            "segment": row.segment,
            "unit": known.unit if known else definition.unit,
        }

    def _watched(self, partners: PartnerSet) -> m.WatchedSet:
        """The set of these partners as they are now."""
        members = None
        if not partners.is_everybody:
            members = frozenset(partners.partners().values_list("pk", flat=True))
        if members not in self._sets:
            self._sets[members] = watched_set(members)
        return self._sets[members]

    def dates(self) -> Iterator[m.Trigger]:
        """Assumptions that are past their date."""
        for row in self.content.all(m.Statement):
            if row.sort == m.Statement.Kind.ASSUMPTION and row.valid_until and row.text:
                yield self.made(
                    m.TriggerKind.ASSUMPTION,
                    row.text,
                    owner_id=row.owner_id,
                    due_on=row.valid_until + dt.timedelta(days=1),
                )

    def guardrails(self) -> Iterator[m.Trigger]:
        """Guardrails that the partner directory can break: risk flags, compliance checkpoints."""
        for row in self.content.all(m.Guardrail):
            if row.label and row.watches != "statement":
                yield self.made(
                    m.TriggerKind.GUARDRAIL,
                    row.label,
                    owner_id=row.owner_id,
                    watched=self._watched(partner_set(self.content)),
                    setting={"watches": row.watches},
                    effect=m.Effect.PAUSE,
                )

    def choice(self) -> tuple[m.Trigger | None, list[m.ChoiceInput]]:
        """Whether the selected option would still be chosen with what is observed in place of its estimates."""
        chosen, comparison = selected_option(self.content), self.content.comparison
        if chosen is None or comparison.found is None or len(self.content.all(m.Option)) < 2:
            return None, []
        problem = comparison.found.problem
        trigger = self.made(
            m.TriggerKind.CHOICE,
            _("Option %(label)s") % {"label": chosen.label},
            level=0.0,
            clear_level=0.0,
            setting={
                "chosen": problem.options.index(str(chosen.pk)),
                "options": [row.label for row in self.content.all(m.Option)],
                "criteria": [
                    {"key": axis.key, "worst": axis.worst, "best": axis.best, "swing": axis.swing}
                    for axis in problem.criteria
                ],
                "levels": problem.levels.tolist(),
            },
        )
        inputs = [
            m.ChoiceInput(
                trigger=trigger,
                criterion=str(row.pk),
                series_id=binding.definition.series_id,
                watched=self._watched(
                    partners_of(self.content, {"cohort": path.cohort_id if path else None})
                ),
                window_months=self._months(binding),
                active_from=self._ramped(path),
            )
            for row in self.content.all(m.Criterion)
            if (binding := measured_by(self.content, row))
            and binding.definition
            and binding.definition.series_id
            for path in [paths_of(self.content).get(row.pk)]
        ]
        return (trigger, inputs) if inputs else (None, [])

    def _months(self, binding: m.MetricBinding) -> int:
        """As long as the baseline: the estimates were stated over that."""
        known = baseline_of(self.content, binding)
        return max(known.months, 1) if known else 1

    def _ramped(self, path: m.ExpectedPath | None) -> dt.date:
        """Before the ramp has ended the metric is not yet what the choice makes of it."""
        if path and path.target_by:
            return path.target_by.replace(day=1)
        return add_months(self.now.date().replace(day=1), 1)


def setting_of(content: Content, watches: str, binding: m.MetricBinding) -> dict[str, Any] | None:
    """What the samples of a threshold are held against; None where that is not known."""
    if watches in (m.Watches.CHANGE, m.Watches.CHANGE_PCT):
        known = baseline_of(content, binding)
        return None if known is None or known.value is None else {"baseline": float(known.value)}
    return _path(content, binding) if watches == m.Watches.PATH else {}


def _path(content: Content, binding: m.MetricBinding) -> dict[str, Any] | None:
    known = baseline_of(content, binding)
    criteria = {row.pk for row in content.all(m.Criterion) if row.metric_id == binding.pk}
    path = next((row for row in paths_of(content).values() if row.criterion_id in criteria), None)
    if path is None or path.target is None or path.target_by is None:
        return None
    if known is None or known.value is None or known.last is None:
        return None
    begin = path.ramp_from or known.last
    return {
        "from": begin.replace(day=1).isoformat(),
        "baseline": float(known.value),
        "to": path.target_by.replace(day=1).isoformat(),
        "target": float(path.target),
    }


def watched_set(members: frozenset[uuid.UUID] | None) -> m.WatchedSet:
    """The set of these partners (None: of everybody), made where there is none."""
    if members is None:
        found, _is_new = m.WatchedSet.objects.get_or_create(sha256=EVERYBODY, defaults={"is_everybody": True})
        return found
    name = hashlib.sha256(" ".join(sorted(map(str, members))).encode()).hexdigest()
    found, is_new = m.WatchedSet.objects.get_or_create(sha256=name)
    if is_new:
        m.WatchedPartner.objects.bulk_create(
            m.WatchedPartner(watched=found, partner_id=pk) for pk in sorted(members)
        )
    return found
