"""No event in a covered period is a zero, and none of them is kept."""

import datetime as dt
import importlib
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from metrics.manual_entry.cells import Entered
from metrics.manual_entry.save import CellChange, save_entries
from metrics.models import CoveredPartner, MetricChange, MetricSummary, Observation
from metrics.observations.breakdown import breakdown
from metrics.observations.calendar_turns import follow_calendar
from metrics.observations.partner_figures import figures_of_partner
from metrics.observations.partner_sets import PartnerSet
from partners.models import Partner
from tests import source

NOW = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
REVENUE, MARGIN = "fulfilled_revenue", "gross_margin"
HOLE = ("a,2026-01-05,100,4", "b,2026-02-05,50,4", "a,2026-04-05,300,4")
"""Two partners; March has no row."""
UNTIL_MAY = {"covers": {"from": "2026-01-01", "to": "2026-05-31"}}
HALF_YEAR = ("2025-12", "2026-05")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as found:
        yield found


def trend(found):
    return {f"{point.period:%Y-%m}": point.value for point in found.trend}


def since():
    rows = CoveredPartner.objects.filter(series__metric=REVENUE)
    return {
        row.partner.key: (row.since and f"{row.since:%Y-%m}", row.is_listed)
        for row in rows.select_related("partner")
    }


def test_a_month_without_a_row_is_a_zero_of_a_total(load, figure):
    load(*HOLE, **UNTIL_MAY)
    found = figure(REVENUE, "2026-01", "2026-05")
    assert trend(found) == {"2026-01": 100, "2026-02": 50, "2026-03": 0, "2026-04": 300, "2026-05": 0}
    assert (found.value, found.count, found.partners, found.covered, found.rows) == (450, 3, 2, 2, 3)
    assert not found.quality.has_empty_period
    assert "No row, and so 0: Mar 2026, May 2026." in found.notes
    assert not found.gaps
    assert Observation.objects.filter(series__metric=REVENUE).count() == 3


def test_a_window_of_zeros_is_0_in_the_currency_of_before(load, figure):
    load(*HOLE, **UNTIL_MAY)
    found = figure(REVENUE, "2026-05", "2026-05")
    assert (found.value, found.unit, found.count, found.partners, found.covered) == (0, "USD", 0, 0, 2)
    assert str(found.coverage_pct) == "100.0"


def test_before_the_first_row_nothing_is_known(load, figure):
    load(*HOLE, **UNTIL_MAY)
    assert "2025-12" not in trend(figure(REVENUE, *HALF_YEAR))
    beta = [Partner.objects.get(key="b")]
    found = figure(REVENUE, "2026-01", "2026-01", partners=beta)
    assert (found.value, found.covered) == (None, 0)
    assert figure(REVENUE, "2026-03", "2026-03", partners=beta).value == 0


def test_a_ratio_of_nothing_stays_undefined(load, figure):
    load(*HOLE, **UNTIL_MAY)
    assert trend(figure(MARGIN, "2026-01", "2026-05"))["2026-03"] is None
    load(*HOLE, **UNTIL_MAY, gives="events")
    found = figure(MARGIN, "2026-01", "2026-05")
    assert (trend(found)["2026-03"], found.covered) == (None, 2)
    assert figure(MARGIN, "2026-03", "2026-03").value is None


def test_a_source_of_statements_is_silent(load, figure):
    load(*HOLE, **UNTIL_MAY, gives="statements")
    found = figure(REVENUE, "2026-01", "2026-05")
    assert trend(found)["2026-03"] is None
    assert found.quality.has_empty_period
    assert [gap.words for gap in found.gaps] == ["no data in Mar 2026"]
    assert figure(REVENUE, "2026-05", "2026-05").value is None


def test_what_is_only_taken_for_nothing_stays_a_gap(load, figure):
    load(*HOLE)
    assert [gap.words for gap in figure(REVENUE, "2026-01", "2026-04").gaps] == ["no data in Mar 2026"]
    load(*HOLE, gives="events")
    assert not figure(REVENUE, "2026-01", "2026-04").gaps


def test_who_turns_the_meaning_tells_who_watches(load):
    load(*HOLE, **UNTIL_MAY)
    told = MetricChange.objects.count()
    load(*HOLE, **UNTIL_MAY)
    assert MetricChange.objects.count() == told
    load(*HOLE, **UNTIL_MAY, gives="statements")
    change = MetricChange.objects.filter(series__metric=REVENUE).latest("at", "pk")
    assert (change.first_period, change.last_period) == (dt.date(2026, 1, 1), dt.date(2026, 5, 1))


def test_tables_by_period_partner_and_segment(load, figure, definition):
    load(*HOLE, **UNTIL_MAY)
    Partner.objects.filter(key="b").update(segment="x", name="Beta")
    found = figure(REVENUE, "2026-03", "2026-04")

    def rows(by):
        made = breakdown(definition(REVENUE), found, PartnerSet(), by=by)
        return [(row["key"], row["name"], row["value"], row["count"], row["partners"]) for row in made]

    assert rows("period") == [("2026-03", "2026-03", 0, 0, 0), ("2026-04", "2026-04", 300, 1, 1)]
    assert rows("partner") == [("a", "a", 300, 1, 1), ("b", "Beta", 0, 0, 0)]
    assert rows("segment") == [("", "", 300, 1, 1), ("x", "x", 0, 0, 0)]


