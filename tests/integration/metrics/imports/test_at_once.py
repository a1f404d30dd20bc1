"""Two at once: imports of one source, imports of the same partners, two people in one cell."""

import datetime as dt
import threading

import pytest
from django.db import connections
from django.utils import timezone

from accounts.models import User
from metrics.imports.run import run_import
from metrics.manual_entry import save
from metrics.manual_entry.cells import read_cell
from metrics.models import DefinitionVersion, HandEntry, Import, Observation, Source
from partnerdesk.core import jobs
from partners.models import Partner
from tests import patience
from tests.integration.loading import HEADER

pytestmark = pytest.mark.django_db(transaction=True)


def together(*works):
    """Run functions in threads that start as one; what they raised is returned."""
    barrier, failures = threading.Barrier(len(works)), []

    def run(work):
        try:
            barrier.wait(patience.SECONDS)
            work()
        except Exception as error:  # noqa: BLE001  (the test looks at them)
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    patience.join(threads)
    return failures


@pytest.fixture
def waiting(upload, mapping):
    """An import whose job waits: `waiting("a,2024-01-05,10,4")`."""

    def waiting(*rows: str, **changed) -> Import:
        imported: Import = upload(HEADER + "".join(f"{row}\n" for row in rows))
        imported.mapping, imported.state = mapping(**changed).as_data(), Import.State.IMPORTING
        imported.save()
        jobs.enqueue("metrics.import", imported.pk)
        return imported

    return waiting


def work_on(imported: Import):
    from partnerdesk.core.models import Job

    job = Job.objects.get(subject_id=imported.pk)
    return lambda: jobs.run(job.pk)


def test_two_files_of_one_source_give_one_result(waiting):
    rows = [f"p{number},2024-01-05,{number},1" for number in range(40)]
    one, other = waiting(*rows), waiting(*rows)
    assert together(work_on(one), work_on(other)) == []
    assert {imported.state for imported in Import.objects.all()} == {Import.State.DONE}
    results = sorted(imported.result["observations"]["added"] for imported in Import.objects.all())
    assert results == [0, 80]
    assert Observation.objects.count() == 80
    assert Source.objects.count() == 1
    assert Partner.objects.count() == 40


def test_one_job_run_by_two_workers_is_done_once(waiting):
    imported = waiting("a,2024-01-05,1,1")
    together(work_on(imported), work_on(imported))
    assert Observation.objects.count() == 2
    assert Import.objects.get().result["observations"]["added"] == 2


def test_two_sources_that_bring_the_same_new_partners(waiting):
    rows = [f"p{number},2024-01-05,1,1" for number in range(60)]
    one, other = waiting(*rows), waiting(*reversed(rows), source="other")
    together(work_on(one), work_on(other))
    left = list(Import.objects.exclude(state=Import.State.DONE))
    for imported in left:  # a worker that waited for the other in the wrong order is tried again
        jobs.run(imported_job(imported))
    assert Partner.objects.count() == 60
    assert Observation.objects.current().count() == 240


def imported_job(imported: Import):
    from partnerdesk.core.models import Job

    return Job.objects.get(subject_id=imported.pk).pk


def test_a_failure_in_the_middle_leaves_nothing(upload, mapping, monkeypatch):
    imported = upload(HEADER + "a,2024-01-05,1,1\n")
    imported.mapping, imported.state = mapping().as_data(), Import.State.IMPORTING
    imported.save()
    jobs.enqueue("metrics.import", imported.pk)
    real = run_import

    def die_late(*args, **more):
        real(*args, **more)
        raise RuntimeError("the machine went away")

    monkeypatch.setattr("metrics.imports.run.run_import", die_late)
    assert jobs.run(imported_job(imported)) is False
    assert not Observation.objects.exists()
    assert not Partner.objects.exists()
    monkeypatch.undo()
    from partnerdesk.core.models import Job

    Job.objects.update(due_at=timezone.now() - dt.timedelta(seconds=1))
    assert jobs.run(imported_job(imported)) is True
    assert Observation.objects.count() == 2


def test_two_people_in_one_empty_cell(settings):
    partner = Partner.objects.create(key="a", name="A")
    people = [
        User.objects.create_user(f"{name}@example.com", name=name, role="manager") for name in ("one", "two")
    ]
    definition = DefinitionVersion.objects.newest().get(metric="compliance_score")
    save.hand_source()
    quarter, saved = dt.date(2024, 4, 1), []

    def write(person, text):
        change = save.CellChange(partner.pk, quarter, read_cell(text, "score", (0, 100)), 0)
        now = timezone.now()
        saved.append(
            save.save_entries(
                definition, [change], assessor=person, assessed_on=quarter, note="", by=person, now=now
            )
        )

    assert together(lambda: write(people[0], "60"), lambda: write(people[1], "70")) == []
    assert sorted(result.changed for result in saved) == [0, 1]
    [conflict] = [conflict for result in saved for conflict in result.conflicts]
    assert conflict.entry.value == HandEntry.objects.get().value
    assert Observation.objects.current().count() == 1
