"""Reading a record: the one-pager, the document, versions, papers, exports; on screen and as files."""

import io
import json

import lxml.html
import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from decisions import models as m
from decisions.documents import print_jobs
from decisions.documents.export_json_md import as_json
from decisions.documents.file_store import path_of
from decisions.documents.pdf.engine import Paper
from decisions.documents.print_jobs import PRINTERS, do_papers
from decisions.documents.views import export as views
from decisions.readiness.move import adapt, move_draft
from decisions.states.stages import Stage
from decisions.versions.report import report_of_version
from partnerdesk.core import jobs
from partnerdesk.core.models import Event, Job
from tests.factories import decide, fresh, make_decided, make_person, make_record, version_of
from tests.integration.people import client_of


def address(record, name, *arguments):
    return reverse(f"decisions:{name}", args=[record.code, *arguments])


@pytest.fixture
def reader():
    return client_of(make_person(Role.VIEWER))


def exports(record):
    found = Event.objects.filter(kind="record.exported", subject_id=record.pk).order_by("id")
    return [(event.data["export"], event.data["version"]) for event in found]


def text_of(data):
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


@pytest.fixture(scope="module")
def kept(keep):
    return keep(make_record, to=Stage.PROPOSED), keep(make_decided)


@pytest.fixture
def proposed(kept):
    return fresh(kept[0])


@pytest.fixture
def decided(kept):
    return fresh(kept[1])


@pytest.fixture
def adapted(decided):
    """A record in force whose newer draft asks another question."""
    adapt(decided, by=decided.created_by, now=timezone.now())
    m.Brief.objects.filter(record=decided).update(question="Another question of the newer draft?")
    return fresh(decided)


@pytest.mark.parametrize("name", ["one_pager", "document"])
def test_the_newest_draft_is_shown_and_a_version_where_it_is_asked_for(adapted, reader, name):
    frozen = version_of(adapted)
    draft = reader.get(address(adapted, name)).content.decode()
    assert "Another question of the newer draft?" in draft
    assert frozen.sha256[:16] not in draft
    shown = reader.get(address(adapted, name), {"version": 1})
    html = lxml.html.fromstring(shown.content).get_element_by_id("main")
    sheet = lxml.html.tostring(html).decode()
    assert frozen.data()["parts"]["brief"]["question"] in sheet
    assert frozen.sha256[:8] in sheet


def test_a_version_that_is_none_is_not_found(adapted, reader):
    places = [address(adapted, "one_pager"), address(adapted, "document"), address(adapted, "export", "json")]
    for place in places:
        for version in ("2", "0", "x", "1.0", "9999999", "-1"):
            assert reader.get(place, {"version": version}).status_code == 404, (place, version)


def test_a_proposed_record_shows_the_version_that_is_voted_on(proposed):
    version, approver = version_of(proposed), client_of(proposed.approval.approver)
    ballot = reverse("decisions:round", args=[proposed.code, 1])

    def forms_of(client):
        page = lxml.html.fromstring(client.get(ballot).content)
        return [form for form in page.forms if form.action == f"{ballot}vote/"]

    assert ballot in approver.get(address(proposed, "one_pager")).content.decode()
    [form] = forms_of(approver)
    assert dict(form.form_values())["sha256"] == version.sha256
    for other in (proposed.created_by, make_person(Role.ADMIN)):
        assert not forms_of(client_of(other))
    decide(proposed)
    assert not forms_of(approver), "it is decided"


def test_the_versions_with_their_standing(proposed):
    decide(proposed, "return", comment="Say more.")
    proposed = m.Record.objects.get(pk=proposed.pk)
    move_draft(proposed, to=Stage.COMPARE, by=proposed.created_by, now=timezone.now())
    client = client_of(proposed.created_by)
    words = lxml.html.fromstring(client.get(address(proposed, "versions")).content).text_content()
    assert "changes requested" in words.lower()
    assert version_of(proposed).sha256[:8] in words


def test_papers_are_printed_by_the_worker_and_given_out_byte_for_byte(decided, reader):
    version = version_of(decided)
    Job.objects.all().delete()
    for _attempt in range(2):
        assert reader.get(address(decided, "paper", 1, "one-pager")).status_code == 202
    assert Job.objects.get().kind == "decisions.papers", "asking twice asks once"
    assert exports(decided) == []
    do_papers(version.pk)
    for kind in PRINTERS:
        stored = m.Artifact.objects.get(version=version, kind=kind)
        answer = reader.get(address(decided, "paper", 1, kind))
        data = b"".join(answer)
        assert answer["Content-Type"] == "application/pdf"
        assert f"{decided.code}-v1-{kind}.pdf" in answer["Content-Disposition"]
        assert data == path_of(stored.sha256).read_bytes()
        assert decided.code in text_of(data)
    assert exports(decided) == [("one-pager", 1), ("full-record", 1)]


