"""Checking files: what was given out matches, nothing else does, and no file breaks it or shows more than it holds."""

import io
import json
import random
import time
import zlib

import lxml.html
import pikepdf
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from decisions import models as m
from decisions.committee import propose
from decisions.documents.export_json_md import json_bytes, markdown_bytes
from decisions.documents.file_store import path_of
from decisions.documents.print_jobs import do_external_papers, do_papers, paper_of
from decisions.readiness.move import adapt, move_draft
from decisions.states.stages import Stage
from decisions.verification import pdf_claims
from decisions.verification.verify import Result, verify
from decisions.versions.report import report_of_version
from tests.factories import decide, make_decided, make_person, make_record, version_of
from tests.integration.people import client_of, file_address

PAGE = reverse("decisions:verify")


def ask(data, client=None):
    """The page's answer to a file."""
    client = client or Client()
    return client.post(file_address(client, PAGE), {"file": SimpleUploadedFile("file", data)})


def papers_of(version):
    """Every stored paper of a version as it stands, by kind and whether it is external."""
    do_papers(version.pk)
    do_external_papers(version.pk)
    stored = m.Artifact.objects.filter(version=version, standing=version.standing.state)
    return {(row.kind, row.is_external): path_of(row.sha256).read_bytes() for row in stored}


@pytest.fixture(scope="module")
def kept(keep):
    """A version in force, and its papers."""

    def make():
        version = version_of(make_decided())
        return version, papers_of(version)

    return keep(make)


def answer_of(verdict):
    found = verdict.as_data()
    return found["result"], found["record"], found["version"], found["in_force"]


def test_every_stored_paper_matches(kept):
    version, papers = kept
    assert len(papers) == 4
    for data in papers.values():
        found = verify(data)
        assert answer_of(found) == ("match", version.record.code, 1, True)
        assert found.version.sha256 == version.sha256


def test_json_and_markdown_match_once_they_were_given_out():
    record = make_decided()
    version, reader = version_of(record), client_of(make_person(Role.VIEWER))
    report = report_of_version(version)
    for data in (json_bytes(report), markdown_bytes(report)):
        assert answer_of(verify(data)) == ("altered", record.code, 1, True), "nobody was given this file yet"
    for form in ("json", "md"):
        for copy in ("", "external"):
            data = reader.get(
                reverse("decisions:export", args=[record.code, form]), {"version": 1, "copy": copy}
            ).content
            assert answer_of(verify(data)) == ("match", record.code, 1, True)
            changed = data.replace(b"Option", b"option", 1)
            changed = changed if changed != data else data + b" "
            assert answer_of(verify(changed)) == ("altered", record.code, 1, True)


def test_a_draft_that_was_exported_matches_without_a_version():
    record = make_record(is_filled=False)
    client = client_of(record.created_by)
    data = client.get(reverse("decisions:export", args=[record.code, "json"])).content
    assert verify(data).as_data() == {
        "result": "match", "record": record.code, "version": None, "in_force": False, "sha256": None,
    }  # fmt: skip
    assert "of a draft" in ask(data).content.decode()
    assert verify(data + b"\n").result == Result.UNKNOWN, "a draft has no hash by which it could be found"
    printed = client.post(reverse("decisions:print_draft", args=[record.code, "one-pager"])).content
    assert verify(printed).result == Result.MATCH


def changed_at(data, place, by):
    return data[:place] + bytes([data[place] ^ by]) + data[place + 1 :]


