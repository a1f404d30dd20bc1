"""My desk: what waits for each person, at a fixed price."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role
from decisions import models as m
from decisions.draft.followups import FollowUp
from decisions.readiness.move import move_draft
from decisions.readiness.summary import compute_due
from decisions.record.sharing import set_private, share_record, unshare_record
from decisions.states.cases_and_reviews import Outcome
from decisions.states.stages import Stage
from decisions.triggers.cases import handle as case_actions
from decisions.triggers.report_change import report_change
from decisions.triggers.reviews import plan
from decisions.triggers.reviews.conclude import conclude
from metrics.files.store import keep_file
from metrics.imports.steps import start_import
from metrics.models import Gap, Refresh, Source
from tests import factories
from tests.factories import decide, fresh, make_committee, make_decided, make_person, make_record
from tests.integration.people import client_of
from workspace.desk import lately, waiting_for

NOW = timezone.now()
TODAY = timezone.localdate(NOW)


@pytest.fixture(scope="module")
def kept(keep):
    """A proposed record and two decisions with one owner, each of an author of its own."""
    owner = keep(make_person)
    decided = [keep(make_decided, owner=owner) for _number in range(2)]
    return keep(make_record, to=Stage.PROPOSED), decided


@pytest.fixture
def proposed(kept):
    return fresh(kept[0])


@pytest.fixture
def decided(kept):
    return [fresh(record) for record in kept[1]]


def on(day):
    """Noon of a day."""
    return dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)


def waits(person, now=NOW):
    """What waits for a person, as {group: [what]}."""
    return {group.key: [item.what for item in group.items] for group in waiting_for(person, now)}


def make_gap(owner, **cause):
    source, _new = Source.objects.get_or_create(name="sales")
    imported = start_import(keep_file([b"a\n1\n"]), "f.csv", by=None, now=timezone.now())
    return factories.make_gap(source, imported, column=f"c{Gap.objects.count()}", owner=owner, cause=cause)


def test_who_has_nothing_to_do_is_told_so():
    for role in Role:
        person = make_person(role)
        assert waits(person) == {}
        assert client_of(person).get("/").status_code == 200


def test_the_approver_decides_until_it_is_decided(proposed):
    approver = proposed.approval.approver
    assert waits(approver) == {"decide": [proposed.brief.question]}
    assert "decide" not in waits(proposed.created_by)
    assert waits(make_person(Role.ADMIN)) == {}
    html = client_of(approver).get("/").content.decode()
    assert proposed.brief.question in html
    assert f"/records/{proposed.code}/versions/1/round/" in html
    decide(proposed)
    assert "decide" not in waits(approver)


def test_who_has_voted_waits_for_the_others_without_a_reminder():
    one, other = make_person(Role.VIEWER), make_person(Role.VIEWER)
    record = make_record(to=Stage.PROPOSED, committee=make_committee(one, other))
    assert decide(record, by=one) is None
    assert waits(one) == {}
    assert waits(other) == {"decide": [record.brief.question]}


def test_drafts_wait_for_those_who_write_them():
    owner, friend, approver = make_person(), make_person(), make_person(Role.VIEWER)
    record = make_record(to=Stage.COMMIT, owner=owner, approver=approver)
    share_record(record, person=friend, by=record.created_by, now=timezone.now())
    for person in (record.created_by, owner, friend):
        assert waits(person) == {"drafts": [record.brief.question]}
    assert waits(approver) == {}
    unshare_record(record, person=friend, by=record.created_by, now=timezone.now())
    assert waits(friend) == {}
    move_draft(record, to=Stage.NONE, by=owner, now=timezone.now())
    assert waits(owner) == {}


def test_a_draft_says_how_much_is_left():
    [group] = waiting_for(make_record(is_filled=False).created_by, NOW)
    assert "left" in group.items[0].mark
    [group] = waiting_for(make_record(to=Stage.COMMIT, is_filled=False).created_by, NOW)
    assert "left" in group.items[0].mark
    filled = make_record(to=Stage.COMMIT)
    compute_due(timezone.now())
    [group] = waiting_for(filled.created_by, NOW)
    assert group.items[0].mark == "ready for the next stage"


def test_a_review_waits_for_the_owner_a_month_ahead_and_is_late_behind_its_day(decided):
    record = decided[0]
    due = m.Summary.objects.get(record=record).next_review_on
    assert "reviews" not in waits(record.brief.owner, on(due - dt.timedelta(days=31)))
    for day, is_late in (
        (due - dt.timedelta(days=30), False),
        (due, False),
        (due + dt.timedelta(days=1), True),
    ):
        items = next(
            group.items for group in waiting_for(record.brief.owner, on(day)) if group.key == "reviews"
        )
        assert [(item.due_on, item.is_late) for item in items] == [(due, is_late)] * len(decided)
    assert "reviews" not in waits(record.approval.approver, on(due))


def test_cases_wait_for_their_owner_until_they_are_put_aside_or_in_a_review(decided):
    record, other = decided
    owner = record.brief.owner
    first = report_change(record, words="Northwind was bought", by=owner, now=NOW - dt.timedelta(days=9))
    second = report_change(other, words="Contract lost", by=owner, now=NOW - dt.timedelta(days=2))
    [group] = [group for group in waiting_for(owner, NOW) if group.key == "cases"]
    assert [(item.what, item.is_late, item.mark) for item in group.items] == [
        ("Northwind was bought", True, "open"),
        ("Contract lost", False, "open"),
    ]
    case_actions.acknowledge(first, by=owner, now=NOW)
    assert waits(owner)["cases"] == ["Contract lost", "Northwind was bought"]
    case_actions.snooze(second, until=TODAY + dt.timedelta(days=3), reason="Fair", by=owner, now=NOW)
    assert waits(owner)["cases"] == ["Northwind was bought"]
    plan.open_review_of(first, by=owner, now=NOW)
    assert "cases" not in waits(owner)


def test_one_kind_of_things_can_be_shown_alone(decided):
    record = decided[0]
    owner = record.brief.owner
    report_change(record, words="Northwind was bought", by=owner, now=NOW)
    make_record(is_filled=False, author=owner)
    client = client_of(owner)
    html = client.get("/?group=cases").content.decode()
    assert 'id="desk-cases"' in html
    assert 'id="desk-drafts"' not in html
    assert "?group=drafts" in html
    assert 'id="desk-cases"' in client.get("/?group=late").content.decode(), "nothing is late: all is shown"
    m.Case.objects.update(opened_at=NOW - dt.timedelta(days=9))
    html = client.get("/?group=late").content.decode()
    assert 'id="desk-cases"' in html
    assert 'id="desk-drafts"' not in html
    for query in ("", "?group=no-such"):
        assert 'id="desk-drafts"' in client.get(f"/{query}").content.decode()


def test_what_winds_a_stopped_decision_down_waits_for_its_owner(decided):
    record, doer = decided[0], make_person(Role.VIEWER)
    review = m.Review.objects.get(record=record, kind="operating")
    actions = [FollowUp("Tell the resellers", doer, TODAY)]
    by, now = record.created_by, timezone.now()
    conclude(review, outcome=Outcome.STOP, words="Over", wind_down=actions, by=by, now=now)
    assert waits(doer) == {"actions": ["Tell the resellers"]}


def test_actions_of_a_decision_in_force_wait_for_their_owner_until_they_are_done(decided):
    doer, record = make_person(Role.VIEWER), decided[0]
    first = m.ActionItem.objects.filter(record=record).first()
    m.ActionItem.objects.filter(pk=first.pk).update(owner=doer, due_on=TODAY - dt.timedelta(days=1))
    [group] = waiting_for(doer, NOW)
    assert (group.key, [item.what for item in group.items], group.items[0].is_late) == (
        "actions",
        [first.text],
        True,
    )
    set_private(record, is_private=True, by=record.created_by, now=timezone.now())
    assert waits(doer) == {}, "what one may not see is not told"
    set_private(record, is_private=False, by=record.created_by, now=timezone.now())
    m.ActionItem.objects.filter(pk=first.pk).update(done_on=TODAY)
    assert waits(doer) == {}


def test_actions_and_reviews_of_a_draft_do_not_wait_yet():
    record = make_record(to=Stage.COMMIT)
    compute_due(timezone.now())
    due = m.Summary.objects.get(record=record).next_review_on
    assert set(waits(record.created_by, on(due))) == {"drafts"}


def test_gaps_wait_for_the_person_who_looks_after_them():
    steward = make_person(Role.STEWARD)
    make_gap(steward)
    make_gap(steward, status="accepted", accepted_until=TODAY, reason="Known.")
    make_gap(make_person(Role.STEWARD))
    [group] = waiting_for(steward, NOW)
    assert (group.key, len(group.items), group.items[0].mark) == ("gaps", 1, "3")
    address = group.items[0].address
    assert client_of(steward).get(address).status_code == 200


def test_who_is_asked_about_a_gap_finds_it_on_the_desk():
    asked = make_person(Role.VIEWER)
    gap = make_gap(make_person(Role.STEWARD), asked=asked, asked_at=NOW, due_on=TODAY - dt.timedelta(days=1))
    [group] = waiting_for(asked, NOW)
    [item] = group.items
    assert (item.what, item.mark, item.is_late) == ("3 rows without c0", "you are asked", True)
    assert item.address == gap.cause.get_absolute_url()


def test_what_nobody_was_given_is_one_line_for_who_answers_for_it():
    admin = make_person(Role.ADMIN)
    for _number in range(3):
        make_gap(None)
    [group] = waiting_for(admin, NOW)
    assert [item.what for item in group.items] == ["3 gaps in data that you answer for"]
    assert client_of(admin).get(group.items[0].address).status_code == 200
    Source.objects.update(owner=make_person(Role.STEWARD))
    assert not waiting_for(admin, NOW)


def test_what_changed_lately_is_what_one_may_see():
    public, private = make_record(is_filled=False), make_record(is_filled=False, private=True)
    seen = [row.record.code for row in lately(make_person(Role.ADMIN))]
    assert seen[0] == public.code
    assert private.code not in seen
    assert {row.record.code for row in lately(private.created_by)} == {*seen, private.code}


def test_the_desk_asks_as_much_for_a_little_as_for_much():
    person = make_person(Role.MANAGER)
    client = client_of(person)

    def grow(count):
        for _number in range(count):
            make_record(is_filled=False, author=person)
            make_gap(person)

    def questions():
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/").status_code == 200
        return len(asked)

    grow(1)
    make_record(to=Stage.PROPOSED, approver=person)
    make_decided(owner=person)
    questions()
    few = questions()
    grow(2)
    make_record(to=Stage.PROPOSED, approver=person)
    make_decided(owner=person)
    assert questions() == few
    assert few < 20


@pytest.mark.parametrize("role", Role)
def test_the_bar_offers_what_the_role_may_do(role):
    html = client_of(make_person(role)).get("/").content.decode()
    assert ("/settings/people/" in html) is (role == Role.ADMIN)


def test_a_source_that_fails_waits_for_its_owner_until_it_succeeds():
    owner, steward = make_person(Role.MANAGER), make_person(Role.STEWARD)
    source = Source.objects.create(
        name="crm", kind="address", origin={"address": "x"}, owner=owner, failures=2
    )
    Refresh.objects.create(source=source, state="failed", finished_at=timezone.now(), message="Has it moved?")
    assert waits(owner) == {}
    Source.objects.update(failures=3)
    assert waits(owner) == {"sources": ["crm can't be fetched"]}
    assert waits(steward) == {}
    html = client_of(owner).get("/").content.decode()
    assert "Has it moved?" in html
    assert "/metrics/sources/crm/" in html
    Source.objects.update(owner=None)
    assert waits(owner) == {}
    assert waits(steward) == {"sources": ["crm can't be fetched"]}
    Source.objects.update(failures=0)
    assert waits(steward) == {}
