"""Papers print the days of one zone, the workspace's, and name it: whoever prints or reads them, and wherever."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from decisions import models as m
from decisions.documents.export_json_md import markdown_bytes
from decisions.documents.format import paper_day
from decisions.versions.report import report_of_version
from partnerdesk.core.models import Workspace
from tests.factories import make_decided, version_of
from tests.integration.people import client_of

LATE = dt.datetime(2026, 3, 9, 22, 30, tzinfo=dt.UTC)
"""Half past seven in the morning of 10 March in Tokyo."""
IN_UTC, IN_TOKYO = "9 Mar 2026", "10 Mar 2026"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(LATE, tick=False):
        yield


@pytest.fixture
def zone():
    Workspace.objects.update_or_create(pk=1, defaults={"time_zone": "Asia/Tokyo"})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-03-09T22:30:00.000000Z", IN_TOKYO),
        ("2026-03-09T22:30:00+00:00", IN_TOKYO),
        ("2026-03-09", IN_UTC),
        ("2026-03-09T10:00:00.000000Z", IN_UTC),
    ],
)
@pytest.mark.usefixtures("zone")
def test_a_moment_has_the_day_of_the_workspaces_zone_and_a_day_is_its_own(text, words):
    assert paper_day(text) == words


@pytest.mark.usefixtures("zone")
@pytest.mark.parametrize("reader", ["UTC", "Pacific/Auckland"])
def test_every_paper_prints_it_and_names_the_zone(reader):
    record = make_decided()
    person = record.created_by
    person.time_zone = reader
    person.save()
    client = client_of(person)
    for name in ("one_pager", "document"):
        text = client.get(reverse(f"decisions:{name}", args=[record.code])).content.decode()
        paper = text[text.index("<article") : text.index("</article>")]
        assert IN_TOKYO in paper, name
        assert IN_UTC not in paper, name
        assert "Days are those of Asia/Tokyo." in paper, name
    with timezone.override("Pacific/Auckland"):
        text = markdown_bytes(report_of_version(version_of(record))).decode()
    assert IN_TOKYO in text
    assert IN_UTC not in text
    assert "| Time zone | Asia/Tokyo |" in text


@pytest.mark.usefixtures("zone")
def test_a_scorecard_does_too():
    record = make_decided("alignment-scorecard")
    assert m.Scorecard.objects.filter(version__record=record).exists()
    text = (
        client_of(record.created_by).get(reverse("decisions:scorecard", args=[record.code])).content.decode()
    )
    paper = text[text.index("<article") : text.index("</article>")]
    assert f"<dt>Published</dt><dd>{IN_TOKYO}</dd>" in paper
    assert "Days are those of Asia/Tokyo." in paper
