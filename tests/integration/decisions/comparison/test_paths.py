"""The path that a criterion is expected to take."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from decisions import models as m
from decisions.life import reopen
from tests.integration.decisions.comparison.changing import author_of, flips_of, save
from tests.integration.people import client_of

pytestmark = pytest.mark.django_db


def test_a_path_keeps_its_order(record):
    path = m.ExpectedPath.objects.filter(record=record).first()
    client = client_of(author_of(record))
    answer = client.post(
        f"/records/{record.code}/units/path/{path.pk}/",
        {
            "revision": path.revision,
            "save_id": str(uuid.uuid4()),
            "ramp_from": "2027-05",
            "target": "5",
            "target_by": "2027-02",
        },
    )
    assert answer.status_code == 422
    assert "The target comes after the first effect." in answer.content.decode()


def test_a_criterion_without_a_metric_has_no_path(record):
    count = m.ExpectedPath.objects.filter(record=record).count()
    row = reopen.add_row(record, "criterion", pk=uuid.uuid4(), by=author_of(record), now=timezone.now()).unit
    assert m.ExpectedPath.objects.filter(record=record).count() == count
    binding = m.MetricBinding.objects.filter(record=record).first()
    save(row, name="Watched", metric=binding.pk)
    assert m.ExpectedPath.objects.filter(record=record).count() == count + 1


def test_the_path_prints(record):
    rows = flips_of(record).report.rows("expected_path")
    assert rows
    assert all(dt.date.fromisoformat(row["target_by"]) for row in rows)


# Claims
