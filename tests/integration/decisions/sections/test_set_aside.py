"""A metric that the framework asks for and that does not matter here is set aside, with a reason that prints."""

import uuid

import lxml.html
import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from decisions import models as m
from decisions.documents.export_json_md import as_json, markdown_bytes
from decisions.documents.one_pager import LEVELS, OnePager
from decisions.documents.scorecards import scorecard_of
from decisions.draft.load import load_draft
from decisions.readiness.assess import blockers
from decisions.sections.metrics import says_why
from decisions.states.stages import Stage
from decisions.versions.compare import differences
from decisions.versions.report import report_of_draft
from tests.factories import fresh, make_record
from tests.integration.decisions.pages import address, form_of, send
from tests.integration.people import client_of

REASON = "Integrators sell nothing with us yet."


@pytest.fixture(scope="module")
def kept(keep):
    return keep(make_record, "alignment-scorecard", to=Stage.COMMIT, **{"class": "major"})


@pytest.fixture
def record(kept):
    return fresh(kept)


@pytest.fixture
def metric(record):
    """One of the two on its side of the trade-off, without data, gap, weight or estimates."""
    found = m.MetricBinding.objects.get(record=record, key="pipeline_velocity")
    m.MetricBinding.objects.filter(pk=found.pk).update(gap_reason="", gap_owner=None, gap_due_on=None)
    criteria = m.Criterion.objects.filter(record=record, metric=found)
    criteria.update(swing=None, worst=None, best=None)
    m.Estimate.objects.filter(criterion__in=criteria).update(low=None, likely=None, high=None, basis="")
    m.ExpectedPath.objects.filter(criterion__in=criteria).update(target=None)
    return found


def set_aside(metric, reason=REASON):
    m.MetricBinding.objects.filter(pk=metric.pk).update(set_aside_reason=reason)


def open_codes(record):
    found = blockers(load_draft(fresh(record)), Stage.PROPOSED, timezone.now().date())
    return {one.code for one in found} - {"scenarios_not_run", "choice_not_best"}


def report(record):
    return report_of_draft(load_draft(fresh(record)), number=1, by=None, now=timezone.now())


def test_it_asks_for_nothing_and_its_criterion_does_not_block(record, metric):
    asked = {"metric_not_baselined", "criteria_incomplete", "estimate_missing", "no_expected_path"}
    assert asked <= open_codes(record)
    assert load_draft(record).comparison.values is None
    set_aside(metric)
    assert open_codes(record) == set()
    content = load_draft(record)
    assert content.comparison.values is not None
    assert len(content.comparison.weights) == 2


@pytest.mark.parametrize("reason", ["none", "-", "N/A", "  "])
def test_empty_words_are_no_reason(record, metric, reason):
    set_aside(metric, reason)
    assert "metric_not_baselined" in open_codes(record)


def test_empty_words_are_refused_at_the_field(record, metric):
    with pytest.raises(ValidationError):
        says_why("none")
    client = client_of(record.created_by)
    sent = form_of(client, record, metric) | {"set_aside_reason": "n/a"}
    answer = send(client, metric, sent)
    assert answer.status_code == 422
    assert lxml.html.fromstring(answer.content).xpath(f"//*[@id='{metric.anchor}-set_aside_reason-error']")
    sent |= {"set_aside_reason": REASON, "save_id": uuid.uuid4()}
    assert send(client, metric, sent).status_code == 302
    page = client.get(address(record, "stage", "frame")).content.decode()
    assert REASON in lxml.html.fromstring(page).text_content()


def test_the_reason_prints_everywhere(record, metric):
    before = report(record)
    set_aside(metric)
    after = report(record)
    assert f"set aside: {REASON}" in markdown_bytes(after).decode()
    kept = [row for row in as_json(after)["content"]["parts"]["metrics"]["rows"] if row["set_aside_reason"]]
    assert [row["key"] for row in kept] == ["pipeline_velocity"]
    told = [line for section in differences(before, after) for line in section.differences]
    assert any(line.after == REASON for line in told)
    for level in LEVELS[:7]:
        rows = OnePager(after, level).baselines
        said = [word for row in rows.shown for word in row["gaps"] if word.startswith("set aside")]
        assert said or rows.rest, "said, or counted as left out"
    client = client_of(record.created_by)
    for name in ("one_pager", "document"):
        page = client.get(address(record, name), follow=True)
        assert "set aside" in lxml.html.fromstring(page.content).text_content(), name


def test_it_is_no_column_of_the_scorecard(record, metric):
    today = timezone.now().date()
    assert len(scorecard_of(load_draft(record), today)["metrics"]) == 3
    set_aside(metric)
    assert len(scorecard_of(load_draft(record), today)["metrics"]) == 2
