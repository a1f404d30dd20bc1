"""The kind “breadth” from the form to a case: on the partners that were approved, month by month."""

import datetime as dt
import re
from decimal import Decimal

import lxml.html
import pytest
from django.utils import timezone

from decisions import models as m
from decisions.draft.load import load_draft
from decisions.readiness.assess import assess
from decisions.states.stages import Stage
from decisions.triggers.backtest.replay import backtest_of
from decisions.triggers.evaluating import evaluate_series
from decisions.triggers.trigger_list import frozen_levels
from partners.models import Partner
from tests.factories import make_partner, version_of
from tests.integration.decisions.pages import address, form_of, send
from tests.integration.decisions.triggers.conftest import condition_of
from tests.integration.people import client_of

BREADTH = {
    "watches": "breadth",
    "each_level": Decimal(20),
    "level": Decimal(30),
    "samples": 2,
    "active_from": dt.date(2026, 1, 1),
}
FOUR = ("a", "b", "c", "d")


@pytest.fixture
def see(load):
    """Import the margins of partners by month, and let the triggers see them: `see({"2026-01": (10, 30, …)})`."""

    def see(months, partners=FOUR):
        rows = [
            f"{partner},{month}-05,100,{100 - margin}"
            for month, margins in months.items()
            for partner, margin in zip(partners, margins, strict=True)
            if margin is not None
        ]
        load(*rows)
        for series in set(m.Trigger.objects.exclude(series=None).values_list("series", flat=True)):
            evaluate_series(series, None, now=timezone.now())

    return see


@pytest.fixture
def four(see):
    """Four partners with data, who are all that there are."""
    see({"2025-12": (30, 30, 30, 30)})
    Partner.objects.exclude(key__in=FOUR).delete()
    return {row.key: row for row in Partner.objects.all()}


def words_of_page(trigger, name="watched", *arguments):
    answer = client_of(trigger.owner).get(address(trigger.record, name, *arguments))
    return re.sub(r"\s+", " ", lxml.html.fromstring(answer.content).text_content())


def test_it_opens_a_case_once_enough_partners_were_below_for_two_months(decided, see, four):
    (trigger,) = decided(BREADTH)
    months = {"2025-12": (30, 30, 30, 30), "2026-01": (10, 10, 30, 30)}
    see(months)
    assert (condition_of(trigger).state, condition_of(trigger).value) == ("pending", 50)
    assert not m.Case.objects.exists()
    see(months := months | {"2026-02": (10, 30, 10, 30)})
    case = m.Case.objects.get()
    assert case.what == "Gross margin below 20.0 % for more than 30.0 % of the partners: 50.0 % in Feb 2026"
    assert m.Episode.objects.get().case == case
    see(months | {"2026-03": (10, 30, 30, 30)})
    assert condition_of(trigger).state == "normal"
    assert f"{m.Episode.objects.get().closed:%Y-%m}" == "2026-03"
    assert m.Condition.objects.filter(trigger=trigger).count() == 1


def test_as_a_number_it_fires_at_it(decided, see, four):
    (trigger,) = decided(BREADTH | {"counted": "count", "level": Decimal(3), "samples": 1})
    see({"2026-01": (10, 10, 30, 30)})
    assert condition_of(trigger).state == "normal"
    see({"2026-01": (10, 10, 30, 30), "2026-02": (10, 10, 10, 30)})
    assert (condition_of(trigger).state, condition_of(trigger).value) == ("triggered", 3)
    assert "for at least 3 partners: 3 in Feb 2026" in m.Case.objects.get().what


def test_a_window_is_that_of_each_partner(decided, see, four):
    (trigger,) = decided(BREADTH | {"window_months": 2, "samples": 1, "level": Decimal(20)})
    see({"2025-12": (30, 30, 30, 30), "2026-01": (12, 8, 30, 30)})
    assert condition_of(trigger).value == 25, "over both months a has 21 %, b has 19"
    assert condition_of(trigger).state == "triggered"