def mutations(papers, count=200):
    """Copies with one byte changed, spread over each file; then some cut off, grown, or put together."""
    chance = random.Random(20261121)
    for number in range(count):
        data = papers[number % len(papers)]
        step = len(data) / (count / len(papers))
        place = min(len(data) - 1, int((number // len(papers) + chance.random()) * step))
        yield f"byte {place}", changed_at(data, place, chance.randrange(1, 256))
    for data in papers:
        for share in (0, 0.01, 0.3, 0.7, 0.999):
            yield f"cut at {share}", data[: int(len(data) * share)]
        yield "one byte less", data[:-1]
        yield "one byte more", data + b"\n"
        yield "something before", b"\n" + data
        yield "twice", data * 2
        yield "reversed", data[::-1]
        yield "an update", data + b"\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n"


def test_no_mutated_pdf_matches(kept):
    version, papers = kept[0], list(kept[1].values())
    results = {}
    for name, data in mutations(papers):
        found = verify(data)
        results.setdefault(str(found.result), []).append(name)
        assert found.result != Result.MATCH, name
        if found.result == Result.ALTERED:
            assert (found.version.record, found.version.number) == (version.record.code, 1)
    assert len(results["altered"]) > 200, "nearly all of them still say what they are"


def test_a_pdf_that_was_saved_again_is_altered(kept):
    """Another program rewrites it: nothing stands in its bytes as it did, and the metadata may be gone."""
    data = kept[1]["one-pager", False]
    for take_away in ((), ("info",), ("info", "xmp")):
        target = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if "info" in take_away:
                del pdf.docinfo["/PartnerDesk"]
            if "xmp" in take_away:
                del pdf.Root.Metadata
            if not take_away:
                xmp = pdf.Root.Metadata.read_bytes()
                pdf.Root.Hidden = pdf.make_stream(xmp)
                del pdf.Root.Metadata
                pdf.Root.Metadata = pdf.Root.Hidden
            pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, recompress_flate=True)
        saved = target.getvalue()
        assert verify(saved).result == Result.ALTERED, take_away
    assert pdf_claims.named_in(saved) == [], "only its attachment says what it is"


def bomb(levels=1, size=300_000_000):
    data = b"\0" * size
    for _level in range(levels):
        data = zlib.compress(data, 9)
    return data


def pdf_with(content, filters="/FlateDecode", size=None):
    """A PDF whose metadata is a stream of these bytes."""
    return (
        b"%%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R /Metadata 3 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
        b"3 0 obj\n<< /Type /Metadata /Subtype /XML /Filter [%s] /Length %d >>\nstream\n%s\nendstream\nendobj\n"
        b"trailer\n<< /Root 1 0 R /Size 4 >>\nstartxref\n0\n%%%%EOF\n"
    ) % (filters.encode(), size or len(content), content)


HOSTILE = {
    "nothing": lambda: b"",
    "a zero byte": lambda: b"\0",
    "no PDF": lambda: b"PK\x03\x04" + b"x" * 5000,
    "a head alone": lambda: b"%PDF-1.7",
    "broken xref": lambda: b"%PDF-1.7\nxref\n0 99999999\nstartxref\n-5\n%%EOF",
    "xref in a circle": lambda: (
        b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer << /Prev 9 /Root 1 0 R >>\nstartxref\n9\n%%EOF"
    ),
    "a bomb": lambda: pdf_with(bomb()),
    "a bomb in a bomb": lambda: pdf_with(bomb(2), "/FlateDecode /FlateDecode"),
    "a wrong length": lambda: pdf_with(b"x", size=10**15),
    "deep arrays": lambda: b"%PDF-1.7\n1 0 obj\n" + b"[" * 300_000 + b"\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF",
    "many objects": lambda: (
        b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n<<>>\nendobj\n" % n for n in range(100_000)) + b"trailer << /Root 1 0 R >>"
    ),
    "deep JSON": lambda: b'{"sha256": ' * 100_000,
    "many hashes": lambda: b"".join(b'"sha256": "%064x"' % number for number in range(50_000)),
    "nearly a hash": lambda: (b'"sha256": "' + b"a" * 63) * 20_000,
    "a hash of nothing": lambda: b'{"sha256": "' + b"a" * 64 + b'"}',
    "a mark of nothing": lambda: b"%PDF-1.7 partner-desk:CP-0001:v1:" + b"b" * 64,
    "large": lambda: b"%PDF-1.7\n" + random.Random(1).randbytes(19_000_000),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_no_file_breaks_the_page(name):
    data, begin = HOSTILE[name](), time.monotonic()
    answer = ask(data)
    assert answer.status_code == 200
    assert "Unknown" in answer.content.decode()
    assert time.monotonic() - begin < pdf_claims.SECONDS + 5


def test_a_reader_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(pdf_claims, "SECONDS", 0.01)
    assert verify(b"%PDF-1.7\n").result == Result.UNKNOWN


@pytest.mark.usefixtures("short_papers")
def test_how_a_version_stands():
    """Proposed, in force, superseded with the number of what followed; each said of the same file."""
    record = make_record(to=Stage.PROPOSED)
    first = version_of(record)
    data = path_of(paper_of(first, m.Artifact.Kind.ONE_PAGER).sha256).read_bytes()
    assert answer_of(verify(data)) == ("match", record.code, 1, False)
    assert "never in force" in ask(data).content.decode()
    decide(record)
    assert answer_of(verify(data)) == ("match", record.code, 1, True)
    assert "is in force since" in ask(data).content.decode()
    record = m.Record.objects.with_header().get(pk=record.pk)
    adapt(record, by=record.created_by, now=timezone.now())
    record = m.Record.objects.with_header().get(pk=record.pk)
    move_draft(record, to=Stage.COMMIT, by=record.created_by, now=timezone.now())
    today = timezone.localdate()
    m.ReviewPlan.objects.filter(record=record).update(confirmed_by=record.created_by, confirmed_on=today)
    m.Brief.objects.filter(record=record).update(question="A title that no old file knows?")
    propose.propose(record, by=record.created_by, now=timezone.now())
    decide(record)
    found = verify(data)
    assert answer_of(found) == ("match", record.code, 1, False)
    assert (found.version.replaced_by, found.version.until is not None) == (2, True)
    page = ask(data).content.decode()
    assert "Version 2 took its place." in page
    assert "A title that no old file knows?" not in page


def test_the_answer_shows_nothing_that_the_file_does_not_hold():
    """Not the title, not a name, not the partners: code, number, hash, standing and dates alone."""
    record = make_decided()
    version = version_of(record)
    mark = f"partner-desk:{record.code}:v1:{version.sha256}".encode()
    for page in (ask(mark), Client().get(reverse("decisions:verify_version", args=[version.sha256]))):
        words = lxml.html.fromstring(page.content).text_content()
        assert record.code in words
        assert version.sha256 in words
        for secret in (
            record.brief.question,
            record.brief.owner.name,
            record.framework_version.content.names.en,
        ):
            assert secret not in words
    assert ask(mark.replace(b"v1", b"v7")).content.count(b"version 7") == 0, "what counts is the hash"


def test_a_private_record_can_not_be_found_by_its_code():
    record = make_decided()
    for data in (f'{{"record": "{record.code}", "version": 1}}', f"partner-desk:{record.code}:v1:{'0' * 64}"):
        assert verify(data.encode()).result == Result.UNKNOWN


def test_the_address_of_the_code_on_a_paper():
    version = version_of(make_decided())
    report = report_of_version(version)
    assert report.address.endswith(f"/verify/{version.sha256}/")
    answer = Client().get(reverse("decisions:verify_version", args=[version.sha256]))
    assert answer.status_code == 200
    [form] = [
        form for form in lxml.html.fromstring(answer.content).forms if form.action.startswith(f"{PAGE}?")
    ]
    assert form.attrib["enctype"] == "multipart/form-data"
    assert Client().get(reverse("decisions:verify_version", args=["0" * 64])).status_code == 404
    assert Client().get(f"/verify/{version.sha256[:63]}/").status_code == 404
    assert Client().get(f"/verify/{version.sha256.upper()}/").status_code in (404, 200)


def test_the_page_takes_one_file_with_a_token_and_no_more_than_its_limit(settings):
    strict = Client(enforce_csrf_checks=True)
    assert ask(b"x", strict).status_code == 403
    page = strict.get(PAGE)
    token = lxml.html.fromstring(page.content).forms[-1].fields["csrfmiddlewaretoken"]
    sent = {"csrfmiddlewaretoken": token, "file": SimpleUploadedFile("a", b"x")}
    assert strict.post(PAGE, sent).status_code == 200
    assert Client().post(PAGE, {}).status_code == 422
    assert Client().post(PAGE, {"file": "no file"}).status_code == 422
    settings.VERIFY_LIMIT_BYTES = 100_000
    answer = ask(b"x" * 200_000)
    assert answer.status_code == 422
    assert "too large" in answer.content.decode()


def test_many_files_from_one_address_have_to_wait():
    with time_machine.travel(timezone.now(), tick=False):  # a slow machine takes longer than their minute
        statuses = [ask(b"x").status_code for _number in range(22)]
    assert statuses == [200] * 20 + [429] * 2
    assert Client().get(PAGE).status_code == 200


def test_people_who_are_signed_in_have_the_bar_and_others_have_not():
    assert "mainnav" in client_of(make_person()).get(PAGE).content.decode()
    assert "mainnav" not in Client().get(PAGE).content.decode()


@pytest.fixture
def run(tmp_path, capsys):
    def run(data, name="file"):
        path, code = tmp_path / name, 0
        if data is not None:
            path.write_bytes(data)
        try:
            call_command("verify", str(path))
        except CommandError as error:
            code = error.returncode
        said = capsys.readouterr().out
        return (json.loads(said) if said else None), code

    return run


def test_the_command(run, tmp_path, settings):
    record = make_decided()
    version = version_of(record)
    file = tmp_path / "out.pdf"
    call_command("export_record", record.code, "--format", "pdf", "-o", str(file))
    data, named = (
        file.read_bytes(),
        {"record": record.code, "version": 1, "in_force": True, "sha256": version.sha256},
    )
    assert run(data) == ({"result": "match", **named}, 0)
    assert run(changed_at(data, len(data) // 2, 1)) == ({"result": "altered", **named}, 1)
    nothing = {"record": None, "version": None, "in_force": False, "sha256": None}
    assert run(b"") == ({"result": "unknown", **nothing}, 1)
    assert run(None, "missing") == (None, 1)
    assert run(None, ".") == (None, 1)
    settings.VERIFY_LIMIT_BYTES = 1000
    assert run(data) == ({"result": "match", **named}, 0), "large files are known by their hash"
    assert run(data + b"x") == ({"result": "unknown", **nothing}, 1)


@pytest.mark.usefixtures("short_papers")
def test_what_the_command_gives_out_matches(run, tmp_path):
    record = make_decided()
    for form in ("pdf", "one-pager-pdf", "markdown", "json"):
        for more in ([], ["--external"]):
            file = tmp_path / "out"
            call_command("export_record", record.code, "--format", form, *more, "-o", str(file))
            assert run(file.read_bytes())[1] == 0, (form, more)
    draft = make_record(is_filled=False)
    with pytest.raises(CommandError, match="A draft has no external copy"):
        call_command("export_record", draft.code, "--format", "json", "--external", "-o", str(tmp_path / "x"))
