"""A future date moves nothing, and windows end with the newest whole period."""

import datetime as dt
import importlib
import io
import json

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from metrics.measures.windows import Window
from metrics.models import CoveredDays, Gap, MetricChange, MetricSummary, Observation, Source
from metrics.observations.baselines import baseline
from metrics.observations.calendar_turns import follow_calendar
from metrics.observations.partner_figures import figures_of_partner
from metrics.observations.partner_sets import PartnerSet
from partnerdesk.core.models import Workspace
from partners.models import Partner
from tests import source

NOW = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
FULL = tuple(f"a,2026-{month:02}-05,{month}00,4" for month in range(1, 11))
SLIP = "a,2062-10-15,200,4"
REVENUE = "fulfilled_revenue"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as found:
        yield found


def moment(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def months(found):
    return found.first and f"{found.first:%Y-%m}", found.last and f"{found.last:%Y-%m}"


def gaps(kind="future_period"):
    return [f"{gap.period:%Y-%m} {gap.count} {gap.status}" for gap in Gap.objects.filter(kind=kind)]


def test_a_row_of_the_year_2062_moves_no_window(load, figure):
    load(*FULL, SLIP)
    found = figure(REVENUE)
    assert months(found) == ("2025-11", "2026-10")
    assert found.value == 5500
    assert not found.is_to_date
    assert f"{found.newest:%Y-%m}" == "2026-10"
    assert found.freshness(dt.date(2027, 3, 1)).state == "stale"
    summary = MetricSummary.objects.get(metric=REVENUE)
    assert (summary.newest, summary.last, summary.value) == (dt.date(2026, 10, 1), dt.date(2026, 10, 1), 5500)


def test_it_is_kept_and_named_as_a_gap(load):
    imported = load(*FULL, SLIP)
    assert Observation.objects.filter(period="2062-10-01").exists()
    assert gaps() == ["2062-10 1 open"]
    assert not gaps("missing_period")
    (told,) = (gap for gap in imported.result["gaps"] if gap["kind"] == "future_period")
    assert told["examples"] == [{"row": 12, "value": "2062-10-15"}]
    assert imported.details["last"] == "2026-10"


def test_the_pages_show_the_window_without_it(load, signed_in):
    load(*FULL, SLIP)
    client = signed_in()
    page = client.get(reverse("metrics:metric", args=[REVENUE])).content.decode()
    assert "Nov 2025" in page
    assert "2062" not in page
    assert "2062" not in client.get(reverse("metrics:dictionary")).content.decode()
    assert "dated ahead, Oct 2062" in client.get(reverse("metrics:gaps")).content.decode()


def test_it_removes_nothing_between(load):
    load(*FULL)
    load("a,2026-11-05,1100,4")
    load(*FULL, SLIP)
    assert Observation.objects.current().filter(series__metric=REVENUE, period="2026-11-01").exists()


def test_a_corrected_file_takes_it_away(load, figure):
    load(*FULL, SLIP)
    load(*FULL)
    assert not Observation.objects.current().filter(period="2062-10-01").exists()
    assert gaps() == ["2062-10 1 gone"]


def test_it_counts_by_itself_once_its_period_is_there(load, figure):
    load(*FULL, "a,2026-12-05,1200,4")
    assert gaps() == ["2026-12 1 open"]
    assert figure(REVENUE, "2026-12", "2026-12").value is None
    told = MetricChange.objects.count()
    with time_machine.travel(moment("2026-12-02T12:00"), tick=False):
        assert follow_calendar(moment("2026-12-02T12:00")) == 0
        assert gaps() == ["2026-12 1 gone"]
        found = figure(REVENUE, "2026-12", "2026-12")
        assert (found.value, found.is_to_date) == (1200, True)
    later = moment("2027-01-02T12:00")
    with time_machine.travel(later, tick=False):
        assert follow_calendar(later) == 2
        assert follow_calendar(later) == 0
        assert months(figure(REVENUE))[1] == "2026-12"
        assert MetricSummary.objects.get(metric=REVENUE).last == dt.date(2026, 12, 1)
    changes = MetricChange.objects.order_by("at")[told:]
    assert {(row.first_period, row.last_period) for row in changes} == {
        (dt.date(2026, 11, 1), dt.date(2026, 12, 1))
    }


def test_this_month_is_to_date_and_no_window_ends_with_it(load, figure):
    load(*FULL, "a,2026-11-05,1100,4")
    assert months(figure(REVENUE, months=3)) == ("2026-08", "2026-10")
    found = figure(REVENUE, "2026-01", "2026-12")
    assert found.value == 6600
    assert found.is_to_date
    assert found.partial == (dt.date(2026, 11, 1), dt.date(2026, 12, 1))
    assert "To date: not whole are Nov 2026, Dec 2026." in found.notes


def test_a_file_that_ends_in_october_does_not_give_the_year(load, figure, signed_in):
    load(*FULL)
    found = figure(REVENUE, "2026-01", "2026-12")
    assert (found.value, found.is_to_date) == (5500, True)
    address = reverse("metrics:metric", args=[REVENUE])
    page = signed_in().get(f"{address}?first=2026-01&to=2026-12").content.decode()
    assert "to date" in page
    assert not figure(REVENUE, "2026-01", "2026-10").is_to_date


def test_the_command_says_it(load):
    load(*FULL)

    def asked(*options):
        out = io.StringIO()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.stdout", out)
            call_command("baseline", REVENUE, *options)
        return json.loads(out.getvalue())

    year = asked("--from", "2026-01", "--to", "2026-12")
    assert (year["to_date"], year["as_of"], year["is_stale"]) == (True, "2026-10", False)
    rolling = asked()
    assert (rolling["to_date"], rolling["to"]) == (False, "2026-10")
    before = asked("--as-of", "2026-08")
    assert (before["as_of"], before["to"], before["to_date"]) == ("2026-08", "2026-08", False)


def test_what_the_mapping_covers_makes_periods_whole_or_not(load, figure):
    load(*FULL, covers={"from": "2026-01-01", "to": "2026-10-25"})
    assert months(figure(REVENUE))[1] == "2026-09"
    assert Source.objects.get(name="sales").mapping.get("covers") is None
    load(*FULL, covers={"from": "2026-01-01", "to": "2026-10-31"})
    assert months(figure(REVENUE))[1] == "2026-10"


def test_each_source_of_the_metric_has_to_cover_it(load, figure):
    load(*FULL)
    load(*(row.replace("a,", "b,") for row in FULL[:9]), source="others")
    assert months(figure(REVENUE))[1] == "2026-09"
    load(*(row.replace("a,", "b,") for row in FULL), source="others")
    assert months(figure(REVENUE))[1] == "2026-10"


def test_the_zone_of_the_workspace_says_when_a_period_has_ended(load, figure):
    load(*FULL, "a,2026-11-05,1100,4")
    with time_machine.travel(moment("2026-12-01T03:00"), tick=False):
        assert months(figure(REVENUE))[1] == "2026-11"
        Workspace.objects.create(time_zone="America/Los_Angeles")
        assert months(figure(REVENUE))[1] == "2026-10"


def test_a_partner_is_seen_over_the_same_months(load):
    load(*FULL, "b,2025-12-05,50,4", "c,2025-01-05,50,4", SLIP)
    (revenue, _margin) = figures_of_partner(Partner.objects.get(key="b"))
    assert (revenue.first, revenue.last, revenue.value) == (dt.date(2025, 11, 1), dt.date(2026, 10, 1), 50)
    (revenue, _margin) = figures_of_partner(Partner.objects.get(key="c"))
    assert (revenue.last, revenue.value, revenue.newest) == (dt.date(2026, 10, 1), 0, None)


def test_seen_from_another_day(load, definition):
    load(*FULL)
    found = baseline(definition(REVENUE), Window(), PartnerSet(), today=dt.date(2026, 6, 15))
    assert (months(found)[1], found.is_to_date) == ("2026-05", False)


def test_covered_days_are_in_order(load):
    load(*FULL)
    row = CoveredDays.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        CoveredDays.objects.filter(pk=row.pk).update(last="2020-01-01")


def statements(app, topic):
    (path,) = (source.ROOT / app / "migrations").glob(f"*_{topic}.py")
    return importlib.import_module(f"{app}.migrations.{path.stem}")


def test_homes_from_before_cover_what_their_rows_do(load, gaps_before_causes):
    load(*FULL, SLIP)
    noted = list(CoveredDays.objects.order_by("series", "first").values_list("series", "first", "last"))
    CoveredDays.objects.all().delete()
    Gap.objects.all().delete()
    made = statements("metrics", "whole_periods")
    cursor = gaps_before_causes()
    for statement in (made.COVERED, made.AHEAD, made.NOT_MISSING):
        cursor.execute(statement)
    cursor.execute("SELECT to_char(period, 'YYYY-MM'), count, status FROM metrics_gap ORDER BY metric_id")
    rows = CoveredDays.objects.order_by("series", "first").values_list("series", "first", "last")
    assert list(rows) == noted
    ahead = [("2062-10", 1, "open")] * 2
    assert cursor.fetchall() == ahead, "of both metrics that the file gives"
