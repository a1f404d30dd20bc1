"""Gaps: filters, looking after them, merging labels, the export."""

import csv
import io

import pytest

from metrics.models import Gap
from partnerdesk.core.models import Event
from partners.models import LabelMerge, Partner
from tests.integration.metrics.imports.test_run import LIST, LISTED, ROWS


@pytest.fixture
def gap(load):
    """A kind of gap from a small import with a partner list."""
    load(*ROWS, "c,2024-01-05,x,1", partner_list=LIST, partners=LISTED)

    def gap(kind: str) -> Gap:
        return Gap.objects.get(kind=kind)

    return gap


def address(gap: Gap, what: str = "") -> str:
    return f"/metrics/gaps/{gap.pk}/{what}"


def test_the_list_shows_open_gaps_with_their_words(signed_in, gap):
    html = signed_in("viewer").get("/metrics/gaps/").content.decode()
    assert "1 row without cost in Jan 2024" in html
    assert "label variant: Ware House (1)" in html
    assert "Fulfilled revenue" in html


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("kind=similar_label", {"similar_label"}),
        ("source=sales&kind=missing_value", {"missing_value"}),
        ("metric=gross_margin&kind=missing_value", {"missing_value"}),
        ("status=accepted", set()),
        ("status=all&kind=bad_number", {"bad_number"}),
        ("owner=me", set()),
        ("owner=nobody&kind=bad_number", {"bad_number"}),
    ],
)
def test_filters(query, kinds, signed_in, gap):
    answer = signed_in("manager").get(f"/metrics/gaps/export.csv?{query}")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert {row["kind"] for row in rows} == kinds


def test_filters_that_cannot_be_are_left_out(signed_in, gap):
    assert (
        signed_in().get("/metrics/gaps/?source=x&kind=y&metric=z&owner=q&status=w&page=v").status_code == 200
    )


def test_a_gap_that_two_metrics_share_is_found_under_both(signed_in, gap):
    assert gap("bad_number").concerns == ["fulfilled_revenue", "gross_margin"]
    for metric in ("fulfilled_revenue", "gross_margin"):
        html = signed_in().get(f"/metrics/gaps/?metric={metric}").content.decode()
        assert "1 row where amount is no number" in html


def test_an_owner_and_a_note(signed_in, person, gap):
    found, owner = gap("missing_value"), person("manager")
    data = {"owner": str(owner.pk), "is_accepted": "on", "note": "The ERP has none."}
    assert signed_in("manager").post(address(found), data).status_code == 302
    found.refresh_from_db()
    assert (found.owner, found.status, found.note) == (owner, Gap.Status.ACCEPTED, "The ERP has none.")
    assert Event.objects.get(kind="gap.cared_for").data["status"] == "accepted"


def test_accepting_needs_a_reason(signed_in, gap):
    answer = signed_in("manager").post(address(gap("missing_value")), {"is_accepted": "on", "note": " "})
    assert answer.status_code == 422
    assert "Say why the gap is accepted" in answer.content.decode()


def test_an_accepted_gap_still_stands_beside_the_figure(signed_in, gap, figure):
    data = {"owner": "", "is_accepted": "on", "note": "Known."}
    signed_in("manager").post(address(gap("missing_value")), data)
    assert "1 row without cost in Jan 2024" in [line.words for line in figure("gross_margin").gaps]


def test_a_gap_that_is_gone_is_left_alone(signed_in, gap):
    Gap.objects.update(status=Gap.Status.GONE)
    answer = signed_in("manager").post(address(gap("missing_value")), {"note": "x"})
    assert answer.status_code == 422
    assert "closed this gap" in answer.content.decode()


def test_a_misspelt_label_is_merged_from_its_gap(signed_in, gap):
    found = gap("similar_label")
    html = signed_in("steward").get(address(found)).content.decode()
    assert "Merge into Warehouse" in html
    assert signed_in("steward").post(address(found, "merge/")).status_code == 302
    assert set(Partner.objects.exclude(segment="").values_list("segment", flat=True)) == {"Warehouse"}
    found.refresh_from_db()
    assert found.status == Gap.Status.ACCEPTED
    assert LabelMerge.objects.get().into == "Warehouse"


def test_other_gaps_have_nothing_to_merge(signed_in, gap):
    assert signed_in("steward").post(address(gap("missing_value"), "merge/")).status_code == 422


def test_formulas_in_labels_do_not_run_in_the_export(signed_in, load):
    listed = "key,name,kind\na,=cmd(),Warehouse\nb,=cmd(),@Warehouse\nc,C,Warehouse\n"
    load(*ROWS, partner_list=listed, partners={"file": "l", "key": "key", "name": "name", "segment": "kind"})
    answer = signed_in().get("/metrics/gaps/export.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert "'=cmd()" in cells
    assert "'@Warehouse" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))]


def test_who_may_and_how(signed_in, gap):
    found, viewer = gap("missing_value"), signed_in("viewer")
    assert viewer.get(address(found)).status_code == 200
    assert viewer.post(address(found), {"note": "x"}).status_code == 403
    assert viewer.post(address(gap("similar_label"), "merge/")).status_code == 403
    assert viewer.get(address(found, "merge/")).status_code == 405
    assert viewer.post("/metrics/gaps/").status_code == 405
    assert viewer.post("/metrics/gaps/export.csv").status_code == 405
    assert viewer.get("/metrics/gaps/x/").status_code == 404
