"""A person is erased: no name of theirs is left but in texts that people wrote; hashes and the log stay whole."""

import io
import json

import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.actions import change_person
from accounts.models import NameSeal, Role, User
from decisions import models as m
from decisions.documents.file_store import path_of
from decisions.documents.print_jobs import do_papers, paper_of
from decisions.verification.verify import Result, verify
from decisions.versions.report import report_of_version
from partnerdesk.core.canonical import canonical_bytes, sha256_hex
from partnerdesk.core.chain import seal_events
from partnerdesk.core.chain_check import check_chain
from partnerdesk.core.models import Event, Notice
from partnerdesk.core.refusals import Blocked, NotAllowed
from tests.databases import owner_connection
from tests.factories import decide, make_decided, make_person, make_record, version_of
from workspace.erasing import NAMELESS, erase_person

NAME = "Wilhelmina Quandt"


@pytest.fixture
def as_owner(db):
    """The role of the tests may rewrite the history of people, as the owner may who runs the command."""
    role = connection.settings_dict["USER"]
    with owner_connection(connection.settings_dict["NAME"]) as owner:
        owner.execute(f'GRANT UPDATE ON accounts_userevent TO "{role}"')
        yield
        owner.execute(f'REVOKE UPDATE ON accounts_userevent FROM "{role}"')


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def admin():
    return make_person(Role.ADMIN, name="Ada")


@pytest.fixture
def owner():
    return make_person(name=NAME)


def erase(person, by):
    change_person(person, role=person.role, is_active=False, by=by, now=timezone.now())
    return erase_person(User.objects.get(pk=person.pk), by=by, now=timezone.now())


def words_of(artifact):
    pages = pypdf.PdfReader(io.BytesIO(path_of(artifact.sha256).read_bytes())).pages
    return " ".join(page.extract_text() for page in pages)


def test_no_name_is_left_and_every_hash_stays(as_owner, admin, owner):
    record = make_decided(owner=owner)
    version = version_of(record)
    before = bytes(version.content), version.sha256
    assert owner.name in json.dumps(report_of_version(version).names)
    done = erase(owner, admin)
    assert done.seals == 1
    assert done.texts == ()
    version = version_of(record)
    assert (bytes(version.content), version.sha256) == before
    assert sha256_hex(canonical_bytes(version.data())) == version.sha256
    assert NAME not in json.dumps(report_of_version(version).names)
    found = User.objects.get(pk=owner.pk)
    assert (found.name, found.is_active, found.has_usable_password()) == (NAMELESS, False, False)
    assert not NameSeal.objects.filter(user=owner).exists()
    history = User.pgh_event_model.objects.filter(id=owner.pk)
    assert set(history.values_list("name", "email")) == {(NAMELESS, found.email)}
    assert Event.objects.get(kind="person.erased").by == admin


def test_the_chained_log_is_whole_afterwards(as_owner, admin, owner):
    make_decided(owner=owner)
    seal_events(now=timezone.now(), everything=True)
    erase(owner, admin)
    seal_events(now=timezone.now(), everything=True)
    assert check_chain([]).is_intact


@pytest.mark.usefixtures("short_papers")
def test_papers_are_printed_anew_without_the_name_and_the_old_ones_still_verify(as_owner, admin, owner):
    record = make_decided(owner=owner)
    do_papers(version_of(record).pk)
    old = paper_of(version_of(record), m.Artifact.Kind.ONE_PAGER)
    kept = path_of(old.sha256).read_bytes()
    assert NAME in words_of(old)
    done = erase(owner, admin)
    assert done.papers == 2
    assert not path_of(old.sha256).is_file()
    new = paper_of(version_of(record), m.Artifact.Kind.ONE_PAGER)
    assert (new.edition, new.sha256 != old.sha256) == (2, True)
    assert NAME not in words_of(new)
    assert verify(kept).result == Result.MATCH
    assert verify(path_of(new.sha256).read_bytes()).result == Result.MATCH


@pytest.mark.usefixtures("short_papers")
def test_a_paper_of_somebody_else_that_is_lost_is_still_missed(as_owner, admin, owner):
    record = make_decided(owner=owner)
    do_papers(version_of(record).pk)
    other = make_decided()
    do_papers(version_of(other).pk)
    erase(owner, admin)
    assert path_of(paper_of(version_of(other), m.Artifact.Kind.FULL).sha256).is_file()
    assert m.ErasedPaper.objects.count() == 2


def test_notices_of_theirs_and_about_them_go(as_owner, admin, owner):
    record = make_record(to="proposed", owner=owner)
    decide(record)
    Notice.objects.create(
        person=admin, kind="x", key="1", subject_kind="x", subject_id=owner.pk, what=f"{NAME} asks", address="/",
        created_at=timezone.now(),
    )  # fmt: skip
    erase(owner, admin)
    assert not Notice.objects.filter(person=owner).exists()
    assert not Notice.objects.filter(what__contains=NAME).exists()


def test_texts_that_hold_the_name_are_named(as_owner, admin, owner):
    record = make_decided(owner=owner, question=f"Does {NAME} stay in charge?")
    assert erase(owner, admin).texts == (f"{record.code} v1",)


def test_only_an_administrator_erases_and_only_a_closed_account_once(as_owner, admin, owner):
    with pytest.raises(Blocked, match="Close the account first"):
        erase_person(owner, by=admin, now=timezone.now())
    with pytest.raises(NotAllowed):
        erase_person(owner, by=make_person(), now=timezone.now())
    erase(owner, admin)
    with pytest.raises(Blocked, match="erased already"):
        erase_person(User.objects.get(pk=owner.pk), by=admin, now=timezone.now())


def test_the_command_says_what_is_left_to_look_at(as_owner, admin, owner, capsys):
    record = make_decided(owner=owner, question=f"Does {NAME} stay in charge?")
    change_person(owner, role=owner.role, is_active=False, by=admin, now=timezone.now())
    call_command("erase_person", owner.email, by=admin.email)
    said = capsys.readouterr().out
    assert "the log is whole" in said
    assert f"look at {record.code} v1" in said
    with pytest.raises(CommandError, match="Nobody here"):
        call_command("erase_person", owner.email, by=admin.email)


def test_the_serving_role_is_told_who_may(admin, owner):
    change_person(owner, role=owner.role, is_active=False, by=admin, now=timezone.now())
    with pytest.raises(CommandError, match="--owner"):
        call_command("erase_person", owner.email, by=admin.email)
    assert User.objects.get(pk=owner.pk).name == NAME
