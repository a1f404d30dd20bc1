"""What a whole table means: each kind of fault that was seen, as own small data."""

import datetime as dt

import pytest

from metrics.files.questions import UnknownAnswer
from metrics.files.values.understanding import understand
from tests.unit.metrics.files.values.tables import asked, of, proposed, table, understood

NAMES, DAYS = ["Acme", "Nordwind", "Bluefin"], ["2025-01-10", "2025-02-11", "2025-03-12"]


def read(found, name):
    return [example.read for example in found.column(name).examples]


def test_it_is_written_as_commands_promise():
    found = of(Partner=NAMES, Date=DAYS, Amount=["12.500,00 €", "7,5 €"])
    data = found.as_data()
    assert list(data) == ["columns", "questions", "covers", "partner_column", "period_column", "proposals"]
    assert data["columns"][2] == {
        "name": "Amount", "position": 3, "type": "number", "decimal": ",", "thousands": ".", "currency": "EUR",
        "scale": 1, "format": None, "bad": 0, "examples": [
            {"row": 2, "raw": "12.500,00 €", "read": "12500.00"}, {"row": 3, "raw": "7,5 €", "read": "7.5"},
        ],
    }  # fmt: skip
    assert data["covers"][0] == {"period": "2025-01", "whole": True}
    assert (data["partner_column"], data["period_column"]) == ("Partner", "Date")
    assert list(data["proposals"][0]) == ["metric", "why", "mapping"]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["a", "b", "a", "b"], "category"), (["a", "b", "c", "d"], "text"), (["yes", "no", "yes", "no"], "boolean"),
        (["1", "2"], "number"), (["2025-01-01", "2025-01-02"], "date"), (["2025-01", "2025-02"], "period"),
        (["", "-", "n/a", "NULL"], "empty"), (["NA", ""], "category"), (["1", "-", "NULL", "n/a"], "number"),
        (["はい", "いいえ"], "boolean"),
        (["NA", "EU", "NA", "EU"], "category"), (["007", "008"], "text"),
    ],
)  # fmt: skip
def test_types(values, kind):
    found = of(rows=2 * len(values) if kind == "category" else len(values), It=values).column("It")
    assert (found.type, found.bad) == (kind, 0)


def test_whole_thousands_with_points_are_asked_and_not_read_as_decimals():
    found = of(Partner=NAMES, Datum=["05.01.2025", "06.02.2025"], Revenue=["1.250", "12.500", "980"])
    assert asked(found) == ["decimal:Revenue"]
    assert found.must[0].likely == "thousands"
    assert read(found, "Revenue") == [None, None, None]
    answered = of(Partner=NAMES, Revenue=["1.250", "12.500", "980"], answers={"decimal:Revenue": "thousands"})
    assert read(answered, "Revenue") == ["1250", "12500", "980"]
    assert asked(answered) == []


def test_a_zero_before_the_comma_proves_three_decimals():
    found = of(Partner=NAMES, Datum=["05.01.2025", "16.02.2025"], Revenue=["1,250", "0,500", "12,750"])
    assert (asked(found), read(found, "Revenue")) == ([], ["1.250", "0.500", "12.750"])


def test_another_spelling_of_a_stage_is_asked_and_holds_nothing_up():
    found = of(
        rows=10,
        Account__Name=NAMES,
        Close__Date=DAYS,
        Stage=["Closed Won", "Closed Won", "Closed won", "Closed Lost"],
    )
    assert asked(found) == ["spelling:Stage:Closed Won"]
    assert found.must == ()
    [question] = [question for question in found.questions if question.kind == "spelling"]
    answered = of(
        rows=10,
        Stage=["Closed Won", "Closed Won", "Closed won", "Closed Lost"],
        answers={question.id: "same"},
    )
    assert answered.column("Stage").respelled == {"Closed won": "Closed Won"}
    assert answered.column("Stage").labels == {"Closed Won": 8, "Closed Lost": 2}


