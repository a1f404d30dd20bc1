"""What is said of a comparison: the best option, its nearest flips, and why there is nothing to say."""

from decimal import Decimal

import pytest

from decisions import models as m
from decisions.analysis.problem import BadProblem, Fault
from decisions.comparison import resolve
from decisions.comparison.flips import share
from decisions.draft.load import load_draft
from tests.integration.decisions.comparison.changing import (
    author_of,
    criterion_of,
    estimate_of,
    flips_of,
    save,
)
from tests.integration.people import client_of

pytestmark = pytest.mark.django_db


def test_the_sentence_names_the_best_option_and_its_nearest_flips(record):
    m.Recommendation.objects.filter(record=record).update(option=None)
    flips = flips_of(record)
    best = flips.label(flips.best)
    assert flips.sentence.startswith(f"{best} is best")
    assert flips.sentence in str(flips.sentence_html).replace("<em>", "").replace("</em>", "")


@pytest.mark.parametrize(
    ("part", "words"),
    [("0.612", "61"), ("0", "0"), ("1", "100"), ("0.004", "0.4"), ("0.998", "99.8"), ("0.0002", "<0.1")],
)
def test_a_share_reads_as_nothing_or_all_only_where_it_is(part, words):
    assert share(Decimal(part)) == words


def test_a_choice_that_is_not_the_best_is_said_to_be_behind(record):
    values = load_draft(record).comparison.values
    worst = min(values, key=values.get)
    m.Recommendation.objects.filter(record=record).update(option=worst)
    flips = flips_of(record)
    assert "which is selected" in flips.sentence
    assert not flips.is_best_selected


def test_names_cannot_write_into_the_page(record):
    save(criterion_of(record), name="<script>alert(1)</script>")
    m.Recommendation.objects.filter(record=record).update(option=None)
    flips = flips_of(record)
    assert "<script>" not in flips.sentence_html
    page = client_of(author_of(record)).get(f"/records/{record.code}/compare/")
    assert "<script>alert" not in page.content.decode()


def test_what_is_missing_first_is_named_in_words(record):
    criterion = criterion_of(record)
    save(estimate_of(record, "B", criterion), low=None, likely=None, high=None)
    assert flips_of(record).why_not == f"{criterion.name}, option B: there is no estimate yet."


def test_what_the_arithmetic_refuses_is_said_with_names_and_as_a_sentence(record, monkeypatch):
    m.Criterion.objects.filter(record=record).update(swing=0)
    assert flips_of(record).why_not == "At least one weight must be above 0."
    criterion, option = criterion_of(record), m.Option.objects.get(record=record, label="B")

    def refuse(*_args, **_more):
        raise BadProblem(f"{option.pk}.{criterion.pk}.low", Fault.LOW_ABOVE_LIKELY)

    monkeypatch.setattr(resolve, "analyse", refuse)
    m.Criterion.objects.filter(record=record).update(swing=50)
    assert flips_of(record).why_not == f"{criterion.name}, option B: low lies above likely."


def test_probabilities_of_more_than_100_percent_are_said_in_percent(record):
    m.Scenario.objects.filter(record=record).update(probability_pct=60)
    count = m.Scenario.objects.filter(record=record).count()
    said = f"The probabilities of the scenarios are {60 * count} % together; 100 % is the most."
    assert flips_of(record).why_not == said


# A flip becomes a threshold


def test_options_that_are_level_are_said_to_be(record):
    best, other = m.Option.objects.filter(record=record).order_by("label")[:2]
    m.Recommendation.objects.filter(record=record).update(option=None)
    for criterion in m.Criterion.objects.filter(record=record):
        level = {"low": None, "likely": criterion.best, "high": None, "form": "value"}
        for option in (best, other):
            save(estimate_of(record, option.label, criterion), **level)
    flips = flips_of(record)
    assert flips.sentence.startswith(f"{best.label} and {other.label} are level at ")
    assert "flips the choice" not in flips.no_flip_words
    page = client_of(author_of(record)).get(f"/records/{record.code}/compare/").content.decode()
    assert flips.rows or flips.no_flip_words in page
