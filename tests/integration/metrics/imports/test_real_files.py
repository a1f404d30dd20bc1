"""Public data through the command, as a script would load them: figures and gaps must be reached exactly."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command

from metrics.models import Gap, Observation
from partners.models import Partner

DATA = Path(__file__).resolve().parents[5] / "shared" / "data"
VECTORS = DATA.parent / "vectors" / "triggers.json"
RESELLERS, OPPORTUNITIES = DATA / "reseller_sales", DATA / "crm_opportunities"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the public data are not beside the project")

RESELLER_MAPPING = {
    "source": "reseller-sales",
    "format": {"encoding": "utf-8", "delimiter": ",", "missing": ["NULL", ""], "decimal": "."},
    "partner": {"column": "ResellerKey", "create_unknown": True},
    "partners": {
        "file": "Resellers.csv", "key": "ResellerKey", "name": "ResellerName", "segment": "BusinessType",
        "country": "Country_Region",
    },
    "period": {"column": "OrderDate", "date_format": "%Y-%m-%d", "grain": "month"},
    "metrics": [
        {"metric": "fulfilled_revenue", "measure": "sum", "value": "SalesAmount", "unit": "USD"},
        {"metric": "gross_margin", "measure": "margin", "revenue": "SalesAmount", "cost": "TotalProductCost"},
    ],
}  # fmt: skip
WON, CLOSED = [{"column": "deal_stage", "in": ["Won"]}], [{"column": "deal_stage", "in": ["Won", "Lost"]}]
SPAN = {"from": "engage_date", "to": "close_date"}
OPPORTUNITY_MAPPING = {
    "source": "crm",
    "partner": {"column": "account", "create_unknown": True},
    "partners": {"file": "accounts.csv", "key": "account", "segment": "sector", "country": "office_location"},
    "period": {"column": "close_date"},
    "labels": [
        {"column": "product", "file": "products.csv", "file_column": "product"},
        {"column": "sector", "in_partners": True, "values": ["technology"]},
        {"column": "office_location", "in_partners": True, "values": ["Philippines"]},
    ],
    "metrics": [
        {"metric": "win_rate", "measure": "share", "column": "deal_stage", "equals": "Won", "where": CLOSED},
        {"metric": "deal_value", "measure": "mean", "value": "close_value", "where": WON},
        {"metric": "sales_cycle", "measure": "mean_days", **SPAN, "where": WON},
        {
            "metric": "pipeline_velocity", "measure": "velocity", "stage": "deal_stage", "won": "Won",
            "lost": "Lost", "value": "close_value", **SPAN,
        },
    ],
}  # fmt: skip


@pytest.fixture
def command(tmp_path, capsys):
    """Run the import command on a file under a mapping and return what it prints."""

    def command(data: Path, mapping: dict, *flags: str) -> dict:
        path = tmp_path / "mapping.yaml"
        path.write_text(yaml.safe_dump(mapping, allow_unicode=True))
        call_command(
            "import_observations", str(data), "--mapping", str(path), "--base", str(data.parent), *flags
        )
        printed: dict[str, Any] = json.loads(capsys.readouterr().out)
        return printed

    return command


@pytest.fixture
def resellers(command):
    return command(RESELLERS / "FactResellerSales.csv", RESELLER_MAPPING)


@pytest.fixture
def opportunities(command):
    return command(OPPORTUNITIES / "sales_pipeline.csv", OPPORTUNITY_MAPPING)


def gap_counts(answer):
    return {(gap["kind"], gap["column"]): gap["count"] for gap in answer["gaps"] if gap["kind"] != "late"}


def test_every_gap_of_the_resellers_is_found(resellers):
    assert resellers["rows"] == 57_851
    assert resellers["observations"] == {"added": 7_192, "unchanged": 0, "replaced": 0, "removed": 0}
    assert resellers["partners"] == {"added": 701}
    assert gap_counts(resellers) == {
        ("missing_value", "TotalProductCost"): 76,
        ("similar_label", "BusinessType"): 5,
        ("duplicate_name", "ResellerName"): 2,
        ("partner_without_data", None): 69,
        ("outlier", None): 1,
    }
    [missing] = Gap.objects.filter(kind=Gap.Kind.MISSING_VALUE)
    assert (missing.metric_id, f"{missing.period:%Y-%m}", missing.count) == ("gross_margin", "2017-07", 76)
    [label] = Gap.objects.filter(kind=Gap.Kind.SIMILAR_LABEL)
    assert label.examples == [{"value": "Ware House", "like": "Warehouse", "of": 227}]
    [outlier] = Gap.objects.filter(kind=Gap.Kind.OUTLIER)
    assert f"{outlier.period:%Y-%m}" == "2018-06"
    assert outlier.examples[0]["value"].startswith("-41")


def test_reseller_figures_over_all_months(resellers, figure):
    revenue, margin = (
        figure(metric, "2017-07", "2020-05") for metric in ("fulfilled_revenue", "gross_margin")
    )
    assert (f"{revenue.value:.2f}", revenue.unit) == ("77548570.20", "USD")
    assert (revenue.rows, revenue.partners, revenue.count, len(revenue.trend)) == (57_851, 632, 3_600, 35)
    assert margin.count == 3_592
    words = "76 rows without TotalProductCost in Jul 2017"
    assert words in [gap.words for gap in margin.gaps]
    assert words not in [gap.words for gap in revenue.gaps]


def test_reseller_figures_of_the_last_twelve_months(resellers, figure):
    revenue = figure("fulfilled_revenue")
    margin = figure("gross_margin", "2019-06", "2020-05", today=dt.date(2020, 6, 5))
    assert f"{revenue.value:.2f}" == "35129997.32"
    assert (f"{revenue.first:%Y-%m}", f"{revenue.last:%Y-%m}") == ("2019-06", "2020-05")
    assert (revenue.partners, revenue.count) == (513, 1_708)
    assert f"{margin.value:.3f}" == "-0.685"
    assert (str(margin.coverage_pct), margin.grade) == ("73.2", "B")
    assert figure("gross_margin", "2019-06", "2020-05").grade == "D"  # by now it is years old
    assert "TotalProductCost" not in " ".join(gap.words for gap in margin.gaps)
    names = ["Specialty Bike Shop", "Value Added Reseller", "Ware House", "Warehouse"]
    counts = [figure("gross_margin", "2019-06", "2020-05", segment=name).count for name in names]
    assert sum(counts) == margin.count


@pytest.mark.skipif(not VECTORS.is_file(), reason="the published cases are not beside the project")
def test_a_trigger_on_the_reseller_margin_is_replayed(resellers, figure, tmp_path, capsys):
    """The margin of each month, and the rule of the published case: when it would have fired."""
    case = json.loads(VECTORS.read_text())["reseller_margin"]
    margin = {
        f"{point.period:%Y-%m}": point.value for point in figure("gross_margin", "2017-07", "2020-05").trend
    }
    assert {month: float(round(margin[month], 2)) for month in case["margin_pct"]} == case["margin_pct"]
    rule = {key: case[key] for key in ("fire", "clear", "for_samples", "hold_samples")}
    samples = [{"period": month, "value": float(value)} for month, value in margin.items()]
    path = tmp_path / "margin.json"
    path.write_text(json.dumps({**rule, "samples": samples}))
    call_command("backtest", str(path))
    answer = json.loads(capsys.readouterr().out)
    states = dict(zip(margin, answer["states"], strict=True))
    assert {month: states[month] for month in case["states"]} == case["states"]
    assert [event["period"] for event in answer["events"]] == case["events_opened_in"]


def test_the_same_file_again_changes_nothing(resellers, command):
    again = command(RESELLERS / "FactResellerSales.csv", RESELLER_MAPPING)
    assert again["observations"] == {"added": 0, "unchanged": 7_192, "replaced": 0, "removed": 0}
    assert again["partners"] == {"added": 0}
    assert Observation.objects.count() == 7_192


def test_a_preview_prints_the_same_and_stores_nothing(command, settings):
    preview = command(RESELLERS / "FactResellerSales.csv", RESELLER_MAPPING, "--preview")
    assert not Observation.objects.exists()
    assert not Partner.objects.exists()
    assert not list(Path(settings.MEDIA_ROOT).rglob("*"))
    assert preview == command(RESELLERS / "FactResellerSales.csv", RESELLER_MAPPING)


def test_every_gap_of_the_opportunities_is_found(opportunities):
    found = gap_counts(opportunities)
    assert opportunities["rows"] == 8_800
    assert found["missing_partner", "account"] == 1_425
    assert found["missing_value", "engage_date"] == 500
    assert found["missing_value", "close_date"] == found["missing_value", "close_value"] == 8_800 - 6_711
    assert found["similar_label", "product"] == 1_480
    assert found["similar_label", "sector"] == 12
    assert found["similar_label", "office_location"] == 1


def test_opportunity_figures(opportunities, figure):
    year = ("2017-01", "2017-12")
    rate, size, days = (figure(metric, *year) for metric in ("win_rate", "deal_value", "sales_cycle"))
    assert (f"{rate.value:.2f}", rate.rows) == ("63.15", 6_711)
    assert f"{size.value:.2f}" == "2360.91"
    assert f"{days.value:.2f}" == "51.78"
    quarters = [("01", "03"), ("04", "06"), ("07", "09"), ("10", "12")]
    rates = [figure("win_rate", f"2017-{first}", f"2017-{last}").value for first, last in quarters]
    assert [f"{value:.2f}" for value in rates] == ["82.07", "61.71", "61.41", "60.25"]
    december = Observation.objects.current().filter(series__metric="pipeline_velocity", period="2017-12-01")
    stock = sum(observation.parts[0] for observation in december)
    velocity = figure("pipeline_velocity", *year)
    by_hand = float(stock) * 4_238 / 6_711 * float(size.value) / float(days.value)
    assert velocity.unit == "USD/day"
    assert float(velocity.value) == pytest.approx(by_hand)
