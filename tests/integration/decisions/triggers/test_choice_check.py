"""Would we still choose it? What is observed stands in for the chosen option's estimates."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from decisions import models as m
from decisions.triggers.choice_check import evaluate_choices, live_values
from decisions.triggers.reviews.review_findings import findings_of
from decisions.triggers.watch import look_at_the_clock
from tests.integration.decisions.triggers.conftest import condition_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def choice(draft, enact, save, margins):
    """A choice of B, of which gross margin is a criterion: the estimates say 30 % for B, 10 % for the others."""
    margins({"2026-01": 20})
    record = draft()
    binding = m.MetricBinding.objects.get(record=record, key="gross_margin")
    criterion = m.Criterion.objects.filter(record=record).order_by("position").first()
    others = m.Criterion.objects.filter(record=record).exclude(pk=criterion.pk)
    others.update(swing=1)
    save(criterion, metric=binding.pk, worst=Decimal(0), best=Decimal(40), swing=Decimal(100))
    chosen = m.Recommendation.objects.get(record=record).option
    for row in m.Estimate.objects.filter(record=record, criterion=criterion):
        level = Decimal(30 if row.option_id == chosen.pk else 10)
        save(row, form="value", low=level - 5, likely=level, high=level + 5)
    m.ExpectedPath.objects.filter(criterion=criterion).update(
        ramp_from=dt.date(2026, 1, 1), target=30, target_by=dt.date(2026, 3, 1)
    )
    m.Scope.objects.filter(record=record).update(months=1)
    enact(record)
    return m.Trigger.objects.get(record=record, kind="choice")


def margin_of(choice):
    return choice.inputs.get(series__metric="gross_margin")


def test_only_from_the_end_of_the_ramp_on(choice, margins):
    margins({"2026-01": 20, "2026-02": 1})
    series = margin_of(choice).series_id
    assert evaluate_choices([series], now=timezone.now()) == (0, 0, 0)
    assert condition_of(choice).period is None


def test_when_another_option_would_win_a_case_opens_and_ends_with_it(choice, margins):
    months = {"2026-01": 20, "2026-02": 20}
    series = margin_of(choice).series_id
    margins(months | {"2026-03": 29})
    assert evaluate_choices([series], now=timezone.now()) == (0, 0, 0)
    margins(months | {"2026-03": 2})
    assert evaluate_choices([series], now=timezone.now()) == (1, 0, 0)
    case = m.Case.objects.get(trigger=choice)
    assert case.what == "With what is observed, Option B would no longer be chosen"
    assert evaluate_choices([series], now=timezone.now()) == (0, 0, 0)
    margins(months | {"2026-03": 2, "2026-04": 25})
    assert evaluate_choices([series], now=timezone.now()) == (0, 1, 0)
    assert condition_of(choice).state == "normal"
    assert m.Episode.objects.get(case=case).closed == dt.date(2026, 4, 1)


def test_a_correction_in_the_same_period_withdraws_it(choice, margins):
    series = margin_of(choice).series_id
    for margin, expected in ((2, (1, 0, 0)), (29, (0, 0, 1)), (2, (1, 0, 0))):
        margins({"2026-01": 20, "2026-03": margin})
        assert evaluate_choices([series], now=timezone.now()) == expected


def test_the_values_now_are_those_of_the_analysis_with_the_observed_level(choice, margins):
    margins({"2026-01": 20, "2026-03": 30})
    evaluate_choices([margin_of(choice).series_id], now=timezone.now())
    observed = list(choice.inputs.all())
    assert live_values(choice.setting, observed) == pytest.approx(live_values(choice.setting, []))


def test_a_review_shows_then_and_now(choice, margins):
    margins({"2026-01": 20, "2026-03": 2})
    evaluate_choices([margin_of(choice).series_id], now=timezone.now())
    look_at_the_clock(timezone.now())
    review = m.Review.objects.create(
        record=choice.record, version=choice.version, kind="case", due_on=timezone.localdate()
    )
    found = findings_of(choice.version, now=timezone.now(), review=review)
    margin = next(row for row in found["metrics"] if row["key"] == "gross_margin")
    assert (margin["then"], margin["now"], margin["better"]) == ("20", "2.000000", False)
    assert found["choice"]["best"] != found["choice"]["chosen"]
    assert found["choice"]["observed"] == 1
    assert any(row["state"] == "triggered" for row in found["triggers"])


def test_a_post_review_holds_what_was_predicted_beside_what_came(choice, margins):
    margins({"2026-01": 20, "2026-03": 27})
    evaluate_choices([margin_of(choice).series_id], now=timezone.now())
    review = m.Review.objects.create(
        record=choice.record, version=choice.version, kind="case", due_on=timezone.localdate()
    )
    review.kind = m.Review.Kind.POST
    rows = findings_of(choice.version, now=timezone.now(), review=review)["predicted"]
    (row,) = [row for row in rows if row["actual"]]
    assert (row["low"], row["likely"], row["high"], row["held"]) == ("25", "30", "35", True)
    assert float(row["actual"]) == pytest.approx(27)
