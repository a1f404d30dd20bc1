"""Each kind of trigger is declared once, whole, in a file of its own; who asks for one that is not there is refused."""

import ast
import datetime as dt
import importlib.util
from decimal import Decimal
from pathlib import Path

import pytest

from decisions import models as m
from decisions.sections import trigger_kinds
from decisions.sections.trigger_kinds import IncompleteKind, Said, UnknownKind, kind_of, register
from decisions.triggers import kinds
from decisions.triggers.engine.machine import State
from decisions.triggers.kinds import ALL, KINDS, LEVELLED, OF_METRIC, PLAIN, metric_kind, trigger_kind
from decisions.triggers.kinds.base import GROUPS, Levelled
from decisions.triggers.models import NOT_SAMPLED
from decisions.triggers.tags import threshold

FOLDER = Path(kinds.__file__).parent
DECISIONS = FOLDER.parents[1]

VALUES = {"each_level": Decimal(20), "counted": "", "level": Decimal(31)}
"""What a threshold says beside its direction."""

every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=str)

INCOMPLETE = {
    "no label": """
class Planted(Levelled):
    name = "planted"
    def words(self, said): return ""
    def reading(self, values, period, setting): return None
KIND = Planted()
""",
    "no words": """
class Planted(Levelled):
    name, label = "planted", "planted"
    def reading(self, values, period, setting): return None
KIND = Planted()
""",
    "no reading": """
class Planted(Levelled):
    name, label = "planted", "planted"
    def words(self, said): return ""
KIND = Planted()
""",
    "not armed": """
class Planted(OfRecord):
    name, label, group = "planted", "planted", "dates"
    def words(self, said): return ""
KIND = Planted()
""",
    "no group": """
class Planted(OfRecord):
    name, label = "planted", "planted"
    def words(self, said): return ""
    def arm(self, approved, today): return ()
KIND = Planted()
""",
    "a name too long for its column": """
class Planted(Level):
    name = "planted_here"
KIND = Planted()
""",
    "needs what it does not read": """
class Planted(Level):
    name, needs = "planted", frozenset({"on_date"})
KIND = Planted()
""",
}
HEAD = """
from decisions.triggers.kinds.base import Levelled, OfRecord
from decisions.triggers.kinds.level import Level
"""


def imported(folder, source):
    """A file of a kind, as Python imports it."""
    path = folder / "planted.py"
    path.write_text(HEAD + source)
    spec = importlib.util.spec_from_file_location("planted", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.KIND


@pytest.mark.parametrize("source", INCOMPLETE.values(), ids=INCOMPLETE)
def test_a_kind_that_leaves_something_out_does_not_import(tmp_path, source):
    with pytest.raises((IncompleteKind, TypeError)):
        imported(tmp_path, source)


def test_a_whole_kind_imports_and_is_known_once(tmp_path, monkeypatch):
    monkeypatch.setattr(trigger_kinds, "_known", dict(trigger_kinds._known))
    found = imported(
        tmp_path, 'class Planted(Level):\n    name, label = "planted", "planted"\nKIND = Planted()\n'
    )
    register(found)
    assert kind_of("planted") is found
    assert ("planted", "planted") in list(trigger_kinds.choices())
    with pytest.raises(ValueError, match="declared twice"):
        register(imported(tmp_path, 'class Planted(Level):\n    name = "planted"\nKIND = Planted()\n'))


@pytest.mark.parametrize("ask", [kind_of, trigger_kind, metric_kind])
def test_who_asks_for_an_unknown_kind_is_refused(ask):
    with pytest.raises(UnknownKind, match="nonsense"):
        ask("nonsense")


def test_a_kind_without_a_metric_is_not_taken_for_one():
    with pytest.raises(UnknownKind, match="report"):
        metric_kind("report")


def test_a_report_does_not_make_a_sentence_of_an_unknown_kind():
    row = {"watches": "nonsense", "name": "x", "unit": "", "direction": "below", "level": "1"}
    with pytest.raises(UnknownKind):
        threshold(row)


def test_every_file_of_the_folder_is_a_kind_that_is_known():
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__", "base"}
    assert files == {module.__name__.rpartition(".")[2] for module in ALL}
    assert all(kind_of(name) is kind for name, kind in KINDS.items())


@every_kind
def test_a_kind_says_what_all_have_to_say(kind):
    assert str(kind.label)
    assert kind.group in GROUPS
    assert set(kind.states) <= set(State)
    said = {"name": "Win rate", "unit": "pct", "level": Decimal(31), "on": dt.date(2027, 1, 1)}
    for direction in m.Threshold.Direction.values:
        setting = kind.own(VALUES | {"direction": direction})
        found = Said(**said, segment="ISV", is_below=direction == "below", setting=setting)
        assert "Win rate" in kind.words(found)
        assert kind.seen_words(found, 29.4, dt.date(2026, 10, 1))
        assert kind.value_words(None, "pct", setting) == "–"
        assert kind.known_words(29.4, "pct", setting)


@every_kind
def test_it_reads_fields_that_a_threshold_has(kind):
    assert kind.fields <= set(m.Threshold.editable) - {"watches"}


def test_the_lists_of_the_database_are_those_of_the_registry():
    assert set(NOT_SAMPLED) == set(KINDS) - set(LEVELLED)
    assert [name for name, _label in m.Threshold._meta.get_field("watches").flatchoices] == [
        name for name, kind in KINDS.items() if kind.is_of_threshold
    ]
    longest = m.Trigger._meta.get_field("kind").max_length
    assert longest == m.Threshold._meta.get_field("watches").max_length == trigger_kinds.LONGEST


def test_only_a_level_is_left_to_the_database_alone():
    assert PLAIN == ("level",)
    assert set(LEVELLED) == {name for name, kind in OF_METRIC.items() if isinstance(kind, Levelled)}


@pytest.mark.parametrize(
    ("kind", "unit", "shown"),
    [
        ("level", "pct", "pct"),
        ("change", "pct", "points"),
        ("change", "USD", "USD"),
        ("change_pct", "USD", "pct"),
        ("year", "pct", "points"),
        ("year_pct", "pct", "pct"),
        ("path", "pct", "points"),
    ],
)
def test_differences_of_per_cents_are_points(kind, unit, shown):
    assert kind_of(kind).sample_unit(unit, {}) == shown


def test_a_complete_threshold_is_one_that_says_what_its_kind_needs():
    said = {"metric": "x", "level": Decimal(0), "on_date": None}
    assert kind_of("level").is_complete(said)
    assert not kind_of("date").is_complete(said)
    assert not kind_of("level").is_complete(said | {"level": None})
    assert kind_of("stale").is_complete({"metric": "x"})


def test_no_kind_is_found_by_the_letters_of_its_name():
    """Names are compared whole: `startswith("year")` finds whatever comes to be called so."""
    found = [
        f"{path.name}:{node.lineno}"
        for path in DECISIONS.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("startswith", "endswith")
        and ast.unparse(node.func.value).rpartition(".")[2] in ("kind", "watches")
        and "case" not in ast.unparse(node)
        and path.name != "timeline.py"  # kinds of events, whose names are paths
    ]
    assert found == []
