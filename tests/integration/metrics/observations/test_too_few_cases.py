"""What lists keep of a metric has no value where it rests on too few cases; older homes are taken along."""

import importlib

from django.db import connection

from metrics.measures.grading import Quality
from metrics.models import MetricSummary

MIGRATION = importlib.import_module("metrics.migrations.0003_too_few_cases")


def test_what_was_kept_of_too_few_cases_is_taken_back(load):
    nps = [{"metric": "partner_nps", "measure": "nps", "value": "amount"}]
    load(*[f"a,2024-01-05,{answer},1" for answer in (10, 9, 9, 3)], metrics=nps)
    load("a,2024-01-05,100,60", source="sales")
    thin = MetricSummary.objects.get(metric="partner_nps")
    assert (thin.value, Quality.of(thin.quality).is_thin) == (None, True)
    MetricSummary.objects.filter(pk=thin.pk).update(value=50)
    with connection.cursor() as cursor:
        cursor.execute(MIGRATION.NO_VALUE)
    kept = dict(MetricSummary.objects.values_list("metric", "value"))
    assert kept["partner_nps"] is None
    assert kept["gross_margin"] == 40
