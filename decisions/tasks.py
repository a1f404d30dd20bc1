"""Celery's doors to what is due."""

import uuid

from celery import shared_task
from django.utils import timezone

from decisions.actions.summaries import compute_due
from decisions.processes import deciding
from decisions.triggers import watching


@shared_task(ignore_result=True)
def compute_due_summaries() -> None:
    compute_due(timezone.now())


@shared_task(ignore_result=True)
def look_at_the_clock() -> None:
    watching.look_at_the_clock(timezone.now())


@shared_task(ignore_result=True)
def close_due_rounds() -> None:
    deciding.close_due(timezone.now())


def metric_changed(change_id: uuid.UUID) -> str:
    """The job behind a change of a metric's observations."""
    return watching.follow_change(change_id, timezone.now())


def evaluate_version(version_id: uuid.UUID) -> str:
    """The job behind a version that was put in force."""
    return watching.evaluate_version(version_id, timezone.now())
