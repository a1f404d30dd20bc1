"""The comparison on a record: weights, levels from the data, runs, columns, flips that become thresholds."""

import datetime as dt
import uuid
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone

from decisions import models as m
from decisions.analysis.problem import BadProblem, Fault
from decisions.committee import propose
from decisions.comparison import resolve
from decisions.comparison.flips import Flips, share
from decisions.comparison.pictures import trade_off_of
from decisions.comparison.propose_levels import proposed_anchors, round_range
from decisions.draft.load import load_draft
from decisions.draft.scenarios import confirm_weight, run_scenarios, set_column_basis
from decisions.life import reopen
from decisions.readiness.assess import blockers
from decisions.readiness.move import adapt
from decisions.sections.expected_path import paths_of
from decisions.sections.scenarios import run_is_stale
from decisions.states.stages import Stage
from decisions.triggers.propose import (
    breach_words,
    find_flip,
    proposed_levels,
    proposed_threshold,
    tidy,
    window_months,
)
from decisions.versions.report import report_of_draft, report_of_version
from partnerdesk.core.refusals import Blocked, NotAllowed
from tests.factories import decide, fresh, make_person, make_record, version_of
from tests.integration.people import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def kept(keep):
    return keep(make_record, to=Stage.COMMIT, **{"class": "standard"})


@pytest.fixture
def record(kept):
    return fresh(kept)


def author_of(record):
    return m.Approval.objects.get(record=record).author


def save(unit, **values):
    fresh = type(unit).objects.get(pk=unit.pk)
    return reopen.save_unit(
        fresh,
        fresh.values() | values,
        revision=fresh.revision,
        save_id=uuid.uuid4(),
        by=author_of(fresh.record),
        now=timezone.now(),
    ).unit


def flips_of(record):
    content = load_draft(record)
    return Flips(report_of_draft(content, number=1, by=None, now=timezone.now()))


def criterion_of(record, **conditions):
    return m.Criterion.objects.filter(record=record, **conditions).first()


def estimate_of(record, label, criterion):
    return m.Estimate.objects.get(record=record, option__label=label, criterion=criterion)


# Weights


def test_until_every_weight_is_asked_all_count_alike(record):
    save(criterion_of(record), swing=None)
    content = load_draft(record)
    assert not content.comparison.has_weights
    assert len(set(content.comparison.weights.values())) == 1
    assert "its weight has not been asked yet" in str(_blockers(record))


def _blockers(record):
    return [blocker.message for blocker in blockers(load_draft(record), Stage.PROPOSED, timezone.localdate())]


def test_a_weight_is_asked_again_when_a_level_changes(record):
    criterion = save(criterion_of(record), worst=Decimal(-4))
    assert criterion.has_moved
    assert any("ask its weight again" in message for message in _blockers(record))
    confirmed = confirm_weight(criterion, by=author_of(record), now=timezone.now())
    assert not confirmed.has_moved
    moved = save(confirmed, best=Decimal(150))
    assert moved.has_moved
    save(moved, swing=Decimal(77))
    assert not m.Criterion.objects.get(pk=criterion.pk).has_moved


def test_ranks_that_contradict_the_weights_are_named(record):
    rows = list(m.Criterion.objects.filter(record=record).order_by("-swing"))
    save(rows[0], rank=3)
    save(rows[2], rank=1)
    assert any("was ranked before it" in message for message in _blockers(record))


def test_a_rubric_runs_from_1_to_5_and_speaks_in_words(record):
    row = reopen.add_row(record, "criterion", pk=uuid.uuid4(), by=author_of(record), now=timezone.now()).unit
    saved = save(row, name="Fit", scale="rubric", rubric="none\nlittle\nsome\ngood\nfull")
    assert (saved.worst, saved.best) == (1, 5)
    assert saved.rubric_words(Decimal(4)) == "good"
    assert saved.rubric_words(Decimal("4.5")) == ""


# Levels from the data


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (["3.1", "14.8"], ("2", "16")),
        (["0", "100"], ("0", "100")),
        (["-0.7", "0.2"], ("-0.8", "0.2")),
        (["1234", "5678"], ("1000", "6000")),
    ],
)
def test_proposed_levels_are_round_and_hold_everything(levels, expected):
    assert round_range(map(Decimal, levels)) == tuple(map(Decimal, expected))


