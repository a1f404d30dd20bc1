"""A flip becomes a threshold: its level, its margin, its window, and where it would lead."""

import uuid
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone

from decisions import models as m
from decisions.draft.load import load_draft
from decisions.sections.expected_path import paths_of
from decisions.triggers.propose import (
    breach_words,
    find_flip,
    proposed_levels,
    proposed_threshold,
    tidy,
    window_months,
)
from tests.integration.decisions.comparison.changing import author_of, estimate_of, flips_of, save
from tests.integration.people import client_of

pytestmark = pytest.mark.django_db


def first_flip(record):
    content = load_draft(record)
    for criterion in content.all(m.Criterion):
        for option in content.all(m.Option):
            found = find_flip(content, criterion.pk, option.label, is_shared=False)
            if found:
                return content, found
    raise AssertionError("no flip of the selected option lies inside its range")


def test_a_flip_proposes_a_threshold_with_a_margin_on_the_safe_side(record):
    content, flip = first_flip(record)
    values = proposed_threshold(content, flip, timezone.localdate())
    if values["direction"] == "below":
        assert flip.level < values["level"] <= values["clear_level"]
    else:
        assert flip.level > values["level"] >= values["clear_level"]
    path = paths_of(content)[flip.criterion.pk]
    assert values["active_from"] == path.target_by
    assert values["owner"] is not None


def test_one_click_puts_the_flip_among_the_triggers(record):
    _content, flip = first_flip(record)
    client = client_of(author_of(record))
    address = f"/records/{record.code}/watch/{flip.criterion.pk}/estimate/{flip.against.label}/"
    page = client.get(address)
    assert page.status_code == 200
    assert "There is no history yet" in page.content.decode()
    view = page.context["view"]
    answer = client.post(address, view.values)
    assert answer.status_code == 302
    added = m.Threshold.objects.filter(record=record).latest("saved_at")
    assert added.break_even == flip.level
    assert added.metric_id == flip.binding.pk
    assert added.anchor in answer["Location"]


@pytest.mark.parametrize(("is_total", "expected"), [(True, 12), (False, 3)], ids=["a total", "a ratio"])
def test_a_total_is_watched_over_as_long_as_it_was_stated(is_total, expected):
    """A level for twelve months' revenue is no level for a quarter's."""
    known = SimpleNamespace(follows_length=is_total, months=12, period_months=1)
    assert window_months(known) == expected


def test_beyond_a_level_leads_whoever_overtakes(record):
    flips = flips_of(record)
    mine = flips.label(flips.data["recommended"])
    for row in flips.rows:
        if row.is_own:
            assert row.to == row.against != mine
        else:
            assert row.words.startswith(f"{row.to} ")


def test_only_the_selected_options_own_flips_can_be_watched(record):
    content, flip = first_flip(record)
    m.Recommendation.objects.filter(record=record).update(option=None)
    assert find_flip(load_draft(record), flip.criterion.pk, flip.against.label, is_shared=False) is None
    assert find_flip(content, uuid.uuid4(), "A", is_shared=False) is None


@pytest.mark.parametrize(
    ("level", "expected"), [("11.087654", "11.09"), ("4951.2", "4951"), ("0.0123456", "0.01235"), ("0", "0")]
)
def test_levels_are_proposed_with_four_digits(level, expected):
    assert tidy(Decimal(level)) == Decimal(expected)


def test_nothing_is_breached_where_nothing_is_observed(record):
    content, flip = first_flip(record)
    values = proposed_threshold(content, flip, timezone.localdate())
    assert breach_words(content, values) == ""


