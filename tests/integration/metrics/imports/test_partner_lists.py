"""A partner list by itself: mapped, previewed, written."""

from functools import partial

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from metrics.files.reading.mapping import Format, PartnerList
from metrics.imports import partner_lists
from metrics.models import StoredFile
from partnerdesk.core.models import Event
from partners.models import LabelMerge, Partner
from tests.integration.people import file_address
from tests.unit.metrics.files.reading.test_scanning import HOSTILE

LIST = (
    "partner_id,company name,segment,tier,region,country,stage,renewal\n"
    "7,Seven,Warehouse,gold,West,DE,enabled,2025-03-31\n"
    "8,Eight,Ware House,gold,West,DE,Performing,2025-04-30\n"
    "9,Nine,Warehouse,gold,West,DE,asleep,soon\n"
)
NEW = "/partners/import/"


def file(content):
    return SimpleUploadedFile("partners.csv", content.encode() if isinstance(content, str) else content)


@pytest.fixture
def manager(signed_in):
    return signed_in("manager")


def fields(answer):
    form = answer.context["form"]
    return {
        name: form[name].value()
        for name in form.fields
        if form[name].value() is not None and name != "overwrites"
    }


def test_the_whole_way(manager):
    address = manager.post(NEW, {"file": file(LIST)}).url
    values = fields(manager.get(address))
    assert (values["key"], values["name"], values["stage"], values["renewal"]) == (
        "partner_id", "company name", "stage", "renewal",
    )  # fmt: skip
    html = manager.post(address, values | {"do": "preview"}).content.decode()
    assert "3 partners: 3 new, 0 changed, 0 as they stand." in html
    assert "“asleep” is no lifecycle stage" in html
    assert "“soon” is no date" in html
    assert "label variant: Ware House (1)" in html
    assert not Partner.objects.exists()
    assert manager.post(address, values | {"do": "apply"}).url == "/partners/"
    eight = Partner.objects.get(key="8")
    assert (eight.name, eight.stage, f"{eight.renewal_on}") == ("Eight", "performing", "2025-04-30")
    assert Event.objects.get(kind="partners.list_imported").data["added"] == 3


def preview(manager, text):
    """The mapping page of a list, previewed, and what it needs to be written."""
    address = manager.post(NEW, {"file": file(text)}).url
    values = fields(manager.get(address))
    return manager.post(address, values | {"do": "preview"}), partial(
        manager.post, address, values | {"do": "apply"}
    )


def test_a_preview_says_which_figures_it_weakens(manager, load, figure):
    """A segment with one partner gets nine more; figures over everybody stay as they are."""
    with time_machine.travel("2026-01-05", tick=False):
        load(*[f"a,2025-{month:02}-05,10,4" for month in range(1, 13)])
        Partner.objects.update(segment="Warehouse")
        rows = "".join(f"new{number},New {number},Warehouse\n" for number in range(9))
        answer, write = preview(manager, f"partner_id,company name,segment\n{rows}")
        changes = answer.context["changes"]
        told = {
            line.after.metric: (
                line.segment, str(line.before.coverage_pct), str(line.after.coverage_pct), line.before.grade,
                line.after.grade,
            )
            for line in changes.lines
        }  # fmt: skip
        assert told == dict.fromkeys(
            ("fulfilled_revenue", "gross_margin"), ("Warehouse", "100.0", "10.0", "A", "D")
        )
        html = " ".join(answer.content.decode().split())
        assert "100.0 % → 10.0 %" in html
        assert "A → D" in html
        assert "Figures over all partners stay as they are" in html
        assert Partner.objects.count() == 1, "tried out, and taken back"
        everybody = figure("fulfilled_revenue")
        write()
        assert Partner.objects.count() == 10
        assert figure("fulfilled_revenue", segment="Warehouse").grade == "D"
        assert (everybody.asked, everybody.grade) == (1, "A")
        assert figure("fulfilled_revenue") == everybody


