"""Whole files: what they give, and every gap."""

import datetime as dt

import pytest

from metrics.files.reading import reader
from metrics.files.reading.rules import ReadingRule
from metrics.files.reading.scanning import Unreadable

CASES = """case,partner,stage,begin,end,value
1,a,Won,2024-01-01,2024-01-31,100
2,a,Lost,2024-01-10,2024-02-10,0
3,a,Open,2024-02-01,,
4,b,Won,2024-02-01,2024-03-02,300
5,b,Won,,2024-03-05,50
6,b,Won,2024-03-10,2024-03-01,70
"""

VELOCITY = {
    "metric": "velocity", "measure": "velocity", "stage": "stage", "won": "Won", "lost": "Lost",
    "value": "value", "from": "begin", "to": "end", "unit": "USD",
}  # fmt: skip


def metric(measure, **fields):
    return [{"metric": "it", "measure": measure, **fields}]


def test_sums_by_partner_and_month(read, values):
    found = read("partner,date,amount\na,2024-01-05,10.50\na,2024-01-20,0.25\nb,2024-02-01,3\n")
    assert values(found) == {("a", "2024-01"): (10.75,), ("b", "2024-02"): (3,)}
    assert found.measured[0].rows.tolist() == [2, 1]


def test_a_margin_leaves_out_lines_without_a_cost(read, values, gaps):
    text = "partner,date,amount,cost\na,2024-01-05,100,60\na,2024-01-06,50,NULL\n"
    found = read(text, metrics=metric("margin", revenue="amount", cost="cost"), format={"missing": ["NULL"]})
    assert values(found) == {("a", "2024-01"): (40, 100)}
    assert gaps(found) == {("missing_value", "cost"): 1}


def test_shares_means_days_and_answers(read, values):
    closed = [{"column": "stage", "in": ["Won", "Lost"]}]
    won = [{"column": "stage", "in": ["Won"]}]
    found = read(
        CASES,
        period={"column": "end"},
        metrics=[
            {"metric": "rate", "measure": "share", "column": "stage", "equals": "Won", "where": closed},
            {"metric": "size", "measure": "mean", "value": "value", "where": won},
            {"metric": "days", "measure": "mean_days", "from": "begin", "to": "end", "where": won},
        ],
    )
    assert values(found, 0) == {("a", "2024-01"): (1, 1), ("a", "2024-02"): (0, 1), ("b", "2024-03"): (3, 3)}
    assert values(found, 1) == {("a", "2024-01"): (100, 1), ("b", "2024-03"): (420, 3)}
    assert values(found, 2) == {("a", "2024-01"): (30, 1), ("b", "2024-03"): (30, 1)}


@pytest.mark.parametrize(
    ("rule", "ends", "values"),
    [
        ([], 2, 2),
        ([{"column": "end", "where": "stage", "in": ["Won", "Lost"]}], 1, 2),
        ([{"column": "end", "where": "value"}], 1, 2),
        (
            [
                {"column": "end", "where": "stage", "in": ["Won"]},
                {"column": "end", "where": "stage", "in": ["Open"]},
                {"column": "value", "where": "stage", "in": ["Lost"]},
            ],
            2,
            0,
        ),
    ],
)
def test_a_column_is_asked_only_where_another_has_a_value(rule, ends, values, read, gaps):
    text = CASES.replace(
        "2024-02-01,,\n", "2024-02-01,,\n7,a,Won,2024-02-01,,5\n8,b,Won,2024-02-01,2024-02-03,\n"
    )
    found = gaps(read(text, period={"column": "end"}, metrics=[VELOCITY], required=rule))
    assert (found.get(("missing_value", "end"), 0), found.get(("missing_value", "value"), 0)) == (
        ends,
        values,
    )


def test_a_rule_asks_for_a_column_that_something_reads(read):
    with pytest.raises(ValueError, match="nothing reads case"):
        read(
            CASES,
            period={"column": "end"},
            metrics=[VELOCITY],
            required=[{"column": "case", "where": "stage"}],
        )


def test_the_velocity_keeps_its_stock_up_to_the_last_month(read, values):
    found = read(CASES, period={"column": "end"}, metrics=[VELOCITY])
    assert values(found) == {
        ("a", "2024-01"): (1, 1, 0, 100, 30),
        ("a", "2024-02"): (1, 0, 1, 0, 0),
        ("a", "2024-03"): (1, 0, 0, 0, 0),  # case 3 is still open
        ("b", "2024-02"): (1, 0, 0, 0, 0),
        ("b", "2024-03"): (0, 1, 0, 300, 30),
    }


