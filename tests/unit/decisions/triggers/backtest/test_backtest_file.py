"""The command's JSON: exactly the published form, and refusals that name the place."""

import json
from pathlib import Path

import jsonschema
import pytest
from django.core.management import CommandError, call_command

from decisions.triggers.backtest.backtest_file import BadCase, backtest_file
from tests.unit.decisions.triggers.engine.series import cases

SCHEMA = Path(__file__).resolve().parents[5] / "docs" / "schemas" / "backtest.schema.json"
LEVELS = {"fire": {"op": "<", "value": 2}, "clear": {"op": ">=", "value": 4}}


def example(*samples, **changes):
    return LEVELS | {"samples": list(samples)} | changes


@pytest.mark.parametrize("case", cases())
def test_the_published_cases_as_they_stand(case):
    answer = backtest_file(case)
    jsonschema.validate(answer, json.loads(SCHEMA.read_text()))
    assert answer["states"] == case["states"]
    assert [event["opened_at"] for event in answer["events"]] == case["events_opened_at"]


def test_the_answer_has_exactly_the_published_form():
    answer = backtest_file(
        example(
            {"period": "2019-07", "value": 1}, None, {"period": "2019-09", "value": 4}, 1.5, hold_samples=1
        )
    )
    jsonschema.validate(answer, json.loads(SCHEMA.read_text()))
    assert answer == {
        "states": ["triggered", "no_data", "normal", "triggered"],
        "events": [
            {"opened_at": 0, "period": "2019-07", "closed_at": 2},
            {"opened_at": 3, "period": None, "closed_at": None},
        ],
    }
    assert backtest_file(example()) == {"states": [], "events": []}


def test_a_period_that_comes_again_is_one_sample():
    again = {"period": "2019-07", "value": 1}
    answer = backtest_file(
        example(
            again, again, {"period": "2019-08", "value": 1}, {"period": "2019-08", "value": 1}, for_samples=2
        )
    )
    assert answer["states"] == ["pending", "pending", "triggered", "triggered"]
    assert answer["events"] == [{"opened_at": 2, "period": "2019-08", "closed_at": None}]


@pytest.mark.parametrize(
    ("place", "given"),
    [
        ("input", []),
        ("fire", {"clear": LEVELS["clear"], "samples": []}),
        ("samples", LEVELS),
        ("fire.op", example(fire={"op": "==", "value": 2})),
        ("fire.value", example(fire={"op": "<", "value": "2"})),
        ("clear.value", example(clear={"op": ">=", "value": float("inf")})),
        ("clear", example(clear={"op": ">=", "value": 1})),
        ("clear", example(clear={"op": "<", "value": 4})),
        ("for_samples", example(for_samples=-1)),
        ("for_samples", example(for_samples=1.5)),
        ("hold_samples", example(hold_samples=True)),
        ("samples.1", example(1, "2")),
        ("samples.1", example(1, True)),
        ("samples.0", example(float("nan"))),
        ("samples.0", example(10**400)),
        ("samples.0.value", example({"period": "2019-07"})),
        ("samples.0.value", example({"period": "2019-07", "value": float("nan")})),
        ("samples.0.period", example({"period": "July 2019", "value": 1})),
        ("samples.0.period", example({"period": "2019-13", "value": 1})),
        ("samples.1.period", example({"period": "2019-08", "value": 1}, {"period": "2019-07", "value": 1})),
        ("samples.1.value", example({"period": "2019-08", "value": 1}, {"period": "2019-08", "value": 2})),
        ("surprise", example(surprise=1)),
    ],
)
def test_refusals_name_the_place(place, given):
    with pytest.raises(BadCase) as refusal:
        backtest_file(given)
    assert refusal.value.place == place
    assert str(refusal.value).startswith(f"{place}: ")


@pytest.fixture
def run(tmp_path, capsys):
    """Run the command on a text; gives what it printed."""

    def run(text):
        path = tmp_path / "case.json"
        path.write_text(text)
        call_command("backtest", str(path))
        return capsys.readouterr().out

    return run


def test_the_command_prints_the_answer(run):
    assert json.loads(run(json.dumps(example(1, 4)))) == {
        "states": ["triggered", "normal"],
        "events": [{"opened_at": 0, "period": None, "closed_at": 1}],
    }


@pytest.mark.parametrize(
    ("words", "text"),
    [("fire: field required", '{"clear": {"op": ">=", "value": 4}, "samples": []}'), ("is not JSON", "{")],
)
def test_the_command_refuses_with_exit_1(run, words, text):
    with pytest.raises(CommandError, match=words) as refusal:
        run(text)
    assert refusal.value.returncode == 1


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match="can't be read") as refusal:
        call_command("backtest", str(tmp_path / "none.json"))
    assert refusal.value.returncode == 1