def test_a_level_that_is_breached_today_says_so_before_it_is_saved(record, monkeypatch):
    _content, flip = first_flip(record)
    beyond = flip.level - 1 if flip.direction == "below" else flip.level + 1
    observed = SimpleNamespace(
        value=beyond, unit="pct", is_to_date=False, window_words="3 months to Oct 2026"
    )
    monkeypatch.setattr("decisions.triggers.propose.baseline", lambda *_asked: observed)
    client = client_of(author_of(record))
    address = f"/records/{record.code}/watch/{flip.criterion.pk}/estimate/{flip.against.label}/"
    page = client.get(address)
    assert "Breached today" in page.content.decode()
    count = m.Threshold.objects.filter(record=record).count()
    assert client.post(address, page.context["view"].values).status_code == 422
    assert m.Threshold.objects.filter(record=record).count() == count
    assert client.post(address, page.context["view"].values | {"anyway": "1"}).status_code == 302
    assert m.Threshold.objects.filter(record=record).count() == count + 1


# Expected path


def behind(record):
    """The record with an option selected that is behind; and which."""
    values = load_draft(record).comparison.values
    second = sorted(values, key=values.get)[-2]
    m.Recommendation.objects.filter(record=record).update(option=second)
    return m.Option.objects.get(pk=second)


def test_of_a_choice_that_is_behind_a_level_is_where_it_would_lead(record):
    chosen = behind(record)
    flips = flips_of(record)
    assert flips.sentence.startswith(
        f"{flips.label(flips.best)} is best; {chosen.label}, which is selected, is "
    )
    assert "It would lead if " in flips.sentence
    own = [row for row in flips.rows if row.is_own]
    assert own
    assert {row.to for row in flips.rows} == {chosen.label}
    row = own[0]
    criterion = m.Criterion.objects.get(pk=row.criterion)
    estimate = estimate_of(record, chosen.label, criterion)
    claim = next(one for one in flips.claims.own if one.criterion == row.criterion)
    step = (1 if criterion.best > criterion.worst else -1) * abs(criterion.best - criterion.worst) / 1000
    level = Decimal(repr(claim.at)).quantize(Decimal("0.000001"))
    for moved, leads in ((level - step, False), (level + step, True)):
        save(estimate, low=None, likely=moved, high=None, form="value")
        assert load_draft(record).comparison.is_best(chosen.pk) is leads


def test_of_a_choice_that_is_behind_the_watched_level_says_so(record):
    chosen = behind(record)
    content = load_draft(record)
    row = next(row for row in flips_of(record).rows if row.is_observable)
    flip = find_flip(content, uuid.UUID(row.criterion), row.against, is_shared=False, is_below=row.is_below)
    assert flip.is_gain
    values = proposed_threshold(content, flip, timezone.localdate())
    assert values["note"].startswith(f"{chosen.label} is behind {row.against} now;")
    is_crossed = values["level"] >= flip.level if flip.direction == "above" else values["level"] <= flip.level
    assert is_crossed, "it fires where the choice leads, not before"
    other = find_flip(
        content, uuid.UUID(row.criterion), row.against, is_shared=False, is_below=not row.is_below
    )
    assert other is None
    address = f"/records/{record.code}/watch/{row.criterion}/{row.of}/{row.against}/?side={row.side}"
    page = client_of(author_of(record)).get(address).content.decode()
    assert f"{chosen.label} is behind {row.against} now;" in page
    assert "fires when that level is crossed" in page


@pytest.mark.parametrize("is_gain", [False, True], ids=["ahead", "behind"])
@pytest.mark.parametrize(
    ("flips_at", "expected"),
    [("10", "20"), ("20", "10"), ("10004", "10004.9"), ("-3", "-2.5"), ("0.000012", "0.000099"), ("-1", "2")],
)
def test_no_rounding_carries_a_level_over_the_flip(flips_at, expected, is_gain):
    at, now = Decimal(flips_at), Decimal(expected)
    level, clear_level = proposed_levels(at, now, is_gain=is_gain)
    outwards = 1 if now > at else -1
    assert (level - at) * outwards <= 0 if is_gain else (level - at) * outwards > 0
    assert (clear_level - level) * outwards >= 0
    assert (now - clear_level) * outwards >= 0
