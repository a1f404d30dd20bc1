"""Only gaps that touch a scope weaken what is graded over it: its partners, its metric, its window.

Each gap lies outside in one way alone; the figure over the scope is graded as if it were not there.
"""

import pytest

from metrics.models import Cause, Gap
from metrics.observations.baselines import Baseline
from partners.models import Partner

MARGIN, REVENUE, SCORE = "gross_margin", "fulfilled_revenue", "compliance_score"
YEAR = [f"{partner},2024-{month:02}-05,100,60" for partner in "ab" for month in range(1, 7)]
"""Two partners, January to June, whole."""
WINDOW = ("2024-01", "2024-06")


def partner(key: str) -> list[Partner]:
    return [Partner.objects.get(key=key)]


def clean(found: Baseline) -> bool:
    quality = found.quality
    return not (quality.has_gap or quality.gap_share or found.gaps or found.weakenings.ones)


def test_rows_of_another_partner(load, figure):
    load(*YEAR, "b,2024-03-06,100,NULL")
    assert clean(figure(MARGIN, *WINDOW, partners=partner("a")))
    weak = figure(MARGIN, *WINDOW, partners=partner("b"))
    assert (weak.quality.has_gap, [line.words for line in weak.gaps]) == (
        True,
        ["1 row without cost in Mar 2024"],
    )
    assert figure(MARGIN, *WINDOW).quality.has_gap, "over everybody it counts"


def test_of_rows_of_several_those_in_scope_count(load, figure):
    lacking = [f"b,2024-03-{day:02},100,NULL" for day in range(7, 17)]
    load(*YEAR, *lacking, "a,2024-03-06,100,NULL")
    mine = figure(MARGIN, *WINDOW, partners=partner("a"))
    assert [line.count for line in mine.gaps] == [1]
    assert mine.quality.gap_share == pytest.approx(1 / 6)
    every = figure(MARGIN, *WINDOW)
    assert [line.count for line in every.gaps] == [11]


def test_rows_of_another_segment(load, figure):
    load(*YEAR, "b,2024-03-06,100,NULL")
    Partner.objects.filter(key="a").update(segment="Gold")
    Partner.objects.filter(key="b").update(segment="Silver")
    assert clean(figure(MARGIN, *WINDOW, segment="Gold"))
    assert not clean(figure(MARGIN, *WINDOW, segment="Silver"))


def test_a_month_outside_of_the_window(load, figure):
    load(*YEAR, "a,2024-06-06,100,NULL")
    assert clean(figure(MARGIN, "2024-01", "2024-05"))
    assert not clean(figure(MARGIN, "2024-01", "2024-06"))


def test_the_last_month_of_a_quarter_is_inside_of_it(load, figure, definition):
    """A window names the first month of its last quarter, and that quarter counts whole."""
    assert definition(SCORE).period_months == 3
    load("a,2024-01-05,50,1", "a,2024-04-05,50,1", "a,2024-06-05,x,1",
         metrics=[{"metric": SCORE, "measure": "score", "value": "amount"}])  # fmt: skip
    assert [line.kind for line in figure(SCORE, "2024-01", "2024-04").gaps] == ["bad_number"]
    assert clean(figure(SCORE, "2024-01", "2024-03"))


def test_another_metric(load, figure):
    load(*YEAR, "a,2024-03-06,100,NULL")
    assert clean(figure(REVENUE, *WINDOW))
    assert not clean(figure(MARGIN, *WINDOW))


def test_another_source(load, figure):
    metrics = [{"metric": MARGIN, "measure": "margin", "revenue": "amount", "cost": "cost"}]
    load(*YEAR, metrics=metrics)
    load("c,2024-03-06,100,60", "c,x,100,60", source="other",
         metrics=[{"metric": REVENUE, "measure": "sum", "value": "amount"}])  # fmt: skip
    assert Gap.objects.filter(kind="bad_date", source__name="other").exists()
    assert clean(figure(MARGIN, *WINDOW))
    assert not clean(figure(REVENUE, *WINDOW))


def test_undated_rows_of_another_partner(load, figure):
    load(*YEAR, "b,x,100,60")
    assert clean(figure(MARGIN, *WINDOW, partners=partner("a")))
    assert not clean(figure(MARGIN, *WINDOW, partners=partner("b")))


def test_rows_of_nobody_may_be_anybodys(load, figure):
    load(*YEAR, ",2024-03-06,100,60")
    assert not clean(figure(MARGIN, *WINDOW, partners=partner("a")))


def test_partners_that_the_directory_does_not_know_are_in_no_list(load, figure):
    load(*YEAR)
    load(*YEAR, "z,2024-03-06,100,NULL", partner={"column": "partner", "create_unknown": False})
    assert set(Cause.objects.exclude(kind="late").values_list("kind", flat=True)) == {
        "unknown_partner",
        "missing_value",
    }
    assert clean(figure(MARGIN, *WINDOW, partners=partner("a")))
    assert not clean(figure(MARGIN, *WINDOW))


def test_labels_of_partners_touch_their_segments_alone(load, figure):
    listed = "key,name,kind\na,A,Warehouse\nb,B,Ware House\nc,C,Depot\nd,D,Warehouse\n"
    load(*YEAR, "c,2024-01-05,1,1", partner_list=listed,
         partners={"file": "l", "key": "key", "name": "name", "segment": "kind"})  # fmt: skip
    kinds = [line.kind for line in figure(REVENUE, *WINDOW, segment="Warehouse").gaps]
    assert "similar_label" in kinds
    assert "similar_label" in [line.kind for line in figure(REVENUE, *WINDOW, segment="Ware House").gaps]
    for scope in ({"segment": "Depot"}, {"partners": partner("a")}, {}):
        assert "similar_label" not in [line.kind for line in figure(REVENUE, *WINDOW, **scope).gaps]


def test_labels_of_regions_touch_nobody(load, figure):
    listed = "key,name,kind\na,A,Europe\nb,B,Eu rope\nc,C,Europe\n"
    load(*YEAR, partner_list=listed, partners={"file": "l", "key": "key", "name": "name", "region": "kind"})
    assert Gap.objects.filter(kind="similar_label").exists()
    for scope in ({"partners": partner("a")}, {}):
        assert "similar_label" not in [line.kind for line in figure(REVENUE, *WINDOW, **scope).gaps]


def test_a_partner_without_data_touches_scopes_with_it(load, figure):
    listed = "key,name\na,A\nb,B\nc,C\n"
    load(*YEAR, partner_list=listed, partners={"file": "l", "key": "key", "name": "name"})
    assert clean(figure(MARGIN, *WINDOW, partners=partner("a")))
    found = figure(MARGIN, *WINDOW, partners=partner("a") + partner("c"))
    assert [line.words for line in found.gaps] == ["1 partner without data"]
    [cause] = Cause.objects.filter(kind="partner_without_data")
    assert (found.quality.partners, found.settled({cause.pk}).partners) == (1, 2)


def test_settling_one_of_two_leaves_the_other(load, figure):
    load(*YEAR, "a,2024-03-06,100,NULL", "a,2024-03-07,NULL,60")
    found = figure(MARGIN, *WINDOW)
    causes = Cause.objects.filter(kind="missing_value")
    assert found.weakenings.causes == {cause.pk for cause in causes}
    assert len(causes) == 2
    left = found.settled({causes[0].pk})
    assert (left.has_gap, left.gap_share < found.quality.gap_share) == (True, True)
    assert not found.settled(found.weakenings.causes).has_gap
