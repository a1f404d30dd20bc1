"""A threshold of a draft over its metric's history: in words, as a picture, on its page and in its row."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from decisions import models as m
from decisions.draft.load import load_draft
from decisions.life import reopen
from decisions.states.stages import Stage
from decisions.triggers.backtest.history import history_of
from decisions.triggers.backtest.replay import backtest_of
from metrics.models import DefinitionVersion
from metrics.observations.partner_sets import PartnerSet
from partners.models import Partner
from tests.factories import fresh, make_record
from tests.integration.loading import load, mapping, upload  # noqa: F401  (fixtures)
from tests.integration.people import client_of

MARGIN = [{"metric": "partner_contribution_margin", "measure": "margin", "revenue": "amount", "cost": "cost"}]


def months(*margins, partner="a", year=2024):
    """Rows of a hundred in revenue with these margins, a month each; None for a month without one."""
    return [
        f"{partner},{year + index // 12}-{index % 12 + 1:02d}-05,100,{100 - margin}"
        for index, margin in enumerate(margins)
        if margin is not None
    ]


@pytest.fixture(scope="module")
def kept(keep, load):  # noqa: F811  (a fixture)
    keep(load, *months(10, 5, 7, 9, 10, None, 6, 10), *months(9, partner="b"), metrics=MARGIN)
    return keep(make_record, to=Stage.COMMIT)


@pytest.fixture
def threshold(kept):
    """The first threshold of a record: on a margin, it fires below 8."""
    record = fresh(kept)
    binding = m.MetricBinding.objects.get(record=record, key="partner_contribution_margin")
    found = m.Threshold.objects.get(record=record, metric=binding)
    assert (found.level, found.direction, found.samples) == (8, "below", 1)
    found.window_months = 1
    found.save(update_fields=["window_months"])
    return found


def backtest(threshold, **values):
    return backtest_of(load_draft(threshold.record), threshold.values() | values)


def address_of(threshold):
    return f"/records/{threshold.record.code}/thresholds/{threshold.pk}/"


def author_of(record):
    return m.Approval.objects.get(record=record).author


def test_the_sentence_says_how_often_and_when(threshold):
    found = backtest(threshold)
    assert found.why_not == ""
    assert found.sentence == (
        "In the last 8 months it would have fired 2 times: Feb 2024, Jul 2024. "
        "1 period has no data and changes nothing."
    )
    assert backtest(threshold, level=Decimal(3)).sentence.startswith(
        "In the last 8 months it would not have fired."
    )


@pytest.mark.parametrize(
    ("values", "when"),
    [
        ({"samples": 2}, "once: Mar 2024."),
        ({"samples": 2, "clear_level": Decimal(11)}, "once: Mar 2024. It would still be triggered."),
        ({"clear_level": Decimal(10)}, "2 times: Feb 2024, Jul 2024."),
        ({"direction": "above", "level": Decimal("9.6")}, "2 times: May 2024, Aug 2024. It would still be triggered."),
    ],
)  # fmt: skip
def test_samples_and_levels_are_those_of_the_threshold(threshold, values, when):
    assert f"it would have fired {when}" in backtest(threshold, **values).sentence


def test_a_window_is_the_ratio_of_its_sums_and_needs_its_newest_month(threshold):
    found = backtest(threshold, window_months=2)
    values = [sample.value for sample in found.history.samples]
    # January has two partners: (10 + 9 + 5) of 300
    assert values == [8, 6, 8, 9.5, None, 6, 8]
    assert "In the last 7 months it would have fired 2 times: Mar 2024, Jul 2024." in found.sentence


def test_it_is_measured_on_its_cohort(threshold):
    both = Partner.objects.get(key="b")
    cohort = m.Cohort.objects.create(record=threshold.record, name="One", partner_ids=[both.pk])
    found = backtest(threshold, cohort=cohort.pk)
    first, *rest = (sample.value for sample in found.history.samples)
    assert (first, set(rest)) == (9, {None}), "up to the newest whole period of the metric"
    assert "it would not have fired. 7 periods have no data" in found.sentence
    nobody = m.Cohort.objects.create(record=threshold.record, name="None", partner_ids=[])
    assert "no history" in backtest(threshold, cohort=nobody.pk).why_not


def test_what_is_missing_is_said(threshold):
    assert "Choose a metric" in backtest(threshold, level=None).why_not
    assert "Choose a metric" in backtest(threshold, metric=None).why_not
    silent = m.MetricBinding.objects.get(record=threshold.record, key="pipeline_velocity")
    found = backtest(threshold, metric=silent.pk)
    assert "no history" in found.why_not
    assert (found.picture, found.sentence, found.episodes) == (None, "", ())


def history(metric, months=1):
    return history_of(DefinitionVersion.objects.newest().get(metric=metric), PartnerSet(), months)


@time_machine.travel(dt.datetime(2027, 5, 10, tzinfo=dt.UTC), tick=False)
def test_three_years_at_most(load):  # noqa: F811
    load(*months(*[10] * 40), metrics=MARGIN)
    found = history("partner_contribution_margin")
    assert len(found.samples) == 36
    assert f"{found.samples[-1].period:%Y-%m}" == "2027-04"
    assert len(history("partner_contribution_margin", 12).samples) == 29
    assert history("partner_contribution_margin", 41).samples == ()


def test_currencies_are_not_added_up(load):  # noqa: F811
    load("a,2024-01-05,100,60")
    assert [sample.value for sample in history("fulfilled_revenue").samples] == [100]
    euro = [{"metric": "fulfilled_revenue", "measure": "sum", "value": "amount", "unit": "EUR"}]
    load("b,2024-01-05,100,60", source="other", metrics=euro)
    found = history("fulfilled_revenue")
    assert (found.samples, found.is_mixed) == ((), True)


def test_the_picture_shows_levels_and_moments(threshold):
    found = backtest(threshold, clear_level=Decimal(9))
    chart = found.picture
    assert [entry.label for entry in chart.key] == [
        "fires below 8.0 %",
        "clears at 9.0 %",
        "would have fired",
    ]
    assert [dot.label for dot in chart.marks] == ["Feb 2024", "Jul 2024"]
    assert [row[2] for row in chart.rows] == [
        "–",
        "fires",
        "triggered",
        "–",
        "–",
        "no data",
        "fires",
        "–",
    ]
    assert found.narrow.width < chart.width


def test_a_page_of_its_own_and_a_fragment(threshold):
    client = client_of(author_of(threshold.record))
    page = client.get(address_of(threshold))
    assert "it would have fired 2 times" in page.content.decode()
    assert "<h1>" in page.content.decode()
    target = f"{threshold.anchor}-backtest"
    part = client.get(address_of(threshold), headers={"HX-Request": "true", "HX-Target": target})
    assert part.content.decode().strip().startswith("<p")
    assert "HX-Request" in part["Vary"]
    other = client.get(address_of(threshold), headers={"HX-Request": "true", "HX-Target": "elsewhere"})
    assert "<h1>" in other.content.decode()


def test_a_threshold_of_another_record_is_not_found(threshold):
    other = make_record(author=author_of(threshold.record))
    client = client_of(author_of(threshold.record))
    assert client.get(f"/records/{other.code}/thresholds/{threshold.pk}/").status_code == 404


def test_a_row_asks_for_it_later_and_again_after_a_save(threshold):
    record, client = threshold.record, client_of(author_of(threshold.record))
    page = client.get(f"/records/{record.code}/commit/").content.decode()
    assert f'hx-get="{address_of(threshold)}"' in page
    assert "would have fired" not in page
    given = {name: "" if value is None else str(value) for name, value in threshold.values().items()}
    answer = client.post(
        f"/records/{record.code}/units/threshold/{threshold.pk}/",
        given | {"level": "9", "revision": threshold.revision, "save_id": str(uuid.uuid4())},
        headers={"HX-Request": "true"},
    ).content.decode()
    [place] = [part for part in answer.split("<div") if f'id="{threshold.anchor}-backtest"' in part]
    assert "hx-swap-oob" in place.split(">")[0]
    assert f'hx-get="{address_of(threshold)}"' in place


def test_many_thresholds_ask_nothing_more_of_the_database(threshold):
    record, client = threshold.record, client_of(author_of(threshold.record))

    def count():
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/records/{record.code}/commit/")
        return len(asked)

    count()
    before = count()
    for _ in range(6):
        added = reopen.add_row(record, "threshold", pk=uuid.uuid4(), by=author_of(record), now=timezone.now())
        m.Threshold.objects.filter(pk=added.unit.pk).update(metric=threshold.metric, level=8)
    assert count() == before
