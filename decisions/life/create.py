"""Beginning a record on a framework: its row, its draft, who may see it first."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from decisions.draft.load import load_draft
from decisions.readiness.summary import compute_summary
from decisions.record.codes import next_code
from decisions.record.events import note_event
from decisions.record.models import Access, Record, Summary
from decisions.sections.approvals import Approval
from decisions.sections.artifact import OutputArtifact
from decisions.sections.brief import Brief
from decisions.sections.criteria import Criterion
from decisions.sections.estimates import complete_estimates
from decisions.sections.expected_path import complete_paths
from decisions.sections.guardrails import Guardrail
from decisions.sections.inputs import InputItem
from decisions.sections.metrics import MetricBinding
from decisions.sections.options import Option
from decisions.sections.people import People
from decisions.sections.recommendation import Recommendation
from decisions.sections.reviews import ReviewPlan
from decisions.sections.risks import Risk
from decisions.sections.scope import Scope
from decisions.sections.text import TextBlock
from frameworks.models import FrameworkVersion
from frameworks.schema import FrameworkContent
from metrics.models import DefinitionVersion
from partnerdesk.core.refusals import NotAllowed

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
) -> Record:
    """Begin a record on a framework, in frame, with what the framework brings along (`is_filled`), or with no rows."""
    check_may_create(by)
    content = version.content
    record = Record.objects.create(
        code=next_code(content.prefix),
        framework_version=version,
        is_private=is_private,
        created_by=by,
        created_at=now,
        updated_at=now,
    )
    stamp = {"record": record, "saved_by": by, "saved_at": now}
    Brief.objects.create(**stamp, question=question, decision_class=decision_class, owner=owner)
    Approval.objects.create(**stamp, author=by)
    People.objects.create(**stamp)
    for model in (Scope, Recommendation, ReviewPlan, OutputArtifact):
        model.objects.create(**stamp)
    if is_filled:
        _fill_from(content, stamp)
        complete_estimates(record, by=by, now=now)
        complete_paths(record, by=by, now=now)
    for via, user in ((Access.Via.AUTHOR, by), (Access.Via.OWNER, owner)):
        if user:
            Access.objects.create(record=record, user=user, via=via)
    note_event(
        record,
        "record.created",
        by=by,
        now=now,
        code=record.code,
        framework=content.key,
        version=version.number,
    )
    Summary.objects.create(
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
    compute_summary(load_draft(record), now=now)
    return record


def _fill_from(content: FrameworkContent, stamp: dict[str, object]) -> None:
    """The rows that a framework brings: texts, metrics, inputs, options, criteria, guardrails, standing risks."""
    keys = [text.key for section in content.sections for text in section.texts]
    TextBlock.objects.bulk_create(
        TextBlock(**stamp, key=key, position=position) for position, key in enumerate([*keys, *OWN_TEXTS])
    )
    wanted = [subject.key for subject in (*content.metrics, *content.inputs)]
    definitions = {
        found.metric_id: found for found in DefinitionVersion.objects.newest().filter(metric__in=wanted)
    }
    bindings = [
        MetricBinding(
            **stamp,
            key=subject.key,
            position=position,
            definition=definitions.get(subject.key),
            owner=definitions[subject.key].metric.owner if subject.key in definitions else None,
        )
        for position, subject in enumerate(content.metrics)
    ]
    MetricBinding.objects.bulk_create(bindings)
    InputItem.objects.bulk_create(
        InputItem(
            **stamp,
            key=subject.key,
            position=position,
            is_asked=True,
            is_suggested=True,
            label=definitions[subject.key].name if subject.key in definitions else subject.key,
            owner=definitions[subject.key].metric.owner if subject.key in definitions else None,
        )
        for position, subject in enumerate(content.inputs)
    )
    Option.objects.bulk_create(
        Option(
            **stamp,
            position=position,
            label=option.label,
            name=option.name,
            description=option.description,
            is_status_quo=option.is_status_quo,
        )
        for position, option in enumerate(content.options)
    )
    Criterion.objects.bulk_create(
        Criterion(
            **stamp,
            position=position,
            metric=binding,
            name=binding.definition.name if binding.definition else binding.key,
        )
        for position, binding in enumerate(bindings)
    )
    Guardrail.objects.bulk_create(
        Guardrail(
            **stamp,
            position=position,
            key=found.key,
            label=found.label,
            watches=found.watches,
            is_suggested=True,
        )
        for position, found in enumerate(content.guardrails)
    )
    Risk.objects.bulk_create(
        Risk(
            **stamp,
            position=position,
            statement=risk.statement,
            mitigation=risk.mitigation,
            is_suggested=True,
        )
        for position, risk in enumerate(content.risks)
    )
