"""Celery's doors to what is due."""

import uuid

from celery import shared_task
from django.utils import timezone

from decisions.committee import decide
from decisions.readiness.summary import compute_due
from decisions.triggers import watch


@shared_task(ignore_result=True)
def compute_due_summaries() -> None:
    compute_due(timezone.now())


@shared_task(ignore_result=True)
def look_at_the_clock() -> None:
    watch.look_at_the_clock(timezone.now())


@shared_task(ignore_result=True)
def close_due_rounds() -> None:
    decide.close_due(timezone.now())


def metric_changed(change_id: uuid.UUID) -> str:
    """The job behind a change of a metric's observations."""
    return watch.follow_change(change_id, timezone.now())


def evaluate_version(version_id: uuid.UUID) -> str:
    """The job behind a version that was put in force."""
    return watch.evaluate_version(version_id, timezone.now())