@pytest.mark.usefixtures("short_papers")
def test_a_paper_whose_file_was_lost_is_printed_again_as_it_was(decided, reader):
    version = version_of(decided)
    do_papers(version.pk)
    stored = m.Artifact.objects.get(version=version, kind="one-pager")
    before = path_of(stored.sha256).read_bytes()
    path_of(stored.sha256).unlink()
    assert reader.get(address(decided, "paper", 1, "one-pager")).status_code == 202
    do_papers(version.pk)
    assert b"".join(reader.get(address(decided, "paper", 1, "one-pager"))) == before
    assert m.Artifact.objects.filter(version=version).count() == 2


@pytest.mark.usefixtures("short_papers")
def test_a_lost_paper_that_prints_otherwise_now_is_not_replaced(decided, monkeypatch):
    version = version_of(decided)
    kind = m.Artifact.Kind.ONE_PAGER
    stored = m.Artifact.objects.create(
        version=version, kind=kind, standing="in_force", sha256="0" * 64, size=1
    )
    monkeypatch.setitem(print_jobs.PRINTERS, kind, lambda _report, **_more: Paper(b"other bytes", 1))
    with pytest.raises(jobs.JobRefused, match="restore the files from a backup"):
        do_papers(version.pk)
    assert not path_of(stored.sha256).exists()


def test_the_page_waits_for_its_papers_in_a_fragment(decided, reader):
    headers = {"HX-Request": "true", "HX-Target": "papers"}

    def fragment():
        html = reader.get(address(decided, "one_pager"), headers=headers).content.decode()
        assert "<html" not in html
        return html

    assert "hx-trigger" in fragment(), "it asks again until they are there"
    version = version_of(decided)
    for kind in PRINTERS:
        m.Artifact.objects.create(version=version, kind=kind, standing="in_force", sha256=kind, size=1)
    assert "hx-trigger" not in fragment()


def test_a_draft_is_printed_at_once_and_not_stored(adapted, reader):
    answer = reader.post(address(adapted, "print_draft", "one-pager"))
    assert answer["Content-Type"] == "application/pdf"
    words = " ".join(text_of(answer.content).split())
    assert "Draft: not proposed, not approved" in words
    assert "Another question of the newer draft?" in words
    assert not m.Artifact.objects.exists()
    assert exports(adapted) == [("one-pager", None)]


def test_without_the_printer_a_sentence_says_so(adapted, reader, monkeypatch):
    def missing(_report):
        raise views.PdfEngineMissing("Pango is missing: install it.")

    monkeypatch.setitem(views.PRINTERS, m.Artifact.Kind.ONE_PAGER, missing)
    answer = reader.post(address(adapted, "print_draft", "one-pager"))
    assert answer.status_code == 503
    assert "Pango is missing" in answer.content.decode()
    assert exports(adapted) == []


def test_the_json_of_a_version_is_what_was_frozen(adapted, reader):
    version = version_of(adapted)
    answer = reader.get(address(adapted, "export", "json"), {"version": 1})
    assert answer["Content-Disposition"] == f'attachment; filename="{adapted.code}-v1.json"'
    found = json.loads(answer.content)
    assert found == json.loads(json.dumps(as_json(report_of_version(version))))
    assert found["content"] == version.data()
    draft = json.loads(reader.get(address(adapted, "export", "json")).content)
    assert (draft["standing"], draft["sha256"]) == ("draft", None)
    assert draft["content"]["parts"]["brief"]["question"] == "Another question of the newer draft?"
    assert exports(adapted) == [("json", 1), ("json", None)]


def test_the_markdown_of_a_version(adapted, reader):
    answer = reader.get(address(adapted, "export", "md"), {"version": 1})
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    assert text.startswith("# ")
    assert version_of(adapted).sha256 in text
    assert version_of(adapted).data()["parts"]["brief"]["question"] in text


def test_a_form_that_there_is_not_is_not_found_and_not_noted(adapted, reader):
    for form in ("pdf", "xml", "nonsense"):
        assert reader.get(address(adapted, "export", form)).status_code == 404
    for kind in ("nonsense", "one_pager"):
        assert reader.get(address(adapted, "paper", 1, kind)).status_code == 404
        assert reader.post(address(adapted, "print_draft", kind)).status_code == 404
    assert exports(adapted) == []
