"""What people see of measures that keep values: figures, lineage, the mapping, typed values, words."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pydantic import ValidationError

from decisions.sections.metrics import freeze_baseline
from metrics.imports.lineage import lineage
from metrics.manual_entry.cells import read_cell
from metrics.manual_entry.save import CellChange, save_entries
from metrics.models import Import
from metrics.observations.partner_figures import figures_of_partner
from metrics.observations.summaries import refresh_summaries
from partners.models import Partner
from tests.integration.metrics.imports.pages import begin, fields
from tests.integration.metrics.measures.kept_cases import (
    KINDS,
    MAPPED,
    ROWS,
    TODAY,
)


def test_a_partners_page_has_its_own_figures(bring, entries):
    bring(*ROWS)
    refresh_summaries(list(KINDS), now=timezone.now())
    lines = figures_of_partner(Partner.objects.get(key="b"))
    assert {line.definition.metric_id: line.value for line in lines} == {
        "typical_order": Decimal("6.5"),
        "customers": 2,
        "seats": Decimal("6.5"),
    }


def test_a_baseline_is_frozen_with_its_figure_and_trend(bring, figure):
    bring(*ROWS)
    frozen = freeze_baseline(figure("customers", "2024-01", "2024-03", today=TODAY))
    assert (frozen["value"], frozen["count"], frozen["partners"]) == (3, 4, 2)
    assert [point["value"] for point in frozen["trend"]] == [1, 1, 1]
    json.dumps(frozen, default=str)


def test_lineage_says_what_is_kept_and_shows_the_rows(bring, definition):
    bring(*ROWS)
    partner = Partner.objects.get(key="b")
    [origin] = lineage(definition("typical_order"), str(partner.pk), "2024-03").current
    assert (origin.value, origin.parts) == (Decimal("15.75"), [("values", 2)])
    assert [row.row for row in origin.rows] == [6, 7]
    [origin] = lineage(definition("seats"), str(partner.pk), "2024-03").current
    assert (origin.value, origin.parts) == (Decimal("6.5"), [("last value", Decimal("6.5"))])


def test_a_last_value_can_be_typed_and_what_is_kept_can_not(bring, figure, definition, person, signed_in):
    bring(*ROWS)
    partner, april = Partner.objects.get(key="a"), dt.date(2024, 4, 1)
    change = CellChange(partner.pk, april, read_cell("70", "last", None), 0)
    steward = person("steward")
    save_entries(
        definition("seats"),
        [change],
        assessor=steward,
        assessed_on=april,
        note="",
        by=steward,
        now=timezone.now(),
    )
    assert figure("seats", "2024-01", "2024-04", today=TODAY).value == Decimal("76.5")
    client = signed_in("manager")
    html = client.get("/metrics/seats/scores/?until=2024-05").content.decode()
    assert "one number, for example 340" in html
    assert 'value="70"' in html
    for key in ("typical_order", "customers"):
        assert client.get(f"/metrics/{key}/scores/").status_code == 404


def test_a_last_value_takes_a_unit_that_adds_up(entry):
    for unit in ("pct", "score", "nps", "money_per_day"):
        with pytest.raises(ValidationError, match="takes a unit that adds up: money, days, count"):
            entry("seats", "last", unit)
    for unit in ("money", "days", "count"):
        assert entry("seats", "last", unit).measure == "last"


def test_pages_say_the_rule_in_words(bring, signed_in):
    bring(*ROWS)
    client = signed_in("steward")
    for key, words in {
        "seats": "Of each partner the newest row in the window",
        "customers": "How many different texts stand in the column",
        "typical_order": "The middle one of all rows",
    }.items():
        assert words in client.get(f"/metrics/{key}/").content.decode()
    form = client.get(reverse("metrics:definition_new")).content.decode()
    for label in ("last value", "distinct count", "median"):
        assert label in form


@pytest.mark.parametrize("by", ["partner", "segment", "period"])
def test_a_page_asks_as_much_for_many_partners_as_for_few(bring, signed_in, by):
    client = signed_in("steward")

    def questions(count):
        bring(*[f"p{number},2024-0{1 + number % 3}-05,{number},c{number}" for number in range(count)])
        found = []
        for key in KINDS:
            address = f"/metrics/{key}/?by={by}&first=2024-01&to=2024-03"
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            found.append(len(asked))
        return found

    assert questions(3) == questions(30)


def test_the_preview_shows_the_figures_of_the_file(bring):
    imported = bring(*ROWS)
    values = {one["metric"]: Decimal(one["value"]) for one in imported.details["metrics"]}
    assert values == {"typical_order": 10, "customers": 3, "seats": Decimal("46.5")}
    assert imported.result["totals"] == {}


def test_numbers_whose_texts_are_counted_are_no_numbers(bring, figure):
    """A file that is understood: 1.1 and 1.10 are two articles, and 8.0 is the 8 that a spreadsheet made of it."""
    rows = [
        "a,2024-01-05,1,1.1",
        "a,2024-01-06,2,1.10",
        "a,2024-01-07,3,8",
        "a,2024-01-08,4,8.0",
        "a,2024-01-09,4,",
    ]
    bring(*rows, format={"as": "understood"})
    assert figure("customers", "2024-01", "2024-01", today=TODAY).value == 3
    by_amount = [MAPPED[0], MAPPED[1] | {"column": "amount"}]
    bring(*rows, format={"as": "understood"}, metrics=by_amount)
    assert figure("customers", "2024-01", "2024-01", today=TODAY).value == 4


def test_the_mapping_page_asks_for_what_each_measure_needs(entries, signed_in, work, figure):
    client = signed_in("manager")
    address, values = begin(client, work, "partner,date,amount,customer\n" + "\n".join(ROWS) + "\n")
    for _metric in KINDS:
        client.post(address, values | {"do": "add-metric"})
    values |= {"do": "redraw", "metrics-total": str(len(KINDS))}
    for index, key in enumerate(KINDS):
        values |= {f"metrics-{index}-metric": key, f"metrics-{index}-where-total": "0"}
    html = client.post(address, values).content.decode()
    asked = fields(html)
    assert {"metrics-0-value", "metrics-1-column", "metrics-2-value"} <= asked.keys()
    assert not {"metrics-0-column", "metrics-1-value", "metrics-1-equals"} & asked.keys()
    values |= asked | {
        "do": "preview",
        "metrics-0-value": "amount",
        "metrics-1-column": "customer",
        "metrics-2-value": "amount",
    }
    client.post(address, values)
    assert work() == ["done"]
    mapped = Import.objects.get().mapping["metrics"]
    assert [(one["metric"], one["measure"]) for one in mapped] == list(KINDS.items())
