"""Beginning a record, and who may see it."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from decisions import models as m
from decisions.actions.summaries import compute_summary, mark_summary
from decisions.content import load_content
from decisions.record.events import lock_record, note_event
from decisions.retention import Retention
from decisions.sections.estimates import complete_estimates
from decisions.sections.expected_path import complete_paths
from frameworks.models import FrameworkVersion
from frameworks.schema import FrameworkContent
from metrics.models import DefinitionVersion
from partnerdesk.core.refusals import Blocked, NotAllowed

OWN_TEXTS = ("trade_off",)
"""Texts that belong to a part and not to a section of the template."""


def check_may_create(by: User) -> None:
    if not by.has_perm("decisions.create_record"):
        raise NotAllowed(_("Partner managers begin records; ask one of them."))


@transaction.atomic
def create_record(
    version: FrameworkVersion,
    *,
    question: str,
    decision_class: str,
    owner: User | None,
    is_private: bool = False,
    is_filled: bool = True,
    by: User,
    now: dt.datetime,
) -> m.Record:
    """Begin a record on a framework, in frame, with what the framework brings along (`is_filled`), or with no rows."""
    check_may_create(by)
    content = version.content
    record = m.Record.objects.create(
        code=next_code(content.prefix),
        framework_version=version,
        is_private=is_private,
        created_by=by,
        created_at=now,
        updated_at=now,
    )
    stamp = {"record": record, "saved_by": by, "saved_at": now}
    m.Brief.objects.create(**stamp, question=question, decision_class=decision_class, owner=owner)
    m.Approval.objects.create(**stamp, author=by)
    m.People.objects.create(**stamp)
    for model in (m.Scope, m.Recommendation, m.ReviewPlan, m.OutputArtifact):
        model.objects.create(**stamp)
    if is_filled:
        _fill_from(content, stamp)
        complete_estimates(record, by=by, now=now)
        complete_paths(record, by=by, now=now)
    for via, user in ((m.Access.Via.AUTHOR, by), (m.Access.Via.OWNER, owner)):
        if user:
            m.Access.objects.create(record=record, user=user, via=via)
    note_event(
        record,
        "record.created",
        by=by,
        now=now,
        code=record.code,
        framework=content.key,
        version=version.number,
    )
    m.Summary.objects.create(
        record=record,
        question=question,
        decision_class=decision_class,
        framework_key=content.key,
        framework_name=content.names.en,
        owner=owner,
        stage=record.stage,
        is_private=is_private,
        updated_at=now,
        recheck_at=now,
    )
    compute_summary(load_content(record), now=now)
    return record


def next_code(prefix: str) -> str:
    """The next code of this prefix: `CP-0007`. Of two who ask at once the second waits for the first."""
    m.CodeCounter.objects.get_or_create(prefix=prefix)
    counter = m.CodeCounter.objects.select_for_update().get(prefix=prefix)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{prefix}-{counter.last:04d}"


def _fill_from(content: FrameworkContent, stamp: dict[str, object]) -> None:
    """The rows that a framework brings: texts, metrics, inputs, options, criteria, guardrails, standing risks."""
    keys = [text.key for section in content.sections for text in section.texts]
    m.TextBlock.objects.bulk_create(
        m.TextBlock(**stamp, key=key, position=position) for position, key in enumerate([*keys, *OWN_TEXTS])
    )
    wanted = [subject.key for subject in (*content.metrics, *content.inputs)]
    definitions = {
        found.metric_id: found for found in DefinitionVersion.objects.newest().filter(metric__in=wanted)
    }
    bindings = [
        m.MetricBinding(
            **stamp,
            key=subject.key,
            position=position,
            definition=definitions.get(subject.key),
            owner=definitions[subject.key].metric.owner if subject.key in definitions else None,
        )
        for position, subject in enumerate(content.metrics)
    ]
    m.MetricBinding.objects.bulk_create(bindings)
    m.InputItem.objects.bulk_create(
        m.InputItem(
            **stamp,
            key=subject.key,
            position=position,
            is_asked=True,
            label=definitions[subject.key].name if subject.key in definitions else subject.key,
            owner=definitions[subject.key].metric.owner if subject.key in definitions else None,
        )
        for position, subject in enumerate(content.inputs)
    )
    m.Option.objects.bulk_create(
        m.Option(
            **stamp,
            position=position,
            label=option.label,
            name=option.name,
            description=option.description,
            is_status_quo=option.is_status_quo,
        )
        for position, option in enumerate(content.options)
    )
    m.Criterion.objects.bulk_create(
        m.Criterion(
            **stamp,
            position=position,
            metric=binding,
            name=binding.definition.name if binding.definition else binding.key,
        )
        for position, binding in enumerate(bindings)
    )
    m.Guardrail.objects.bulk_create(
        m.Guardrail(**stamp, position=position, key=found.key, label=found.label, watches=found.watches)
        for position, found in enumerate(content.guardrails)
    )
    m.Risk.objects.bulk_create(
        m.Risk(**stamp, position=position, statement=risk.statement, mitigation=risk.mitigation)
        for position, risk in enumerate(content.risks)
    )


@transaction.atomic
def share_record(record: m.Record, *, person: User, by: User, now: dt.datetime) -> None:
    """Let a person read and write the record."""
    locked = _sharable(record, by)
    _access, is_new = m.Access.objects.get_or_create(
        record=locked, user=person, via=m.Access.Via.COLLABORATOR
    )
    if is_new:
        note_event(locked, "record.shared", by=by, now=now, person=str(person.pk))


@transaction.atomic
def unshare_record(record: m.Record, *, person: User, by: User, now: dt.datetime) -> None:
    """Take back what `share_record` gave. Author, owner and approver stay named by their fields."""
    locked = _sharable(record, by)
    gone, _rows = m.Access.objects.filter(record=locked, user=person, via=m.Access.Via.COLLABORATOR).delete()
    if gone:
        note_event(locked, "record.unshared", by=by, now=now, person=str(person.pk))


@transaction.atomic
def set_private(record: m.Record, *, is_private: bool, by: User, now: dt.datetime) -> None:
    """Show the record to everybody, or only to the people whom it names."""
    locked = _sharable(record, by)
    if locked.is_private == is_private:
        return
    locked.is_private, locked.updated_at = is_private, now
    locked.save(update_fields=["is_private", "updated_at"])
    note_event(locked, "record.privacy_changed", by=by, now=now, is_private=is_private)
    mark_summary(locked, now=now)


def _sharable(record: m.Record, by: User) -> m.Record:
    locked = lock_record(record)
    if not by.has_perm("decisions.share_record", locked):
        raise NotAllowed(_("Only the author and the owner share this record."))
    if locked.state != Retention.OPEN:
        raise Blocked(_("The record is closed."))
    return locked
