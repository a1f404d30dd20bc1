"""A kind that leaves something out does not import, and nothing is declared twice or forgotten."""

import dataclasses

import pytest

from decisions.sections.declaring import (
    NOTHING_FOLLOWS,
    Computed,
    Fields,
    OneForm,
    SectionKind,
    UnitKind,
    Width,
    itself,
    rows,
)
from decisions.sections.registry import KINDS, UNITS, by_kind, forgotten
from decisions.sections.risks import RISKS, Risk
from decisions.sections.scope import Scope

ANSWERED = {field.name: getattr(RISKS, field.name) for field in dataclasses.fields(SectionKind)}
ASKED = [
    field.name
    for field in dataclasses.fields(SectionKind)
    if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
]


@pytest.mark.parametrize("name", ASKED)
def test_a_kind_that_leaves_something_out_is_refused(name):
    with pytest.raises(TypeError, match=name):
        SectionKind(**{key: value for key, value in ANSWERED.items() if key != name})


def test_all_that_a_kind_has_to_say_is_asked_for():
    assert set(ASKED) == {
        "kind",
        "label",
        "home",
        "in_header",
        "units",
        "computed",
        "checks",
        "freeze",
        "internal",
        "layout",
    }


WHOLE = {"model": Risk, "at": rows, "follows": NOTHING_FOLLOWS, "form": RISKS.units[0].form}
WHOLE["listed"] = RISKS.units[0].listed


@pytest.mark.parametrize("name", ["model", "at", "follows", "form", "listed"])
def test_a_unit_that_leaves_something_out_is_refused(name):
    with pytest.raises(TypeError, match=name):
        UnitKind(**{key: value for key, value in WHOLE.items() if key != name})


@pytest.mark.parametrize(
    "changes",
    [{"kind": ""}, {"label": ""}, {"layout": ()}, {"layout": (OneForm(Scope),)}],
    ids=["no name", "no label", "no layout", "a form that it does not keep"],
)
def test_a_kind_that_says_nothing_is_refused(changes):
    with pytest.raises(TypeError):
        dataclasses.replace(RISKS, **changes)


def test_what_is_computed_stands_in_rows_that_the_kind_keeps():
    stray = Computed("count", "how many", lambda value, row, reading: str(value), Scope)
    with pytest.raises(TypeError, match="does not keep Scope"):
        dataclasses.replace(RISKS, computed=(stray,))


def test_a_name_for_a_field_that_the_model_does_not_have_is_refused():
    with pytest.raises(TypeError, match="weather"):
        UnitKind(**WHOLE | {"at": itself}, keys={"weather": "rain"})


FULL = dict.fromkeys(("statement", "mitigation", "owner"), Width.FULL)


@pytest.mark.parametrize(
    ("form", "astray"),
    [
        (Fields({name: Width.FULL for name in FULL if name != "owner"}), "owner"),
        (Fields(FULL | {"weather": Width.HALF}), "weather"),
        (Fields(FULL, lines={"weather": 4}), "weather"),
    ],
    ids=["a field that it lacks", "one that there is not", "lines of one that there is not"],
)
def test_a_form_places_the_fields_that_people_fill_in(form, astray):
    with pytest.raises(TypeError, match=rf"Risk .*: {astray}$"):
        UnitKind(**WHOLE | {"form": form})


def test_nothing_is_declared_twice():
    with pytest.raises(TypeError, match="risks"):
        by_kind([*KINDS, dataclasses.replace(RISKS, units=())])
    with pytest.raises(TypeError, match="risk"):
        by_kind([*KINDS, dataclasses.replace(RISKS, kind="more_risks")])


def test_a_file_that_the_registry_does_not_name_is_found(tmp_path):
    (tmp_path / "risks.py").touch()
    assert forgotten(KINDS, tmp_path) == []
    assert forgotten([section for section in KINDS if section is not RISKS], tmp_path) == ["risks"]


def test_every_kind_of_unit_has_one_home():
    assert len(UNITS) == sum(len(section.units) for section in KINDS)
