"""Jobs: done once, tried three times, taken again from a worker that died, with progress."""

import dataclasses
import datetime as dt
import threading
import uuid

import pytest
from django.db import connections, transaction
from django.utils import timezone

from partnerdesk.core import jobs, tasks
from partnerdesk.core.models import Event, Job
from tests import patience
from tests.factories import make_person


@pytest.fixture
def work(monkeypatch):
    """A kind of job whose work is a list of what to do at each attempt: `work(fail, "done")`."""

    class Work:
        def __init__(self):
            self.done, self.refused, self.plan = [], [], []

        def __call__(self, *plan):
            self.plan = list(plan)

        def act(self, subject_id):
            self.done.append(subject_id)
            step = self.plan.pop(0) if self.plan else "done"
            return step(subject_id) if callable(step) else step

    found = Work()
    handler = jobs.Handler(found.act, lambda pk, why: found.refused.append((pk, why)))
    monkeypatch.setitem(jobs.handlers, "test.work", handler)
    return found


def fail(_subject_id):
    raise ValueError("no luck")


def refuse(_subject_id):
    raise jobs.JobRefused("The file holds no rows.")


def enqueue(**more):
    return jobs.enqueue("test.work", uuid.uuid4(), **more)


def again(job):
    """Run a job as if its pause were over."""
    Job.objects.filter(pk=job.pk).update(due_at=timezone.now() - dt.timedelta(seconds=1))
    return jobs.run(job.pk)


def stored(job):
    return Job.objects.get(pk=job.pk)


def test_a_job_is_done_once_and_says_so(work):
    work("57 rows")
    job = enqueue(by=make_person())
    assert jobs.run(job.pk) is True
    assert jobs.run(job.pk) is False
    assert work.done == [job.subject_id]
    assert (stored(job).state, stored(job).message, stored(job).attempts) == ("done", "57 rows", 1)
    assert stored(job).finished_at is not None
    assert jobs.last_job("test.work", job.subject_id) == job


def test_asking_twice_asks_once_until_it_is_done(work):
    job = enqueue()
    assert jobs.enqueue("test.work", job.subject_id) == job
    jobs.run(job.pk)
    assert jobs.enqueue("test.work", job.subject_id) != job


def test_a_failure_is_tried_again_later_and_parked_after_three(work):
    work(fail, fail, fail)
    job = enqueue()
    assert jobs.run(job.pk) is False
    first = stored(job)
    assert (first.state, first.attempts) == ("waiting", 1)
    assert first.message == "ValueError: no luck (attempt 1 of 3)"
    assert first.due_at > timezone.now()
    assert job.pk not in jobs.due(timezone.now())
    again(job)
    assert stored(job).due_at - timezone.now() > dt.timedelta(seconds=15), "each pause is longer"
    again(job)
    assert (stored(job).state, stored(job).attempts) == ("parked", 3)
    assert again(job) is False
    assert len(work.done) == 3
    assert work.refused == [(job.subject_id, "ValueError: no luck (attempt 3 of 3)")]


def test_what_a_failed_attempt_wrote_is_gone_and_the_next_one_succeeds(work):
    def write_and_fail(subject_id):
        write(subject_id)
        raise ValueError("half way")

    def write(subject_id):
        now = timezone.now()
        Event.objects.create(kind="test", subject_kind="test", subject_id=subject_id, at=now)
        return "written"

    work(write_and_fail, write)
    job = enqueue()
    jobs.run(job.pk)
    assert not Event.objects.filter(subject_id=job.subject_id).exists()
    assert again(job) is True
    assert Event.objects.filter(subject_id=job.subject_id).count() == 1
    assert (stored(job).state, stored(job).message) == ("done", "written")


def test_a_refusal_is_told_and_not_tried_again(work):
    work(refuse)
    job = enqueue()
    assert jobs.run(job.pk) is True
    assert (stored(job).state, stored(job).message) == ("refused", "The file holds no rows.")
    assert work.refused == [(job.subject_id, "The file holds no rows.")]
    assert again(job) is False


def test_a_job_is_due_when_its_time_has_come_and_the_oldest_first(work):
    now = timezone.now()
    later = enqueue(due_at=now + dt.timedelta(hours=1))
    young, old = enqueue(due_at=now - dt.timedelta(minutes=1)), enqueue(due_at=now - dt.timedelta(hours=1))
    assert jobs.due(now) == [old.pk, young.pk]
    tasks.sweep()
    assert work.done == [old.subject_id, young.subject_id]
    assert stored(later).state == "waiting"


