"""A mapping in the making: posted, changed by buttons, said in words; and what a partner list's columns mean."""

import pytest

from metrics.files.dialect import look_at
from metrics.imports.mapping_draft import change_rows, from_post
from metrics.imports.mapping_words import mapping_words
from metrics.imports.proposal import source_name
from metrics.imports.suggest_partner_list import partner_list_columns, suggest_partner_list


def look(text):
    return look_at(text.encode(), is_whole=True)


def test_a_list_alone_is_keyed_by_what_never_comes_back():
    found = suggest_partner_list(look("name,partner_id,tier,stage\nA,1,gold,enabled\nA,2,gold,enabled\n"))
    assert found == {"key": "partner_id", "name": "name", "tier": "tier", "stage": "stage"}


def test_a_list_beside_a_data_file_is_matched_by_name_or_contents():
    listed = look("Id,Company name,Sector,Country\n7,Seven,retail,DE\n8,Eight,retail,FR\n")
    who = look("Who\n7\n8\n8\n").columns[0]
    right = {"key": "Id", "name": "Company name", "segment": "Sector", "country": "Country"}
    assert partner_list_columns(listed, who) == right
    assert partner_list_columns(listed, look("Id\nx\n").columns[0]) == right


@pytest.mark.parametrize(
    ("file_name", "name"),
    [
        ("FactResellerSales.csv", "fact-reseller-sales"),
        ("sales_pipeline 2024.csv", "sales-pipeline-2024"),
        ("売上.csv", "file"),
    ],
)
def test_names_for_new_sources(file_name, name):
    assert source_name(file_name) == name


def test_what_was_posted_comes_back_as_a_draft():
    draft = from_post(
        {
            "source": "s", "format-delimiter": ";", "format-missing": "NULL\n\nn/a", "partner-column": "p",
            "partner-create_unknown": "on", "metrics-total": "1", "metrics-0-metric": "win_rate",
            "metrics-0-where-total": "1", "metrics-0-where-0-column": "c", "metrics-0-where-0-in": "Won\nLost",
        }
    )  # fmt: skip
    assert draft["format"]["missing"] == ["", "NULL", "n/a"]
    assert draft["partner"]["create_unknown"]
    assert draft["metrics"][0]["where"] == [{"column": "c", "in": ["Won", "Lost"]}]


def test_a_column_can_be_asked_of_some_rows_alone():
    posted = {
        "required-total": "1",
        "required-0-column": "end",
        "required-0-where": "stage",
        "required-0-in": "Won\nLost",
    }
    draft = from_post(posted)
    assert draft["required"] == [{"column": "end", "where": "stage", "in": ["Won", "Lost"]}]
    change_rows(draft, "add-required")
    assert len(draft["required"]) == 2
    change_rows(draft, "remove-required-0")
    assert [rule["column"] for rule in draft["required"]] == [""]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"in": ["Won", "Lost"]}, "end is needed only where stage is Won or Lost."),
        ({}, "end is needed only where stage has a value."),
    ],
)
def test_a_mapping_says_of_which_rows_a_column_is_asked(rule, words):
    mapping = {
        "source": "s",
        "partner": {"column": "p"},
        "period": {"column": "end"},
        "required": [{"column": "end", "where": "stage"} | rule],
        "metrics": [],
    }
    assert words in mapping_words(mapping, [])


def test_what_a_file_covers_is_said_in_words():
    mapping = {
        "partner": {"column": "p"},
        "period": {"column": "d"},
        "covers": {"from": "2026-01-01", "to": "2026-10-31"},
        "gives": "statements",
        "metrics": [],
    }
    words = mapping_words(mapping, [])
    assert "The file covers the days from 1 Jan 2026 to 31 Oct 2026." in words
    assert any(line.startswith("Statements: where a covered period has no row") for line in words)


@pytest.mark.parametrize(
    ("what", "metrics", "conditions"),
    [
        ("add-metric", 2, 1), ("remove-metric-0", 0, None), ("add-condition-0", 1, 2),
        ("remove-condition-0-0", 1, 0), ("remove-metric-7", 1, 1), ("add-condition-9", 1, 1),
        ("remove-condition-0-9", 1, 1), ("preview", 1, 1), ("remove-metric-0; drop", 1, 1),
    ],
)  # fmt: skip
def test_rows_come_and_go(what, metrics, conditions):
    draft = {"metrics": [{"metric": "x", "where": [{"column": "c", "in": ["v"]}]}]}
    change_rows(draft, what)
    assert len(draft["metrics"]) == metrics
    if metrics:
        assert len(draft["metrics"][0]["where"]) == conditions
