"""What the database holds of kept values: where there are some, how many, and that they stay."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from metrics.models import Metric, Observation, Series
from partners.models import Partner
from tests.integration.metrics.measures.kept_cases import (
    MAPPED,
    ROWS,
)


@pytest.fixture
def place(bring):
    """Where an observation may be put: `place("median")` names a series, a source and a partner."""
    imported = bring(*ROWS)
    partner = Partner.objects.create(key="new", name="New")

    def place(kind):
        series = Series.objects.filter(measure=kind).first() or Series.objects.create(
            sha256=kind, metric=Metric.objects.first(), measure=kind, unit="count", period="month"
        )
        return {
            "series": series,
            "source": imported.source,
            "partner": partner,
            "imported": imported,
            "period": dt.date(2024, 1, 1),
        }

    return place


@pytest.mark.parametrize(
    ("kind", "parts", "kept"),
    [
        ("sum", [1], [1]),
        ("last", [1], [1]),
        ("median", [], None),
        ("distinct", [], None),
        ("median", [], []),
        ("median", [], list(range(1001))),
    ],
)
def test_an_observation_keeps_values_where_its_measure_does_and_no_more_than_a_thousand(
    place, kind, parts, kept
):
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.create(**place(kind), parts=parts, kept=kept)


def test_what_is_kept_is_never_changed(place):
    made = Observation.objects.create(**place("median"), parts=[], kept=list(range(1000)))
    for change in ({"kept": [1]}, {"kept": None}, {"series": place("sum")["series"]}):
        with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
            Observation.objects.filter(pk=made.pk).update(**change)
    made.replaced_at = timezone.now()
    made.save()


def test_numbers_come_back_exactly(bring):
    bring("a,2024-01-05,0.1,x", "a,2024-01-06,123456789.123456,x", metrics=MAPPED[:1])
    [one] = Observation.objects.all()
    assert one.kept == [Decimal("0.1")]
