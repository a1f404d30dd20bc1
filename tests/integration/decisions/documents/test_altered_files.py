"""A kept file whose bytes were changed is given out nowhere: it is refused with words, and administrators are told."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import Role
from decisions import models as m
from decisions.committee import papers
from decisions.documents.file_store import bytes_of, path_of
from decisions.documents.print_jobs import do_papers
from decisions.versions.alarm import ALTERED
from partnerdesk.core.frozen_content import AlteredFile
from partnerdesk.core.models import Event, Notice
from tests.factories import make_decided, make_person, version_of
from tests.integration.decisions.documents.test_papers import held_meeting
from tests.integration.people import client_of
from tests.source import ROOT, modules, name_of

pytestmark = pytest.mark.usefixtures("short_papers")
WORDS = "does not match its hash"


def change(row):
    """What somebody can do who writes to the folder of files."""
    path = path_of(row.sha256)
    path.write_bytes(path.read_bytes() + b" ")


@pytest.fixture
def admin():
    return make_person(Role.ADMIN)


def told():
    return list(Notice.objects.filter(kind=ALTERED).values_list("what", flat=True))


def test_a_paper_of_a_version(admin, tmp_path):
    version = version_of(make_decided())
    do_papers(version.pk)
    reader, code = client_of(make_person(Role.VIEWER)), version.record.code
    address = reverse("decisions:paper", args=[code, 1, "one-pager"])
    assert reader.get(address).status_code == 200
    given_out = Event.objects.filter(kind="record.exported").count()
    found = m.Artifact.objects.get(version=version, kind=m.Artifact.Kind.ONE_PAGER, is_external=False)
    change(found)
    for _time in range(2):
        answer = reader.get(address)
        words = answer.content.decode()
        assert (answer.status_code, WORDS in words, f"the one-pager of {code}" in words) == (422, True, True)
    assert reader.get(reverse("decisions:paper", args=[code, 1, "full-record"])).status_code == 200
    assert Event.objects.filter(kind="record.exported").count() == given_out + 1, "of the full record alone"
    assert len(told()) == 1, "each administrator once on a day"
    assert "folder of files" in told()[0]
    with pytest.raises(CommandError, match=WORDS) as refused:
        call_command("export_record", code, "--format", "one-pager-pdf", "-o", str(tmp_path / "x"))
    assert refused.value.returncode == 1
    assert not (tmp_path / "x").exists()


def test_the_papers_of_a_meeting(admin):
    held_meeting()
    meeting = m.Meeting.objects.get()
    papers.do_pack(meeting.pk)
    papers.do_minutes(meeting.pk)
    reader = client_of(meeting.called_by)
    for paper in m.MeetingPaper.objects.all():
        address = reverse("decisions:meeting_paper", args=[meeting.code, paper.kind])
        assert reader.get(address).status_code == 200
        change(paper)
        answer = reader.get(address)
        assert (answer.status_code, WORDS in answer.content.decode()) == (422, True)
        assert paper.called() in answer.content.decode()
    assert len(told()) == 2


def test_bytes_that_are_gone_are_no_other_bytes():
    version = version_of(make_decided())
    do_papers(version.pk)
    found = m.Artifact.objects.filter(version=version).first()
    change(found)
    with pytest.raises(AlteredFile):
        bytes_of(found)
    path_of(found.sha256).unlink()
    with pytest.raises(FileNotFoundError):
        bytes_of(found)


def test_nothing_else_reads_the_bytes_of_a_paper():
    place = ROOT / "decisions" / "documents" / "file_store.py"
    assert not [
        name_of(path)
        for path in modules()
        if path != place
        and path.is_relative_to(ROOT / "decisions")
        and re.search(
            r"path_of\([^\n]*\.(read|open)|path_of\([^\n]*read_bytes", path.read_text(encoding="utf-8")
        )
    ]
