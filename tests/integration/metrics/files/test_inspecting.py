"""The command `inspect`: exact JSON, tables in standard form, refusals with words; nothing is stored."""

import json
from contextlib import nullcontext

import pytest
import yaml
from django.core.management import CommandError, call_command

from metrics.models import Import, Source, StoredFile
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
        "questions": [
            {
                "id": "coverage:Date:2025-01",
                "kind": "coverage",
                "column": "Date",
                "must": False,
                "likely": "part",
                "choices": [
                    {"answer": "part", "read": ["2025-01-10", "2025-01-10"]},
                    {"answer": "whole", "read": ["2025-01"]},
                ],
            }
        ],
        "covers": [{"period": "2025-01", "whole": False}],
        "partner_column": "Partner",
        "period_column": "Date",
        "proposals": [
            {
                "metric": "fulfilled_revenue",
                "why": found["proposals"][0]["why"],
                "mapping": {"metric": "fulfilled_revenue", "measure": "sum", "value": "Sales"},
            }
        ],
    }
    assert [column["name"] for column in found["columns"]] == ["Partner", "Date", "Sales"]
    assert found["columns"][1] == {
        "name": "Date", "position": 2, "type": "date", "decimal": None, "thousands": None, "currency": None,
        "scale": None, "format": "yyyy-MM-dd", "bad": 0,
        "examples": [{"row": 3, "raw": "2025-01-10", "read": "2025-01-10"}],
    }  # fmt: skip


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


SALES = "Partner;Date;Sales Amount\n" + "".join(
    f"{name};2025-{day};1.250,50 €\n"
    for day in ("01-01", "01-31", "02-01", "02-28")
    for name in ("Acme", "Blue")
)


def test_what_the_columns_mean_is_told(capsys, tmp_path):
    path = tmp_path / "sales.csv"
    path.write_text(SALES)
    (found,) = inspected(capsys, path)
    assert found["columns"][2] == {
        "name": "Sales Amount", "position": 3, "type": "number", "decimal": ",", "thousands": ".", "currency": "EUR",
        "scale": 1, "format": None, "bad": 0,
        "examples": [{"row": 2, "raw": "1.250,50 €", "read": "1250.50"}],
    }  # fmt: skip
    assert (found["partner_column"], found["period_column"]) == ("Partner", "Date")
    assert [period["period"] for period in found["covers"]] == ["2025-01", "2025-02"]
    assert [proposal["metric"] for proposal in found["proposals"]] == ["fulfilled_revenue"]
    assert not any(model.objects.exists() for model in (Import, Source, StoredFile))


def test_answers_reach_the_values_too(capsys, tmp_path):
    path, answers = tmp_path / "sales.csv", tmp_path / "answers.yaml"
    path.write_text("Partner;Date;Revenue\nAcme;2025-01-10;12.500\nBlue;2025-01-11;3.400\n")
    (asked,) = inspected(capsys, path)
    assert [question["id"] for question in asked["questions"] if question["must"]] == ["decimal:Revenue"]
    answers.write_text("decimal:Revenue: thousands\n")
    (found,) = inspected(capsys, path, "--answers", answers)
    assert [question["id"] for question in found["questions"] if question["must"]] == []
    assert [example["read"] for example in found["columns"][2]["examples"]] == ["12500", "3400"]


def test_an_answer_that_is_no_choice_is_told(capsys, tmp_path):
    path, answers = tmp_path / "sales.csv", tmp_path / "answers.yaml"
    path.write_text("Partner;Date;Revenue\nAcme;2025-01-10;12.500\nBlue;2025-01-11;3.400\n")
    answers.write_text("decimal:Revenue: both\n")
    (found,) = inspected(capsys, path, "--answers", answers, refused=True)
    assert "none of its answers" in found["refused"]


def test_the_mapping_says_that_the_file_is_read_as_understood(capsys, tmp_path):
    path, answers = tmp_path / "Sales 2025.csv", tmp_path / "answers.yaml"
    path.write_text("Partner;Date;Revenue\nAcme;2025-01-10;12.500\nBlue;2025-01-11;3.400\n")
    answers.write_text("decimal:Revenue: thousands\n")
    inspected(capsys, path, "--answers", answers, "--mapping", tmp_path / "out.yaml")
    assert yaml.safe_load((tmp_path / "out.yaml").read_text()) == {
        "source": "sales-2025",
        "format": {"as": "understood", "answers": {"decimal:Revenue": "thousands"}},
        "partner": {"column": "Partner", "create_unknown": True},
        "period": {"column": "Date"},
        "metrics": [{"metric": "fulfilled_revenue", "measure": "sum", "value": "Revenue"}],
    }


def test_without_a_proposal_there_is_no_mapping(capsys, tmp_path):
    path = tmp_path / "letters.csv"
    path.write_text("a,b\n1,2\n3,4\n")
    with pytest.raises(CommandError, match="Nothing is proposed"):
        inspected(capsys, path, "--mapping", tmp_path / "out.yaml")
