"""People, small imports and clients for the tests about data."""

import datetime as dt
import itertools

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Role, User
from metrics.measures.windows import Window
from metrics.models import DefinitionVersion, Observation, Source
from metrics.observations.baselines import baseline
from metrics.observations.partner_sets import PartnerSet
from metrics.sources import due
from partnerdesk.core import jobs
from partnerdesk.core.models import Job
from partners.models import Partner
from tests.integration.loading import load, mapping, upload  # noqa: F401  (fixtures)
from tests.integration.people import person, signed_in  # noqa: F401  (fixtures)
from tests.serving import serving


@pytest.fixture
def definition():
    def definition(key: str) -> DefinitionVersion:
        return DefinitionVersion.objects.newest().get(metric=key)

    return definition


@pytest.fixture
def figure(definition):
    """The baseline of a metric: `figure("gross_margin", "2024-01", "2024-03", segment=…, today=…)`."""

    def figure(key: str, first=None, last=None, *, months=None, segment=None, partners=None, today=None):
        ids = None if partners is None else frozenset(str(partner.pk) for partner in partners)
        window = Window.of(first, last, months)
        return baseline(definition(key), window, PartnerSet(segment=segment, ids=ids), today=today)

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


@pytest.fixture
def site(settings):
    """A web server that the settings allow, with pages to be written: `site.put("/sales.csv", text)`."""
    settings.OUTGOING_ALLOWED = ["127.0.0.1"]
    with serving() as site:
        yield site


@pytest.fixture
def fetched(mapping):  # noqa: F811  (a fixture)
    """A source at an address, mapped like a file of sales: `fetched(address, schedule=…, due_at=…)`."""

    def fetched(
        address: str, *, name: str = "sales", form: str = "csv", records: str = "", sheet: str = "", **more
    ) -> Source:
        origin = {"address": address, "form": form, "records": records, "sheet": sheet}
        given = {"mapping": mapping(source=name).as_data()} | more
        return Source.objects.create(name=name, kind=Source.Kind.ADDRESS, origin=origin, **given)

    return fetched


@pytest.fixture
def run_now():
    """Refresh a source at once, as a worker would; its run."""

    def run_now(source, *, by=None):
        run = due.ask_for_refresh(source, by=by, now=timezone.now())
        for _attempt in range(3):
            jobs.run(jobs.last_job(due.REFRESH, run.pk).pk)
        run.refresh_from_db()
        return run

    return run_now


@pytest.fixture
def gaps_before_causes():
    """From the moment of the call on, in place of the table of gaps one as it was before they had causes; a cursor."""
    with connection.cursor() as cursor:

        def gaps_before_causes():
            cursor.execute(TABLE)
            return cursor

        yield gaps_before_causes


TABLE = """
    CREATE TEMP TABLE metrics_gap (
        id uuid, source_id uuid, imported_id uuid, kind varchar(24), metric_id varchar(60),
        concerns varchar(60)[], "column" varchar(120), label varchar(200), period date, count integer,
        examples jsonb, status varchar(8), owner_id uuid, note varchar(500), cause_id uuid
    ) ON COMMIT DROP
"""

JANUARY = dt.date(2024, 1, 1)
__all__ = ["JANUARY", "Role", "User"]
