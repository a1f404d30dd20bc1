"""How the tests are shared out among processes, and which of many cases a run takes."""

import gc
from types import SimpleNamespace

import pytest

from tests import volume
from tests.sharing import Durations, group_of


@pytest.mark.parametrize(
    ("nodeid", "group"),
    [
        ("tests/unit/core/test_canonical.py::test_x[1]", "tests/unit/core/test_canonical.py"),
        ("tests/integration/launcher/test_up.py::test_x", "tests/integration/launcher"),
        (
            "tests/browser/test_flips.py::test_x[chromium-a]",
            "tests/browser/test_flips.py::test_x[chromium-a]",
        ),
        ("tests/browser/test_every_page.py::test_pages[chromium-ada]", "tests/browser/test_every_page.py"),
    ],
)
def test_what_shares_its_set_up_runs_together(nodeid, group):
    assert group_of(nodeid) == group


def test_routes_run_in_two_halves():
    lines = [f"tests/integration/test_routes.py::test_who_gets_what[line {number}]" for number in range(200)]
    groups = [group_of(line) for line in lines]
    assert set(groups) == {"tests/integration/test_routes.py 0", "tests/integration/test_routes.py 1"}
    assert 60 < groups.count("tests/integration/test_routes.py 0") < 140


class Case(SimpleNamespace):
    """As much of a test as is asked for."""

    def __hash__(self):
        return hash(self.nodeid)

    def get_closest_marker(self, name):
        return self.markers.get(name)


def case(nodeid, share=None, *, slow=False, of=""):
    one_in = SimpleNamespace(args=(share,), kwargs={"of": of} if of else {}) if share else None
    markers = {"one_in": one_in, "slow": slow or None}
    path = SimpleNamespace(parts=tuple(nodeid.partition("::")[0].split("/")))
    return Case(nodeid=nodeid, markers=markers, path=path)


class Cache(dict[str, object]):
    def set(self, name, value):
        self[name] = value


def durations(**known):
    return Durations(SimpleNamespace(cache=Cache({"suite/seconds": known})))


def test_the_longest_group_comes_first_and_browsers_last():
    items = [
        case("tests/browser/test_flips.py::test_a"),
        case("tests/unit/test_short.py::test_a"),
        case("tests/unit/test_long.py::test_a"),
        case("tests/integration/launcher/test_up.py::test_a"),
        case("tests/unit/test_short.py::test_b"),
    ]
    known = {"tests/unit/test_long.py": [1, 900.0], "tests/browser/test_flips.py::test_a": [1, 5000.0]}
    durations(**known).pytest_collection_modifyitems(items)
    assert [item.nodeid.partition("/test_")[2] for item in items] == [
        "long.py::test_a",
        "up.py::test_a",
        "short.py::test_a",
        "short.py::test_b",
        "flips.py::test_a",
    ]


def test_a_part_of_a_group_says_nothing_of_the_whole():
    known = durations(**{"tests/unit/test_a.py": [2, 60.0], "tests/unit/test_b.py": [1, 60.0]})
    for name in ("tests/unit/test_a.py::test_one", "tests/unit/test_b.py::test_one"):
        for when, seconds in (("setup", 1.0), ("call", 2.0)):
            known.pytest_runtest_logreport(SimpleNamespace(nodeid=name, when=when, duration=seconds))
    known.pytest_sessionfinish()
    kept = known.cache["suite/seconds"]
    assert kept["tests/unit/test_a.py"] == [2, 60.0]
    assert kept["tests/unit/test_b.py"] == [1, 3.0]


def test_of_many_cases_each_run_takes_others_and_three_runs_take_all(monkeypatch):
    monkeypatch.setattr(volume, "SLOW", False)
    taken = []
    for seed in range(3):
        items = [case(f"tests/a.py::test_x[{row}-{column}]", 3) for row in range(7) for column in range(3)]
        items.append(case("tests/a.py::test_other"))
        left_out = volume.choose(items, seed)
        assert len(items) == 8
        assert len(left_out) == 14
        taken += [item.nodeid for item in items if item.markers["one_in"]]
    assert len(taken) == len(set(taken)) == 21


def test_a_case_that_is_named_runs_and_a_slow_run_takes_all(monkeypatch):
    monkeypatch.setattr(volume, "SLOW", False)
    named = [case("tests/a.py::test_x[a]", 3)]
    assert volume.choose(named, 1) == []
    monkeypatch.setattr(volume, "SLOW", True)
    many = [case(f"tests/a.py::test_x[{number}]", 3) for number in range(9)]
    assert volume.choose(many, 1) == []
    assert len(many) == 9


def test_tests_of_one_name_share_one_in_so_many(monkeypatch):
    monkeypatch.setattr(volume, "SLOW", False)
    for seed, kept in ((0, "x"), (1, "y")):
        items = [case(f"tests/{file}.py::test_{file}", 2, of="ends") for file in "xy"]
        assert len(volume.choose(items, seed)) == 1
        assert [item.nodeid for item in items] == [f"tests/{kept}.py::test_{kept}"]


def test_what_is_slow_waits_for_a_slow_run_or_for_who_asks_for_nothing_else(monkeypatch):
    monkeypatch.setattr(volume, "SLOW", False)
    quick, slow = case("tests/a.py::test_x"), case("tests/a.py::test_y", slow=True)
    items = [quick, slow]
    assert volume.choose(items, 1) == [slow]
    assert items == [quick]
    assert volume.choose([slow], 1) == []
    monkeypatch.setattr(volume, "SLOW", True)
    assert volume.choose([quick, slow], 1) == []


def test_each_run_takes_other_rows_of_a_table_and_as_many_runs_take_all(monkeypatch):
    monkeypatch.setattr(volume, "SLOW", False)
    taken = [row for seed in (7, 8, 9) for row in volume.share("abcdefgh", 3, seed)]
    assert sorted(taken) == [*"abcdefgh"]
    assert volume.share("ab", 3, 2) == []
    monkeypatch.setattr(volume, "SLOW", True)
    assert volume.share("abc", 3, 0) == ["a", "b", "c"]


def test_one_in_twenty(monkeypatch):
    monkeypatch.setattr(volume, "SLOW", False)
    assert (volume.volume(2_000), volume.volume(5)) == (100, 1)
    monkeypatch.setattr(volume, "SLOW", True)
    assert volume.volume(2_000) == 2_000


def test_collections_pass_over_what_was_there_before_the_first_test():
    assert gc.get_freeze_count() > 100_000
