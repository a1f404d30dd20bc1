"""PDFs that prove themselves: standards, tags, fonts, what is attached; and what an external copy leaves out."""

import dataclasses
import datetime as dt
import functools
import io
import json
import re
from types import SimpleNamespace

import pikepdf
import pypdf
import pytest
import time_machine
from django.utils import timezone

from decisions import models as m
from decisions.committee import hold_meeting, papers
from decisions.committee.propose import propose
from decisions.committee.rounds import Ballotpaper
from decisions.documents.export_json_md import as_json, json_bytes, markdown_bytes
from decisions.documents.external_copy import external_copy, left_out
from decisions.documents.file_store import path_of
from decisions.documents.meeting_papers import print_minutes, print_pack
from decisions.documents.pdf.render import print_full, print_one_pager
from decisions.documents.print_jobs import do_external_papers, do_papers, paper_of
from decisions.documents.scorecards import print_scorecard
from decisions.draft.load import load_draft
from decisions.readiness.assess import blockers
from decisions.readiness.waivers import waive
from decisions.sections.registry import SECTIONS
from decisions.states.meetings import MeetingState, Presence
from decisions.states.stages import Stage
from decisions.states.votes import Choice
from decisions.versions.report import report_of_draft, report_of_version
from partnerdesk.core.canonical import sha256_hex
from tests.factories import decide, make_committee, make_decided, make_person, make_record, version_of

COI = "My brother works there."
LINK = "https://files.example.com/internal"


def filled():
    """A version in force with everything that an external copy leaves out."""
    record = make_record(to=Stage.COMMIT, **{"class": "standard"})
    given = {"record": record}
    m.Approval.objects.filter(**given).update(coi=COI)
    m.People.objects.filter(**given).update(decides="The board of four", told="By a letter")
    m.Evidence.objects.filter(**given).update(source=LINK, attested_by="Ada of the archive")
    m.InputItem.objects.filter(**given).update(source=LINK)
    m.ReviewPlan.objects.filter(**given).update(escalation="To the head of sales")
    m.Recommendation.objects.filter(**given).update(why_not_best="", rationale="")
    record = m.Record.objects.with_header().get(pk=record.pk)
    for blocker in blockers(load_draft(record), Stage.PROPOSED, timezone.now().date()):
        if blocker.is_waivable:
            waive(
                record, code=blocker.code, subject=blocker.subject, reason="Not worth it.",
                by=record.approval.approver, now=timezone.now(),
            )  # fmt: skip
    propose(record, by=record.created_by, now=timezone.now())
    decide(record, comment="With a heavy heart.")
    return version_of(record)


@pytest.fixture(scope="module")
def reports(keep):
    """What papers are printed from: a version, its external copy, a draft."""
    whole = keep(lambda: report_of_version(filled()))
    drafted = keep(
        lambda: report_of_draft(
            load_draft(make_record(is_filled=False)), number=1, by=None, now=timezone.now()
        )
    )
    return {"whole": whole, "outside": external_copy(whole), "draft": drafted}


@pytest.fixture(scope="module")
def printed(reports):
    """A paper, printed once for all tests: `printed("outside", print_full)`."""

    @functools.cache
    def printed(name, printer, paper="A4"):
        return printer(reports[name], paper=paper)

    return printed


KINDS = [
    *(
        (name, printer, "A4")
        for name in ("whole", "outside", "draft")
        for printer in (print_full, print_one_pager)
    ),
    ("whole", print_one_pager, "Letter"),
]


def test_every_kind_of_paper_keeps_its_standards(reports, printed):
    for kind in KINDS:
        name, paper, report = str(kind), printed(*kind), reports[kind[0]]
        with pikepdf.open(io.BytesIO(paper.data)) as pdf:
            assert pdf.check_pdf_syntax() == [], name
            check_document(pdf, report)
            check_tags(pdf)
            check_fonts(pdf)
            check_attachment(pdf, report)


