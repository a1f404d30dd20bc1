"""A sample of the files that nobody wrote by hand, and the rules that judge them."""

import sys
from pathlib import Path

import pytest

from tests.volume import volume

ROOT = Path(__file__).resolve().parents[4]
sys.path.insert(0, str(ROOT / "tools"))
import generated_files  # noqa: E402
import making_files  # noqa: E402

MOST_ASKED = 0.3
"""Of a sample; over many files it is below a fifth."""


def test_no_file_is_read_wrong_in_silence_and_nothing_is_asked_that_it_proves(tmp_path, pytestconfig):
    first = pytestconfig.getoption("randomly_seed", 0) % 1_000_000
    outcomes = {
        number: generated_files.judged(making_files.make(number), tmp_path)
        for number in range(first, first + volume(3_000))
    }
    faults = {n: found for n, found in outcomes.items() if found.kind in generated_files.FAULTS}
    assert faults == {}
    stopped = [n for n, found in outcomes.items() if found.kind != "right"]
    assert len(stopped) < MOST_ASKED * len(outcomes)


def with_feature(name, first=0):
    """The first file that has a feature and is read right."""
    for number in range(first, first + 5_000):
        made = making_files.make(number)
        if name in made.features:
            return made
    pytest.fail(f"no file has {name}")


@pytest.mark.parametrize("name", ["decimals: 2", "encoding: cp932", "shape: months"])
def test_what_was_read_wrong_is_silent(tmp_path, monkeypatch, name):
    made = with_feature(name)
    right = [generated_files.judged(made, tmp_path).kind]
    rows = [(partner, day, f"{amount}1") for partner, day, amount in made.rows]
    wrong = making_files.Made(**{**vars(made), "rows": rows})
    assert right[0] in {"right", "asked", "named"}
    assert generated_files.judged(wrong, tmp_path).kind == "silent"
    fewer = making_files.Made(**{**vars(made), "rows": made.rows[:-1]})
    assert generated_files.judged(fewer, tmp_path).kind == "silent"


def test_what_was_not_read_at_all_is_no_silence(tmp_path):
    made = with_feature("encoding: utf-8")
    assert (
        generated_files.judged(making_files.Made(**{**vars(made), "content": b"\0\1" * 99}), tmp_path).kind
        == "refused"
    )


def test_a_number_names_a_file():
    assert making_files.make(7) == making_files.make(7)
    assert making_files.make(7).content != making_files.make(8).content


@pytest.mark.parametrize(
    ("texts", "is_open"),
    [
        (["1.250", "300"], True), (["1,250", "12,250"], True), (["1.250", "1.25"], False), (["1,250.5"], False),
        (["1.250", "0.500"], True), (["12.3456"], False), (["1 250", "300"], True), (["12,34,567"], False),
    ],
)  # fmt: skip
def test_numbers_that_can_be_read_with_either_sign(texts, is_open):
    assert generated_files.all_read_both_ways(texts) == is_open


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("01/02/2025", {"dmy", "mdy"}),
        ("13/02/2025", {"dmy"}),
        ("2025-01-31", {"ymd"}),
        ("11.12.13", {"dmy", "mdy", "ymd"}),
    ],
)
def test_orders_in_which_digits_are_a_day(text, orders):
    assert generated_files.orders_of(text) == orders