def test_one_level_proposes_nothing():
    assert round_range([Decimal(3), Decimal(3)]) is None


def test_levels_are_proposed_around_the_estimates_and_can_be_taken(record):
    criterion = criterion_of(record)
    found = proposed_anchors(load_draft(record), criterion)
    ends = [estimate.low for estimate in m.Estimate.objects.filter(criterion=criterion)]
    assert found.worst <= min(ends)
    client_of(author_of(record)).post(f"/records/{record.code}/criteria/{criterion.pk}/anchors/")
    taken = m.Criterion.objects.get(pk=criterion.pk)
    assert (taken.worst, taken.best) == (found.worst, found.best)
    assert proposed_anchors(load_draft(record), taken) is None


# Columns and status quo


def test_a_column_gets_its_basis_at_once(record):
    option = m.Option.objects.get(record=record, label="C")
    statement = m.Statement.objects.filter(record=record, sort="fact").first()
    set_column_basis(
        option, basis="fact", statement=statement.pk, evidence=None, by=author_of(record), now=timezone.now()
    )
    rows = m.Estimate.objects.filter(option=option)
    assert {(row.basis, row.statement_id) for row in rows} == {("fact", statement.pk)}
    assert not m.Estimate.objects.filter(record=record, option__label="B", basis="fact").exists()


def test_a_stranger_changes_no_column(record):
    option = m.Option.objects.get(record=record, label="C")
    with pytest.raises(NotAllowed):
        set_column_basis(
            option, basis="fact", statement=None, evidence=None, by=make_person(), now=timezone.now()
        )


# Scenarios


def test_what_differs_is_added_to_its_scenario(record):
    scenario = m.Scenario.objects.filter(record=record).first()
    client, pk = client_of(author_of(record)), uuid.uuid4()
    address = f"/records/{record.code}/rows/override/"
    assert client.post(address, {"id": pk, "scenario": scenario.pk}).status_code == 302
    assert m.Override.objects.get(pk=pk).scenario == scenario
    other = m.Scenario.objects.filter(record=make_record(to=Stage.COMPARE)).first()
    assert client.post(address, {"id": uuid.uuid4(), "scenario": other.pk}).status_code == 404


def test_an_override_moves_its_scenario_alone(record):
    flips = flips_of(record)
    override = m.Override.objects.filter(record=record, option=None).first()
    named = override.scenario.name
    before = {row.name: [cell.value for cell in row.cells] for row in flips.scenarios}
    save(override, at="high")
    after = {row.name: [cell.value for cell in row.cells] for row in flips_of(record).scenarios}
    assert before.pop(named) != after.pop(named)
    assert before == after


# Runs


def test_a_run_is_kept_with_the_hash_of_its_inputs_and_its_seed(record):
    run = run_scenarios(record, by=author_of(record), now=timezone.now())
    again = run_scenarios(record, by=author_of(record), now=timezone.now())
    assert run.inputs_sha256 == again.inputs_sha256 == load_draft(record).comparison.inputs_sha256
    assert run.result == again.result
    assert m.ScenarioRun.objects.filter(record=record).count() == 1


@pytest.mark.parametrize("moved", ["estimate", "weight", "level", "override", "side"])
def test_a_run_is_out_of_date_as_soon_as_an_input_moves(record, moved):
    criterion = criterion_of(record)
    if moved == "estimate":
        estimate = estimate_of(record, "C", criterion)
        save(estimate, high=estimate.high + 1)
    elif moved == "weight":
        save(criterion, swing=Decimal(11))
    elif moved == "level":
        save(criterion, best=Decimal(999))
    elif moved == "side":
        save(criterion, side="")
    else:
        override = m.Override.objects.filter(record=record).first()
        save(override, at="value", level=Decimal(1))
    content = load_draft(record)
    assert run_is_stale(content)
    assert any("run them again" in message for message in _blockers(record))
    flips = flips_of(record)
    assert flips.is_stale
    page = client_of(author_of(record)).get(f"/records/{record.code}/one-pager/")
    assert "out of date" in page.content.decode()


def test_words_and_owners_do_not_make_a_run_out_of_date(record):
    save(m.Option.objects.get(record=record, label="B"), name="Another name")
    assert not run_is_stale(load_draft(record))