def held_meeting():
    """A meeting on a proposed record, with approved minutes."""
    chair, now = make_person(name="Ann"), timezone.now()
    committee = make_committee(chair)
    record = make_record(to=Stage.PROPOSED, committee=committee)
    meeting = hold_meeting.call_meeting(committee, starts_at=now, place="Room 4", by=chair, now=now)
    hold_meeting.move(meeting, to=MeetingState.RUNNING, by=chair, now=now)
    present = dict.fromkeys(meeting.attendees.values_list("pk", flat=True), Presence.PRESENT)
    hold_meeting.say_who_is_there(meeting, present, by=chair)
    pack = papers.pack_of(meeting, now=now)
    seat = m.Seat.objects.get(round__version__record=record)
    paper = Ballotpaper(Choice.APPROVE, "Yes.", seen_sha256=seat.round.sha256)
    hold_meeting.show_of_hands(meeting.agenda.get(), {seat.pk: paper}, by=chair, now=now)
    for to in (MeetingState.DRAFTED, MeetingState.APPROVED):
        hold_meeting.move(meeting, to=to, by=chair, now=now)
    return pack, papers.minutes_report(m.Meeting.objects.get())


def test_pack_minutes_and_scorecard_keep_them_too():
    pack, minutes = held_meeting()
    version = version_of(make_decided("alignment-scorecard"))
    card = version.scorecard
    kinds = {
        "pack": (print_pack(pack), SimpleNamespace(code=pack.code, number=1, sha256=pack.sha256)),
        "minutes": (
            print_minutes(minutes),
            SimpleNamespace(code=minutes.code, number=1, sha256=minutes.sha256),
        ),
        "scorecard": (print_scorecard(card), report_of_version(version)),
    }
    for name, (paper, about) in kinds.items():
        with pikepdf.open(io.BytesIO(paper.data)) as pdf:
            assert pdf.check_pdf_syntax() == [], name
            check_document(pdf, about)
            check_tags(pdf)
            check_fonts(pdf)
            assert list(pdf.attachments), name
            assert all(str(one.AFRelationship) == "/Source" for one in pdf.Root.AF), name


def check_document(pdf, report):
    assert str(pdf.Root.Lang) == "en"
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert report.code in str(pdf.docinfo["/Title"])
    assert "/OutputIntents" in pdf.Root
    assert not pdf.is_encrypted
    raw = pdf.Root.Metadata.read_raw_bytes()
    assert raw.startswith(b"<?xpacket"), "metadata is not compressed: it can be read without a PDF reader"
    metadata = pdf.open_metadata(set_pikepdf_as_editor=False)
    assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
    assert metadata["pdfuaid:part"] == "1"
    assert metadata["dc:title"] == str(pdf.docinfo["/Title"])
    assert metadata["pdf:Producer"] == str(pdf.docinfo["/Producer"]) == "Partner Desk"
    day = re.sub(r"\D", "", metadata["xmp:CreateDate"])
    assert str(pdf.docinfo["/CreationDate"]).startswith(f"D:{day}")
    mark = f"partner-desk:{report.code}:v{report.number}:{report.sha256 or 'draft'}"
    assert (metadata["dc:identifier"], str(pdf.docinfo["/PartnerDesk"])) == (mark, mark)


def check_tags(pdf):
    nodes = list(walk(pdf.Root.StructTreeRoot.K))
    kinds = {str(node.S) for node in nodes}
    assert {"/H1", "/H2", "/Table", "/TR", "/TH", "/TD"} <= kinds
    figures = [node for node in nodes if node.S == "/Figure"]
    assert figures
    assert all(str(figure.get("/Alt", "")).strip() for figure in figures)
    heads = [node for node in nodes if node.S == "/TH"]
    assert heads
    assert {scope_of(head) for head in heads} <= {"/Column", "/Row"}
    for table in (node for node in nodes if node.S == "/Table"):
        below = {str(node.S) for node in walk(table.K)}
        assert "/TH" in below


def scope_of(head):
    attributes = head.get("/A")
    rows = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    return next(str(row.Scope) for row in rows if row is not None and "/Scope" in row)


def walk(kids):
    if isinstance(kids, pikepdf.Array):
        for kid in kids:
            yield from walk(kid)
    elif isinstance(kids, pikepdf.Dictionary) and "/S" in kids:
        yield kids
        if "/K" in kids:
            yield from walk(kids.K)


