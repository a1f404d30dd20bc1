"""A record for the next quarter: copied whole, its days moved on, linked both ways, with what is new or changed."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Role
from decisions import models as m
from decisions.draft.load import load_draft
from decisions.life import reopen
from decisions.life.copy import copy_record
from decisions.life.links import link_records, unlink_records
from decisions.sections.registry import ROWS
from decisions.states.stages import Stage
from decisions.versions.compare_records import changed_since
from decisions.versions.report import report_of_draft, report_of_version
from partnerdesk.core.models import Event
from partnerdesk.core.refusals import Blocked, NotAllowed
from tests.factories import fresh, make_decided, make_person, make_record, version_of

FRAMEWORKS = ("value-exchange", "channel-performance", "alignment-scorecard", "channel-prioritization")


def copied(record, by=None, months=3):
    return copy_record(fresh(record), months=months, by=by or make_person(), now=timezone.now())


def draft_of(record, by):
    return report_of_draft(load_draft(fresh(record)), number=1, by=by, now=timezone.now())


def changes(record, older):
    link = m.RecordLink.objects.get(newer=record)
    sections = changed_since(link, report_of_version(version_of(older)), draft_of(record, record.created_by))
    return {(section.key, line.what, line.field) for section in sections for line in section.differences}


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_everything_is_copied_once_and_belongs_to_the_copy(framework):
    older = make_decided(framework)
    made = copied(older)
    assert made.stage == Stage.FRAME
    assert made.code != older.code
    for kind in ROWS:
        mine, theirs = (kind.objects.filter(record=record) for record in (made, older))
        assert mine.count() == theirs.count(), kind
        assert not set(mine.values_list("pk", flat=True)) & set(theirs.values_list("pk", flat=True))
    for estimate in m.Estimate.objects.filter(record=made):
        assert estimate.option.record_id == estimate.criterion.record_id == made.pk
    recommendation = m.Recommendation.objects.get(record=made)
    assert recommendation.option.record_id == made.pk
    assert recommendation.rationale == m.Recommendation.objects.get(record=older).rationale


def test_days_are_moved_on_and_what_was_done_begins_anew():
    older = make_decided()
    m.ActionItem.objects.filter(record=older).update(done_on=timezone.localdate())
    scope = m.Scope.objects.get(record=older)
    m.Scope.objects.filter(record=older).update(
        horizon_from=dt.date(2026, 11, 30), horizon_to=dt.date(2027, 2, 28)
    )
    made = copied(older)
    new = m.Scope.objects.get(record=made)
    assert (new.horizon_from, new.horizon_to) == (dt.date(2027, 2, 28), dt.date(2027, 5, 28))
    assert new.partners == scope.partners
    assert not m.ActionItem.objects.filter(record=made, done_on__isnull=False).exists()
    plan = m.ReviewPlan.objects.get(record=made)
    assert (plan.confirmed_by, plan.confirmed_on) == (None, None)
    known = {row.as_of for row in m.InputItem.objects.filter(record=older)}
    assert {row.as_of for row in m.InputItem.objects.filter(record=made)} == known


def test_who_copies_is_its_author_and_never_its_approver():
    older = make_decided()
    approver = older.approval.approver
    approver.role = Role.MANAGER
    approver.save()
    made = copied(older, by=approver)
    approval = m.Approval.objects.get(record=made)
    assert (approval.author, approval.approver) == (approver, None)
    other = copied(older)
    assert m.Approval.objects.get(record=other).approver == approver
    assert m.Access.objects.filter(record=other, user=approver, via="approver").exists()
    with pytest.raises(NotAllowed):
        copied(older, by=make_person(Role.VIEWER))


def test_only_what_is_new_or_changed_is_marked():
    older = make_decided()
    by = make_person()
    made = copied(older, by=by, months=1)
    found = changes(made, older)
    assert not {what for _section, what, field in found if field == "what it is"}
    assert any(field == "horizon to" for _section, _what, field in found), "the horizon moved on"
    option = m.Option.objects.filter(record=made).earliest("position")
    reopen.save_unit(
        option,
        option.values() | {"description": "Something else"},
        revision=option.revision,
        save_id=option.pk,
        by=by,
        now=timezone.now(),
    )
    found = changes(made, older)
    assert {what for _section, what, field in found if field == "what it is"} == {
        f"{option.label} · {option.name}"
    }


def test_links_are_seen_from_both_sides_and_never_run_in_a_circle():
    author = make_person()
    first, second, third = (make_record(author=author, owner=author, is_filled=False) for _number in range(3))
    now, kinds = timezone.now(), m.RecordLink.Kind
    link_records(second, first, kind=kinds.SUCCEEDS, by=author, now=now)
    link = link_records(third, second, kind=kinds.SUPERSEDES, by=author, now=now)
    with pytest.raises(Blocked, match="came after"):
        link_records(first, third, kind=kinds.SUCCEEDS, by=author, now=now)
    with pytest.raises(Blocked, match="itself"):
        link_records(first, first, kind=kinds.SUCCEEDS, by=author, now=now)
    with pytest.raises(NotAllowed):
        link_records(third, first, kind=kinds.SUCCEEDS, by=make_person(), now=now)
    told = Event.objects.filter(kind="record.linked").values_list("subject_id", flat=True)
    assert sorted(map(str, told)) == sorted(map(str, (first.pk, second.pk, second.pk, third.pk)))
    unlink_records(link, by=author, now=now)
    assert m.RecordLink.objects.count() == 1
