"""What `inspect` prints keeps its published form, whatever the file is."""

import datetime as dt
import json
import sys
from pathlib import Path
from typing import get_args

import jsonschema
import pytest

from metrics.files.inspecting import inspect_file
from metrics.files.questions import KINDS
from metrics.files.tables.table import BAD, SET_ASIDE
from metrics.files.understood import Day
from metrics.files.values.columns import ColumnType
from tests.volume import volume

ROOT = Path(__file__).resolve().parents[4]
SCHEMA = json.loads((ROOT / "docs" / "schemas" / "inspect.schema.json").read_text(encoding="utf-8"))
CASES = ROOT.parent / "shared" / "cases"

sys.path.insert(0, str(ROOT / "tools"))
import making_files  # noqa: E402

TODAY = Day("Europe/Berlin", dt.date(2026, 11, 28))


def check(path):
    found = inspect_file(path, day=TODAY, source="sales")
    jsonschema.validate(json.loads(json.dumps(found.data)), SCHEMA)


def test_the_schema_is_one_and_refuses_what_is_none():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate({"file": "a.csv", "kind": None, "refused": "The file is empty."}, SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"file": "a.csv", "kind": None}, SCHEMA)


def test_files_of_every_shape_keep_it(tmp_path):
    for number in range(volume(600)):
        made = making_files.make(number)
        (tmp_path / made.name).write_bytes(made.content)
        check(tmp_path / made.name)


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not beside the project")
def test_the_published_cases_keep_it():
    for path in sorted(CASES.glob("*.*")):
        if path.suffix != ".md":
            check(path)


def test_its_lists_of_words_are_those_of_the_code():
    words = SCHEMA["$defs"]
    assert set(words["column"]["properties"]["type"]["enum"]) == set(get_args(ColumnType))
    assert set(words["set_aside"]["properties"]["reason"]["enum"]) == SET_ASIDE
    assert set(words["bad_row"]["properties"]["reason"]["enum"]) == BAD
    assert set(words["question"]["properties"]["kind"]["enum"]) == set(KINDS)