def test_what_cannot_be_compared_is_not_run(record):
    criterion = criterion_of(record)
    save(estimate_of(record, "C", criterion), low=None, likely=None, high=None)
    with pytest.raises(Blocked, match="there is no estimate yet"):
        run_scenarios(record, by=author_of(record), now=timezone.now())


def test_a_committed_version_carries_the_comparison_frozen(record):
    version = propose.propose(record, by=author_of(record), now=timezone.now())
    frozen = Flips(report_of_version(version_of(record)))
    before = frozen.sentence, [row.level for row in frozen.rows], frozen.first_ranks
    assert before[0]
    assert version.data()["parts"]["analysis"]["counterfactual"]["levels"]
    decide(record)
    adapt(fresh(record), by=author_of(record), now=timezone.now())
    criterion = criterion_of(record)
    save(estimate_of(record, "C", criterion), high=Decimal(9999))
    frozen = Flips(report_of_version(version_of(record)))
    assert (frozen.sentence, [row.level for row in frozen.rows], frozen.first_ranks) == before
    assert not frozen.is_stale


# The sentence


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
    known = SimpleNamespace(is_total=is_total, months=12, period_months=1)
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


def test_a_path_keeps_its_order(record):
    path = m.ExpectedPath.objects.filter(record=record).first()
    client = client_of(author_of(record))
    answer = client.post(
        f"/records/{record.code}/units/path/{path.pk}/",
        {
            "revision": path.revision,
            "save_id": str(uuid.uuid4()),
            "ramp_from": "2027-05",
            "target": "5",
            "target_by": "2027-02",
        },
    )
    assert answer.status_code == 422
    assert "The target comes after the first effect." in answer.content.decode()


def test_a_criterion_without_a_metric_has_no_path(record):
    count = m.ExpectedPath.objects.filter(record=record).count()
    row = reopen.add_row(record, "criterion", pk=uuid.uuid4(), by=author_of(record), now=timezone.now()).unit
    assert m.ExpectedPath.objects.filter(record=record).count() == count
    binding = m.MetricBinding.objects.filter(record=record).first()
    save(row, name="Watched", metric=binding.pk)
    assert m.ExpectedPath.objects.filter(record=record).count() == count + 1


def test_the_path_prints(record):
    rows = flips_of(record).report.rows("expected_path")
    assert rows
    assert all(dt.date.fromisoformat(row["target_by"]) for row in rows)


# Claims


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


def test_page_and_paper_draw_the_same_levels(record):
    flips = flips_of(record)
    client = client_of(author_of(record))
    for address in ("compare", "document"):
        page = client.get(f"/records/{record.code}/{address}/").content.decode()
        part = page[page.index("Levels at which it flips") :]
        for row in flips.rows:
            assert f'{row.words} <strong class="num">{row.level}</strong> → {row.to}' in part
        for row in flips.weight_rows:
            assert f"{row['from']} → {row['to']}" in part


# Colours


def colours_of(record):
    """Each option with its colour in pictures of page and paper, and on its badge."""
    content, flips = load_draft(record), flips_of(record)
    page = client_of(author_of(record)).get(f"/records/{record.code}/compare/").content.decode()
    lines = {line.label: line.shade for line in trade_off_of(flips).lines}
    found = {}
    for option in content.all(m.Option):
        assert f'<span class="option-letter option-{option.label.lower()}">{option.label}</span>' in page
        if option.label in lines:
            found[option.pk] = (option.label, lines[option.label])
    return found


def test_an_option_keeps_its_colour_whatever_happens_to_others(record):
    before = colours_of(record)
    assert len({shade.colour for _label, shade in before.values()}) == len(before) == 3
    first, _second, third = m.Option.objects.filter(record=record).order_by("position")
    for chosen in (first.pk, third.pk, None):
        m.Recommendation.objects.filter(record=record).update(option=chosen)
        assert colours_of(record) == before
    by, now = author_of(record), timezone.now()
    reopen.move_row(third, up=True, by=by, now=now)
    assert colours_of(record) == before
    m.Recommendation.objects.filter(record=record).update(option=None)
    reopen.remove_row(m.Option.objects.get(pk=first.pk), by=by, now=now)
    assert colours_of(record) == {pk: shade for pk, shade in before.items() if pk != first.pk}
