"""A proposal is right, or absent."""

import pytest

from metrics.definitions.schema import Dictionary
from metrics.dictionary.load import LIBRARY
from metrics.files.values.proposals import required_of
from partnerdesk.core.library import check
from tests.unit.metrics.files.values.tables import of, proposed

DEFINITIONS = check(Dictionary, LIBRARY).definitions
NAMES, DAYS = ["Acme", "Nordwind"], ["2025-01-10", "2025-02-11"]
EARLIER = ["2024-12-10", "2025-01-11"]


def found(**columns):
    return proposed(of(Partner=NAMES, metrics=DEFINITIONS, **columns))


def test_deals_give_what_the_dictionary_counts_of_them():
    stages = ["Closed Won", "Closed Lost", "Proposal"]
    given = found(Stage=stages, Created__Date=EARLIER, Close__Date=DAYS, Amount=["10 €", "20 €"])
    closed, won = [{"column": "Stage", "in": stages[:2]}], [{"column": "Stage", "in": stages[:1]}]
    span = {"from": "Created Date", "to": "Close Date"}
    assert given == {
        "win_rate": {
            "metric": "win_rate", "measure": "share", "column": "Stage", "equals": "Closed Won", "where": closed,
        },
        "deal_value": {"metric": "deal_value", "measure": "mean", "value": "Amount", "unit": "EUR", "where": won},
        "sales_cycle": {"metric": "sales_cycle", "measure": "mean_days", **span, "where": won},
        "pipeline_velocity": {
            "metric": "pipeline_velocity", "measure": "velocity", "stage": "Stage", "won": "Closed Won",
            "lost": "Closed Lost", "value": "Amount", "unit": "EUR", **span,
        },
    }  # fmt: skip


def test_open_deals_alone_have_no_win_rate_and_no_revenue():
    assert found(Stage=["Proposal", "Negotiation"], Close__Date=DAYS, Amount=["10", "20"]) == {}


def test_a_velocity_needs_open_deals():
    given = found(Stage=["Won", "Lost"], Created__Date=EARLIER, Close__Date=DAYS, Amount=["10", "20"])
    assert set(given) == {"win_rate", "deal_value", "sales_cycle"}


@pytest.mark.parametrize("end", ["Expected Close Date", "Est. Close Date"])
def test_an_expected_end_gives_no_sales_cycle(end):
    given = found(Stage=["Won", "Lost"], Created=EARLIER, **{end.replace(" ", "__"): DAYS})
    assert set(given) == {"win_rate"}


def test_order_lines_give_revenue_and_margin():
    given = found(OrderDate=DAYS, SalesAmount=["5", "6"], TotalProductCost=["2", "3"])
    assert given == {
        "fulfilled_revenue": {"metric": "fulfilled_revenue", "measure": "sum", "value": "SalesAmount"},
        "gross_margin": {
            "metric": "gross_margin", "measure": "margin", "revenue": "SalesAmount", "cost": "TotalProductCost",
        },
    }  # fmt: skip


@pytest.mark.parametrize(
    "columns",
    [
        {"Claim__Date": DAYS, "MDF__Amount": ["5", "6"]}, {"Date": DAYS, "Campaign": ["a", "b"], "Amount": ["5", "6"]},
        {"Date": DAYS, "Deal__Registration": ["a", "b"], "Amount": ["5", "6"]},
        {"Date": DAYS, "Expected__Revenue": ["5", "6"]},
        {"Date": DAYS, "Probability": ["5", "6"], "Amount": ["5", "6"]},
        {"Date": DAYS, "Status": ["paid", "cancelled"], "Amount": ["5", "6"]},
        {"Date": DAYS, "Amount": ["$5", "6 €"]}, {"Date": DAYS, "Currency": ["USD", "EUR"], "Amount": ["5", "6"]},
    ],
)  # fmt: skip
def test_what_is_no_revenue_is_none(columns):
    assert found(**columns) == {}


def test_with_an_answer_one_currency_counts():
    columns = {"Partner": NAMES, "Date": DAYS, "Currency": ["USD", "EUR"], "Amount": ["5", "6"]}
    given = proposed(of(**columns, answers={"currency:Amount": "USD"}))
    assert given["fulfilled_revenue"] == {
        "metric": "fulfilled_revenue", "measure": "sum", "value": "Amount", "unit": "USD",
        "where": [{"column": "Currency", "in": ["USD"]}],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "values", "is_given"),
    [
        ("NPS", ["0", "9"], True), ("NPS", ["8", "9"], True), ("NPS", ["1", "5"], False),
        ("review_score", ["1", "5"], False),
        ("Likelihood to recommend", ["0", "10"], True), ("Satisfaction", ["0", "10"], False),
    ],
)  # fmt: skip
def test_nps_is_made_of_answers_from_0_to_10(name, values, is_given):
    assert ("partner_nps" in found(Date=DAYS, **{name: values})) == is_given


def test_an_answered_scale_makes_a_rating_nps():
    answers = {"rating_scale:review_score": "0-10"}
    assert "partner_nps" in proposed(of(Partner=NAMES, Date=DAYS, review_score=["1", "5"], answers=answers))


def test_a_column_named_like_an_entry_is_that_entry():
    given = found(
        Month=["2025-01", "2025-02"],
        Compliance__score=["80", "70"],
        MDF__spend=["5", "6"],
        Partner__NPS=["1", "5"],
    )
    assert {metric: spec["measure"] for metric, spec in given.items()} == {
        "compliance_score": "score",
        "mdf_spend": "sum",
    }
    assert found(Month=["2025-01", "2025-02"], Compliance__score=["80", "700"]) == {}


def test_what_the_dictionary_measures_otherwise_is_not_proposed():
    changed = [
        entry.model_copy(update={"measure": "mean"}) if entry.key == "fulfilled_revenue" else entry
        for entry in DEFINITIONS
    ]
    columns = {"Partner": NAMES, "Date": DAYS, "Revenue": ["5", "6"]}
    assert "fulfilled_revenue" in proposed(of(**columns, metrics=DEFINITIONS))
    assert proposed(of(**columns, metrics=changed)) == {}
    assert proposed(of(**columns, metrics=[])) == {}


def test_a_proposal_says_why():
    [proposal] = of(Partner=NAMES, Date=DAYS, Revenue=["5", "6"]).proposals
    assert proposal.as_data()["why"].startswith("“Revenue” is what was invoiced")


def test_an_end_is_asked_of_deals_that_have_ended_and_an_amount_of_those_that_were_won():
    stages = ["Closed Won", "Closed Lost", "Proposal"]
    given = of(Partner=NAMES, Stage=stages, Created__Date=EARLIER, Close__Date=DAYS, Amount=["10 €", "20 €"])
    closed, won = stages[:2], stages[:1]
    end, amount = (
        {"column": "Close Date", "where": "Stage", "in": closed},
        {"column": "Amount", "where": "Stage", "in": won},
    )
    assert required_of(given.columns, {"Close Date", "Amount"}) == [end, amount]
    assert required_of(given.columns, {"Close Date"}) == [end], "of what nobody reads nothing is asked"
    assert required_of(of(Partner=NAMES, Amount=["10 €", "20 €"]).columns, {"Amount"}) == []
