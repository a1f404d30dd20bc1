"""Rates in the browser: given with a look before they count, listed, and what they touch offered."""

import datetime as dt
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from metrics.models import Import, Rate, RateTable
from partnerdesk.core.chain_check import check_chain
from partnerdesk.core.models import Event
from tests.integration.metrics.imports.pages import begin, fields
from tests.integration.people import file_address

NEW = "/metrics/rates/new/"
SAID = {"source": "Central bank", "dated_on": "2025-03-31"}
TEXT = "month,currency,rate\n2025-01,EUR,1.0354\n2025-02,EUR,1.0413\n"
STATED = [
    {
        "metric": "fulfilled_revenue",
        "measure": "sum",
        "value": "amount",
        "unit": "USD",
        "currency_column": "currency",
    }
]
SALES = "partner,date,amount,currency\na,2025-01-05,100,EUR\na,2025-01-06,1,USD\n"


def post(client, text=TEXT, **said):
    file = SimpleUploadedFile("rates.csv", text.encode())
    return client.post(file_address(client, NEW), {"file": file} | SAID | said)


def test_a_table_is_looked_at_and_taken(signed_in):
    client = signed_in("manager")
    answer = post(client)
    assert answer.status_code == 302
    html = client.get(answer.url).content.decode()
    assert "2 rates are new, 0 correct one that counts" in html
    assert "1.0354" in html
    assert not Rate.objects.exists()
    taken = client.post(answer.url.partition("?")[0], SAID | {"name": "rates.csv"})
    table = RateTable.objects.get()
    assert taken.url == table.get_absolute_url()
    assert (table.source, table.dated_on, table.file_name) == (
        "Central bank",
        dt.date(2025, 3, 31),
        "rates.csv",
    )
    assert (table.created_by.email, table.rates.count()) == (table.created_by.email, 2)
    assert Event.objects.filter(kind="rates.added", subject_id=table.pk).exists()
    html = client.get("/metrics/rates/").content.decode()
    assert "Central bank" in html
    assert "EUR → USD" in client.get(table.get_absolute_url()).content.decode()


def test_a_correction_says_what_it_changes(signed_in, give_rates):
    give_rates(TEXT)
    client = signed_in("manager")
    text = "month,currency,rate\n2025-01,EUR,1.5\n2025-02,EUR,1.0413\n2025-03,EUR,1.1\n"
    html = client.get(post(client, text, dated_on="2025-04-30").url).content.decode()
    assert "1 rates are new, 1 correct one that counts, 1 are as they are" in " ".join(html.split())
    html = client.get(post(client, text, dated_on="2024-04-30").url).content.decode()
    assert "0 correct one that counts, 1 are as they are; for 1 a table of a later day" in " ".join(
        html.split()
    )


def test_what_is_refused_is_told_by_line_and_stores_nothing(signed_in):
    client = signed_in("manager")
    address = post(client, "month,currency,rate\n2025-01,EUR,x\n").url
    answer = client.get(address)
    assert answer.status_code == 422
    assert "Line 2: “x” is no rate" in answer.content.decode()
    assert client.post(address.partition("?")[0], SAID | {"name": "rates.csv"}).status_code == 422
    assert not RateTable.objects.exists()


@pytest.mark.parametrize("said", [{"source": ""}, {"dated_on": ""}, {"dated_on": "2999-01-01"}])
def test_a_source_and_a_day_that_has_come_are_needed(signed_in, said):
    assert post(signed_in("manager"), **said).status_code == 422


def test_rights(signed_in, give_rates, client):
    table = give_rates(TEXT)
    viewer = signed_in("viewer")
    given = viewer.get(f"{table.get_absolute_url()}file/")
    assert b"".join(given.streaming_content) == TEXT.encode()
    for address in ("/metrics/rates/", table.get_absolute_url()):
        assert viewer.get(address).status_code == 200
        assert viewer.post(address).status_code == 405
        assert client.get(address).status_code == 302
    assert viewer.get(NEW).status_code == 403
    assert viewer.get(f"{NEW}{table.file_id}/", SAID).status_code == 403
    assert viewer.post(f"{NEW}{table.file_id}/", SAID).status_code == 403
    for address in ("no-such", str(uuid.uuid4())):
        assert viewer.get(f"/metrics/rates/{address}/").status_code == 404
    manager = signed_in("manager")
    assert manager.get(f"{NEW}{'a' * 64}/", SAID).status_code == 404
    assert manager.get(f"{NEW}no-hash/", SAID).status_code == 404
    assert manager.get(f"{NEW}{table.file_id}/").status_code == 404
    assert manager.delete(f"{NEW}{table.file_id}/").status_code == 405


