"""A source whose twelve newest months lack one number: what that does to a grade is seen in the browser."""

import json
import sys

from django.db import transaction
from django.utils import timezone

from metrics.files.store import keep_file
from metrics.imports import run, steps
from metrics.measures.months import add_months
from metrics.models import Cause, Import
from partnerdesk.core.days import workspace_today
from partners.models import Partner

METRIC = "deal_value"
MAPPING = {
    "source": "with-a-gap",
    "partner": {"column": "partner"},
    "period": {"column": "day"},
    "metrics": [{"metric": METRIC, "measure": "mean", "value": "amount", "unit": "USD"}],
}


@transaction.atomic
def tell() -> None:
    """Load it, as of now; print its cause."""
    first = workspace_today().replace(day=1)
    months = [add_months(first, -number) for number in range(1, 13)]
    keys = Partner.objects.values_list("key", flat=True).order_by("key")[:20]
    rows = [f"{key},{month},{100 + number}" for number, key in enumerate(keys) for month in months]
    text = "\n".join(["partner,day,amount", *rows, f"{keys[0]},{months[3]},", ""])
    imported = steps.start_import(keep_file([text.encode()]), "deals.csv", by=None, now=timezone.now())
    imported.mapping, imported.state = MAPPING, Import.State.IMPORTING
    imported.save()
    run.run_import(imported, progress=lambda _share: None, now=timezone.now())
    cause = Cause.objects.get(source__name="with-a-gap", kind="missing_value")
    sys.stdout.write(json.dumps({"cause": str(cause.pk)}))
