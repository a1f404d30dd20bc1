"""What import-linter is asked to hold: all packages, with nothing left out; and no circle of modules beside it."""

import tomllib
from functools import cache
from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

from tests.source import ROOT

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
CONTRACTS = {contract["id"]: contract for contract in SETTINGS["contracts"]}
OUTSIDE = {"tests"}
"""Packages that are no part of the product."""

LAYERED = {container for contract in CONTRACTS.values() for container in contract.get("containers", ())}


@cache
def graph():
    return grimp.build_graph(*SETTINGS["root_packages"], cache_dir=None)


def circle_in(imports):
    """Modules that import one another in a circle, the first one again at the end; nothing where there is none.

    `imports` are the modules that each module imports, by its name.
    """
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def test_every_package_is_looked_at():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - OUTSIDE
    assert set(SETTINGS["root_packages"]) == packages
    assert CONTRACTS["circles"]["ancestors"] == sorted(packages)


def test_every_app_stands_in_the_order_of_apps_or_is_the_launcher():
    named = {
        name.strip(" ()").partition(".")[0]
        for layer in CONTRACTS["house"]["layers"]
        for name in layer.split("|")
    }
    assert named - {"api"} == set(SETTINGS["root_packages"]) - {"launcher"}


@pytest.mark.parametrize("app", SETTINGS["root_packages"])
def test_every_app_has_an_order_inside(app):
    assert app in LAYERED


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_contract_leaves_nothing_out(name):
    contract = CONTRACTS[name]
    assert not {key for key in contract if key.startswith(("ignore", "unmatched", "skip"))}
    assert contract.get("exhaustive", False) == ("containers" in contract)
    assert set(contract.get("exhaustive_ignores", ())) <= {"migrations"}


def test_imports_for_types_count():
    assert not SETTINGS.get("exclude_type_checking_imports", False)


def test_no_modules_import_one_another_in_a_circle():
    found = graph()
    assert circle_in({name: found.find_modules_directly_imported_by(name) for name in found.modules}) == []


def test_a_circle_is_found():
    assert circle_in({"a": {"b"}, "b": {"c"}, "c": set()}) == []
    assert set(circle_in({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}})) == {"a", "b", "c"}
