"""The pages of gaps: the lists with their addresses, one cause, each deed with its preview, the export."""

import csv
import datetime as dt
import io
import re
import uuid

import pytest

from metrics.models import Cause, Gap
from partnerdesk.core.days import workspace_today
from partners.models import LabelMerge, Partner
from tests.integration.metrics.imports.test_run import LIST, LISTED, ROWS


def address(cause: Cause, what: str = "") -> str:
    return f"/metrics/gaps/{cause.pk}/{what}"


def page(client, asked: str) -> str:
    answer = client.get(asked)
    assert answer.status_code == 200, asked
    return str(answer.content.decode())


def in_days(days: int) -> str:
    return f"{workspace_today() + dt.timedelta(days=days):%Y-%m-%d}"


def test_the_list_shows_a_line_for_each_cause_with_its_months(signed_in, load, cause):
    load("b,2024-03-06,50,NULL", "b,2024-05-06,50,NULL")
    html = page(signed_in("viewer"), "/metrics/gaps/")
    assert "3 rows without cost, Jan 2024 – May 2024" in html
    assert html.count("rows without cost") == 1
    assert "label variant: Ware House (1)" in html


def grades(html: str) -> list[str]:
    """Grades now and then, as a page says them: `B → A`."""
    return re.findall(r"([A-D]) → <b>([A-D])</b>", html)


def test_it_says_which_grades_rise(signed_in, year):
    html = page(signed_in("viewer"), "/metrics/gaps/?kind=missing_value")
    assert set(grades(html)) == {("B", "A")}
    [band] = re.findall(r"<dl.*?</dl>", html, re.DOTALL)
    assert "1 grade rises" in " ".join(band.split())


def test_the_grade_rises_as_promised_and_falls_with_the_undo(signed_in, year, figure):
    client = signed_in("manager")
    assert set(grades(page(client, address(year, "accept/")))) == {("B", "A")}
    assert figure("gross_margin").grade == "B"
    client.post(address(year, "accept/"), {"until": in_days(30), "reason": "The ERP has none."})
    assert figure("gross_margin").grade == "A"
    assert "grade A" in " ".join(page(client, "/metrics/gross_margin/").split())
    [event] = set(re.findall(r'name="event" value="(\d+)"', page(client, address(year))))
    client.post(address(year, "undo/"), {"event": event})
    assert figure("gross_margin").grade == "B"


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("kind=similar_label", {"similar_label"}),
        ("source=sales&kind=missing_value", {"missing_value"}),
        ("source=sales&view=all&kind=bad_number", {"bad_number"}),
        ("metric=gross_margin&kind=missing_value", {"missing_value"}),
        ("view=accepted", {"missing_value"}),
        ("view=settled", set()),
        ("view=open&kind=missing_value", set()),
        ("view=mine", {"bad_number"}),
        ("view=waiting", {"similar_label"}),
    ],
)
def test_filters(query, kinds, signed_in, person, cause, accept):
    client, me = signed_in("manager"), person("manager")
    is_about = "similar_label" in kinds and "waiting" in query
    if "view" in query or "open" in query:
        accept(cause("missing_value"), me)
        Cause.objects.filter(kind="bad_number").update(owner=me)
    if is_about:
        client.post(address(cause("similar_label"), "ask/"), {"whom": me.pk, "words": "Same?"})
    answer = client.get(f"/metrics/gaps/export.csv?{query}")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert {row["kind"] for row in rows} == kinds


def test_filters_that_cannot_be_are_left_out(signed_in, cause):
    assert page(signed_in(), "/metrics/gaps/?source=x&kind=y&metric=z&owner=q&view=w&page=v")


def test_a_cause_that_two_metrics_share_is_found_under_both(signed_in, cause):
    assert cause("bad_number").concerns == ["fulfilled_revenue", "gross_margin"]
    for metric in ("fulfilled_revenue", "gross_margin"):
        assert "1 row where amount is no number" in page(signed_in(), f"/metrics/gaps/?metric={metric}")


def test_the_address_of_a_gap_leads_to_its_cause(signed_in, cause):
    found = cause("missing_value")
    answer = signed_in().get(f"/metrics/gaps/{Gap.objects.get(cause=found).pk}/")
    assert (answer.status_code, answer["Location"]) == (302, address(found))


