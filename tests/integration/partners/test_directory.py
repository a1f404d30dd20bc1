"""The directory: search, filters, pages, export."""

import csv
import datetime as dt
import io

import lxml.html
import pytest

from partners.models import Partner, RiskFlag


@pytest.fixture
def viewer(signed_in):
    return signed_in("viewer")


@pytest.fixture
def some(partners, person):
    partners(1, segment="Warehouse", tier="gold", region="West", country="DE", stage="strategic")
    [two] = partners(1, segment="Shop", region="East")
    RiskFlag.objects.create(
        partner=two,
        kind="legal",
        severity="high",
        statement="x",
        owner=person(),
        raised_on=dt.date(2024, 1, 1),
    )
    [three] = partners(1)
    RiskFlag.objects.create(
        partner=three, kind="legal", severity="high", statement="x", owner=person(), raised_on=dt.date(2024, 1, 1),
        closed_on=dt.date(2024, 2, 1),
    )  # fmt: skip


def found(client, query: str) -> set[str]:
    answer = client.get(f"/partners/export.csv?{query}")
    rows = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    return {row["key"] for row in rows}


def test_nobody_yet(viewer, signed_in):
    assert "No partner yet" in viewer.get("/partners/").content.decode()
    assert "Load a list" not in viewer.get("/partners/").content.decode()
    assert "Load a list" in signed_in("manager").get("/partners/").content.decode()


def test_rows_with_their_flags(viewer, some):
    html = viewer.get("/partners/").content.decode()
    assert "1 open, high" in html
    assert html.count("1 open") == 1
    assert "strategic" in html


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("q=partner 001", {"K001"}), ("q=k00", {"K001", "K002", "K003"}), ("q=xyzzy", set()),
        ("segment=Shop", {"K002"}), ("tier=gold", {"K001"}), ("stage=strategic", {"K001"}),
        ("region=East", {"K002"}), ("country=DE", {"K001"}), ("flags=open", {"K002"}),
        ("segment=Shop&tier=gold", set()), ("segment=none", {"K001", "K002", "K003"}),
    ],
)  # fmt: skip
def test_filters(query, keys, viewer, some):
    assert found(viewer, query) == keys
    assert viewer.get(f"/partners/?{query}").status_code == 200


def test_a_fragment_for_htmx(viewer, some):
    html = viewer.get(
        "/partners/?q=001", headers={"HX-Request": "true", "HX-Target": "partners"}
    ).content.decode()
    assert "<html" not in html
    assert "Partner 001" in html


def test_pages(viewer, partners):
    partners(120)
    html = viewer.get("/partners/?page=2").content.decode()
    assert "51–100 of 120" in html
    assert "Partner 051" in html
    assert "Partner 050" not in html
    assert "Partner 120" in viewer.get("/partners/?page=99").content.decode()


def test_formulas_in_names_do_not_run_in_the_export(viewer):
    Partner.objects.create(key="=1", name="@cmd")
    text = b"".join(viewer.get("/partners/export.csv").streaming_content).decode("utf-8-sig")
    assert "'=1,'@cmd" in text


def test_methods(viewer):
    for address in ("/partners/", "/partners/export.csv", "/partners/labels/"):
        assert viewer.post(address).status_code == 405


def test_a_cell_without_words_holds_no_white_space_either(viewer, partners):
    """On a narrow screen the style sheet leaves out cells that are empty: white space would keep their label there."""
    partners(1)
    page = lxml.html.fromstring(viewer.get("/partners/").content)
    cells = {cell.get("data-label"): cell for cell in page.xpath("//td[@data-label]")}
    for label in ("Region", "Risk flags"):
        assert not len(cells[label])
        assert not cells[label].text
