"""The command's JSON: exactly the published form, and refusals that name the place."""

import json
from pathlib import Path

import jsonschema
import pytest

from decisions.comparison.analyse_file import BadInput, analyse_file
from tests.unit.decisions.analysis.problems import needs_vectors, vectors

SCHEMA = Path(__file__).resolve().parents[4] / "docs" / "schemas" / "analyse.schema.json"


def example(**changes):
    return {
        "options": ["A", "B", "C"],
        "status_quo": "A",
        "recommended": "B",
        "criteria": [
            {"key": "reach", "worst": 0, "best": 100, "swing": 80, "side": "left"},
            {
                "key": "cost",
                "worst": 100,
                "best": 50,
                "swing": 40,
                "side": "right",
                "points": [[50, 1], [75, 0.8], [90, 0.5], [100, 0]],
            },
        ],
        "estimates": {
            "A": {"reach": 40, "cost": {"low": 55, "likely": 60, "high": 80}},
            "B": {"reach": {"low": 50, "likely": 70}, "cost": 75},
            "C": {"reach": 20, "cost": 90},
        },
        "scenarios": [
            {"key": "weak", "probability": 0.2, "estimates": {"B": {"reach": 30}}},
            {"key": "as expected", "probability": 0.8},
        ],
        "smaa": {"draws": 500, "seed": 1, "shape": "split_normal", "weights": "simplex"},
        "clip": True,
    } | changes


def test_the_answer_has_exactly_the_published_form():
    answer = analyse_file(example())
    jsonschema.validate(answer, json.loads(SCHEMA.read_text()))
    assert list(answer) == [
        "weights",
        "value",
        "ranking",
        "recommended",
        "runner_up",
        "weight_flips",
        "trade_off_flips",
        "break_even",
        "tornado",
        "smaa",
        "scenarios",
    ]
    assert answer["weights"] == pytest.approx({"reach": 2 / 3, "cost": 1 / 3})
    assert answer["value"]["A"] == pytest.approx(0.4 * 2 / 3 + 0.92 / 3)
    assert answer["scenarios"]["value"]["weak"]["B"] == pytest.approx(0.2 + 0.8 / 3)
    assert answer["smaa"]["confidence"]["C"] is None
    assert answer["smaa"]["central_weights"]["C"] is None


@needs_vectors
def test_the_condominium_through_the_command():
    """States as criteria for flips and break-evens; states as scenarios of one money criterion for the rest."""
    found = vectors()["break_even"]
    table, derived = found["payoff"], found["derived"]
    answer = analyse_file(
        {
            "options": list(table),
            "criteria": [
                {"key": "strong", "worst": 0, "best": 1, "swing": 80},
                {"key": "weak", "worst": 0, "best": 1, "swing": 20},
            ],
            "estimates": {option: {"strong": row[0], "weak": row[1]} for option, row in table.items()},
            "clip": False,
        }
    )
    assert answer["value"] == pytest.approx(found["expected_value"], abs=1e-9)
    assert answer["recommended"] == found["recommended"]
    flips = [row["weight"] for row in answer["weight_flips"] if row["criterion"] == "strong"]
    assert flips == pytest.approx(
        [derived["flip_p_medium_to_large"], derived["flip_p_small_to_medium"]], abs=1e-9
    )
    answer = analyse_file(
        {
            "options": list(table),
            "criteria": [{"key": "payoff", "worst": 0, "best": 1, "swing": 1}],
            "estimates": {option: {"payoff": 0} for option in table},
            "scenarios": [
                {
                    "key": state,
                    "probability": share,
                    "estimates": {option: {"payoff": row[place]} for option, row in table.items()},
                }
                for place, (state, share) in enumerate((("strong", 0.8), ("weak", 0.2)))
            ],
            "clip": False,
        }
    )["scenarios"]
    assert answer["expected"] == pytest.approx(found["expected_value"], abs=1e-9)
    assert answer["max_regret"] == pytest.approx(derived["max_regret"], abs=1e-9)
    assert answer["minimax_regret_choice"] == derived["minimax_regret_choice"]
    assert answer["evpi"] == pytest.approx(derived["expected_value_of_perfect_information"], abs=1e-9)


def test_what_is_not_asked_for_is_null():
    answer = analyse_file(
        example(
            scenarios=[],
            smaa=None,
            options=["A"],
            recommended="A",
            estimates={"A": example()["estimates"]["A"]},
        )
    )
    assert answer["smaa"] is None
    assert answer["scenarios"] is None
    assert answer["runner_up"] is None
    assert answer["tornado"] == []


@pytest.mark.parametrize(
    ("place", "given"),
    [
        ("input", []),
        ("criteria.0.best", example(criteria=[{"key": "reach", "worst": 0, "swing": 1}])),
        ("criteria.0.worst", example(criteria=[{"key": "reach", "worst": "x", "best": 1, "swing": 1}])),
        ("reach.worst", example(criteria=[{"key": "reach", "worst": 1, "best": 1, "swing": 1}])),
        ("A.cost", example(estimates={"A": {"reach": 1}})),
        ("A.cost.low", example(estimates={"A": {"reach": 1, "cost": {"low": 5, "likely": 4}}})),
        ("recommended", example(recommended="Z")),
        ("status_quo", example(status_quo="Z")),
        ("smaa.shape", example(smaa={"shape": "bell"})),
        ("smaa.draws", example(smaa={"draws": 10**9})),
        ("surprise", example(surprise=1)),
    ],
)
def test_refusals_name_the_place(place, given):
    with pytest.raises(BadInput) as refusal:
        analyse_file(given)
    assert str(refusal.value).startswith(f"{place}: ")