def test_accepting_shows_what_changes_then_does_it_then_is_taken_back(signed_in, cause):
    client, found = signed_in("manager"), cause("missing_value")
    html = page(client, address(found, f"accept/?until={in_days(30)}"))
    assert "it weakens no figure" in html
    assert "Gross margin" in html
    looked = client.post(address(found, "accept/"), {"until": in_days(30), "reason": "x", "look": "1"})
    assert (looked.status_code, "it weakens no figure" in looked.content.decode()) == (200, True)
    assert Cause.objects.get(pk=found.pk).status == "open", "looking changes nothing"
    sent = {"until": in_days(30), "reason": "The ERP has none."}
    assert client.post(address(found, "accept/"), sent).status_code == 302
    html = page(client, address(found))
    assert "The ERP has none." in html
    [event] = set(re.findall(r'name="event" value="(\d+)"', html))
    assert client.post(address(found, "undo/"), {"event": event}).status_code == 302
    assert Cause.objects.get(pk=found.pk).status == "open"


def test_the_preview_and_what_comes_are_the_same(signed_in, cause, accept, person, figure):
    found = cause("missing_value")
    before = figure("gross_margin")
    accept(found, person("manager"))
    after = figure("gross_margin")
    assert before.settled({found.pk}) == after.quality


@pytest.mark.parametrize(
    "sent",
    [
        {"until": "", "reason": "x"},
        {"until": "2001-01-01", "reason": "x"},
        {"until": "2062-01-01", "reason": " "},
    ],
)
def test_accepting_needs_a_day_and_a_reason(sent, signed_in, cause):
    answer = signed_in("manager").post(address(cause("missing_value"), "accept/"), sent)
    assert answer.status_code == 422


def test_what_can_not_be_done_now_is_refused(signed_in, cause):
    client = signed_in("steward")
    for kind, verb in (("missing_value", "merge"), ("missing_value", "reopen"), ("similar_label", "label")):
        assert client.get(address(cause(kind), f"{verb}/")).status_code == 422, (kind, verb)
    assert client.get(address(cause("missing_value"), "dance/")).status_code == 404


def test_a_misspelt_label_is_merged_from_its_cause(signed_in, cause):
    client, found = signed_in("steward"), cause("similar_label")
    assert "1 partner gets “Warehouse” in place of “Ware House”" in page(client, address(found, "merge/"))
    assert client.post(address(found, "merge/"), {"are_same": "yes"}).status_code == 302
    assert set(Partner.objects.exclude(segment="").values_list("segment", flat=True)) == {"Warehouse"}
    assert LabelMerge.objects.get().into == "Warehouse"
    assert "Undo" in page(client, address(found))


def test_the_thread_is_open_to_everybody_who_reads_it(signed_in, cause):
    client, found = signed_in("viewer"), cause("missing_value")
    assert client.post(address(found, "note/"), {"text": "<b>Known</b> since May."}).status_code == 302
    assert "&lt;b&gt;Known&lt;/b&gt; since May." in page(client, address(found))
    assert client.post(address(found, "note/"), {"text": " "}).status_code == 422


def test_formulas_in_labels_do_not_run_in_the_export(signed_in, load):
    listed = "key,name,kind\na,=cmd(),Warehouse\nb,=cmd(),@Warehouse\nc,C,Warehouse\n"
    load(*ROWS, partner_list=listed, partners={"file": "l", "key": "key", "name": "name", "segment": "kind"})
    answer = signed_in().get("/metrics/gaps/export.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert "'=cmd()" in cells
    assert "'@Warehouse" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))]


def test_who_may_and_how(signed_in, cause):
    found, viewer = cause("missing_value"), signed_in("viewer")
    assert viewer.get(address(found)).status_code == 200
    assert "What can be done" not in page(viewer, address(found))
    assert "/accept/" not in page(viewer, "/metrics/gaps/")
    assert viewer.get(address(found, "accept/")).status_code == 403
    assert viewer.post(address(found, "due/"), {"due_on": ""}).status_code == 403
    assert viewer.post(address(found, "undo/"), {"event": "1"}).status_code == 403
    assert viewer.get(address(found, "undo/")).status_code == 405
    assert viewer.post("/metrics/gaps/").status_code == 405
    assert viewer.post("/metrics/gaps/export.csv").status_code == 405
    assert viewer.get("/metrics/gaps/x/").status_code == 404
    assert viewer.get(f"/metrics/gaps/{uuid.uuid4()}/").status_code == 404


def test_a_manager_merges_labels_but_who_only_reads_does_not(signed_in, cause):
    assert (
        signed_in("viewer").post(address(cause("similar_label"), "merge/"), {"are_same": "yes"}).status_code
        == 403
    )


def test_the_list_of_the_partner_file_is_one_cause(load, signed_in):
    load(*ROWS, partner_list=LIST, partners=LISTED)
    load(*ROWS, partner_list=LIST, partners=LISTED)
    assert Cause.objects.filter(kind="similar_label").count() == 1
