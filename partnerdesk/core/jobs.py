"""Background work: rows that are due, handlers by kind, one runner.

A worker owns a job by the row lock of the transaction that does the work, so that ownership dies with it.
Attempts are counted before the work begins; after three the job is parked, with words.
"""

import datetime as dt
import logging
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from celery import current_app
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerdesk.core.frozen_content import Altered, raise_alarm
from partnerdesk.core.models import Job

log = logging.getLogger(__name__)

ATTEMPTS = 3
PROGRESS_SECONDS = 3600
RUN_JOB = "partnerdesk.core.tasks.run_job"
"""The task that does a job: by its name, because it stands above this module and calls it."""


class JobRefused(Exception):
    """The work can't be done as asked: the sentence says why and how to mend it. It is not tried again."""


class TryAgain(Exception):
    """Something outside was not ready: the sentence says what. It is tried again as after any failure."""


@dataclass(frozen=True)
class Handler:
    """How one kind of job is done. `work` gets the subject's id and returns a sentence for the row.

    `begun` is told before each attempt, and what it writes is seen by others while the work goes on.
    """

    work: Callable[[uuid.UUID], str]
    refused: Callable[[uuid.UUID, str], None]
    begun: Callable[[uuid.UUID], None] = lambda _id: None


handlers: dict[str, Handler] = {}


def register(
    kind: str,
    work: Callable[[uuid.UUID], str],
    *,
    refused: Callable[[uuid.UUID, str], None] = lambda _id, _why: None,
    begun: Callable[[uuid.UUID], None] = lambda _id: None,
) -> None:
    """Name what does jobs of `kind`. `refused` is told when one ends without success. Called as apps start."""
    handlers[kind] = Handler(work, refused, begun)


ENQUEUE = """
INSERT INTO core_job (id, kind, subject_id, state, due_at, attempts, message, created_by_id, created_at)
VALUES (gen_random_uuid(), %(kind)s, %(subject)s, 'waiting', %(due)s, 0, '', %(by)s, %(now)s)
ON CONFLICT (kind, subject_id) WHERE claim IS NULL AND state = 'waiting'
DO UPDATE SET due_at = core_job.due_at
RETURNING *
"""


def enqueue(
    kind: str, subject_id: uuid.UUID, *, by: AbstractBaseUser | None = None, due_at: dt.datetime | None = None
) -> Job:
    """Write a job in the caller's transaction and hint at it after the commit.

    One waits per subject at most, and is held until the caller commits. One that a worker has begun does not
    count: it may have read its subject before the caller changed it.
    """
    now = timezone.now()
    given = {
        "kind": kind,
        "subject": subject_id,
        "due": due_at or now,
        "by": by.pk if by else None,
        "now": now,
    }
    job: Job = Job.objects.raw(ENQUEUE, given)[0]
    if job.due_at <= now:
        transaction.on_commit(lambda: hint(job.pk))
    return job


ENQUEUE_MANY = """
INSERT INTO core_job (id, kind, subject_id, state, due_at, attempts, message, created_at)
SELECT gen_random_uuid(), %(kind)s, subject, 'waiting', due, 0, '', %(now)s
FROM unnest(%(subjects)s::uuid[], %(dues)s::timestamptz[]) AS asked (subject, due)
ORDER BY subject
ON CONFLICT (kind, subject_id) WHERE claim IS NULL AND state = 'waiting'
DO UPDATE SET due_at = least(core_job.due_at, excluded.due_at)
RETURNING id, due_at
"""


def enqueue_many(kind: str, due: Mapping[uuid.UUID, dt.datetime]) -> None:
    """Write a job for each subject in one statement; one that waits already is brought forward where needed.

    The rows are held until the caller commits, like those of `enqueue`: no worker begins one without seeing what
    the caller wrote. They are taken in one order, so that two callers never wait for each other.
    """
    if not due:
        return
    now = timezone.now()
    given: dict[str, Any] = {"kind": kind, "now": now, "subjects": list(due), "dues": list(due.values())}
    with connection.cursor() as cursor:
        cursor.execute(ENQUEUE_MANY, given)
        ready = [job_id for job_id, due_at in cursor.fetchall() if due_at <= now]
    transaction.on_commit(lambda: hint_of(ready))


def hint_of(job_ids: list[uuid.UUID]) -> None:
    """Tell the workers of each, up to the first that fails: without a broker every try takes its time."""
    all(map(hint, job_ids))


def hint(job_id: uuid.UUID) -> bool:
    """Tell the workers. Where the broker is away nothing is lost: the sweep finds the row."""
    task = current_app.tasks[RUN_JOB]
    try:
        task.delay(str(job_id))
    except task.OperationalError:
        log.warning("The broker can't be reached; job %s waits for the sweep.", job_id)
        return False
    return True


