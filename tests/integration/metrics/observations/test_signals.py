"""Who watches metrics is told which periods moved: once per change, and only where something did."""

import datetime as dt

import pytest
from django.utils import timezone

from metrics.manual_entry import save
from metrics.manual_entry.cells import read_cell
from metrics.models import Import, MetricChange
from metrics.observations.signals import METRIC_CHANGED
from partnerdesk.core.models import Job

ROWS = tuple(f"a,2024-{month:02}-05,10,4" for month in range(1, 7))


@pytest.fixture
def told():
    """What was told since the last call: {metric: (first, last)}."""
    seen: set = set()

    def told() -> dict:
        new = MetricChange.objects.exclude(pk__in=seen).select_related("series")
        found = {
            row.series.metric_id: (f"{row.first_period:%Y-%m}", f"{row.last_period:%Y-%m}") for row in new
        }
        seen.update(row.pk for row in new)
        return found

    return told


def test_a_first_file_moves_every_period_that_it_gives(load, told):
    imported = load(*ROWS)
    assert told() == {"fulfilled_revenue": ("2024-01", "2024-06"), "gross_margin": ("2024-01", "2024-06")}
    assert set(MetricChange.objects.values_list("imported", flat=True)) == {imported.pk}


def test_the_same_file_again_moves_nothing(load, told):
    load(*ROWS)
    told()
    load(*ROWS)
    assert told() == {}


def test_a_corrected_file_moves_what_it_corrects_adds_and_no_longer_holds(load, told):
    load(*ROWS, "b,2024-02-05,5,1")
    told()
    changed = [row.replace("04-05,10,4", "04-05,10,5") for row in ROWS]
    load(*changed, "b,2024-02-05,5,1")
    assert told() == {"gross_margin": ("2024-04", "2024-04")}, "revenue is as it was"
    load(*changed)
    assert told() == {"fulfilled_revenue": ("2024-02", "2024-02"), "gross_margin": ("2024-02", "2024-02")}
    load(*changed, "a,2024-08-05,1,1")
    moved = ("2024-07", "2024-08")  # July is covered now, without a row
    assert told() == {"fulfilled_revenue": moved, "gross_margin": moved}


def test_values_entered_by_hand_are_one_change(definition, partners, person, told):
    by, score = person("manager"), definition("compliance_score")
    changes = [
        save.CellChange(partner.pk, dt.date(2024, month, 1), read_cell("60", "score", (0, 100)), 0)
        for partner, month in zip(partners(3), (7, 1, 4), strict=True)
    ]
    save.save_entries(
        score, changes, assessor=by, assessed_on=dt.date(2024, 8, 1), note="", by=by, now=timezone.now()
    )
    assert told() == {"compliance_score": ("2024-01", "2024-07")}
    assert MetricChange.objects.get().imported is None


def test_each_change_has_a_job_and_somebody_does_it(load, work):
    load(*ROWS)
    waiting = Job.objects.filter(kind=METRIC_CHANGED, state=Job.State.WAITING)
    assert set(waiting.values_list("subject_id", flat=True)) == set(
        MetricChange.objects.values_list("pk", flat=True)
    )
    assert work() == ["done", "done"]


def test_an_import_that_fails_tells_nobody(load, monkeypatch):
    def die(*_args, **_more):
        raise RuntimeError("the machine went away")

    monkeypatch.setattr("metrics.imports.run._finish", die)
    from django.db import transaction

    with pytest.raises(RuntimeError), transaction.atomic():
        load(*ROWS)
    assert not MetricChange.objects.exists()
    assert not Import.objects.exists()
