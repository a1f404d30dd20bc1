"""Many at once on one record: one decision, one code each, both texts."""

import datetime as dt
import threading
import time
import uuid

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from accounts.models import Role
from decisions import models as m
from decisions.committee import decide as deciding
from decisions.committee import propose as proposing
from decisions.committee.rounds import Ballotpaper
from decisions.draft import save as units
from decisions.life.create import create_record
from decisions.record.events import lock_record
from decisions.record.sharing import set_private, share_record, unshare_record
from decisions.states.stages import Stage
from decisions.states.votes import Choice, RoundOutcome
from frameworks.models import FrameworkVersion
from partnerdesk.core.models import Event
from partnerdesk.core.refusals import Blocked, NotAllowed
from tests import patience
from tests.factories import decide, make_committee, make_person, make_record, version_of
from tests.integration.decisions.pages import send
from tests.integration.people import client_of

pytestmark = pytest.mark.django_db(transaction=True)


def together(count, work):
    """Run `work(number)` in threads that start as one; gives what each returned or raised."""
    barrier, results = threading.Barrier(count), [None] * count

    def run(number):
        try:
            barrier.wait(patience.SECONDS)
            results[number] = work(number)
        except Exception as error:  # noqa: BLE001  (the test looks at them)
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    patience.join(threads)
    return results


def test_of_twenty_decisions_on_one_proposal_exactly_one_wins():
    record = make_record(to=Stage.PROPOSED)
    approver, sha256 = record.approval.approver, version_of(record).sha256
    choices = ("approve", "reject", "return", "approve")

    def vote(number):
        paper = Ballotpaper(Choice(choices[number % 4]), f"vote {number}", seen_sha256=sha256)
        return deciding.vote(version_of(record), paper, by=approver, now=timezone.now())

    results = together(20, vote)
    won = [result for result in results if isinstance(result, RoundOutcome)]
    assert len(won) == 1
    assert {type(result) for result in results} == {RoundOutcome, Blocked}
    found = m.Round.objects.get()
    assert (found.outcome, m.Vote.objects.count()) == (won[0], 1)
    assert m.Enactment.objects.count() == (won[0] == RoundOutcome.APPROVED)
    kinds = ("version.in_force", "version.rejected", "version.returned", "version.withdrawn")
    assert Event.objects.filter(kind__in=kinds).count() == 1


def test_a_decision_and_an_edit_at_once_leave_one_of_both():
    record = make_record(to=Stage.PROPOSED)
    approver, author, sha256 = record.approval.approver, record.created_by, version_of(record).sha256

    def act(number):
        now = timezone.now()
        if number:
            return proposing.withdraw_proposal(m.Record.objects.get(pk=record.pk), by=author, now=now)
        return decide(record, by=approver, seen=sha256)

    refused = [result for result in together(2, act) if isinstance(result, Blocked | NotAllowed)]
    assert len(refused) == 1
    standing, stage = version_of(record).standing.state, m.Record.objects.get(pk=record.pk).stage
    assert (standing, stage) in {("in_force", "none"), ("withdrawn", "commit")}
    assert m.Enactment.objects.exists() is (standing == "in_force")


def test_proposing_twice_at_once_makes_one_version():
    record = make_record(to=Stage.COMMIT)

    def propose(_number):
        found = m.Record.objects.get(pk=record.pk)
        return proposing.propose(found, by=record.created_by, now=timezone.now())

    results = together(4, propose)
    assert sum(isinstance(result, m.Version) for result in results) == 1
    assert m.Version.objects.count() == 1


def test_records_begun_at_once_get_a_code_each():
    author, version = make_person(), FrameworkVersion.objects.newest().get(framework__key="value-exchange")

    def begin(number):
        return create_record(
            version, question=f"Question {number}?", decision_class="light", owner=author, by=author,
            now=timezone.now(),
        ).code  # fmt: skip

    found = together(8, begin)
    assert sorted(found) == [f"{version.content.prefix}-{number:04d}" for number in range(1, 9)]


