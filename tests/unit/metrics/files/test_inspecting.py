"""The command `inspect`: exact JSON, tables in standard form, refusals with words. It needs no database."""

import json
from contextlib import nullcontext

import pytest
import yaml
from django.core.management import CommandError, call_command

from metrics.files import inspecting
from metrics.files.inspecting import Understanding, merged_mapping
from tests.unit.metrics.files.tables.table_files import ods

TEXT = "Report\nPartner;Date;Sales\nAcme;2025-01-10;100\nBlue;2025-01-11\nCedar;;200\nTotal;;300\n"


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(TEXT)
    return path


def inspected(capsys, *given, refused=False):
    with pytest.raises(SystemExit) if refused else nullcontext() as end:
        call_command("inspect", *map(str, given))
    if end:
        assert end.value.code == 1
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_json_is_exact(capsys, path):
    (found,) = inspected(capsys, path)
    assert found == {
        "kind": "csv",
        "encoding": "utf-8",
        "delimiter": ";",
        "quote": '"',
        "header_row": 2,
        "rows": 2,
        "sheets": [],
        "columns": found["columns"],
        "set_aside": [
            {"reason": "title", "row": 1, "text": "Report"},
            {"reason": "total_row", "row": 6, "text": "Total"},
        ],
        "bad_rows": [{"row": 4, "reason": "too_few_fields"}],
        "questions": [],
        "covers": [],
        "partner_column": None,
        "period_column": None,
        "proposals": [],
    }
    assert [column["name"] for column in found["columns"]] == ["Partner", "Date", "Sales"]
    assert found["columns"][1] | {"examples": []} == {
        "name": "Date", "position": 2, "type": "text", "decimal": None, "thousands": None, "currency": None,
        "scale": None, "format": None, "examples": [], "bad": 0,
    }  # fmt: skip
    assert found["columns"][1]["examples"] == [{"row": 3, "raw": "2025-01-10", "read": "2025-01-10"}]


def test_several_files_are_a_line_each_and_their_tables_go_into_a_folder(capsys, tmp_path, path):
    empty, other = tmp_path / "empty.csv", tmp_path / "other.csv"
    empty.write_text("")
    other.write_text("a,b\n1,2\n")
    found = inspected(capsys, path, empty, other, "--table", tmp_path / "out", refused=True)
    assert [line["file"] for line in found] == [str(path), str(empty), str(other)]
    assert found[1] == {"file": str(empty), "kind": None, "refused": "The file is empty."}
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["orders.csv", "other.csv"]
    text = (tmp_path / "out" / "orders.csv").read_bytes()
    assert text == b"Partner,Date,Sales\r\nAcme,2025-01-10,100\r\nCedar,,200\r\n"


def test_the_table_of_one_file_goes_where_it_is_told(capsys, tmp_path, path):
    inspected(capsys, path, "--table", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text().count("\n") == 3


def test_a_refused_file_is_told_with_exit_1(capsys, tmp_path):
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    (found,) = inspected(capsys, path, refused=True)
    assert found == {"file": str(path), "kind": None, "refused": "This is no CSV file: it is a picture."}


def test_sheets_and_answers_are_heard(capsys, tmp_path):
    rows = [["Partner", "Sales"], ["Acme", 1], ["Blue", 2]]
    path, answers = tmp_path / "two.ods", tmp_path / "answers.yaml"
    path.write_bytes(ods(Q1=rows, Q2=[*rows, ["Cedar", 3]]))
    (asked,) = inspected(capsys, path)
    assert [question["id"] for question in asked["questions"]] == ["sheet"]
    assert (asked["sheets"], asked["rows"]) == (["Q1", "Q2"], 2)
    answers.write_text("sheet: Q2\nwide_table: 2025\n")
    for more in (["--sheet", "Q2"], ["--answers", answers]):
        (found,) = inspected(capsys, path, *more)
        assert (found["questions"], found["rows"]) == ([], 3)


@pytest.mark.parametrize("text", ["- a\n", "sheet: [a]\n", "sheet: 'a\n"])
def test_answers_that_are_none_are_refused(capsys, tmp_path, path, text):
    answers = tmp_path / "answers.yaml"
    answers.write_text(text)
    with pytest.raises(CommandError):
        inspected(capsys, path, "--answers", answers)


def test_a_file_that_is_not_there_is_told(capsys, tmp_path):
    with pytest.raises(CommandError, match="no file"):
        inspected(capsys, tmp_path / "none.csv")


PROPOSALS = [
    {"metric": "a", "why": "x", "mapping": {"source": "s", "metrics": [{"metric": "a"}]}},
    {"metric": "b", "why": "y", "mapping": {"source": "s", "metrics": [{"metric": "b"}]}},
]


def test_the_mapping_holds_the_metrics_of_all_proposals(capsys, tmp_path, path, monkeypatch):
    merged = {"source": "s", "metrics": [{"metric": "a"}, {"metric": "b"}]}
    assert merged_mapping(PROPOSALS) == merged
    monkeypatch.setattr(inspecting, "understand", lambda *_args: Understanding(proposals=PROPOSALS))
    inspected(capsys, path, "--mapping", tmp_path / "out.yaml")
    assert yaml.safe_load((tmp_path / "out.yaml").read_text()) == merged


def test_without_a_proposal_there_is_no_mapping(capsys, tmp_path, path):
    with pytest.raises(CommandError, match="Nothing is proposed"):
        inspected(capsys, path, "--mapping", tmp_path / "out.yaml")
