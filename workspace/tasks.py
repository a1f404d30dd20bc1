"""Celery's doors to what looks across."""

from celery import shared_task
from django.utils import timezone

from workspace import reminders


@shared_task(ignore_result=True)
def remind() -> None:
    reminders.remind(timezone.now())