def test_of_two_texts_saved_at_once_one_is_kept_and_the_other_handed_back():
    record = make_record(is_filled=False)
    unit = m.People.objects.get(record=record)

    def save(number):
        return units.save_unit(
            m.People.objects.select_related("record").get(pk=unit.pk),
            unit.values() | {"decides": f"text {number}"},
            revision=1, save_id=uuid.uuid4(), by=record.created_by, now=timezone.now(),
        )  # fmt: skip

    results = together(5, save)
    conflicts = [result for result in results if isinstance(result, units.Conflict)]
    assert len(conflicts) == 4
    kept = m.People.objects.get(pk=unit.pk)
    assert kept.revision == 2
    assert {conflict.theirs["decides"] for conflict in conflicts} == {kept.decides}
    assert len({conflict.mine["decides"] for conflict in conflicts} | {kept.decides}) == 5


def test_of_twenty_closings_of_a_committees_round_exactly_one_counts():
    chair, other = make_person(Role.VIEWER), make_person(Role.VIEWER)
    record = make_record(to=Stage.PROPOSED, committee=make_committee(chair, other))
    for voter in (chair, other):
        decide(record, by=voter)
    later = timezone.now() + dt.timedelta(days=8)

    def close(number):
        if number % 2:
            return deciding.close_early(version_of(record), by=chair, now=timezone.now())
        return deciding.close_due(later)

    results = together(20, close)
    assert (
        sum(result in (1, RoundOutcome.APPROVED) for result in results if not isinstance(result, Blocked))
        == 1
    )
    assert m.Enactment.objects.count() == Event.objects.filter(kind="round.closed").count() == 1


def test_a_vote_at_the_moment_of_closing_counts_or_is_refused():
    chair, second, third = (make_person(Role.VIEWER) for _ in range(3))
    record = make_record(to=Stage.PROPOSED, committee=make_committee(chair, second, third))
    for voter in (chair, second):
        decide(record, by=voter)

    def act(number):
        if number:
            return deciding.close_early(version_of(record), by=chair, now=timezone.now())
        return decide(record, "reject", by=third) or "kept"

    results = together(2, act)
    counted = m.Enactment.objects.get().approvals
    was_kept = "kept" in results
    assert len(counted) == (3 if was_kept else 2)
    assert m.Vote.objects.count() == len(counted)


def behind(record, hold, wait):
    """What `wait()` gives, which begins while `hold()` is done but not committed, and waits for the record's lock."""
    is_held, results = threading.Event(), []

    def waiting():
        assert is_held.wait(patience.SECONDS)
        try:
            results.append(wait())
        except Exception as error:  # noqa: BLE001  (the test looks at them)
            results.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=waiting)
    thread.start()
    with transaction.atomic(), connection.cursor() as cursor:
        lock_record(record)
        hold()
        is_held.set()
        until = time.monotonic() + patience.SECONDS
        while time.monotonic() < until:
            cursor.execute(
                "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')"
            )
            if cursor.fetchone():
                break
    patience.join([thread])
    return results[0]


def test_who_waits_for_the_record_finds_the_version_that_was_put_in_force():
    record = make_record(to=Stage.PROPOSED)

    @transaction.atomic
    def locked():
        found = lock_record(record)
        return found.in_force_id, found.in_force and found.in_force.number

    found = behind(record, lambda: decide(record, by=record.approval.approver), locked)
    assert found == (version_of(record).pk, 1)


def test_who_waits_with_a_save_while_access_is_taken_back_saves_nothing():
    record = make_record(is_filled=False)
    set_private(record, is_private=True, by=record.created_by, now=timezone.now())
    other = make_person(Role.MANAGER)
    share_record(record, person=other, by=record.created_by, now=timezone.now())
    unit = m.People.objects.get(record=record)
    sent = {"decides": "Me", "revision": unit.revision, "save_id": uuid.uuid4()}
    client = client_of(other)
    answer = behind(
        record,
        lambda: unshare_record(record, person=other, by=record.created_by, now=timezone.now()),
        lambda: send(client, unit, sent),
    )
    assert answer.status_code in {403, 404}
    assert m.People.objects.get(record=record).decides == ""


def test_two_writers_of_one_field_get_one_save_and_one_conflict():
    record = make_record(is_filled=False)
    unit = m.People.objects.get(record=record)
    clients = [client_of(record.created_by) for _number in range(2)]

    def write(number):
        sent = {"decides": f"Writer {number}", "revision": 1, "save_id": uuid.uuid4()}
        return send(clients[number], unit, sent).status_code

    assert sorted(together(2, write)) == [302, 409]
    unit.refresh_from_db()
    assert unit.revision == 2
    assert m.Summary.objects.get(record=record).updated_at == m.Record.objects.get(pk=record.pk).updated_at