def test_the_button_that_imports_anew(signed_in, give_rates, load, work):
    give_rates(TEXT)
    imported = load(text=SALES, metrics=STATED)
    manager, viewer = signed_in("manager"), signed_in("viewer")
    address = f"/metrics/imports/{imported.pk}/anew/"
    assert "Files to import anew" not in manager.get("/metrics/rates/").content.decode()
    assert manager.post(address).status_code == 422
    later = give_rates("month,currency,rate\n2025-01,EUR,2\n", dated_on=dt.date(2025, 4, 30))
    for page in ("/metrics/rates/", later.get_absolute_url()):
        assert address in manager.get(page).content.decode()
        assert "EUR Jan 2025" in " ".join(viewer.get(page).content.decode().split())
        assert address not in viewer.get(page).content.decode()
    assert viewer.post(address).status_code == 403
    assert manager.get(address).status_code == 405
    answer = manager.post(address)
    assert answer.status_code == 302
    work()
    assert Import.objects.get(pk=answer.url.split("/")[-2]).state == Import.State.DONE
    html = manager.get(answer.url).content.decode()
    assert later.get_absolute_url() in html
    assert "Files to import anew" not in manager.get("/metrics/rates/").content.decode()


def test_rates_are_proven_and_never_changed(give_rates):
    give_rates(TEXT)
    assert check_chain([]).as_data()["result"] == "intact"
    with pytest.raises(Exception, match="permission denied"):
        Rate.objects.update(rate=9)


def test_the_lists_ask_as_much_for_many_as_for_few(signed_in, give_rates, load, person):
    client = signed_in("manager")

    def grow(count, first):
        for number in range(first, first + count):
            give_rates(TEXT, source=f"Bank {number}", by=person("manager"))
            text = f"partner,date,amount,currency\na{number},2025-01-05,{number + 1},EUR\n"
            load(text=text, metrics=STATED, source=f"s{number}")
        give_rates(
            f"month,currency,rate\n2025-01,EUR,{first + 3}\n",
            dated_on=dt.date(2025, 4, 1) + dt.timedelta(first),
        )

    def questions(address):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return [query["sql"].rpartition(" FROM ")[2].partition(" ")[0] for query in asked]

    grow(2, 0)
    table = RateTable.objects.order_by("created_at")[0]
    addresses = ("/metrics/rates/", table.get_absolute_url())
    few = [questions(address) for address in addresses]
    grow(10, 2)
    assert [questions(address) for address in addresses] == few
    assert max(map(len, few)) < 30
    assert "and" in client.get("/metrics/rates/").content.decode()


def test_the_mapping_page_keeps_the_column_of_currencies(signed_in, give_rates, work):
    """Were it lost there, amounts would be added up unconverted."""
    give_rates(TEXT)
    client = signed_in("manager")
    address, posted = begin(client, work, SALES.replace("partner,", "ResellerKey,"))
    posted |= {"partner-column": "ResellerKey", "period-column": "date", "metrics-total": "1"}
    posted |= {"metrics-0-metric": "fulfilled_revenue", "metrics-0-value": "amount", "metrics-0-unit": "USD"}
    posted = fields(client.post(address, posted | {"do": "redraw"}).content.decode())
    assert posted["metrics-0-currency_column"] == ""
    answer = client.post(address, posted | {"metrics-0-currency_column": "currency", "do": "preview"})
    assert answer.status_code == 302
    imported = Import.objects.get()
    assert imported.mapping["metrics"][0]["currency_column"] == "currency"
    work()
    assert fields(client.get(address).content.decode())["metrics-0-currency_column"] == "currency"
    client.post(f"/metrics/imports/{imported.pk}/confirm/")
    work()
    imported.refresh_from_db()
    assert imported.result["totals"] == {"fulfilled_revenue": 104.54}
    html = client.get("/metrics/sources/orders/").content.decode()
    assert "each row in the currency of currency, converted" in html