def test_a_stock_is_run_up_to_today_and_not_to_a_slip_in_a_year(read, values):
    text = CASES + "7,a,Won,2024-04-02,2062-04-02,80\n"
    found = read(text, period={"column": "end"}, metrics=[VELOCITY])
    known = values(found)
    assert {month for _partner, month in known} == {"2024-01", "2024-02", "2024-03", "2024-04", "2062-04"}
    assert known["a", "2024-03"][0] == 1
    assert known["a", "2062-04"] == (1, 1, 0, 80, 13879)


def test_a_row_that_lies_ahead_is_a_gap_of_its_own(read):
    rows = "".join(f"a,2023-{month:02}-05,1\n" for month in range(1, 13))
    found = read("partner,date,amount\n" + rows + "a,2062-10-15,200\nb,2024-05-01,1\n")
    told = {(gap.kind, str(gap.period), gap.count) for gap in found.findings}
    assert ("future_period", "2062-10-01", 1) in told
    assert ("future_period", "2024-05-01", 1) in told
    assert not any(kind in ("missing_period", "outlier") for kind, _period, _count in told)
    (late,) = (gap for gap in found.findings if gap.kind == "late")
    assert late.examples[0]["newest"] == "2023-12"
    assert found.measured[0].periods_by(dt.date(2024, 4, 20))[-2:] == [652, 1113]


def test_an_end_before_its_begin_counts_for_nothing_and_is_told(read, gaps):
    found = read(CASES, period={"column": "end"}, metrics=[VELOCITY])
    assert gaps(found)["out_of_range", "end"] == 1


def test_a_won_case_without_a_value_leaves_the_stock_but_does_not_count(read, values):
    text = "partner,stage,begin,end,value\na,Won,2024-01-01,2024-01-31,\na,Won,2024-01-01,2024-01-31,100\n"
    found = read(text, period={"column": "end"}, metrics=[VELOCITY])
    assert values(found) == {("a", "2024-01"): (0, 1, 0, 100, 30)}


def test_answers_outside_0_to_10_are_told_and_left_out(read, values, gaps):
    text = "partner,date,answer\n" + "".join(
        f"a,2024-01-05,{answer}\n" for answer in (10, 9, 7, 6, 0, 11, -1)
    )
    found = read(text, metrics=metric("nps", value="answer"))
    assert values(found) == {("a", "2024-01"): (2, 2, 5)}
    assert gaps(found) == {("out_of_range", "answer"): 2}


def test_scores_outside_their_bounds_are_told_and_left_out(read, values, gaps):
    text = "partner,date,score\na,2024-01-05,80\na,2024-01-05,250\n"
    found = read(text, metrics=metric("score", value="score"), rules={"it": ReadingRule(bounds=(0, 100))})
    assert values(found) == {("a", "2024-01"): (80, 1)}
    assert gaps(found) == {("out_of_range", "score"): 1}


def test_quarters_gather_their_months(read, values):
    text = "partner,date,score\na,2024-01-05,80\na,2024-03-31,60\na,2024-04-01,50\n"
    found = read(text, metrics=metric("score", value="score"), rules={"it": ReadingRule(months=3)})
    assert values(found) == {("a", "2024-01"): (140, 2), ("a", "2024-04"): (50, 1)}
    assert found.measured[0].periods == [648, 651]


def test_gaps_are_looked_for_before_conditions(read, gaps):
    text = (
        "partner,date,amount,kind\n,2024-01-05,1,keep\nb,x,2,drop\nb,2024-01-05,?,drop\nb,2024-01-05,4,keep\n"
    )
    found = read(text, where=[{"column": "kind", "in": ["keep"]}])
    assert gaps(found) == {
        ("missing_partner", "partner"): 1,
        ("bad_date", "date"): 1,
        ("bad_number", "amount"): 1,
    }


def test_gaps_name_rows_and_values(read):
    text = "partner,date,amount\n" + "a,2024-01-05,oops\n" * 5
    [finding] = [finding for finding in read(text).findings if finding.kind == "bad_number"]
    assert finding.count == 5
    assert finding.examples == (
        {"row": 2, "value": "oops"},
        {"row": 3, "value": "oops"},
        {"row": 4, "value": "oops"},
    )


def test_shifted_rows_count_for_nothing(read, values, gaps):
    found = read("partner,date,amount\na,2024-01-05,10\na,2024-01-05,10,99\na,2024-01-05\nb,2024-01-05,1\n")
    assert values(found) == {("a", "2024-01"): (10,), ("b", "2024-01"): (1,)}
    assert gaps(found)["bad_row", ""] == 2


def test_a_column_of_two_metrics_names_both(read):
    text = "partner,date,amount,cost\na,2024-01-05,,1\n"
    found = read(
        text,
        metrics=[
            {"metric": "revenue", "measure": "sum", "value": "amount"},
            {"metric": "margin", "measure": "margin", "revenue": "amount", "cost": "cost"},
        ],
    )
    [finding] = [finding for finding in found.findings if finding.kind == "missing_value"]
    assert (finding.metric, finding.concerns) == ("", ("revenue", "margin"))