def test_progress_is_shown_while_it_is_known():
    subject = uuid.uuid4()
    assert jobs.progress(subject) == {"share": 0.0, "words": ""}
    jobs.report_progress(subject, 0.4, "reading")
    assert jobs.progress(subject) == {"share": 0.4, "words": "reading"}


def test_without_the_cache_progress_is_silent_and_the_work_goes_on(work, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    subject = uuid.uuid4()
    jobs.report_progress(subject, 0.4, "reading")
    assert jobs.progress(subject) == {"share": 0.0, "words": ""}


def test_what_is_not_ready_yet_is_said_in_its_own_words_and_tried_again(work):
    def wait(_subject_id):
        raise jobs.TryAgain("The host sleeps.")

    work(wait, "done")
    job = enqueue()
    assert jobs.run(job.pk) is False
    assert stored(job).message == "The host sleeps. (attempt 1 of 3)"
    assert again(job) is True
    assert stored(job).state == "done"


# With real transactions


class Killed(BaseException):
    """As a worker ends that is killed: nothing catches it."""


def die(_subject_id):
    raise Killed


@pytest.mark.django_db(transaction=True)
def test_a_killed_workers_job_is_taken_again_and_given_up_after_three(work):
    work(die, "done")
    job = enqueue()
    with pytest.raises(Killed):
        jobs.run(job.pk)
    assert (stored(job).state, stored(job).attempts) == ("waiting", 1), "the attempt is counted"
    assert job.pk in jobs.due(timezone.now())
    tasks.sweep()
    assert (stored(job).state, stored(job).attempts) == ("done", 2)
    work(die, die, die)
    deadly = enqueue()
    for _attempt in range(3):
        with pytest.raises(Killed):
            jobs.run(deadly.pk)
    assert jobs.run(deadly.pk) is False
    assert stored(deadly).state == "parked"
    assert "the worker died each time" in stored(deadly).message
    assert [pk for pk, _why in work.refused] == [deadly.subject_id]


@pytest.mark.django_db(transaction=True)
def test_that_it_has_begun_is_seen_while_it_goes_on_and_after_a_death(work, monkeypatch):
    begun = []
    monkeypatch.setitem(
        jobs.handlers, "test.work", dataclasses.replace(jobs.handlers["test.work"], begun=begun.append)
    )

    def look(subject_id):
        assert begun == [subject_id] * 2
        return "done"

    work(die, look)
    job = enqueue()
    with pytest.raises(Killed):
        jobs.run(job.pk)
    assert begun == [job.subject_id]
    jobs.run(job.pk)
    assert stored(job).attempts == 2


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_does_the_job(work):
    started, release = threading.Event(), threading.Event()

    def slow(_subject_id):
        started.set()
        release.wait(patience.SECONDS)
        return "done"

    work(slow)
    job, results = enqueue(), []

    def run():
        try:
            results.append(jobs.run(job.pk))
        finally:
            connections.close_all()

    first = threading.Thread(target=run)
    first.start()
    assert started.wait(patience.SECONDS)
    others = [threading.Thread(target=run) for _worker in range(6)]
    for thread in others:
        thread.start()
    patience.join(others)
    assert results == [False] * 6, "they do not wait for the one that has it"
    release.set()
    patience.join([first])
    assert sorted(results) == [False] * 6 + [True]
    assert len(work.done) == 1
    assert (stored(job).state, stored(job).attempts) == ("done", 1)


@pytest.mark.django_db(transaction=True)
def test_workers_hear_of_a_job_after_its_commit_and_never_without_one(work, monkeypatch):
    heard = []
    monkeypatch.setattr(tasks.run_job, "delay", heard.append)
    with transaction.atomic():
        job = enqueue()
        assert heard == []
    assert heard == [str(job.pk)]
    with transaction.atomic():
        enqueue()
        transaction.set_rollback(True)
    assert (len(heard), Job.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_without_the_broker_the_sweep_finds_the_job(work, monkeypatch):
    def away(_job_id):
        raise tasks.run_job.OperationalError("connection refused")

    monkeypatch.setattr(tasks.run_job, "delay", away)
    job = enqueue()
    tasks.sweep()
    assert stored(job).state == "done"