def check_fonts(pdf):
    fonts = [
        item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
    ]
    simple = [font for font in fonts if font.Subtype != "/Type0"]
    assert simple
    for font in simple:
        assert any(key in font.FontDescriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")), font


def check_attachment(pdf, report):
    [(name, attached)] = pdf.attachments.items()
    assert name.startswith(report.code)
    assert name.endswith(".json")
    assert attached.relationship == pikepdf.Name.Source
    file = attached.get_file()
    assert file.mime_type == "application/json"
    assert file.read_bytes() == json_bytes(report)
    [associated] = pdf.Root.AF
    assert associated.objgen == attached.obj.objgen


def test_printing_again_later_gives_the_same_bytes(reports, printed):
    for make in (print_one_pager, print_full):
        with time_machine.travel(timezone.now() + dt.timedelta(days=400)):
            assert make(reports["whole"]).data == printed("whole", make).data


def test_the_external_copy_leaves_out_what_the_parts_declare(reports, printed):
    whole, outside = reports["whole"], reports["outside"]
    full = printed("outside", print_full).data
    names = [name for name in whole.names.values() if name]
    assert names
    secrets = [
        COI,
        LINK,
        "The board of four",
        "By a letter",
        "Ada of the archive",
        "To the head of sales",
        "Not worth it.",
        "With a heavy heart.",
        *names,
    ]
    before = [
        text_of(printed("whole", print_full).data),
        markdown_bytes(whole).decode(),
        json_bytes(whole).decode(),
    ]
    texts = [
        text_of(printed("outside", print_one_pager).data), text_of(full),
        markdown_bytes(outside).decode(), json_bytes(outside).decode(),
    ]  # fmt: skip
    for secret in secrets:
        plain = "".join(secret.split())
        assert any(plain in "".join(text.split()) for text in before), secret
        assert not [text for text in texts if plain in "".join(text.split())], secret
    for text in texts[:3]:
        assert "External copy" in text
    assert texts[1].count("left out of the external copy") == 7
    assert "left out of the external copy" not in before[0]
    for page in pypdf.PdfReader(io.BytesIO(full)).pages:
        assert "External copy" in page.extract_text()
    assert not re.search(r'"[0-9a-f]{64}"', json.dumps(outside.data["parts"]["actions"])), "not even a seal"
    found = as_json(outside)
    assert (found["copy"], found["sha256"]) == ("external", whole.sha256)
    assert found["left_out"] == list(left_out(whole.data))
    assert (as_json(whole)["copy"], as_json(whole)["left_out"]) == ("whole", [])
    assert [vote["by"] for vote in found["approvals"]] == [None]


def test_what_the_parts_declare_internal_is_there(reports):
    """A path that names nothing would leave something in."""
    data = reports["whole"].data
    for kind, part in SECTIONS.items():
        for path in part.internal:
            assert leads_somewhere(data["parts"][kind], path.split(".")), f"{kind}.{path}"


def leads_somewhere(holder, path):
    if isinstance(holder, list):
        return all(leads_somewhere(row, path) for row in holder)
    return path[0] in holder and (len(path) == 1 or leads_somewhere(holder[path[0]], path[1:]))


@pytest.mark.usefixtures("short_papers")
def test_external_papers_are_stored_beside_the_others():
    version = version_of(make_decided())
    do_papers(version.pk)
    do_external_papers(version.pk)
    stored = list(m.Artifact.objects.filter(version=version))
    assert sorted((row.kind, row.is_external) for row in stored) == [
        ("full-record", False), ("full-record", True), ("one-pager", False), ("one-pager", True),
    ]  # fmt: skip
    assert len({row.sha256 for row in stored}) == 4
    for row in stored:
        assert sha256_hex(path_of(row.sha256).read_bytes()) == row.sha256
    again = paper_of(version, m.Artifact.Kind.FULL, is_external=True)
    assert again in stored


@pytest.mark.usefixtures("short_papers")
def test_a_hostile_report_has_a_whole_attachment(reports):
    report = reports["whole"]
    data = json.loads(json.dumps(report.data))
    data["parts"]["brief"]["question"] = "</x> ]]> \\ %PDF endstream \u2028 値 🎉" * 5
    found = dataclasses.replace(report, data=data)
    with pikepdf.open(io.BytesIO(print_one_pager(found).data)) as pdf:
        check_attachment(pdf, found)


def text_of(data):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