def test_partners_without_data_and_those_who_come_later(decided, see, four):
    (trigger,) = decided(BREADTH | {"samples": 1})
    assert trigger.watched.members.count() == 4
    assert not trigger.watched.is_everybody
    make_partner(key="e")
    see({"2026-01": (10, None, None, 30, 5)}, partners=(*FOUR, "e"))
    assert condition_of(trigger).value == 25, "one of the four that were approved, whoever has data"
    assert "4 partners · who has no data counts as a partner" in words_of_page(trigger)


def test_a_correction_withdraws_what_never_was(decided, see, four):
    (trigger,) = decided(BREADTH | {"samples": 1})
    see({"2026-01": (10, 10, 30, 30)})
    see({"2026-01": (10, 25, 30, 30)})
    assert m.Episode.objects.get().withdrawn_at is not None
    assert condition_of(trigger).state == "normal"


def test_it_is_frozen_armed_and_printed_as_it_was_approved(decided, four):
    (trigger,) = decided(BREADTH | {"clear_level": Decimal(40), "by_partner": True})
    (row,) = [
        row for row in version_of(trigger.record).data()["parts"]["triggers"]["rows"] if row["each_level"]
    ]
    assert (row["level"], row["each_level"], row["counted"]) == ("30", "20", "")
    assert [member["key"] for member in row["members"]] == sorted(FOUR)
    assert (trigger.is_below, trigger.level) == (False, 30)
    assert (trigger.clear_level, trigger.by_partner) == (30, False), "it does not read what else was said"
    assert m.Condition.objects.get(trigger=trigger).partner is None
    assert trigger.setting == {"each_level": 20.0, "each_below": True, "counted": ""}
    assert frozen_levels(trigger)["id"] == row["id"]
    said = "Gross margin below 20.0 % for more than 30.0 % of the partners"
    assert said in words_of_page(trigger, "document")
    assert said in words_of_page(trigger)
    amending = words_of_page(trigger, "amend_trigger", trigger.pk)
    assert "Levels are in %" in amending
    assert "It fires above its level." in amending


def test_a_cohort_and_a_segment_are_what_it_is_on(draft, enact, add, save, four):
    record = draft(BREADTH)
    cohort = add(record, "cohort")
    save(cohort, name="Pilot", partner_ids=[four["a"].pk, four["b"].pk])
    save(m.Threshold.objects.get(record=record, note="t0"), cohort=cohort.pk)
    trigger = m.Trigger.objects.get(version=enact(record), kind="breadth")
    assert set(trigger.watched.members.values_list("partner", flat=True)) == {four["a"].pk, four["b"].pk}


def test_the_form_takes_it_and_a_level_of_a_partner_is_needed(draft, four):
    record = draft({"level": Decimal(30)})
    row, client = m.Threshold.objects.get(record=record, note="t0"), client_of(record.created_by)
    page = lxml.html.fromstring(client.get(address(record, "stage", Stage.COMMIT)).content)
    offered = [option.get("value") for option in page.get_element_by_id(f"{row.anchor}-watches")]
    assert offered.index("breadth") == offered.index("path") + 1
    sent = form_of(client, record, row) | {"watches": "breadth", "counted": "count"}
    assert send(client, row, sent).status_code == 302

    def is_complete():
        found = assess(load_draft(record), Stage.PROPOSED, timezone.now().date())
        return "Set at least one threshold" not in str([*found.blockers, *found.advice])

    m.Threshold.objects.filter(record=record).exclude(pk=row.pk).delete()
    assert not is_complete()
    m.Threshold.objects.filter(pk=row.pk).update(each_level=20)
    assert is_complete()


def test_a_backtest_says_when_it_would_have_fired_and_how_many_have_data(draft, see, four):
    record = draft(BREADTH)
    see({"2025-12": (30, 30, 30, 30), "2026-01": (10, 10, 30, 30), "2026-02": (10, 10, None, None)})
    row = m.Threshold.objects.get(record=record, note="t0")
    found = backtest_of(load_draft(record), row.values())
    assert [sample.value for sample in found.history.samples] == [0, 50, 50]
    assert "it would have fired once: Feb 2026." in found.sentence
    assert found.sentence.endswith("2 of 4 partners have data in Feb 2026.")
    assert found.picture is not None
    missing = backtest_of(load_draft(record), row.values() | {"each_level": None})
    assert missing.why_not == "Choose a metric and a level first."
