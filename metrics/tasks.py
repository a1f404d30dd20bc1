"""Celery's doors to what is due."""

from celery import shared_task
from django.utils import timezone

from metrics.observations import calendar_turns
from metrics.sources import due


@shared_task(ignore_result=True)
def refresh_due() -> None:
    """Start the runs of all sources whose time has come. Started twice it starts each of them once."""
    due.start_due(timezone.now())


@shared_task(ignore_result=True)
def follow_calendar() -> None:
    """Let figures follow the calendar. Started twice it does so once."""
    calendar_turns.follow_calendar(timezone.now())
