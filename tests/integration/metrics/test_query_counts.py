"""Lists ask the database a fixed number of questions, whether they show 3 rows or 30."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from metrics.models import HandEntry, Import, Metric, Observation, Refresh, Series, Source, StoredFile
from partners.models import Partner, RiskFlag
from tests.factories import make_gap

pytestmark = pytest.mark.usefixtures("loaded")


@pytest.fixture
def loaded(load):
    load("known,2024-01-05,100,50", "known,2024-02-05,100,50")


@pytest.fixture
def grow(partners, person):
    """Make everything larger by `count` rows of each kind."""

    def grow(count: int) -> None:
        number = Source.objects.count()
        owner = person("manager")
        made = partners(count, segment=f"s{number}", owner=owner)
        series = Series.objects.get(metric="gross_margin")
        fetched, _new = Source.objects.get_or_create(
            name="fetched", defaults={"kind": "address", "origin": {"address": "https://x.example.com/"}}
        )
        for index in range(count):
            source = Source.objects.create(name=f"source-{number}-{index}", owner=owner)
            file = StoredFile.objects.create(sha256=f"{number}-{index}", size=1)
            imported = Import.objects.create(
                source=source, file=file, file_name="f.csv", state=Import.State.DONE, created_by=owner,
                result={"observations": {"added": 1}},
            )  # fmt: skip
            came = Import.objects.create(source=fetched, file=file, file_name="r.csv")
            Refresh.objects.create(
                source=fetched, state="done", asked_by=owner, finished_at=timezone.now(), imported=came
            )
            Source.objects.create(
                name=f"address-{number}-{index}", kind="address", origin={"address": "x"}, owner=owner
            )
            make_gap(source, imported, metric_id="gross_margin", column=f"c{index}", count=index + 1, owner=owner,
                     partners=[made[index].pk], partner_rows=[1], period=dt.date(2024, 1, 1))  # fmt: skip
            Observation.objects.create(series=series, source=source, partner=made[index], period=dt.date(2024, 1, 1),
                                       parts=[1, 2], imported=imported)  # fmt: skip
            HandEntry.objects.create(metric_id="compliance_score", partner=made[index],
                                     period=dt.date(2024, 4, 1),
                                     value=50, parts=[50, 1], assessor=owner,
                                     assessed_on=dt.date(2024, 5, 1))  # fmt: skip
            RiskFlag.objects.create(partner=made[index], kind="legal", severity="high", statement="x", owner=owner,
                                    raised_on=dt.date(2024, 1, 1))  # fmt: skip
            Metric.objects.create(key=f"m{number}_{index}", kind="metric")

    return grow


ADDRESSES = {
    "dictionary": "/metrics/",
    "metric": "/metrics/gross_margin/?by=segment",
    "metric by partner": "/metrics/gross_margin/?by=partner",
    "metric by period": "/metrics/gross_margin/?by=period",
    "files": "/metrics/imports/",
    "sources": "/metrics/sources/",
    "source": "/metrics/sources/sales/",
    "fetched source": "/metrics/sources/fetched/",
    "gaps": "/metrics/gaps/?view=all",
    "my gaps": "/metrics/gaps/?view=mine",
    "gap export": "/metrics/gaps/export.csv?view=all",
    "scores": "/metrics/compliance_score/scores/?until=2024-04",
    "partners": "/partners/",
    "partners with flags": "/partners/?flags=open",
    "partner export": "/partners/export.csv",
    "labels": "/partners/labels/",
}


def questions(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
        list(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_list_asks_as_much_for_3_rows_as_for_30(name, grow, signed_in):
    client = signed_in("steward")
    grow(3)
    client.get(ADDRESSES[name])
    few = questions(client, ADDRESSES[name])
    grow(27)
    many = questions(client, ADDRESSES[name])
    assert many == few
    assert few < 30


def test_a_partners_page_asks_as_much_for_many_figures_and_changes(grow, signed_in, load):
    client = signed_in("steward")
    partner = Partner.objects.get(key="known")
    address = partner.get_absolute_url()
    client.get(address)
    few = questions(client, address)
    load(*[f"known,2024-{month:02d}-05,{month},1" for month in range(1, 13)], source="more")
    for number in range(20):
        Partner.objects.filter(pk=partner.pk).update(tier=f"t{number}")
    assert questions(client, address) == few
