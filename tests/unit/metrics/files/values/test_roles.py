"""Which column names the partner, and which says when a row counts."""

import pytest

from metrics.files.questions import UnknownAnswer
from tests.unit.metrics.files.values.tables import asked, of

NAMES, DAYS, OTHER_DAYS = ["Acme", "Nordwind"], ["2025-01-10", "2025-02-11"], ["2025-01-20", "2025-02-21"]
ENDS = ["Won", "Lost"]


def columns(*names, of_values=NAMES):
    return dict.fromkeys(names, of_values)


@pytest.mark.parametrize(
    ("names", "partner"),
    [
        (["Partner"], "Partner"), (["Account Name", "Region"], "Account Name"),
        (["Account ID", "Account Name"], "Account ID"),
        (["Account Name", "Partner Account"], "Partner Account"), (["Account: Account Name"], "Account: Account Name"),
        (["Associated Company", "Deal Owner"], "Associated Company"), (["Deal - Organization"], "Deal - Organization"),
        (["Potential Customer"], "Potential Customer"), (["Vendor Name", "Account Owner"], "Vendor Name"),
        (["seller_id", "customer_id", "order_id"], "seller_id"), (["ResellerKey", "ProductKey"], "ResellerKey"),
        (["Partner ID", "Partner Name", "Partner Tier"], "Partner ID"), (["販売店名", "地域"], "販売店名"),
        (["Partner", "Partner Type", "Partner Manager"], "Partner"), (["Account Count", "Partner"], "Partner"),
    ],
)  # fmt: skip
def test_the_partner_is_told_by_a_name(names, partner):
    found = of(**columns(*names), Date=DAYS)
    assert (found.partner_column, asked(found, "partner_column")) == (partner, [])


@pytest.mark.parametrize(
    ("names", "likely"),
    [
        (["Reseller", "Distributor"], "Reseller"),
        (["Customer", "Company"], "Customer"),
        (["Who", "Where"], None),
    ],
)
def test_the_partner_is_asked(names, likely):
    found = of(**columns(*names), Date=DAYS)
    [question] = [question for question in found.questions if question.kind == "partner_column"]
    assert (found.partner_column, question.id, question.must) == (None, "partner_column", True)
    assert question.likely == likely
    assert [choice.answer for choice in question.choices] == names
    assert question.choices[0].read == ("Acme", "Nordwind")
    answered = of(**columns(*names), Date=DAYS, answers={"partner_column": names[1]})
    assert (answered.partner_column, asked(answered, "partner_column")) == (names[1], [])


@pytest.mark.parametrize(
    ("names", "period"),
    [
        (["Created Date", "Close Date"], "Close Date"), (["OrderDate", "DueDate", "ShipDate"], "OrderDate"),
        (["Est. Close Date", "Actual Close Date", "Created On"], "Actual Close Date"),
        (["order_approved_at", "order_purchase_timestamp", "order_delivered_customer_date"],
         "order_purchase_timestamp"),
        (["Create Date", "Close Date", "Last Activity Date"], "Close Date"), (["受注日", "納品予定日"], "受注日"),
        (["Created Date"], "Created Date"), (["OrderDateKey", "OrderDate"], "OrderDate"),
    ],
)  # fmt: skip
def test_the_period_is_told_by_a_name(names, period):
    found = of(Partner=NAMES, **columns(*names, of_values=DAYS))
    assert (found.period_column, asked(found, "period_column")) == (period, [])


def test_of_deals_the_date_of_closing_counts():
    found = of(Partner=NAMES, Stage=ENDS, Invoice__date=DAYS, Close__date=OTHER_DAYS)
    assert found.period_column == "Close date"


def test_several_dates_are_asked():
    found = of(Partner=NAMES, Invoice__date=DAYS, Order__date=OTHER_DAYS)
    [question] = [question for question in found.questions if question.kind == "period_column"]
    assert (found.period_column, question.must, question.likely) == (None, True, "Invoice date")
    assert [choice.read for choice in question.choices] == [
        ("2025-01-10", "2025-02-11"),
        ("2025-01-20", "2025-02-21"),
    ]
    answered = of(
        Partner=NAMES, Invoice__date=DAYS, Order__date=OTHER_DAYS, answers={"period_column": "Order date"}
    )
    assert answered.period_column == "Order date"


def test_days_of_excel_are_asked_where_no_name_speaks_of_time():
    columns = {"Partner": NAMES, "Posted": ["45678", "45709"], "Sales": ["40000", "45000"]}
    found = of(**columns)
    [question] = [question for question in found.questions if question.kind == "period_column"]
    assert [(choice.answer, choice.read) for choice in question.choices] == [
        ("Posted", ("2025-01-21", "2025-02-21"))
    ]
    answered = of(**columns, answers={"period_column": "Posted"})
    assert (answered.column("Posted").type, answered.column("Posted").format) == ("date", "'Excel'")
    assert [period.period for period in answered.covers] == ["2025-01", "2025-02"]


def test_years_alone_are_no_periods():
    found = of(Account=NAMES, Year__established=["1996", "1999"], Revenue=["5", "6"])
    assert (found.column("Year established").type, found.period_column) == ("period", None)
    assert (asked(found), found.proposals) == ([], ())
    assert of(Account=NAMES, Year=["1996"], Date=DAYS).period_column == "Date"


def test_months_that_may_be_days_are_asked_where_no_name_speaks_of_months():
    found = of(Partner=NAMES, When=["Jan 25", "Feb 25"])
    [question] = [question for question in found.questions if question.kind == "period_column"]
    assert [(choice.answer, choice.read) for choice in question.choices] == [("When", ("2025-01", "2025-02"))]


def test_a_column_that_is_not_there_is_no_answer():
    with pytest.raises(UnknownAnswer, match="Whom"):
        of(Partner=NAMES, answers={"partner_column": "Whom"})