def test_the_page_says_who_has_rows(load, signed_in):
    load(*HOLE, **UNTIL_MAY)
    page = signed_in("viewer").get(f"/metrics/{REVENUE}/?first=2026-03&to=2026-04").content.decode()
    assert "2 of 2 partners (100.0 %)" in " ".join(page.split())
    assert "1 with rows, the others at 0" in page


def test_one_partner_is_seen_with_its_zeros(load):
    load(*HOLE, **UNTIL_MAY)
    revenue, margin = figures_of_partner(Partner.objects.get(key="b"))
    assert [point.value for point in revenue.trend] == [50, 0, 0, 0]
    assert [point.value for point in margin.trend] == [92, None, None, None]
    assert (revenue.value, revenue.count) == (50, 1)


def test_a_partner_is_covered_for_all_that_its_source_gives(load, figure):
    """It has rows, and none of them is a cost: its margin is not known, its revenue is."""
    load(*HOLE, "c,2026-02-07,10,NULL", **UNTIL_MAY)
    assert since()["c"] == ("2026-02", False)
    assert (figure(MARGIN, "2026-01", "2026-05").asked, figure(MARGIN, "2026-01", "2026-05").covered) == (
        3,
        2,
    )


def test_whom_the_list_of_the_source_names_is_asked_for_and_not_taken_for_a_zero(load, figure):
    listed = {"partner_list": "key\na\nb\nc\n", "partners": {"file": "list.csv", "key": "key"}}
    load(*HOLE, **UNTIL_MAY, **listed)
    assert since() == {"a": ("2026-01", True), "b": ("2026-02", True), "c": (None, True)}
    found = figure(REVENUE, "2026-01", "2026-05")
    assert (found.asked, found.covered, str(found.coverage_pct)) == (3, 2, "66.7")
    load(*HOLE, **UNTIL_MAY)
    assert figure(REVENUE, "2026-01", "2026-05").asked == 3, "a file without a list leaves the last one"
    load(*HOLE, **UNTIL_MAY, partner_list="key\na\nb\n", partners={"file": "list.csv", "key": "key"})
    assert figure(REVENUE, "2026-01", "2026-05").asked == 2


def test_a_corrected_name_leaves_nobody_behind(load, figure):
    load(*HOLE, "slip,2026-02-05,1,1", **UNTIL_MAY)
    assert figure(REVENUE, "2026-01", "2026-05").asked == 3
    load(*HOLE, **UNTIL_MAY)
    assert figure(REVENUE, "2026-01", "2026-05").asked == 2
    assert set(since()) == {"a", "b"}


def test_what_people_type_is_asked_of_whom_they_typed_it(load, figure, definition, person, partners):
    typed, _other = partners(2)
    april = dt.date(2026, 4, 1)

    def save(entered, seen):
        change = CellChange(typed.pk, april, entered, seen)
        given = {"assessor": steward, "assessed_on": april, "note": "", "by": steward, "now": NOW}
        save_entries(definition("compliance_score"), [change], **given)

    steward = person("steward")
    save(Entered((Decimal(70), Decimal(1)), Decimal(70)), 0)
    found = figure("compliance_score", "2026-04", "2026-06")
    assert (found.asked, found.covered) == (1, 1)
    save(None, 1)
    assert not CoveredPartner.objects.exists()


def test_the_list_of_metrics_grades_alike(load, partners, signed_in):
    load(*[f"a,2026-{month:02}-05,1,1" for month in range(1, 11)])
    partners(700)
    summary = MetricSummary.objects.get(metric=REVENUE)
    assert (summary.quality["partners"], summary.quality["asked"]) == (1, 1)
    assert signed_in("viewer").get(reverse("metrics:dictionary")).status_code == 200


def test_rows_have_a_reason(load):
    load(*HOLE)
    row = CoveredPartner.objects.first()
    for wrong in ({"since": None}, {"since": dt.date(2026, 1, 2)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CoveredPartner.objects.filter(pk=row.pk).update(**wrong)


def test_homes_from_before_know_whom_their_sources_cover(load, figure):
    load(*HOLE, **UNTIL_MAY)
    noted = since()
    CoveredPartner.objects.all().delete()
    MetricSummary.objects.update(quality={"partners": 2})
    (path,) = (source.ROOT / "metrics" / "migrations").glob("*_covered_partners.py")
    made = importlib.import_module(f"metrics.migrations.{path.stem}")
    with connection.cursor() as cursor:
        cursor.execute(made.COVERED)
        cursor.execute(made.SUMMARIES)
    assert since() == noted
    summary = MetricSummary.objects.get(metric=REVENUE)
    assert (summary.newest, summary.quality["asked"]) == (None, 2)
    follow_calendar(NOW)
    assert MetricSummary.objects.get(metric=REVENUE).newest == dt.date(2026, 5, 1)
