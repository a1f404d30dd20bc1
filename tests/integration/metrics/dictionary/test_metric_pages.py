"""A metric's page and the lineage of its numbers."""

import pytest

from metrics.files.reading import reader
from metrics.files.store import path_of
from metrics.imports import lineage_rows
from metrics.models import Import
from partners.models import Partner


@pytest.fixture
def viewer(signed_in):
    return signed_in("viewer")


@pytest.fixture
def loaded(load):
    first = load(
        "a,2024-01-05,100,50", "a,2024-01-07,10,NULL", "b,2024-01-05,300,200", "b,2024-02-05,100,100"
    )
    Partner.objects.filter(key="b").update(segment="x")
    return first


def test_the_figure_its_trust_and_its_definition(viewer, loaded):
    html = viewer.get("/metrics/gross_margin/").content.decode()
    assert "30.0 %" in html
    assert "2 of 2 partners (100.0 %)" in html
    assert "1 row without cost in Jan 2024" in html
    assert "Lines whose product cost is known" in html or "Order lines whose product cost is known" in html
    assert "Partner contribution margin" in html
    assert "<svg" in html
    assert "style=" not in html.split("<main")[1]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("first=2024-02&to=2024-02", "0.0 %"),
        ("segment=x", "25.0 %"),
        ("last=1", "0.0 %"),
        ("by=partner", "By partner"),
        ("by=period", "By period"),
        ("first=2024-02", "Give both the first and the last month"),
        ("first=x&to=y", "write it as 2019-06"),
        ("segment=nonsense", "Select a valid choice"),
        ("last=0", "greater than or equal to 1"),
        ("by=nonsense", "Select a valid choice"),
        ("partner=nonsense", "Enter a valid UUID"),
        ("page=nonsense", "30.0 %"),
    ],
)
def test_windows_segments_and_tables(query, words, viewer, loaded):
    answer = viewer.get(f"/metrics/gross_margin/?{query}")
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_one_partner_by_period_leads_to_the_rows(viewer, loaded):
    alpha = Partner.objects.get(key="a")
    html = viewer.get(f"/metrics/gross_margin/?partner={alpha.pk}").content.decode()
    assert "50.0 %" in html
    assert f"/metrics/gross_margin/lineage/?partner={alpha.pk}&amp;period=2024-01" in html


def test_a_metric_without_data_says_so(viewer):
    assert "No file has given this metric" in viewer.get("/metrics/gross_margin/").content.decode()
    assert "Described, not measured" in viewer.get("/metrics/value_proposition/").content.decode()


def test_glossary_terms_are_linked(viewer):
    html = viewer.get("/metrics/partner_nps/").content.decode()
    assert "/glossary/" in html


def lineage(client, key, partner, period="2024-01"):
    return client.get(f"/metrics/{key}/lineage/?partner={partner.pk}&period={period}").content.decode()


def test_a_number_leads_to_its_file_and_rows(viewer, loaded):
    html = lineage(viewer, "fulfilled_revenue", Partner.objects.get(key="a"))
    assert loaded.file_id in html
    assert "sales.csv" in html
    assert "The 2 rows behind it" in html
    assert "2024-01-05" in html
    assert "2024-01-07" in html


def test_only_the_rows_that_count_are_shown(viewer, loaded):
    html = lineage(viewer, "gross_margin", Partner.objects.get(key="a"))
    assert "The row behind it" in html
    assert "2024-01-07" not in html  # without a cost
    assert "profit 50" in html


def test_replaced_values_stay_readable(viewer, loaded, load):
    load("a,2024-01-05,120,50")
    html = lineage(viewer, "fulfilled_revenue", Partner.objects.get(key="a"))
    assert "120.00 USD" in html
    assert "<del>110.00 USD</del>" in html


def test_two_sources_say_which_counts(viewer, loaded, load):
    load("a,2024-01-05,120,50", source="newer")
    html = lineage(viewer, "fulfilled_revenue", Partner.objects.get(key="a"))
    assert html.index("newer") < html.index("does not count: another source does")


def test_long_lists_of_rows_have_pages(viewer, load, monkeypatch):
    monkeypatch.setattr(reader, "CHUNK_ROWS", 50)
    load(*[f"a,2024-01-05,{number},1" for number in range(1, 251)])
    partner = Partner.objects.get()
    html = lineage(viewer, "fulfilled_revenue", partner)
    assert "Rows 1–200 of those behind it" in html
    assert "page=2" in html
    html = lineage(viewer, "fulfilled_revenue", partner, "2024-01&page=2")
    assert "Rows 201–250 of those behind it" in html
    assert '<td class="num">251</td>' in html
    assert "page=3" not in html
    assert "Rows 1–200" in lineage(viewer, "fulfilled_revenue", partner, "2024-01&page=x")


def test_what_lies_beyond_the_last_page_is_in_the_file(viewer, load, monkeypatch):
    monkeypatch.setattr(lineage_rows, "PAGE_ROWS", 2)
    monkeypatch.setattr(lineage_rows, "MOST_ROWS", 4)
    load(*["a,2024-01-05,1,1"] * 6)
    html = lineage(viewer, "fulfilled_revenue", Partner.objects.get(), "2024-01&page=9")
    assert "Rows 3–4 of those behind it" in html
    assert "The file has more rows of it: download it." in html


def test_a_file_that_is_gone_is_told(viewer, loaded):
    path_of(Import.objects.get().file_id).unlink()
    html = lineage(viewer, "fulfilled_revenue", Partner.objects.get(key="a"))
    assert "no longer kept on this machine" in html


def test_a_number_that_is_not_there(viewer, loaded):
    beta = Partner.objects.get(key="b")
    assert "There is no such observation" in lineage(viewer, "gross_margin", beta, "2020-01")
    for query in ("", f"partner={beta.pk}", "partner=x&period=2024-01", f"partner={beta.pk}&period=x"):
        assert viewer.get(f"/metrics/gross_margin/lineage/?{query}").status_code == 404
    assert viewer.get("/metrics/value_proposition/lineage/").status_code == 404


def test_methods(viewer):
    assert viewer.post("/metrics/gross_margin/").status_code == 405
    assert viewer.post("/metrics/gross_margin/lineage/").status_code == 405
