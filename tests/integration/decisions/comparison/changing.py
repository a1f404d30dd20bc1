"""How tests change a record that is compared, and what they look for in it."""

import uuid

from django.utils import timezone

from decisions import models as m
from decisions.comparison.flips import Flips
from decisions.draft.load import load_draft
from decisions.life import reopen
from decisions.readiness.assess import blockers
from decisions.states.stages import Stage
from decisions.versions.report import report_of_draft


def author_of(record):
    return m.Approval.objects.get(record=record).author


def save(unit, **values):
    fresh = type(unit).objects.get(pk=unit.pk)
    return reopen.save_unit(
        fresh,
        fresh.values() | values,
        revision=fresh.revision,
        save_id=uuid.uuid4(),
        by=author_of(fresh.record),
        now=timezone.now(),
    ).unit


def flips_of(record):
    content = load_draft(record)
    return Flips(report_of_draft(content, number=1, by=None, now=timezone.now()))


def criterion_of(record, **conditions):
    return m.Criterion.objects.filter(record=record, **conditions).first()


def estimate_of(record, label, criterion):
    return m.Estimate.objects.get(record=record, option__label=label, criterion=criterion)


def messages_of(record):
    return [blocker.message for blocker in blockers(load_draft(record), Stage.PROPOSED, timezone.localdate())]
