"""People, small imports and clients for the tests about data."""

import datetime as dt
import itertools

import pytest

from accounts.models import Role, User
from metrics.baselines import baseline
from metrics.models import DefinitionVersion, Observation
from metrics.windows import PartnerSet, Window
from partnerdesk.core import jobs
from partnerdesk.core.models import Job
from partners.models import Partner
from tests.integration.loading import load, mapping, upload  # noqa: F401  (fixtures)
from tests.integration.people import person, signed_in  # noqa: F401  (fixtures)


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
