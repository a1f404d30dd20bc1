"""Celery's doors to what is due."""

import uuid

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _

from decisions.actions.summaries import compute_due


@shared_task(ignore_result=True)
def compute_due_summaries() -> None:
    compute_due(timezone.now())


def metric_changed(change_id: uuid.UUID) -> str:
    """The job behind a change of a metric's observations."""
    return _("nothing watches it")