def test_several_currencies_are_never_added_up():
    found = of(
        Partner=NAMES,
        Order__Date=DAYS,
        Currency=["USD", "EUR", "JPY"],
        Amount=["1000", "900"],
        Tax=["1", "2"],
    )
    assert asked(found) == ["currency:Amount"]
    assert [question.id for question in found.must] == ["currency:Amount"]
    assert proposed(found) == {}
    answered = of(
        Partner=NAMES,
        Currency=["USD", "EUR"],
        Amount=["1", "2"],
        Tax=["1", "2"],
        answers={"currency:Amount": "EUR"},
    )
    assert (answered.column("Amount").currency, answered.column("Tax").currency) == ("EUR", "EUR")


@pytest.mark.parametrize("name", ["Units", "Amount (USD)"])
def test_a_column_of_currencies_says_nothing_of_counts_and_of_what_names_its_own(name):
    found = of(Partner=NAMES, Date=DAYS, Currency=["USD", "EUR"], **{name: ["1000", "900"]})
    assert asked(found) == []


def test_a_column_of_currencies_is_of_the_money_that_it_is_called_like():
    found = of(
        Partner=NAMES, Date=DAYS, Amount=["1", "2"], Amount__Currency=["USD", "EUR"], Price=["3", "4"],
        **{"Amount (converted)": ["5"], "Amount (converted) Currency": ["CHF"]},
    )  # fmt: skip
    assert asked(found) == ["currency:Amount"]
    assert (found.column("Price").currency, found.column("Amount (converted)").currency) == (None, "CHF")


def test_a_column_of_one_currency_settles_it():
    found = of(Partner=NAMES, Date=DAYS, Currency=["USD"], Amount=["$1000", "900"])
    assert (asked(found), found.column("Amount").currency) == ([], "USD")


def test_first_days_of_months_are_asked_with_the_likely_order():
    found = of(rows=12, Partner=NAMES, Month=[f"{month}/1/2025" for month in range(1, 13)])
    [question] = found.must
    assert (question.id, question.likely, found.covers) == ("date_order:Month", "mdy", ())
    answered = of(rows=12, Month=[f"{month}/1/2025" for month in range(1, 13)], answers={question.id: "mdy"})
    assert [period.as_data() for period in answered.covers] == [
        {"period": f"2025-{month:02}", "whole": True} for month in range(1, 13)
    ]
    assert answered.column("Month").format == "M/d/yyyy"


def test_no_break_spaces_group():
    found = of(Partner=NAMES, Revenue=["1\u00a0234,50", "2\u202f000,00"])
    assert (asked(found), read(found, "Revenue")) == ([], ["1234.50", "2000.00"])
    assert (found.column("Revenue").decimal, found.column("Revenue").thousands) == (",", " ")


def test_dollars_in_brackets_are_negative():
    found = of(Partner=NAMES, Revenue=["$1,250.50", "($200.00)"])
    assert read(found, "Revenue") == ["1250.50", "-200.00"]
    assert (asked(found), found.must) == (["currency:Revenue"], ())


def test_two_forms_of_the_same_letters_are_one_text_and_not_asked_about():
    found = of(Partner=["Café Zürich", "Cafe\u0301 Zu\u0308rich"], Date=DAYS)
    assert asked(found) == []
    assert found.readers["Partner"]("Cafe\u0301 Zu\u0308rich") == "Café Zürich"


def test_fiscal_quarters_are_four_once_the_year_is_answered():
    quarters = [f"FY25-Q{quarter}" for quarter in range(1, 5)]
    found = of(Partner=NAMES, Fiscal__Quarter=quarters)
    assert ([question.id for question in found.must], found.covers) == (["fiscal_year:Fiscal Quarter"], ())
    answered = of(Partner=NAMES, Fiscal__Quarter=quarters, answers={"fiscal_year:Fiscal Quarter": "2025-01"})
    assert [period.period for period in answered.covers] == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    assert answered.column("Fiscal Quarter").format == "'FY'yy'-Q'Q"