def test_a_month_without_data_between_others(read, gaps):
    found = read("partner,date,amount\na,2024-01-05,1\na,2024-03-05,1\n")
    assert gaps(found) == {("missing_period", ""): 1}


def test_a_month_far_from_the_others_is_unusual(read, gaps):
    rows = "".join(f"a,2023-{month:02d}-05,{100 + month}\n" for month in range(1, 12))
    found = read(f"partner,date,amount\n{rows}a,2023-12-05,9000\n")
    assert gaps(found) == {("outlier", ""): 1}


def test_late_data_are_told(read):
    text = "partner,date,amount\na,2023-12-05,1\n"
    [finding] = read(text, rules={"revenue": ReadingRule(lag_days=14)}).findings
    assert finding.examples == ({"newest": "2023-12", "months_late": 3},)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"partner": {"column": "who"}}, "has no column who; it has partner, date, amount"),
        ({"format": {"delimiter": ";"}}, "has no column"),
        ({"metrics": [{"metric": "x", "measure": "sum", "value": "sales"}]}, "has no column sales"),
    ],
)
def test_a_mapping_of_another_file_is_refused(changed, words, read):
    with pytest.raises(Unreadable, match=words):
        read("partner,date,amount\na,2024-01-05,1\n", **changed)


def test_ten_thousand_columns_are_refused(read):
    names = ",".join(f"c{number}" for number in range(10_000))
    with pytest.raises(Unreadable, match="10000 columns; at most 500"):
        read(f"{names}\n" + "1," * 9_999 + "1\n")


def test_too_many_partners(read, monkeypatch):
    monkeypatch.setattr(reader, "MOST_PARTNERS", 2)
    with pytest.raises(Unreadable, match="more than 2 different partners"):
        read("partner,date,amount\n" + "".join(f"p{n},2024-01-05,1\n" for n in range(4)))


def test_sums_that_leave_the_exact_numbers_are_refused_not_wrapped(read):
    rows = "a,2024-01-05,9000000000000.000001\n" * 3
    with pytest.raises(Unreadable, match="leave the range of exact numbers"):
        read(f"partner,date,amount\n{rows}")


def test_a_japanese_file(read, values):
    text = "取引先,日付,売上\n株式会社山田,2024/01/05,1200\nポプラ商店,2024/01/06,800\n"
    found = read(
        text.encode("cp932"),
        format={"encoding": "cp932"},
        partner={"column": "取引先", "create_unknown": True},
        period={"column": "日付", "date_format": "%Y/%m/%d"},
        metrics=metric("sum", value="売上", unit="JPY"),
    )
    assert values(found) == {("株式会社山田", "2024-01"): (1200,), ("ポプラ商店", "2024-01"): (800,)}


def test_a_mark_and_windows_line_ends(read, values):
    found = read("\ufeffpartner,date,amount\r\na,2024-01-05,10\r\n")
    assert values(found) == {("a", "2024-01"): (10,)}


def test_chunks_add_up(read, values, monkeypatch):
    monkeypatch.setattr(reader, "CHUNK_ROWS", 3)
    monkeypatch.setattr("metrics.measures.tally.COMPACT_AT", 4)
    rows = "".join(f"p{n % 3},2024-0{n % 4 + 1}-05,{n}.5\n" for n in range(24)) + "p0,2024-01-05,0.125\n"
    found = read(f"partner,date,amount\n{rows}")
    assert sum(parts[0] for parts in values(found).values()) == sum(n + 0.5 for n in range(24)) + 0.125
    assert found.measured[0].decimals == (3,)


def test_the_partner_list_is_read_with_its_oddities(read, write, gaps):
    listed = write(
        "key,name,kind\na,Alpha,Warehouse\nb,Beta,Ware House\nc,Beta,Warehouse\na,Again,x\n,Nobody,x\n",
        "list.csv",
    )
    found = read(
        "partner,date,amount\na,2024-01-05,1\n",
        partner_file=listed,
        partners={"file": "list.csv", "key": "key", "name": "name", "segment": "kind"},
    )
    assert [row.key for row in found.partner_list] == ["a", "b", "c"]
    assert gaps(found) == {
        ("missing_partner", "key"): 1, ("duplicate_row", "key"): 1, ("duplicate_name", "name"): 1,
        ("similar_label", "kind"): 1, ("partner_without_data", ""): 2,
    }  # fmt: skip


def test_the_first_rows_say_how_they_were_understood(read):
    head = read("partner,date,amount\na,2024-01-05,10\n,x,?\n").head
    assert head.columns == ["partner", "date", "amount"]
    assert [(row.partner, row.month) for row in head.rows] == [("a", "2024-01"), ("", "")]
    assert [cell.state for cell in head.rows[1].cells] == ["missing", "bad", "bad"]