def test_a_preview_says_where_no_figure_changes(manager, load):
    load("a,2024-01-05,10,4")
    answer, _write = preview(manager, "partner_id,company name\n7,Seven\n")
    assert "No figure over a segment changes either." in answer.content.decode()


def test_a_preview_looks_at_some_segments_and_says_of_how_many_it_does_not(manager, load, monkeypatch):
    monkeypatch.setattr(partner_lists, "MOST_SEGMENTS", 1)
    load("a,2024-01-05,10,4")
    answer, _write = preview(manager, "partner_id,company name,segment\n7,Seven,X\n8,Eight,Y\n9,Nine,Z\n")
    assert "2 more segments change and were not looked at." in " ".join(answer.content.decode().split())


def test_only_empty_attributes_are_filled_unless_asked(manager):
    Partner.objects.create(key="7", name="Kept", segment="Kept")
    address = manager.post(NEW, {"file": file(LIST)}).url
    values = fields(manager.get(address))
    html = manager.post(address, values | {"do": "preview"}).content.decode()
    assert "2 new, 1 changed" in html
    assert "2 values differ from the directory" in html
    manager.post(address, values | {"do": "apply"})
    seven = Partner.objects.get(key="7")
    assert (seven.name, seven.segment, seven.tier) == ("Kept", "Kept", "gold")
    manager.post(address, values | {"do": "apply", "overwrites": "on"})
    seven.refresh_from_db()
    assert (seven.name, seven.segment) == ("Seven", "Warehouse")


def test_the_same_list_again_changes_nothing(manager):
    address = manager.post(NEW, {"file": file(LIST)}).url
    values = fields(manager.get(address))
    manager.post(address, values | {"do": "apply"})
    html = manager.post(address, values | {"do": "preview"}).content.decode()
    assert "0 new, 0 changed, 3 as they stand" in html


def test_merged_labels_are_read_as_the_right_ones(manager, person):
    LabelMerge.objects.create(
        attribute="segment",
        label="Ware House",
        into="Warehouse",
        merged_at=person().created_at,
        merged_by=person(),
    )
    address = manager.post(NEW, {"file": file(LIST)}).url
    manager.post(address, fields(manager.get(address)) | {"do": "apply"})
    assert set(Partner.objects.values_list("segment", flat=True)) == {"Warehouse"}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_lists_are_refused_and_change_nothing(name, manager):
    content, _words = HOSTILE[name]
    answer = manager.post(file_address(manager, NEW), {"file": file(content)})
    if answer.status_code == 302:
        page = manager.get(answer.url)
        values = fields(page) if page.context.get("form") else {}
        answer = manager.post(answer.url, values | {"do": "apply", "key": "partner", "encoding": "utf-8"})
    assert answer.status_code == 422
    assert not Partner.objects.exists()


def test_too_long_and_too_many(tmp_path, monkeypatch):
    path = tmp_path / "list.csv"
    spec, options = PartnerList(file="l", key="key"), {"overwrites": False, "renewal_format": "%Y"}
    path.write_text(f"key\n{'x' * 130}\n")
    with pytest.raises(partner_lists.Unreadable, match="longer than 120 characters"):
        partner_lists.plan_list(path, spec, Format(), **options)
    monkeypatch.setattr(partner_lists, "MOST_ROWS", 1)
    path.write_text("key\na\nb\n")
    with pytest.raises(partner_lists.Unreadable, match="at most 1 are taken at once"):
        partner_lists.plan_list(path, spec, Format(), **options)


def test_who_may_and_how(signed_in, manager):
    viewer = signed_in("viewer")
    assert viewer.get(NEW).status_code == 403
    assert viewer.post(NEW, {"file": file(LIST)}).status_code == 403
    address = manager.post(NEW, {"file": file(LIST)}).url
    assert viewer.get(address).status_code == 403
    assert viewer.post(address, {"do": "apply"}).status_code == 403
    assert manager.get(f"{NEW}nonsense/").status_code == 404
    assert manager.get(f"{NEW}{'0' * 64}/").status_code == 404
    assert manager.put(NEW).status_code == 405
    assert StoredFile.objects.count() == 1
