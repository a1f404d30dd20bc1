"""People, small imports and clients for the tests about data."""

import datetime as dt
import itertools

import pytest
from django.utils import timezone

from accounts.models import Role, User
from metrics import importing, uploads
from metrics.baselines import baseline
from metrics.files import keep_file
from metrics.models import DefinitionVersion, Import, Observation
from metrics.reading.mapping import ImportMapping
from metrics.windows import PartnerSet, Window
from partnerdesk.core import jobs
from partnerdesk.core.models import Job
from partners.models import Partner
from tests.integration.people import person, signed_in  # noqa: F401  (fixtures)

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


@pytest.fixture
def mapping():
    """A mapping of partner, date, amount and cost, with changes."""

    def mapping(**changed) -> ImportMapping:
        return ImportMapping.model_validate(SALES | changed)

    return mapping


@pytest.fixture
def upload(mapping):
    """Keep a text as a file and begin an import: `upload(text, by=…)`."""

    def upload(text: str | bytes, *, by=None, name="sales.csv", partner_list=None, **more) -> Import:
        content = text.encode() if isinstance(text, str) else text
        listed = keep_file([partner_list.encode()]) if partner_list else None
        return uploads.start_import(
            keep_file([content]),
            name,
            partner_file=listed,
            partner_file_name="list.csv" if listed else "",
            by=by,
            now=timezone.now(),
            **more,
        )

    return upload


@pytest.fixture
def load(upload, mapping):
    """Import rows (or a whole text) at once and return the import: `load("a,2024-01-05,10,4", …)`."""

    def load(*rows: str, text: str = "", now=None, partner_list=None, by=None, **changed) -> Import:
        content = text or HEADER + "".join(f"{row}\n" for row in rows)
        imported: Import = upload(content, partner_list=partner_list, by=by)
        imported.mapping, imported.state = mapping(**changed).as_data(), Import.State.IMPORTING
        imported.save()
        importing.run_import(imported, progress=lambda _share: None, now=now or timezone.now())
        return imported

    return load


@pytest.fixture
def definition():
    def definition(key: str) -> DefinitionVersion:
        return DefinitionVersion.objects.newest().get(metric=key)

    return definition


@pytest.fixture
def figure(definition):
    """The baseline of a metric: `figure("gross_margin", "2024-01", "2024-03", segment=…)`."""

    def figure(key: str, first=None, last=None, *, months=None, segment=None, partners=None):
        ids = None if partners is None else frozenset(str(partner.pk) for partner in partners)
        window = Window.of(first, last, months)
        return baseline(definition(key), window, PartnerSet(segment=segment, ids=ids))

    return figure


@pytest.fixture
def work():
    """Do the waiting jobs, as a worker would, and return their states."""

    def work() -> list[str]:
        found = list(Job.objects.filter(state=Job.State.WAITING).order_by("created_at"))
        for job in found:
            jobs.run(job.pk)
        return [Job.objects.get(pk=job.pk).state for job in found]

    return work


@pytest.fixture
def partners():
    """Make partners: `partners(3, segment="x")`."""
    numbers = itertools.count(1)

    def partners(count: int, **attributes) -> list[Partner]:
        made = []
        for _index in range(count):
            number = next(numbers)
            made.append(Partner(key=f"K{number:03}", name=f"Partner {number:03}", **attributes))
        return Partner.objects.bulk_create(made)

    return partners


@pytest.fixture
def observed():
    """Current observations as {(metric, partner key, month): parts}."""

    def observed() -> dict:
        found = Observation.objects.current().select_related("series", "partner")
        return {
            (row.series.metric_id, row.partner.key, f"{row.period:%Y-%m}"): tuple(map(float, row.parts))
            for row in found
        }

    return observed


JANUARY = dt.date(2024, 1, 1)
__all__ = ["JANUARY", "Role", "User"]
