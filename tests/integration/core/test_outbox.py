"""The outbox: a person is told once per event and kind, and the mail is a job of the same transaction."""

import datetime as dt
import threading
import uuid

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from partnerdesk.core import jobs, outbox, tasks
from partnerdesk.core.models import Job, Notice
from tests import patience
from tests.factories import make_person

NOW = timezone.now()


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    for key, is_urgent in (("trigger", False), ("review", False), ("alarm", True)):
        monkeypatch.setitem(outbox.kinds, key, outbox.Kind(key, key.title(), is_urgent))


def tell(*people, kind="trigger", key="margin", **more):
    given = {
        "what": "The margin fell below 12 %",
        "address": "/records/CP-0001/",
        "subject_kind": "record",
        "subject_id": uuid.uuid4(),
        "now": NOW,
    }
    return outbox.notify([person.pk for person in people], kind=kind, key=key, **(given | more))


def waiting(kind=None):
    found = Job.objects.filter(state="waiting", kind__in=[kind] if kind else [outbox.DIGEST, outbox.URGENT])
    return list(found.order_by("kind").values_list("kind", "subject_id"))


def test_one_event_is_told_once_and_two_kinds_are_two():
    person = make_person()
    assert tell(person) == 1
    assert tell(person, what="In other words") == 0
    assert tell(person, kind="review") == 1
    assert tell(person, key="coverage") == 1
    told = Notice.objects.filter(person=person).order_by("kind", "key").values_list("kind", "key", "what")
    assert [row[:2] for row in told] == [("review", "margin"), ("trigger", "coverage"), ("trigger", "margin")]
    assert "In other words" not in [row[2] for row in told]
    assert waiting() == [(outbox.DIGEST, person.pk)]


def test_the_same_telling_twice_in_one_call_is_one_row():
    person = make_person()
    assert tell(person, person) == 1


def test_the_digest_is_due_at_the_persons_hour_and_what_is_urgent_at_once():
    person = make_person(digest_hour=18, time_zone="Asia/Tokyo")
    tell(person, now=dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC))
    digest = Job.objects.get(kind=outbox.DIGEST)
    assert digest.due_at == dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC)
    tell(person, key="stop", urgent=True)
    tell(person, kind="alarm")
    urgent = Job.objects.get(kind=outbox.URGENT)
    assert urgent.subject_id == person.pk
    assert urgent.due_at == NOW
    assert Notice.objects.filter(is_urgent=True).count() == 2


def test_a_digest_that_waits_is_brought_forward_and_never_put_off():
    person, early, late = make_person(), NOW + dt.timedelta(hours=1), NOW + dt.timedelta(hours=2)
    for due in (late, early, late):
        jobs.enqueue_many(outbox.DIGEST, {person.pk: due})
    assert Job.objects.get().due_at == early


def test_who_wants_no_mail_is_still_told_in_the_application():
    muted, closed, open_ = make_person(muted_kinds=["trigger"]), make_person(is_active=False), make_person()
    assert tell(muted, closed, open_) == 3
    assert waiting() == [(outbox.DIGEST, open_.pk)]
    for_mail = Notice.objects.filter(is_for_mail=True).values_list("person_id", flat=True)
    assert list(for_mail) == [open_.pk]


def test_telling_nobody_is_nothing():
    assert tell() == 0
    assert outbox.notify_all([], now=NOW) == 0


def test_a_kind_that_nobody_registered_is_a_mistake():
    with pytest.raises(LookupError, match="gossip"):
        tell(make_person(), kind="gossip")


@pytest.mark.parametrize("address", ["https://example.org/", "//example.org/", "records/", ""])
def test_notices_lead_into_the_application_only(address):
    with pytest.raises(IntegrityError), transaction.atomic():
        tell(make_person(), address=address)


def test_a_thousand_tellings_cost_as_many_statements_as_one():
    people = [make_person() for _number in range(4)]

    def cost(count):
        tellings = [
            outbox.Telling(
                person.pk,
                "trigger",
                f"{count}-{number}",
                "What",
                "",
                "/",
                "case",
                uuid.uuid4(),
                number % 2 == 0,
            )
            for person in people
            for number in range(count)
        ]
        with CaptureQueriesContext(connection) as asked:
            assert outbox.notify_all(tellings, now=NOW) == len(tellings)
        return len(asked)

    assert cost(2) == cost(250)


def test_the_jobs_table_says_what_the_statement_says():
    """The statement for many rows names columns; one that is added with a default of its own has to be named, too."""
    columns = {field.column for field in Job._meta.concrete_fields}
    named = jobs.ENQUEUE_MANY.split("(", 1)[1].split(")", 1)[0].replace(" ", "").split(",")
    optional = {field.column for field in Job._meta.concrete_fields if field.null}
    assert columns - optional == set(named)


# With real transactions


@pytest.mark.django_db(transaction=True)
def test_nothing_is_told_without_a_commit(monkeypatch):
    heard = []
    monkeypatch.setattr(tasks.run_job, "delay", heard.append)
    person = make_person()
    with transaction.atomic():
        tell(person, urgent=True)
        transaction.set_rollback(True)
    assert (Notice.objects.count(), Job.objects.count(), heard) == (0, 0, [])
    with transaction.atomic():
        tell(person, urgent=True)
        tell(person, key="later")
        assert heard == []
    urgent = Job.objects.get(kind=outbox.URGENT)
    assert heard == [str(urgent.pk)], "a digest is not hinted at before its time"


@pytest.mark.django_db(transaction=True)
def test_without_the_broker_one_hint_is_tried_and_the_rows_wait(monkeypatch):
    tried = []

    def away(job_id):
        tried.append(job_id)
        raise tasks.run_job.OperationalError("connection refused")

    monkeypatch.setattr(tasks.run_job, "delay", away)
    people = [make_person() for _number in range(5)]
    tell(*people, urgent=True, now=timezone.now())
    assert len(tried) == 1
    assert len(jobs.due(timezone.now())) == 5


@pytest.mark.django_db(transaction=True)
def test_of_many_who_tell_the_same_at_once_one_does():
    people = [make_person() for _number in range(5)]
    told, ready = [], threading.Barrier(6)

    def speak(number):
        try:
            ready.wait(patience.SECONDS)
            order = people if number % 2 else people[::-1]
            told.append(tell(*order, urgent=True))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=speak, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    patience.join(threads)
    assert sum(told) == 5
    assert len(told) == 6, "nobody waited for another for ever"
    assert Notice.objects.count() == 5
    assert sorted(subject for _kind, subject in waiting(outbox.URGENT)) == sorted(
        User.objects.values_list("pk", flat=True)
    )


@pytest.mark.django_db(transaction=True)
def test_no_worker_begins_a_digest_before_what_it_is_for_is_committed(monkeypatch):
    person, seen = make_person(), []

    def work(person_id):
        seen.append(Notice.objects.filter(person_id=person_id, is_for_mail=True).count())
        return "done"

    monkeypatch.setitem(jobs.handlers, outbox.DIGEST, jobs.Handler(work, lambda _pk, _why: None))
    tell(person)
    job_id = Job.objects.get(kind=outbox.DIGEST).pk

    def run():
        try:
            jobs.run(job_id)
        finally:
            connections.close_all()

    with transaction.atomic():
        tell(person, key="coverage")
        worker = threading.Thread(target=run)
        worker.start()
        patience.join([worker])
        assert seen == []
    jobs.run(job_id)
    assert seen == [2]
