"""From a figure to the lines of its file: as they stand there, as they were read, and by which rate they count."""

import datetime as dt
from decimal import Decimal

from metrics.imports.lineage import lineage
from metrics.models import DefinitionVersion
from partners.models import Partner
from tests.integration.metrics.rates.test_conversion import EACH, SALES, STATED, TEXT


def behind(partner, month="2025-01"):
    definition = DefinitionVersion.objects.newest().get(metric="fulfilled_revenue")
    [origin] = lineage(definition, str(Partner.objects.get(name=partner).pk), month).current
    assert not origin.problem
    return origin


def told(row):
    return [(one.amount, one.currency, one.rate, one.result, one.to) for one in row.conversions]


def test_a_row_that_was_converted_shows_amount_rate_and_result(give_rates, suggested, write):
    give_rates()
    suggested(write(SALES), EACH, "--metric", "fulfilled_revenue")
    give_rates("month,currency,rate\n2025-01,EUR,9\n", dated_on=dt.date(2025, 4, 30))
    origin = behind("Acme")
    assert [row.row for row in origin.rows] == [2, 3]
    dollar, euro = origin.rows
    assert told(dollar) == []
    assert told(euro) == [(Decimal("200.5"), "EUR", Decimal("1.035400000000000"), Decimal("207.5977"), "USD")]
    assert [cell.raw for cell in euro.cells] == ["Acme", "2025-01-10", "200.50"]
    assert sum((one[3] for row in origin.rows for one in told(row)), Decimal(100)) == origin.value


def test_raw_cells_stand_beside_what_they_were_read_as(give_rates, suggested, write):
    give_rates()
    rows = "Acme;13/01/2025;1.250,50 €\nAcme;14/01/2025;$5,00\nBlue;15/02/2025;7,25 €\n"
    suggested(write(f"Sales report\n\nPartner;Date;Revenue\n{rows}"), {"currency:Revenue": "each"})
    rows = behind("Acme").rows
    assert [row.row for row in rows] == [4, 5]
    assert [(cell.raw, cell.read) for cell in rows[0].cells] == [
        ("Acme", "Acme"),
        ("13/01/2025", "2025-01-13"),
        ("1.250,50 €", "1250.5"),
    ]
    assert told(rows[0])[0][1:4] == ("EUR", Decimal("1.0354"), Decimal("1294.7677"))


def test_of_months_in_columns_each_row_shows_its_own_cell(suggested, write):
    suggested(write("Partner,Jan 2025,Feb 2025\n" + "".join(f"P{at},{at}00,{at}50\n" for at in range(1, 6))))
    [row] = behind("P3", "2025-02").rows
    assert (row.row, row.cells[-1].raw) == (4, "350")


def test_a_stated_mapping_and_the_page(give_rates, load, signed_in):
    give_rates()
    load(text=TEXT, metrics=STATED)
    dollar, euro = behind("a").rows
    assert (told(dollar), told(euro)) == (
        [],
        [(Decimal(10), "EUR", Decimal("1.0354"), Decimal("10.354"), "USD")],
    )
    partner = Partner.objects.get(name="a")
    answer = signed_in("viewer").get(
        f"/metrics/fulfilled_revenue/lineage/?partner={partner.pk}&period=2025-01"
    )
    html = " ".join(answer.content.decode().split())
    assert "10 EUR × 1.0354 = 10.354 USD" in html


def test_numbers_that_are_written_otherwise_are_read_beside(load, signed_in):
    text = "partner;date;amount;cost\na;05.01.2024;1.250,5;4\n"
    load(
        text=text,
        format={"delimiter": ";", "decimal": ",", "thousands": "."},
        period={"column": "date", "date_format": "%d.%m.%Y"},
    )
    partner = Partner.objects.get(name="a")
    answer = signed_in("viewer").get(
        f"/metrics/fulfilled_revenue/lineage/?partner={partner.pk}&period=2024-01"
    )
    html = " ".join(answer.content.decode().split())
    assert "read as 1250.5" in html
    assert "read as 2024-01-05" in html
