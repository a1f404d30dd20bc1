"""A version whose stored content was changed is refused wherever it is read, with words; administrators are told."""

import datetime as dt
import io

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from decisions import models as m
from decisions.committee import decide as deciding
from decisions.documents.export_json_md import json_bytes
from decisions.documents.file_store import path_of
from decisions.documents.print_jobs import PAPERS, ask_for_papers, do_papers, paper_of
from decisions.states.stages import Stage
from decisions.versions.alarm import ALTERED
from decisions.versions.report import report_of_version
from partnerdesk.core import jobs
from partnerdesk.core.frozen_content import Altered
from partnerdesk.core.models import Job, Notice
from tests.databases import owner_connection
from tests.factories import decide, make_committee, make_decided, make_person, make_record, version_of
from tests.integration.people import client_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("short_papers")]
WORDS = "does not match its hash"


def alter(model, **key):
    """What the owner of the database can do."""
    ((name, value),) = key.items()
    with owner_connection(connection.settings_dict["NAME"]) as owner:
        owner.execute("SET session_replication_role = replica")
        done = owner.execute(
            f"UPDATE {model._meta.db_table} SET content = overlay(content placing 'X'::bytea from 40)"  # noqa: S608
            f" WHERE {name} = %s",
            [value],
        )
        assert done.rowcount == 1


@pytest.fixture
def admin():
    return make_person(Role.ADMIN)


@pytest.fixture
def altered(admin):
    """The first version of a record in force, with its papers printed, changed by the owner."""
    version = version_of(make_decided("alignment-scorecard"))
    do_papers(version.pk)
    alter(m.Version, id=version.pk)
    return version


PAGES = [
    ("one_pager", {"version": 1}),
    ("document", {"version": 1}),
    ("scorecard", {"version": 1}),
    ("round", None),
    ("compare_versions", {"from": 1, "to": 1}),
    ("paper", "one-pager"),
    ("paper", "full-record"),
    ("paper", "scorecard"),
    ("export", "json"),
    ("export", "md"),
]


def test_every_page_and_file_of_it_is_refused_with_words(altered):
    reader, code = client_of(make_person(Role.VIEWER)), altered.record.code
    for name, more in PAGES:
        args = {
            "round": [code, 1],
            "paper": [code, 1, more],
            "export": [code, more],
        }.get(name, [code])
        found = reader.get(
            reverse(f"decisions:{name}", args=args), more if isinstance(more, dict) else {"version": 1}
        )
        if name == "compare_versions":
            assert found.status_code in (404, 422)
            continue
        assert (name, found.status_code) == (name, 422)
        words = found.content.decode()
        assert all(part in words for part in (WORDS, f"{code}, version 1", "administrators")), name
        assert altered.sha256 not in words


def test_verify_calls_nothing_of_it_unaltered(altered, tmp_path, monkeypatch):
    stored = m.Artifact.objects.filter(version=altered).first()
    data = path_of(stored.sha256).read_bytes()
    asked = [
        Client().post(reverse("decisions:verify"), {"file": SimpleUploadedFile("file", data)}),
        Client().get(reverse("decisions:verify_version", args=[altered.sha256])),
    ]
    for found in asked:
        words = found.content.decode()
        assert (found.status_code, WORDS in words, "Unaltered" in words) == (422, True, False)
    file = tmp_path / "file.pdf"
    file.write_bytes(data)
    out = io.StringIO()
    monkeypatch.setattr("sys.stdout", out)
    with pytest.raises(CommandError, match=WORDS) as refused:
        call_command("verify", str(file))
    assert (refused.value.returncode, out.getvalue()) == (1, "")


@pytest.mark.parametrize("form", ["pdf", "one-pager-pdf", "markdown", "json"])
def test_no_command_exports_it(altered, tmp_path, form):
    with pytest.raises(CommandError, match=WORDS) as refused:
        call_command("export_record", altered.record.code, "--format", form, "-o", str(tmp_path / "x"))
    assert refused.value.returncode == 1
    assert not (tmp_path / "x").exists()
    assert Notice.objects.filter(kind=ALTERED).count() == 1


def test_nothing_is_printed_of_it_and_the_job_says_why(altered):
    ask_for_papers(altered, by=None)
    job = Job.objects.filter(kind=PAPERS).latest("created_at")
    assert jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, WORDS in job.message) == (Job.State.REFUSED, True)
    assert Notice.objects.filter(kind=ALTERED).count() == 1


def test_nobody_votes_on_it_and_its_round_does_not_hold_up_the_others(admin):
    people = [make_person(Role.VIEWER) for _number in range(2)]
    committee = make_committee(*people)
    first, second = (
        version_of(make_record(to=Stage.PROPOSED, committee=committee, approver=people[0]))
        for _number in range(2)
    )
    alter(m.Version, id=first.pk)
    with pytest.raises(Altered):
        decide(first.record, by=people[0])
    assert not m.Vote.objects.filter(round=first.round).exists()
    with pytest.raises(Altered):
        deciding.close_early(version_of(first.record), by=people[0], now=timezone.now())
    assert deciding.close_due(timezone.now() + dt.timedelta(days=60)) == 1
    assert m.Round.objects.get(version=first).closed_at is None
    assert m.Round.objects.get(version=second).closed_at is not None
    assert Notice.objects.filter(kind=ALTERED, subject_id=first.pk).count() == 1


def test_administrators_are_told_once_for_each_version_and_day(altered, admin):
    other = make_person(Role.ADMIN)
    make_person(Role.ADMIN, is_active=False)
    reader = client_of(make_person(Role.VIEWER))
    address = reverse("decisions:one_pager", args=[altered.record.code])
    for _read in range(3):
        reader.get(address, {"version": 1})
    told = Notice.objects.filter(kind=ALTERED)
    assert {notice.person_id for notice in told} == {admin.pk, other.pk}
    assert all(notice.is_urgent and notice.is_for_mail and WORDS in notice.what for notice in told)
    with time_machine.travel(timezone.now() + dt.timedelta(days=1)):
        client_of(make_person(Role.VIEWER)).get(address, {"version": 1})
    assert told.all().count() == 4


def test_a_scorecard_is_hashed_as_well(admin):
    version = version_of(make_decided("alignment-scorecard"))
    do_papers(version.pk)
    alter(m.Scorecard, version_id=version.pk)
    reader, code = client_of(make_person(Role.VIEWER)), version.record.code
    for address in (
        reverse("decisions:scorecard", args=[code]),
        reverse("decisions:paper", args=[code, 1, "scorecard"]),
    ):
        found = reader.get(address)
        assert (found.status_code, WORDS in found.content.decode()) == (422, True)


def test_it_is_hashed_once_for_each_object():
    version = version_of(make_decided())
    version.check_content()
    known = version.__dict__["_checked"]
    json_bytes(report_of_version(version))
    assert version.content is known
    version.content = bytes(known) + b" "
    with pytest.raises(Altered):
        version.data()


def test_a_paper_that_was_printed_before_is_not_given_out(altered):
    with pytest.raises(Altered):
        paper_of(m.Version.objects.get(pk=altered.pk), m.Artifact.Kind.ONE_PAGER)