@pytest.mark.parametrize(
    ("text", "format"),
    [("2025-01-15T10:00:00.000+0000", "yyyy-MM-dd'T'HH:mm:ss.SSSZ"), ("1/15/2025 0:00", "M/d/yyyy H:mm")],
)
def test_dates_of_exports(text, format):  # noqa: A002
    found = of(Partner=NAMES, Order__Date=[text])
    assert (asked(found), read(found, "Order Date")) == ([], ["2025-01-15"])
    assert found.column("Order Date").format == format


def test_each_column_has_its_own_format():
    found = of(
        Partner=NAMES, Stage=["Won", "Lost"], Created__Date=["2025-01-01 10:10"], Close__Date=["1/15/2025"]
    )
    assert (found.column("Created Date").format, found.column("Close Date").format) == (
        "yyyy-MM-dd HH:mm",
        "M/d/yyyy",
    )
    assert "sales_cycle" in proposed(found)


def test_keys_that_went_through_a_spreadsheet_lose_their_decimals():
    found = of(ResellerKey=["900001.0", "900002.0"], Date=DAYS)
    assert (found.partner_column, read(found, "ResellerKey"), asked(found)) == (
        "ResellerKey",
        ["900001", "900002"],
        [],
    )
    mixed = of(ResellerKey=["900001", "900001.0"], Date=DAYS)
    assert asked(mixed) == ["spelling:ResellerKey:900001"]


def test_percents_are_numbers():
    found = of(Partner=NAMES, Gross__Margin=["20%", "21,5 %"])
    assert (found.column("Gross Margin").type, read(found, "Gross Margin")) == ("number", ["20", "21.5"])


def test_a_header_in_thousands_multiplies():
    found = of(Partner=NAMES, Revenue=["12.5"])
    assert (found.column("Revenue").scale, read(found, "Revenue")) == (1, ["12.5"])
    found = of(Partner=NAMES, **{"Revenue (in K)": ["12.5"]})
    assert (found.column("Revenue (in K)").scale, read(found, "Revenue (in K)")) == (1000, ["12500.0"])


def test_a_file_that_begins_in_the_middle_of_a_month_is_asked_about():
    text = "Partner,Date,Revenue\nA,2026-08-25,200\nA,2026-09-03,50\nB,2026-09-09,70\nB,2026-09-29,30\n"
    found = understood(text)
    assert [question.id for question in found.questions] == ["coverage:Date:2026-08"]
    assert [period.whole for period in found.covers] == [False, True]
    assert found.must == ()
    assert understood(text, today=dt.date(2026, 8, 31)).covers[-1].period == "2026-08"


def test_two_columns_of_one_name_are_told_apart():
    found = understood("Partner,Notes,Notes\nAcme,12.500,8.250\n")
    assert [column.name for column in found.columns] == ["Partner", "Notes", "Notes (2)"]
    assert asked(found, "decimal_sign") == ["decimal:Notes", "decimal:Notes (2)"]


def test_cells_that_fit_nothing_are_counted():
    found = of(rows=20, Partner=NAMES, Date=[*["2025-01-10"] * 19, "soon"], Revenue=[*["5"] * 19, "1.2.3"])
    assert (found.column("Date").bad, found.column("Revenue").bad) == (1, 1)


def test_an_answer_that_is_no_choice_is_an_error():
    with pytest.raises(UnknownAnswer):
        of(Revenue=["12.500"], answers={"decimal:Revenue": "maybe"})


def test_answers_to_what_is_not_asked_change_nothing():
    found = of(
        Partner=NAMES, Date=DAYS, Revenue=["12.5"], answers={"decimal:Revenue": "thousands", "sheet": "Q1"}
    )
    assert read(found, "Revenue") == ["12.5"]


@pytest.mark.parametrize("text", ["Partner,Date,Revenue\n", "Partner\n\n"])
def test_a_table_without_rows_has_empty_columns(text):
    found = understand(table(text))
    assert {column.type for column in found.columns} == {"empty"}
    assert (found.questions, found.proposals, found.covers) == ((), (), ())
