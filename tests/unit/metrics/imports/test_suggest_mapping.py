"""What columns probably mean."""

import pytest

from metrics.definitions.schema import Dictionary
from metrics.dictionary.load import LIBRARY
from metrics.files.dialect import look_at
from metrics.imports.mapping_draft import change_rows, completed, from_post
from metrics.imports.mapping_words import mapping_words
from metrics.imports.proposal import source_name
from metrics.imports.suggest_mapping import suggest, suggest_partner_list
from partnerdesk.core.library import check

DEFINITIONS = check(Dictionary, LIBRARY).definitions


def look(text):
    return look_at(text.encode(), is_whole=True)


def proposal(text, listed=None, **more):
    return suggest(
        look(text),
        source="it",
        definitions=DEFINITIONS,
        currency="EUR",
        partner_look=look(listed) if listed else None,
        **more,
    )


ORDERS = """\
Order,OrderDate,ResellerKey,UnitPrice,StandardCost,TotalProductCost,SalesAmount
S1,2024-01-05,7,2.5,1,2,5
S2,2024-01-06,8,2.5,1,2,5
"""


def test_order_lines_give_revenue_and_margin():
    found = proposal(ORDERS)
    assert found["partner"] == {"column": "ResellerKey", "create_unknown": True}
    assert found["period"] == {"column": "OrderDate", "date_format": "%Y-%m-%d"}
    assert found["metrics"] == [
        {"metric": "fulfilled_revenue", "value": "SalesAmount", "measure": "sum", "unit": "EUR"},
        {"metric": "gross_margin", "revenue": "SalesAmount", "cost": "TotalProductCost", "measure": "margin"},
    ]


def test_a_partner_list_is_matched_by_name_and_contents():
    listed = "Id,Company name,Sector,Country\n7,Seven,retail,DE\n8,Eight,retail,FR\n"
    found = proposal(ORDERS.replace("ResellerKey", "Who"), listed=listed)
    assert found["partner"] == {"column": "Who", "create_unknown": False}
    assert found["partners"] == {
        "key": "Id", "name": "Company name", "segment": "Sector", "country": "Country", "file": "",
    }  # fmt: skip


CASES = """\
account,deal_stage,engage_date,close_date,close_value
a,Won,2024-01-01,2024-02-01,10
b,Lost,2024-01-02,2024-02-02,0
"""


def test_won_and_lost_cases_give_four_metrics():
    found = {spec["metric"]: spec for spec in proposal(CASES)["metrics"]}
    assert set(found) == {"win_rate", "deal_value", "sales_cycle", "pipeline_velocity"}
    assert found["win_rate"]["equals"] == "Won"
    assert found["win_rate"]["where"] == [{"column": "deal_stage", "in": ["Won", "Lost"]}]
    assert found["sales_cycle"]["from"] == "engage_date"
    assert found["pipeline_velocity"]["unit"] == "EUR"


def test_cases_are_dated_by_their_end():
    assert proposal(CASES)["period"]["column"] == "close_date"


def test_an_end_is_asked_of_cases_that_have_ended_and_an_amount_of_those_that_were_won():
    found = proposal(CASES.replace("deal_stage", "Stage") + "c,Open,2024-01-03,,\n")
    assert found["required"] == [
        {"column": "close_date", "where": "Stage", "in": ["Won", "Lost"]},
        {"column": "close_value", "where": "Stage", "in": ["Won"]},
    ]
    mapping, problems = completed(found | {"source": "it"}, [], "")
    assert mapping is None
    assert not any("required" in place for place in problems.by_field)


def test_what_nobody_reads_is_asked_of_nobody():
    assert proposal(ORDERS)["required"] == []
    found = proposal(CASES.replace("close_date", "closed_on").replace("close_value", "who_knows"))
    assert [rule["column"] for rule in found["required"]] == ["closed_on"]


def test_a_column_named_like_an_entry_is_that_entry():
    found = proposal("partner,month,Compliance score,Partner NPS\na,2024-01,80,9\nb,2024-01,70,3\n")
    assert [(spec["metric"], spec["measure"]) for spec in found["metrics"]] == [
        ("compliance_score", "score"), ("partner_nps", "nps"),
    ]  # fmt: skip


def test_a_file_that_says_nothing_gets_no_metric():
    assert proposal("a,b\nx,y\nz,w\n")["metrics"] == []


def test_the_currency_column_speaks():
    found = proposal(ORDERS.replace("Order,", "Currency,").replace("S1,", "JPY,").replace("S2,", "JPY,"))
    assert found["metrics"][0]["unit"] == "JPY"


def test_a_list_alone_is_keyed_by_what_never_comes_back():
    found = suggest_partner_list(look("name,partner_id,tier,stage\nA,1,gold,enabled\nA,2,gold,enabled\n"))
    assert found == {"key": "partner_id", "name": "name", "tier": "tier", "stage": "stage"}


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
