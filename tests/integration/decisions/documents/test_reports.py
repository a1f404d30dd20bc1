"""Reports: one page, tagged, with embedded fonts, readable back, the same bytes each time."""

import dataclasses
import functools
import io
import re
import uuid

import pikepdf
import pypdf
import pytest
from django.utils import timezone

from accounts.models import Role
from decisions import models as m
from decisions.committee.propose import propose
from decisions.documents.file_store import path_of
from decisions.documents.one_pager import LEVELS
from decisions.documents.pdf.engine import Paper
from decisions.documents.pdf.render import one_pager_html, print_full, print_one_pager
from decisions.documents.print_jobs import PAPERS, PRINTERS, do_papers, paper_of, stored_paper
from decisions.draft.load import load_draft
from decisions.readiness.waivers import waive
from decisions.states.stages import Stage
from decisions.versions.report import Report, report_of_draft, report_of_version
from partnerdesk.core.models import Job
from tests.factories import FRAMEWORKS, decide, make_decided, make_person, make_record, version_of

LONG = (
    "請求書とチャネル and a sentence that goes on about partners, margins and the long way to a decision. "
    * 60
)
LONG_WORD = "Donaudampfschifffahrtsgesellschaft" * 12


def text_of(data: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return "\n".join(page.extract_text() for page in pages)


def report(framework, **options) -> Report:
    return report_of_version(version_of(make_record(framework, to=Stage.PROPOSED, **options)))


@pytest.fixture(scope="module")
def reports(keep):
    """A report of each framework, and of the heaviest class some with every text as long as can be saved."""
    heavy = ("channel-performance", "alignment-scorecard")
    return {
        "plain": {framework: keep(report, framework) for framework in FRAMEWORKS},
        "long": {framework: hostile(keep(report, framework, **{"class": "major"})) for framework in heavy},
    }


@pytest.fixture(scope="module")
def printed(reports):
    """A paper, laid out once for all tests: `printed("plain", framework, print_full)`."""

    @functools.cache
    def once(texts, framework, printer, paper):
        if texts == "long" and (printer, paper) == (print_one_pager, "A4"):
            once(texts, framework, print_full, paper)  # then its pages are known, and not laid out once more
        return printer(reports[texts][framework], paper=paper)

    def printed(texts, framework, printer, paper="A4"):
        return once(texts, framework, printer, paper)

    return printed


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_both_papers_of_every_framework(reports, printed, framework):
    found = reports["plain"][framework]
    one, full = (printed("plain", framework, printer) for printer in (print_one_pager, print_full))
    assert one.pages == 1
    assert full.pages >= 2
    for data in (one.data, full.data):
        words = re.sub(r"\s+", "", text_of(data))
        assert re.sub(r"\s+", "", found.title) in words
        assert found.code in words
        for name in found.japanese_names:
            assert re.sub(r"\s+", "", name) not in words, "the workspace's language does not ask for it"
        check_pdf(data, found)


def check_pdf(data: bytes, found: Report) -> None:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root
        assert bool(root.MarkInfo.Marked)
        assert "/StructTreeRoot" in root
        assert str(root.Lang) == "en"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        metadata = pdf.open_metadata()
        assert metadata["pdfuaid:part"] == "1"
        assert found.code in str(pdf.docinfo["/Title"])
        figures = [node for node in structure(root.StructTreeRoot) if node.get("/S") == "/Figure"]
        assert figures
        assert all(str(figure.get("/Alt", "")) for figure in figures)
        kinds = {str(node.get("/S")) for node in structure(root.StructTreeRoot)}
        assert {"/H1", "/H2", "/Table", "/TH", "/TD"} <= kinds
        assert fonts(pdf), "fonts are embedded"


def structure(node):
    yield from _walk(node.get("/K"))


def _walk(kids):
    if isinstance(kids, pikepdf.Array):
        for kid in kids:
            yield from _walk(kid)
    elif isinstance(kids, pikepdf.Dictionary) and "/S" in kids:
        yield kids
        yield from _walk(kids.get("/K"))


def fonts(pdf) -> bool:
    descriptors = [
        item
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
    ]
    return bool(descriptors) and all("/FontFile2" in item for item in descriptors)


def test_printing_twice_gives_the_same_bytes(reports, printed):
    found = reports["plain"]["channel-performance"]
    for printer in (print_one_pager, print_full):
        assert printer(found).data == printed("plain", "channel-performance", printer).data


def hostile(found: Report) -> Report:
    """The same report with every text as long as can be saved."""

    def longer(value, key=""):
        if isinstance(value, dict):
            return {name: longer(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [longer(item, key) for item in value]
        if isinstance(value, str) and key in LONGER:
            return (LONG + LONG_WORD)[: LONGER[key]]
        return value

    data = longer(found.data)
    for part in ("risks", "actions", "guardrails", "triggers", "metrics"):
        rows = data["parts"][part]["rows"]
        rows += rows * 2
    return dataclasses.replace(found, data=data, names={})


LONGER = {
    "question": 300, "rationale": 6000, "differs": 6000, "description": 6000, "constraints": 6000, "statement": 300,
    "mitigation": 300, "text": 300, "limit": 300, "name": 120, "stop_conditions": 6000,
    "escalation": 6000, "reversal_signal": 6000, "why_not_best": 6000, "coi": 500, "context": 6000, "message": 500,
    "reason": 500,
    "words": 200, "title": 200, "attested_by": 120,
}  # fmt: skip


@pytest.mark.one_in(2)
@pytest.mark.parametrize("framework", ["channel-performance", "alignment-scorecard"])
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_texts_of_any_length_stay_on_one_page(printed, framework, paper):
    found = printed("long", framework, print_one_pager, paper=paper)
    assert found.pages == 1
    assert "continued in the full record" in re.sub(r"\s+", " ", text_of(found.data))


@pytest.mark.parametrize("texts", ["plain", "long"])
def test_nothing_is_set_below_8_points(printed, texts):
    one = printed(texts, "channel-performance", print_one_pager)
    for paper in (one, printed(texts, "channel-performance", print_full)):
        assert min(sizes(paper.data)) >= 7.99


@pytest.mark.parametrize("texts", ["plain", "long"])
def test_the_foot_of_the_page_stays_on_it(printed, texts):
    for paper in ("A4", "Letter"):
        found = printed(texts, "channel-performance", print_one_pager, paper=paper)
        page = pypdf.PdfReader(io.BytesIO(found.data)).pages[0]
        assert min(heights(page)) >= MARGIN, "nothing is written below the margin"


MARGIN = 10 / 25.4 * 72
"""The lower margin of a page, in points."""


def heights(page) -> list[float]:
    """How high above the lower edge each word stands, in points; pictures, which have their own measure, aside."""
    found = []

    def visit(text, outer, matrix, _font, _size):
        if text.strip() and outer[3] < 0:
            found.append(outer[3] * matrix[5] + outer[5])

    page.extract_text(visitor_text=visit)
    return found


def sizes(data: bytes) -> list[float]:
    """The size of every word as it stands on paper, charts included."""
    found = []

    def visit(text, outer, matrix, _font, size):
        if text.strip():
            found.append(abs(size * matrix[3] * outer[3]))

    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        page.extract_text(visitor_text=visit)
    return found


def test_a_person_who_writes_markup_prints_as_written():
    record = make_record(to=Stage.COMMIT)
    m.Recommendation.objects.filter(record=record).update(
        rationale='<script>alert("x")</script> & <b>bold</b>'
    )
    found = report_of_draft(load_draft(record), number=1, by=None, now=timezone.now())
    words = text_of(print_full(found).data)
    assert "alert" in words
    assert "<script>" not in one_pager_html(found, LEVELS[0])


def test_a_draft_says_that_it_is_one_and_has_no_hash():
    record = make_record()
    found = report_of_draft(load_draft(record), number=1, by=record.created_by, now=timezone.now())
    words = text_of(print_one_pager(found).data)
    assert "Draft: not proposed, not approved" in words
    assert "SHA-256" not in words


@pytest.mark.usefixtures("short_papers")
def test_the_worker_prints_both_papers_once_and_gives_them_out_unchanged():
    record = make_decided()
    version = version_of(record)
    assert do_papers(version.pk) == "printed"
    before = {kind: path_of(stored_paper(version, kind).sha256).read_bytes() for kind in PRINTERS}
    do_papers(version.pk)
    assert m.Artifact.objects.filter(version=version).count() == 2
    assert {kind: path_of(paper_of(version, kind).sha256).read_bytes() for kind in PRINTERS} == before


def test_the_full_record_is_printed_first_since_one_pagers_name_its_pages(monkeypatch):
    printed = []
    for kind in PRINTERS:

        def note(_report, kind=kind, **_more):
            printed.append(kind)
            return Paper(kind.encode(), 1)

        monkeypatch.setitem(PRINTERS, kind, note)
    do_papers(version_of(make_record(to=Stage.PROPOSED)).pk)
    assert printed == ["full-record", "one-pager"]


def test_a_paper_shows_how_the_version_stood_when_it_was_printed():
    record = make_record(to=Stage.PROPOSED)
    proposed = paper_of(version_of(record), m.Artifact.Kind.ONE_PAGER)
    decide(record, comment="Go ahead.")
    approved = paper_of(version_of(record), m.Artifact.Kind.ONE_PAGER)
    assert "not approved yet" in text_of(path_of(proposed.sha256).read_bytes())
    words = text_of(path_of(approved.sha256).read_bytes())
    assert "Approved" in words
    assert "Go ahead." in words


def test_what_is_decided_while_the_worker_prints_is_printed_afterwards():
    record = make_record(to=Stage.PROPOSED)
    version = version_of(record)
    waiting = Job.objects.filter(kind=PAPERS, subject_id=version.pk, state=Job.State.WAITING)
    assert waiting.update(claim=uuid.uuid4()) == 1
    decide(record)
    assert waiting.filter(claim=None).count() == 1


def test_a_waiver_prints():
    approver = make_person(Role.VIEWER)
    record = make_record(to=Stage.COMMIT, approver=approver, **{"class": "standard"})
    m.ActionItem.objects.filter(record=record).delete()
    waive(
        record,
        code="action_incomplete",
        subject="",
        reason="Follows on Monday.",
        by=approver,
        now=timezone.now(),
    )
    version = propose(record, by=record.created_by, now=timezone.now())
    words = re.sub(r"\s+", " ", text_of(print_one_pager(report_of_version(version_of(version.record))).data))
    assert "Follows on Monday." in words


def test_what_is_cut_names_its_page_of_the_full_record(printed):
    words = re.sub(r"\s+", " ", text_of(printed("long", "alignment-scorecard", print_one_pager).data))
    full = pypdf.PdfReader(io.BytesIO(printed("long", "alignment-scorecard", print_full).data)).pages
    found = re.search(r"\+\d+ more risks, full record page (\d+)", words)
    assert found, words
    assert "Risks and mitigations" in re.sub(r"\s+", " ", full[int(found[1]) - 1].extract_text())