def due(now: dt.datetime) -> list[uuid.UUID]:
    """The jobs whose time has come, oldest first."""
    waiting = Job.objects.filter(state=Job.State.WAITING, due_at__lte=now).order_by("due_at")
    return list(waiting.values_list("pk", flat=True)[:500])


def run(job_id: uuid.UUID) -> bool:
    """Do one job, unless it is done or another worker has it. Returns whether this call did it."""
    claim = _claim(job_id)
    if claim is None:
        return False
    with transaction.atomic():
        job = _locked(job_id)
        if job is None or job.claim != claim:
            return False
        handler = handlers[job.kind]
        try:
            with transaction.atomic():
                message, state = handler.work(job.subject_id), Job.State.DONE
        except (JobRefused, Altered) as refusal:
            if isinstance(refusal, Altered):
                raise_alarm(refusal)
            message, state = str(refusal), Job.State.REFUSED
            handler.refused(job.subject_id, message)
        except TryAgain as delay:
            log.warning("Job %s (%s), attempt %s: %s", job.pk, job.kind, job.attempts, delay)
            return _failed(job, handler, str(delay))
        except Exception as error:
            log.exception("Job %s (%s) failed at attempt %s.", job.pk, job.kind, job.attempts)
            return _failed(job, handler, f"{type(error).__name__}: {error}")
        _finish(job, state, message)
    return True


def _claim(job_id: uuid.UUID) -> uuid.UUID | None:
    """Count an attempt, committed before the work so that a killed worker is counted too."""
    claim = uuid.uuid4()
    with transaction.atomic():
        job = _locked(job_id)
        if job is None:
            return None
        if job.attempts >= ATTEMPTS:
            message = _("Given up after %(count)s attempts: the worker died each time.") % {"count": ATTEMPTS}
            handlers[job.kind].refused(job.subject_id, message)
            _finish(job, Job.State.PARKED, message)
            return None
        Job.objects.filter(pk=job_id).update(attempts=F("attempts") + 1, claim=claim)
        handlers[job.kind].begun(job.subject_id)
    return claim


def _locked(job_id: uuid.UUID) -> Job | None:
    waiting = Job.objects.select_for_update(skip_locked=True).filter(pk=job_id, state=Job.State.WAITING)
    return waiting.first()


def _failed(job: Job, handler: Handler, error: str) -> bool:
    message = _("%(error)s (attempt %(attempt)s of %(attempts)s)") % {
        "error": error,
        "attempt": job.attempts,
        "attempts": ATTEMPTS,
    }
    if job.attempts >= ATTEMPTS:
        handler.refused(job.subject_id, message)
        _finish(job, Job.State.PARKED, message)
        return True
    pause = dt.timedelta(seconds=10 * job.attempts)
    Job.objects.filter(pk=job.pk).update(message=message, due_at=timezone.now() + pause)
    return False


def _finish(job: Job, state: Job.State, message: str) -> None:
    """Close a job. What it told of its progress is not what the next one on the same subject does."""
    Job.objects.filter(pk=job.pk).update(state=state, message=message, finished_at=timezone.now())
    with _shown_if_it_can_be(job.subject_id):
        cache.delete(f"progress:{job.subject_id}")


def report_progress(subject_id: uuid.UUID, share: float, words: str) -> None:
    """Say how far the work on a subject is (0…1). It is lost with the broker, and nothing depends on it."""
    with _shown_if_it_can_be(subject_id):
        cache.set(f"progress:{subject_id}", {"share": share, "words": words}, PROGRESS_SECONDS)


@contextmanager
def _shown_if_it_can_be(subject_id: uuid.UUID) -> Iterator[None]:
    try:
        yield
    except OSError:
        log.warning("Progress of %s could not be shown.", subject_id)
    except Exception as error:
        if not type(error).__module__.startswith("redis"):
            raise
        log.warning("Progress of %s could not be shown: %s", subject_id, error)


def progress(subject_id: uuid.UUID) -> dict[str, Any]:
    """The last progress that was reported: `share` 0…1 and `words`."""
    try:
        found: dict[str, Any] | None = cache.get(f"progress:{subject_id}")
    except Exception as error:
        if not type(error).__module__.startswith("redis"):
            raise
        found = None
    return found or {"share": 0.0, "words": ""}


def last_job(kind: str, subject_id: uuid.UUID) -> Job | None:
    """The newest job of a kind on a subject."""
    return Job.objects.filter(kind=kind, subject_id=subject_id).order_by("-created_at").first()
