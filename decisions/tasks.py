"""Celery's doors to what is due."""

from celery import shared_task
from django.utils import timezone

from decisions.actions.summaries import compute_due


@shared_task(ignore_result=True)
def compute_due_summaries() -> None:
    compute_due(timezone.now())
