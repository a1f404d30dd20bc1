"""Baselines: windows, partner sets, sources, currencies, grades."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from metrics.manual_entry.cells import read_cell
from metrics.manual_entry.save import CellChange, save_entries
from metrics.measures.windows import Window
from metrics.observations.baselines import baseline, baselines
from metrics.observations.breakdown import breakdown
from metrics.observations.partner_sets import PartnerSet
from partners.models import Partner

TOO_FEW = "Too few answers for a value: 4, and it needs at least 10."


def test_a_ratio_is_the_ratio_of_sums_never_a_mean_of_ratios(load, figure):
    load("a,2024-01-05,100,50", "a,2024-02-05,900,810")  # 50 % of 100, 10 % of 900
    assert figure("gross_margin").value == 14
    assert figure("gross_margin", "2024-02", "2024-02").value == 10


def test_windows_end_with_the_newest_month_that_has_data(load, figure):
    load("a,2023-01-05,1,1", "a,2024-02-05,10,1")
    found = figure("fulfilled_revenue")
    assert (f"{found.first:%Y-%m}", f"{found.last:%Y-%m}", found.value) == ("2023-03", "2024-02", 10)
    assert figure("fulfilled_revenue", months=14).value == 11


def test_partner_sets(load, figure):
    load("a,2024-01-05,1,1", "b,2024-01-05,10,1")
    Partner.objects.filter(key="b").update(segment="x")
    [beta] = Partner.objects.filter(key="b")
    assert figure("fulfilled_revenue", segment="x").value == 10
    assert figure("fulfilled_revenue", partners=[beta]).value == 10
    nobody = figure("fulfilled_revenue", segment="y")
    assert (nobody.value, nobody.asked, nobody.coverage_pct, nobody.grade) == (None, 0, None, "D")


def test_a_metric_without_observations_has_no_value_and_grade_d(figure, partners):
    partners(2)
    found = figure("fulfilled_revenue")
    assert (found.value, found.grade, found.first, found.coverage_pct) == (None, "D", None, 0)


def test_gaps_speak_also_where_nothing_could_be_observed(load, figure):
    load("a,2024-01-05,100,NULL", "a,2024-02-05,100,60")
    found = figure("gross_margin", "2024-01", "2024-01")
    assert found.value is None
    assert [gap.words for gap in found.gaps] == ["1 row without cost in Jan 2024"]


def test_several_currencies_are_not_added_up(load, figure):
    load("a,2024-01-05,100,60")
    euro = [{"metric": "fulfilled_revenue", "measure": "sum", "value": "amount", "unit": "EUR"}]
    load("b,2024-01-05,100,60", source="other", metrics=euro)
    found = figure("fulfilled_revenue")
    assert (found.value, found.grade, found.trend) == (None, "D", ())
    assert found.notes == ("Several currencies (EUR, USD): they are not added up.",)
    alone = figure("fulfilled_revenue", partners=Partner.objects.filter(key="b"))
    assert (alone.value, alone.unit) == (100, "EUR")


def test_two_sources_with_the_same_months_count_once_the_newest_file(load, figure, definition):
    load("a,2024-01-05,100,60", "b,2024-01-05,7,1")
    load("a,2024-01-05,130,60", source="newer")
    found = figure("fulfilled_revenue")
    assert (found.value, found.count) == (137, 2)
    assert found.notes == ("1 values stand in two sources; the newest file counts.",)
    assert found.sources == ("newer", "sales")
    rows = breakdown(definition("fulfilled_revenue"), found, PartnerSet(), by="partner")
    assert {row["key"]: row["value"] for row in rows} == {"a": 130.0, "b": 7.0}


def test_overlaps_outside_the_window_are_not_told(load, figure):
    load("a,2023-01-05,100,60", "a,2024-01-05,100,60")
    load("a,2023-01-05,130,60", source="newer")
    notes = figure("fulfilled_revenue", "2024-01", "2024-01").notes
    assert not [note for note in notes if "two sources" in note]


def test_a_file_goes_before_a_value_entered_by_hand(load, figure, definition, person):
    load("a,2024-01-05,80,1", metrics=[{"metric": "compliance_score", "measure": "score", "value": "amount"}])
    alpha = Partner.objects.get(key="a")
    january = figure("compliance_score").newest
    change = CellChange(alpha.pk, january, read_cell("20", "score", (0, 100)), 0)
    save_entries(
        definition("compliance_score"), [change], assessor=person(), assessed_on=timezone.localdate(), note="",
        by=person(), now=timezone.now(),
    )  # fmt: skip
    found = figure("compliance_score")
    assert (found.value, found.by_hand) == (80, 0)


def test_few_answers_have_no_value_and_say_why(load, figure, definition, signed_in):
    nps = [{"metric": "partner_nps", "measure": "nps", "value": "amount"}]
    load(*[f"a,2024-01-05,{answer},1" for answer in (10, 9, 9, 3)], metrics=nps)
    found = figure("partner_nps")
    assert (found.value, found.grade, found.notes) == (None, "D", (TOO_FEW,))
    assert [point.value for point in found.trend] == [None]
    (row,) = breakdown(definition("partner_nps"), found, PartnerSet(), by="partner")
    assert (row["value"], row["count"]) == (None, 1)
    alpha = Partner.objects.get(key="a")
    for address in ("/metrics/partner_nps/", f"/partners/{alpha.pk}/"):
        html = signed_in("viewer").get(address).content.decode()
        assert TOO_FEW in html
        assert "50" not in re.sub(r"<[^>]*>", " ", html).split(TOO_FEW)[0][-200:]


@pytest.mark.parametrize(("known", "grade"), [(1, "A"), (2, "C"), (3, "D")])
def test_coverage_is_over_the_partners_that_the_source_lists(known, grade, load, figure):
    listed = "key\n" + "".join(f"{key}\n" for key in "abc"[:known])
    rows = [f"a,2024-{month:02d}-05,1,1" for month in range(1, 13)]
    load(*rows, partner_list=listed, partners={"file": "list.csv", "key": "key"})
    assert figure("fulfilled_revenue", today=dt.date(2025, 1, 5)).grade == grade


def test_partners_of_the_directory_alone_weaken_nothing(load, figure, partners):
    load(*[f"a,2024-{month:02d}-05,1,1" for month in range(1, 13)])
    others = partners(9)
    found = figure("fulfilled_revenue", today=dt.date(2025, 1, 5))
    assert (found.asked, str(found.coverage_pct), found.grade) == (1, "100.0", "A")
    asked = [Partner.objects.get(key="a"), *others]
    found = figure("fulfilled_revenue", today=dt.date(2025, 1, 5), partners=asked)
    assert (found.asked, str(found.coverage_pct), found.grade) == (10, "10.0", "D")


@pytest.mark.parametrize(
    ("today", "state", "grade"),
    [
        ("2025-01-05", "fresh", "A"),
        ("2025-02-16", "late", "B"),
        ("2025-03-01", "stale", "C"),
        ("2026-01-02", "old", "D"),
    ],
)
def test_age_caps_the_grade(today, state, grade, load, figure):
    load(*[f"a,2024-{month:02d}-05,1,1" for month in range(1, 13)])
    found = figure("fulfilled_revenue", today=dt.date.fromisoformat(today))
    assert (found.age.state, found.grade) == (state, grade)
    assert bool(found.age_words) == (state != "fresh")


def test_an_empty_month_weakens(load, figure):
    load("a,2024-01-05,1,1", "a,2024-03-05,1,1")
    found = figure("fulfilled_revenue", "2024-01", "2024-03", today=dt.date(2024, 4, 5))
    assert found.grade == "B"
    assert [gap.words for gap in found.gaps] == ["no data in Feb 2024"]
    assert [point.value for point in found.trend] == [1, 0, 1]
    margin = figure("gross_margin", "2024-01", "2024-03", today=dt.date(2024, 4, 5))
    assert (margin.grade, [point.value for point in margin.trend]) == ("C", [0, None, 0])


def test_a_quarterly_metric_has_no_empty_months(load, figure):
    scores = [{"metric": "compliance_score", "measure": "score", "value": "amount"}]
    load(*[f"a,2024-{month:02d}-05,80,1" for month in (1, 4, 7, 10)], metrics=scores)
    found = figure("compliance_score", today=dt.date(2025, 1, 5))
    assert (f"{found.first:%Y-%m}", f"{found.last:%Y-%m}") == ("2024-01", "2024-12")
    assert (found.grade, len(found.trend)) == ("A", 4)


def test_by_period_partner_and_segment(load, figure, definition):
    load("a,2024-01-05,100,50", "b,2024-01-05,300,200", "b,2024-02-05,100,100")
    Partner.objects.filter(key="b").update(segment="x", name="Beta")
    found, margin = figure("gross_margin"), definition("gross_margin")

    def rows(by):
        return [
            (row["key"], row["name"], row["value"], row["count"], row["partners"])
            for row in breakdown(margin, found, PartnerSet(), by=by)
        ]

    assert rows("period") == [("2024-01", "2024-01", 37.5, 2, 2), ("2024-02", "2024-02", 0.0, 1, 1)]
    assert rows("partner") == [("a", "a", 50.0, 1, 1), ("b", "Beta", 25.0, 2, 1)]
    assert rows("segment") == [("", "", 50.0, 1, 1), ("x", "x", 25.0, 2, 1)]


def test_a_stock_counts_at_the_windows_end(load, figure):
    text = (
        "account,stage,begin,end,value\n"
        "a,Won,2024-01-01,2024-01-31,100\na,Open,2024-01-02,,\na,Open,2024-02-02,,\na,Lost,2024-02-01,2024-02-20,0\n"
    )
    load(
        text=text,
        partner={"column": "account", "create_unknown": True},
        period={"column": "end"},
        metrics=[
            {
                "metric": "pipeline_velocity", "measure": "velocity", "stage": "stage", "won": "Won",
                "lost": "Lost", "value": "value", "from": "begin", "to": "end", "unit": "USD",
            }
        ],
    )  # fmt: skip
    found = figure("pipeline_velocity", "2024-01", "2024-02")
    # 2 open at the end × 1 of 2 won × 100 each ÷ 30 days
    assert float(found.value) == pytest.approx(2 * 0.5 * 100 / 30, abs=1e-6)


def test_freshness_is_asked_of_the_baseline(load, figure):
    load("a,2024-01-05,1,1")
    found = figure("fulfilled_revenue")
    assert found.freshness(found.newest.replace(month=3)).state == "fresh"
    assert found.freshness(found.newest.replace(month=6)).state == "stale"


def test_several_at_once_are_what_each_of_them_is_alone(load, definition, django_assert_num_queries):
    load("a,2023-12-05,80,50", "a,2024-01-05,100,60", "b,2024-02-05,7,1")
    alone = [{"metric": "fulfilled_revenue", "measure": "sum", "value": "amount", "unit": "USD"}]
    load("a,2024-01-05,130,60", source="newer", metrics=alone)
    wanted = [
        (definition(key), Window.of(first, "2024-02", None))
        for key in ("fulfilled_revenue", "gross_margin", "partner_contribution")
        for first in ("2024-01", "2024-02")
    ]
    ids = frozenset(str(row.pk) for row in Partner.objects.all())
    one_by_one = [baseline(*one, PartnerSet(ids=ids)) for one in wanted]
    with django_assert_num_queries(6):  # zone, partners, covered days, sums, sums of what overlaps, gaps
        found = baselines(wanted, PartnerSet(ids=ids))
    assert found == one_by_one
    assert [one.value and round(one.value) for one in found] == [137, 7, 43, 86, None, None]
    assert [one.sources for one in found[:4]] == [("newer", "sales")] * 2 + [("sales",)] * 2
