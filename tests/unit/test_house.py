"""Every place that the map of the code and the other documents name exists, and no room is missing from the map."""

import importlib
import re
import tomllib

import pytest

from accounts.permissions import declared
from tests import source
from tests.source import ROOT

MAP = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
LEAST_CHANGES = 25

MADE = {"docs/slow-run.md"}
"""What a command writes, and need not be there."""

DOCUMENTS = sorted([*(ROOT / "docs").glob("*.md"), ROOT / "README.md"])
"""What describes the present. ADRs and the change log tell history, and may name what is gone."""

ADRS = sorted((ROOT / "docs" / "adr").glob("*.md"))

AT_THE_ROOT = {path.name for path in ROOT.iterdir()}
FILE = re.compile(r"[\w-]+\.(?:py|html|css|js|md|yaml|toml)")
DOTTED = re.compile(r"[a-z_]+(?:\.\w+)+")


def spoken(text):
    """All words between backticks, in the order in which they stand."""
    without_blocks = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return [word for ticked in re.findall(r"`([^`\n]+)`", without_blocks) for word in ticked.split()]


def is_place(word):
    """Whether it reads as a path from the root of the project: `docs/adr/0006`, `decisions/sections/<kind>.py`."""
    first, slash, _rest = word.partition("/")
    return bool(slash) and first in AT_THE_ROOT


def pattern_of(place):
    """As a path or the beginning of one. What stands in angle brackets is any name."""
    return re.sub(r"<\w+>", "*", place.rstrip("/")) + (
        "" if FILE.search(place) or place.endswith("/") else "*"
    )


def exists(place):
    found = list(ROOT.glob(pattern_of(place)))
    return bool(found) and (not place.endswith("/") or any(path.is_dir() for path in found))


def places_of(document):
    """Paths from the root, and files that are named alone: beside the place named before, or at the root."""
    beside = ""
    for word in spoken(document.read_text(encoding="utf-8")):
        if is_place(word):
            beside = word if word.endswith("/") else word.rpartition("/")[0] + "/"
            yield word
        elif FILE.fullmatch(word):
            yield word if word in AT_THE_ROOT else beside + word


def dotted_in(words):
    """Names of modules and of what they hold, as Python writes them: `decisions.models.Record`."""
    packages = set(SETTINGS["root_packages"])
    names = [word for word in words if DOTTED.fullmatch(word) and word.partition(".")[0] in packages]
    return [name for name in names if name not in declared() and not FILE.fullmatch(name)]


def missing(words):
    return sorted(name for name in set(dotted_in(words)) if not resolves(name))


def comments_of(template):
    """The words of a template's comments."""
    return re.findall(r"[\w.]+\w", " ".join(re.findall(r"{#(.*?)#}", template.read_text(encoding="utf-8"))))


def resolves(name):
    """Whether this is a module, or something that a module holds."""
    module, _, held = name.rpartition(".")
    try:
        importlib.import_module(name)
    except ModuleNotFoundError:
        try:
            return hasattr(importlib.import_module(module), held)
        except ModuleNotFoundError:
            return False
    return True


DOORS = {"management", "migrations", "templatetags"}
"""Packages that stand where Django looks for them, and hold nothing of their own."""

STYLES_FOR_ALL = {"base", "charts", "components", "fonts", "fonts-jp", "forms", "layout", "tokens"}
SCREEN_ALONE = "-screen"
"""What the PDF engine does not read stands beside the sheet that it reads."""

WISHES = [
    row for row in MAP.split("## I want to …")[1].split("\n## ")[0].splitlines() if row.startswith("| ")
][1:]
CHANGES = [row for row in WISHES if not row.startswith("| **")]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_names_exists(document):
    assert [place for place in places_of(document) if not exists(place) and place not in MADE] == []


@pytest.mark.parametrize("document", [*DOCUMENTS, *ADRS], ids=lambda path: path.name)
def test_a_link_in_a_document_leads_to_a_file(document):
    links = re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_dotted_name_in_a_document_can_be_imported_or_is_a_permission(document):
    assert missing(spoken(document.read_text(encoding="utf-8"))) == []


def test_a_dotted_name_in_a_docstring_or_comment_can_be_imported():
    """In modules between backticks, in templates wherever a comment says it."""
    found = {path: missing(spoken(path.read_text(encoding="utf-8"))) for path in source.modules()}
    found |= {path: missing(comments_of(path)) for path in source.templates()}
    assert {source.name_of(path): names for path, names in found.items() if names} == {}


def test_what_is_not_there_is_found():
    assert not exists("decisions/parts/")
    assert not exists("decisions/models.py/")
    assert not exists("decisions/sections/<kind>.html")
    assert exists("docs/adr/0006")
    assert not resolves("decisions.models.Header")
    assert not resolves("decisions.parts.Record")
    assert missing(["decisions.change_record", "decisions.parts.Record", "README.md"]) == [
        "decisions.parts.Record"
    ]


@pytest.mark.parametrize("app", ["decisions", "metrics"])
def test_the_rooms_stand_on_the_map_in_their_order(app):
    named = re.findall(rf"^\| `{app}/(\w+)/` \|", MAP, flags=re.MULTILINE)
    packages = {path.parent.name for path in (ROOT / app).glob("*/__init__.py")} - DOORS
    assert sorted(named) == sorted(packages)
    assert floors(app, named) == sorted(floors(app, named))


def floors(app, named):
    """The floor of each room in the contract of its app, counted from above: rooms may share one."""
    layers = next(
        contract["layers"] for contract in SETTINGS["contracts"] if contract.get("containers") == [app]
    )
    return [next(i for i, layer in enumerate(layers) if name in re.findall(r"\w+", layer)) for name in named]


@pytest.mark.parametrize("app", SETTINGS["root_packages"])
def test_every_app_stands_on_the_map(app):
    assert f"| `{app}/` |" in MAP


def test_the_map_answers_for_the_usual_changes_and_names_a_place_for_each():
    assert len(CHANGES) >= LEAST_CHANGES
    assert [row for row in CHANGES if not any(map(is_place, spoken(row)))] == []


def test_a_style_sheet_is_called_like_the_room_or_app_that_it_is_for():
    rooms = {path.parent.name for path in (ROOT / "decisions").glob("*/__init__.py")} - DOORS
    sheets = {path.stem.removesuffix(SCREEN_ALONE) for path in (ROOT / "static" / "css").glob("*.css")}
    assert sheets - STYLES_FOR_ALL <= rooms | set(SETTINGS["root_packages"])
