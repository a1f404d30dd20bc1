"""What a threshold would see today, on data that was imported."""

import datetime as dt
from decimal import Decimal

import pytest

from decisions import models as m
from decisions.draft.load import load_draft
from decisions.states.stages import Stage
from decisions.triggers.propose import breach_words
from partners.models import Partner
from tests.factories import make_record
from tests.integration.people import client_of

METRIC = "partner_contribution_margin"


@pytest.fixture
def record(load_margins):
    """On a quarter with a margin of 12 per cent and one with 6."""
    load_margins(dt.date(2026, 4, 1), 12, 12, 12, 6, 6, 6)
    return make_record(to=Stage.COMMIT, **{"class": "standard"})


def words(record, direction, level, **more):
    binding = m.MetricBinding.objects.get(record=record, key=METRIC)
    values = {"metric": binding.pk, "direction": direction, "level": Decimal(level), "window_months": 3}
    return breach_words(load_draft(record), values | more)


@pytest.mark.parametrize(
    ("direction", "level", "said"),
    [
        ("below", "8", "Breached today: the metric is at 6.0 % (3 months to Sep 2026), below 8.0 %."),
        ("below", "6", ""),
        ("below", "5", ""),
        ("above", "5", "Breached today: the metric is at 6.0 % (3 months to Sep 2026), above 5.0 %."),
        ("above", "8", ""),
    ],
)
def test_a_level_is_held_against_what_was_imported(record, direction, level, said):
    assert words(record, direction, level) == said


def test_a_change_is_not_held_against_the_value_of_today(record):
    assert words(record, "below", "8", watches="change") == "", "8 is a distance, 6 is not"


def test_the_window_and_the_cohort_are_those_of_the_threshold(record):
    assert words(record, "below", "8", window_months=6) == "", "9 % over both quarters"
    other = Partner.objects.create(key="other", name="Without data")
    cohort = m.Cohort.objects.create(record=record, name="Pilot", partner_ids=[other.pk])
    assert words(record, "below", "8", cohort=cohort.pk) == "", "nobody of the cohort has data"


def test_the_breach_is_said_before_the_threshold_is_saved(record):
    binding = m.MetricBinding.objects.get(record=record, key=METRIC)
    address, view = proposed(record, binding)
    sent = view.values | {
        "direction": "below",
        "level": "8",
        "clear_level": "9",
        "window_months": "3",
        "cohort": "",
    }
    client, count = client_of(record.created_by), m.Threshold.objects.filter(record=record).count()
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert (
        "Breached today: the metric is at 6.0 % (3 months to Sep 2026), below 8.0 %."
        in answer.content.decode()
    )
    assert m.Threshold.objects.filter(record=record).count() == count
    assert client.post(address, sent | {"level": "5", "clear_level": "5.5"}).status_code == 302
    assert m.Threshold.objects.filter(record=record).count() == count + 1


def proposed(record, binding):
    """The address of a flip of this metric, and what its page proposes."""
    client = client_of(record.created_by)
    criterion = m.Criterion.objects.get(record=record, metric=binding)
    for option in m.Option.objects.filter(record=record):
        address = f"/records/{record.code}/watch/{criterion.pk}/estimate/{option.label}/"
        page = client.get(address)
        if page.status_code == 200:
            return address, page.context["view"]
    raise AssertionError("no flip of the selected option lies inside its range")
