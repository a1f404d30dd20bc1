"""Which money is what. A name that leaves it open gives nothing."""

import pytest

from metrics.files.values import amounts
from metrics.files.values.columns import ColumnMeaning


def money(*names, **more):
    return [ColumnMeaning(name, at, "number", **more) for at, name in enumerate(names, 1)]


def name_of(column):
    return column.name if column else None


@pytest.mark.parametrize(
    ("names", "revenue"),
    [
        (["Discount Amount", "Tax Amount", "Sales Amount"], "Sales Amount"), (["Revenue"], "Revenue"),
        (["Revenue", "Net Revenue"], "Net Revenue"), (["Amount"], "Amount"), (["Amount", "Tax"], None),
        (["Total", "VAT"], None), (["Order Amount", "Invoice Amount"], "Invoice Amount"), (["Amount", "Value"], None),
        (["Gross Sales"], None), (["Annual Revenue"], None), (["Expected Revenue"], None), (["Revenue Target"], None),
        (["MDF Amount"], None), (["Unit Price"], None), (["Sales", "Revenue"], None), (["売上金額"], "売上金額"),
        (["Umsatz"], "Umsatz"), (["UnitPrice", "TotalProductCost", "SalesAmount", "TaxAmt", "Freight"], "SalesAmount"),
        (["Order Quantity"], None), (["Sales rep"], None), (["Sales cycle days"], None), (["売上予算"], None),
        (["Revenue (in K)"], "Revenue (in K)"), (["Open Amount"], None),
        (["Payment Amount"], None), (["Contract Value"], None), (["Deal Amount"], None), (["Average Sales"], None),
    ],
)  # fmt: skip
def test_revenue(names, revenue):
    assert name_of(amounts.revenue(money(*names))) == revenue


@pytest.mark.parametrize(
    ("names", "cost"),
    [
        (["StandardCost", "TotalProductCost"], "TotalProductCost"), (["Product Cost"], "Product Cost"),
        (["Unit Cost"], None), (["Cost A", "Cost B"], None), (["Shipping cost"], None), (["原価"], "原価"),
    ],
)  # fmt: skip
def test_cost(names, cost):
    assert name_of(amounts.cost(money(*names))) == cost


@pytest.mark.parametrize(
    ("names", "value"),
    [
        (["Amount"], "Amount"), (["close_value"], "close_value"), (["Amount", "Expected Revenue"], "Amount"),
        (["Amount", "Total Value"], None), (["Weighted Amount"], None), (["Annual Revenue"], None),
    ],
)  # fmt: skip
def test_what_a_deal_is_worth(names, value):
    assert name_of(amounts.deal_value(money(*names))) == value


@pytest.mark.parametrize(
    ("name", "labels", "lists_none"),
    [
        ("Claim Date", {}, True), ("Campaign", {}, True), ("Deal Registration ID", {}, True),
        ("Probability (%)", {}, True),
        ("Stage", {}, True), ("Quota", {}, True), ("Quote no.", {}, True), ("Budget", {}, True), ("案件名", {}, True),
        ("Order status", {"delivered": 9, "canceled": 1}, True), ("Order status", {"delivered": 9}, False),
        ("Ending", {"Won": 1, "Lost": 1}, True), ("Order Date", {}, False), ("Product", {"a": 1, "b": 1}, False),
        ("Warehouse", {}, False),
    ],
)  # fmt: skip
def test_files_that_list_no_orders(name, labels, lists_none):
    column = ColumnMeaning(name, 1, "category", labels=labels)
    assert bool(amounts.lists_no_orders([column])) == lists_none


@pytest.mark.parametrize(
    ("labels", "endings"),
    [
        ({"Won": 3, "Lost": 4}, (["Won"], ["Lost"])), ({"5 - Closed/Won": 3, "6 - Closed/Lost": 4, "2 - Proposal": 9},
         (["5 - Closed/Won"], ["6 - Closed/Lost"])), ({"Closed won": 1, "Closed Won": 3, "closedlost": 4},
         (["Closed Won", "Closed won"], ["closedlost"])), ({"受注": 1, "失注": 1}, (["受注"], ["失注"])),
        ({"Won": 3, "Open": 4}, None), ({}, None),
    ],
)  # fmt: skip
def test_how_deals_end(labels, endings):
    assert amounts.endings(ColumnMeaning("Stage", 1, "category", labels=labels)) == endings
