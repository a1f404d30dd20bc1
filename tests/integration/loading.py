"""Small imports: rows of a file, brought in as people bring them in."""

import pytest
from django.utils import timezone

from metrics.files.reading.mapping import ImportMapping
from metrics.files.store import keep_file
from metrics.imports import run, steps
from metrics.models import Import
from partnerdesk.core.models import Job

SALES = {
    "source": "sales",
    "format": {"missing": ["NULL", ""]},
    "partner": {"column": "partner", "create_unknown": True},
    "period": {"column": "date"},
    "metrics": [
        {"metric": "fulfilled_revenue", "measure": "sum", "value": "amount", "unit": "USD"},
        {"metric": "gross_margin", "measure": "margin", "revenue": "amount", "cost": "cost"},
    ],
}
HEADER = "partner,date,amount,cost\n"


@pytest.fixture(scope="session")
def mapping():
    """A mapping of partner, date, amount and cost, with changes."""

    def mapping(**changed) -> ImportMapping:
        return ImportMapping.model_validate(SALES | changed)

    return mapping


@pytest.fixture(scope="session")
def upload(mapping):
    """Keep a text as a file and begin an import: `upload(text, by=…)`."""

    def upload(text: str | bytes, *, by=None, name="sales.csv", partner_list=None, **more) -> Import:
        content = text.encode() if isinstance(text, str) else text
        listed = keep_file([partner_list.encode()]) if partner_list else None
        imported = steps.start_import(
            keep_file([content]),
            name,
            partner_file=listed,
            partner_file_name="list.csv" if listed else "",
            by=by,
            now=timezone.now(),
            **more,
        )
        Job.objects.filter(kind=steps.LOOK, subject_id=imported.pk).delete()  # the test says what it means
        return imported

    return upload


@pytest.fixture(scope="session")
def load(upload, mapping):
    """Import rows (or a whole text) at once and return the import: `load("a,2024-01-05,10,4", …)`."""

    def load(*rows: str, text: str = "", now=None, partner_list=None, by=None, **changed) -> Import:
        content = text or HEADER + "".join(f"{row}\n" for row in rows)
        imported: Import = upload(content, partner_list=partner_list, by=by)
        imported.mapping, imported.state = mapping(**changed).as_data(), Import.State.IMPORTING
        imported.save()
        run.run_import(imported, progress=lambda _share: None, now=now or timezone.now())
        return imported

    return load
