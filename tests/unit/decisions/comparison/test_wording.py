"""What keeps options from being compared: exact for scripts, in the reader's language on a page."""

import pytest
from django.utils.translation import trans_real

from decisions.analysis.problem import BadProblem, Criterion, Estimate, Fault, Problem
from decisions.analysis.scenarios import Scenario, outlook
from decisions.analysis.smaa import Weighting, smaa
from decisions.comparison.wording import WORDS, command_words, fault_sentence
from tests.unit.decisions.analysis.problems import plain

K, L = Criterion("k", 0, 1, 10), Criterion("l", 0, 1, 10)


def one(**changes):
    return Criterion(**{"key": "k", "worst": 0, "best": 1, "swing": 10} | changes)


def problem(estimates, options=("A",), criteria=(K,)):
    return Problem.of(options, criteria, estimates)


def seen(*scenarios):
    return outlook(plain("A", (K,), [[1]]), [Scenario(*given) for given in scenarios])


def drawn(**asked):
    return smaa(plain("AB", (K, L), [[1, 0], [0, 1]]), **asked)


def within(**ranges):
    return drawn(weighting=Weighting("ranges", ranges=ranges))


REFUSED = {
    Fault.NOT_FINITE: (lambda: one(swing=float("nan")), "k.swing: a finite number is needed"),
    Fault.EQUAL_ANCHORS: (
        lambda: one(worst=1),
        "k.worst: worst and best are equal; options can't differ on it",
    ),
    Fault.SWING_OUT_OF_RANGE: (lambda: one(swing=101), "k.swing: a swing weight lies between 0 and 100"),
    Fault.TOO_FEW_POINTS: (
        lambda: one(points=((0, 0),)),
        "k.points: at least two points at different levels are needed",
    ),
    Fault.POINT_OUT_OF_RANGE: (
        lambda: one(points=((0, 0), (1, 1.2))),
        "k.points: each point is a level with a value between 0 and 1",
    ),
    Fault.LOW_ABOVE_LIKELY: (
        lambda: problem({"A": {"k": Estimate(1, low=2)}}),
        "A.k.low: low lies above likely",
    ),
    Fault.HIGH_BELOW_LIKELY: (
        lambda: problem({"A": {"k": Estimate(1, high=0)}}),
        "A.k.high: high lies below likely",
    ),
    Fault.NO_OPTION: (lambda: problem({}, options=()), "options: name at least one option"),
    Fault.NO_CRITERION: (lambda: problem({}, criteria=()), "criteria: name at least one criterion"),
    Fault.NO_ESTIMATE: (lambda: problem({}), "A.k: there is no estimate"),
    Fault.NO_WEIGHT: (
        lambda: problem({"A": {"k": 1}}, criteria=(one(swing=0),)),
        "criteria: at least one weight must be above 0",
    ),
    Fault.NOT_AN_OPTION: (
        lambda: plain("A", (K,), [[1]]).index("50 % off", "recommended"),
        "recommended: “50 % off” is not one of the options",
    ),
    Fault.TWICE: (
        lambda: problem({"A": {"k": 1}}, options=("A", "A")),
        "options: “A” stands there twice",
    ),
    Fault.UNKNOWN_OPTION: (
        lambda: problem({"A": {"k": 1}, "Z": {}}),
        "estimates.Z: there is no such option",
    ),
    Fault.UNKNOWN_CRITERION: (
        lambda: within(z=(0, 1)),
        "smaa.weights.ranges.z: there is no such criterion",
    ),
    Fault.PROBABILITY_OUT_OF_RANGE: (
        lambda: seen(("s", {}, 1.2)),
        "scenarios.s.probability: a probability lies between 0 and 1",
    ),
    Fault.SCENARIO_TWICE: (
        lambda: seen(("s", {}), ("s", {})),
        "scenarios: each scenario needs a name of its own",
    ),
    Fault.PROBABILITIES_TOO_HIGH: (
        lambda: seen(("s", {}, 0.123456789), ("t", {}, 0.9)),
        "scenarios: the probabilities are 1.02346 together; 1 is the most",
    ),
    Fault.DRAWS_OUT_OF_RANGE: (lambda: drawn(draws=0), "smaa.draws: between 1 and 1,000,000 draws"),
    Fault.SEED_BELOW_0: (lambda: drawn(seed=-1), "smaa.seed: a seed is 0 or more"),
    Fault.UNKNOWN_SHAPE: (
        lambda: drawn(shape="bell"),
        "smaa.shape: one of split_normal, triangular, uniform",
    ),
    Fault.ORDER_INCOMPLETE: (
        lambda: drawn(weighting=Weighting("order", order=("k",))),
        "smaa.weights.order: name each criterion once, the most important first",
    ),
    Fault.RANGE_NOT_IN_ORDER: (
        lambda: within(k=(0.6, 0.2)),
        "smaa.weights.ranges.k: low and high lie between 0 and 1, in order",
    ),
    Fault.RANGES_IMPOSSIBLE: (
        lambda: within(k=(0.6, 1), l=(0.6, 1)),
        "smaa.weights.ranges: no weights that are 1 together fit into these ranges",
    ),
    Fault.RANGES_TOO_NARROW: (
        lambda: within(k=(0, 0.5), l=(0, 0.5000000001)),
        "smaa.weights.ranges: the ranges leave so little room that no weights were found; widen them",
    ),
}
"""Every fault as it comes about, and what the command says of it."""


class Elsewhere:
    """A catalogue in which every sentence is known and reads otherwise."""

    def gettext(self, words):
        return f"«{words}»"

    def to_language(self):
        return "de"


@pytest.fixture
def elsewhere(monkeypatch):
    monkeypatch.setattr(trans_real._active, "value", Elsewhere(), raising=False)


def refused(fault):
    with pytest.raises(BadProblem) as refusal:
        REFUSED[fault][0]()
    return refusal.value


def test_every_fault_has_words_and_comes_about_here():
    assert set(WORDS) == set(REFUSED) == set(Fault)


@pytest.mark.parametrize("fault", Fault)
def test_the_command_says_it_in_the_same_words_whoever_reads(fault, elsewhere):
    refusal = refused(fault)
    assert refusal.fault is fault
    assert command_words(refusal) == REFUSED[fault][1]


@pytest.mark.parametrize("fault", Fault)
def test_a_page_says_it_in_the_language_of_its_reader(fault, elsewhere):
    assert "«" in fault_sentence(refused(fault), {})


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Fault.LOW_ABOVE_LIKELY, "Reach, option B: low lies above likely."),
        (Fault.EQUAL_ANCHORS, "Reach: worst and best are equal; options can't differ on it."),
        (Fault.NO_WEIGHT, "At least one weight must be above 0."),
        (Fault.TWICE, "“option B” stands there twice."),
        (
            Fault.PROBABILITIES_TOO_HIGH,
            "The probabilities of the scenarios are 102.35 % together; 100 % is the most.",
        ),
    ],
)
def test_a_page_names_what_it_shows_and_not_its_fields(fault, sentence):
    assert fault_sentence(refused(fault), {"k": "Reach", "A": "option B"}) == sentence
