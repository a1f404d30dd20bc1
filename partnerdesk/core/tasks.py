"""Celery's doors to the jobs. A message is only a hint; `sweep` finds what was lost."""

import uuid

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from partnerdesk.core import jobs
from partnerdesk.core.chain import seal_events
from partnerdesk.core.signed_heads import export_due_head

HEARTBEAT_KEY = "heartbeat"
HEARTBEAT_SECONDS = 120


@shared_task(ignore_result=True)
def run_job(job_id: str) -> None:
    jobs.run(uuid.UUID(job_id))


@shared_task(ignore_result=True)
def sweep() -> None:
    """Run every job that is due. Another worker's jobs are locked and passed over."""
    for job_id in jobs.due(timezone.now()):
        jobs.run(job_id)


@shared_task(ignore_result=True)
def heartbeat() -> None:
    """Prove that beat, broker and worker work together: the health page reads this mark."""
    cache.set(HEARTBEAT_KEY, timezone.now().isoformat(), HEARTBEAT_SECONDS)


@shared_task(ignore_result=True)
def seal() -> None:
    """Bring the chain over the log of events up to date."""
    seal_events(now=timezone.now())


@shared_task(ignore_result=True)
def sign_head_of_the_day() -> None:
    """Sign the end of the chain once a day; asked more often, so that a missed run loses nothing."""
    export_due_head(now=timezone.now())
