"""Saving one unit at a time: revisions, retries, joins, conflicts, lists."""

import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import Role
from decisions import models as m
from decisions.draft import save as units
from decisions.record.sharing import share_record
from partnerdesk.core.refusals import Blocked, NotAllowed
from tests.factories import make_person, make_record


@pytest.fixture
def record():
    return make_record(is_filled=False)


@pytest.fixture
def people(record):
    return m.People.objects.get(record=record)


def save(unit, *, revision=1, save_id=None, by=None, **values):
    current = type(unit).objects.get(pk=unit.pk)
    return units.save_unit(
        unit,
        current.values() | values,
        revision=revision,
        save_id=save_id or uuid.uuid4(),
        by=by or unit.record.created_by,
        now=timezone.now(),
    )


def test_a_save_counts_a_revision_and_says_by_whom(people):
    saved = save(people, decides="The board").unit
    assert (saved.decides, saved.revision, saved.saved_by) == ("The board", 2, people.record.created_by)


def test_a_retry_after_a_lost_answer_changes_nothing(people):
    save_id = uuid.uuid4()
    save(people, save_id=save_id, decides="The board")
    again = save(people, save_id=save_id, decides="The board")
    assert (again.unit.revision, again.is_changed) == (2, False)


def test_words_added_to_a_retry_are_no_conflict_with_oneself(people):
    save_id = uuid.uuid4()
    save(people, save_id=save_id, decides="The board")
    again = save(people, save_id=save_id, decides="The board, by vote").unit
    assert (again.decides, again.revision) == ("The board, by vote", 3)


def test_fields_that_only_one_of_two_changed_are_joined(people):
    base = people.values()
    by, now = people.record.created_by, timezone.now()
    options = {"revision": 1, "by": by, "now": now}
    units.save_unit(people, base | {"decides": "The board"}, save_id=uuid.uuid4(), **options)
    second = units.save_unit(people, base | {"informed": "Sales"}, save_id=uuid.uuid4(), **options)
    assert (second.unit.decides, second.unit.informed) == ("The board", "Sales")
    assert second.joined == ("decides",)


def test_what_two_people_may_not_have_together_is_refused(record):
    row = (
        m.Threshold.objects.filter(record=record).first()
        or units.add_row(record, "threshold", pk=uuid.uuid4(), by=record.created_by, now=timezone.now()).unit
    )
    base, cohort = row.values(), m.Cohort.objects.create(record=record, name="Pilot")
    options = {"revision": row.revision, "by": record.created_by, "now": timezone.now()}
    units.save_unit(row, base | {"segment": "ISV"}, save_id=uuid.uuid4(), **options)
    with pytest.raises(Blocked, match="Either a cohort or a segment"):
        units.save_unit(row, base | {"cohort": cohort.pk}, save_id=uuid.uuid4(), **options)
    row.refresh_from_db()
    assert (row.segment, row.cohort) == ("ISV", None)


def test_two_texts_in_one_field_are_both_handed_back(people):
    base = people.values()
    by, now = people.record.created_by, timezone.now()
    options = {"revision": 1, "by": by, "now": now}
    units.save_unit(people, base | {"decides": "The board"}, save_id=uuid.uuid4(), **options)
    with pytest.raises(units.Conflict) as conflict:
        units.save_unit(
            people, base | {"decides": "The head", "told": "By mail"}, save_id=uuid.uuid4(), **options
        )
    assert conflict.value.fields == ("decides",)
    assert conflict.value.mine["decides"] == "The head"
    assert conflict.value.theirs["decides"] == "The board"
    assert m.People.objects.get(pk=people.pk).decides == "The board"


def test_the_same_words_twice_are_no_conflict(people):
    base = people.values()
    options = {"revision": 1, "by": people.record.created_by, "now": timezone.now()}
    units.save_unit(people, base | {"decides": "The board"}, save_id=uuid.uuid4(), **options)
    second = units.save_unit(people, base | {"decides": "The board"}, save_id=uuid.uuid4(), **options)
    assert second.unit.decides == "The board"


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MANAGER, Role.STEWARD])
def test_who_only_sees_a_record_does_not_write_in_it(people, role):
    with pytest.raises(NotAllowed):
        save(people, by=make_person(role), decides="Me")


def test_a_collaborator_writes(record, people):
    friend = make_person()
    share_record(record, person=friend, by=record.created_by, now=timezone.now())
    assert save(people, by=friend, decides="We").unit.saved_by == friend


def test_a_row_is_added_once_whatever_is_retried(record):
    pk = uuid.uuid4()
    for _ in range(2):
        units.add_row(record, "risk", pk=pk, by=record.created_by, now=timezone.now())
    assert m.Risk.objects.filter(pk=pk).count() == 1


def test_a_row_of_another_record_is_not_taken_over(record):
    other = make_record(is_filled=False, author=record.created_by)
    row = m.Risk.objects.filter(record=other).first()
    with pytest.raises(Blocked):
        units.add_row(record, "risk", pk=row.pk, by=record.created_by, now=timezone.now())


def test_a_reference_to_another_records_row_is_refused(record):
    other = make_record(is_filled=False, author=record.created_by)
    foreign = m.Option.objects.filter(record=other).first()
    with pytest.raises(Blocked):
        save(m.Recommendation.objects.get(record=record), option=foreign.pk)


def test_new_options_and_criteria_bring_their_estimates(record):
    by, now = record.created_by, timezone.now()
    units.add_row(record, "option", pk=uuid.uuid4(), by=by, now=now)
    units.add_row(record, "criterion", pk=uuid.uuid4(), by=by, now=now)
    assert m.Estimate.objects.filter(record=record).count() == 4 * 4


def test_options_are_lettered_and_a_freed_letter_is_used_again(record):
    by, now = record.created_by, timezone.now()
    second = m.Option.objects.get(record=record, label="B")
    units.remove_row(second, by=by, now=now)
    assert units.add_row(record, "option", pk=uuid.uuid4(), by=by, now=now).unit.label == "B"


def test_only_one_option_is_the_status_quo(record):
    second = m.Option.objects.get(record=record, label="B")
    save(second, is_status_quo=True)
    assert list(
        m.Option.objects.filter(record=record, is_status_quo=True).values_list("label", flat=True)
    ) == ["B"]


def test_what_the_framework_asks_for_is_not_removed(record):
    with pytest.raises(Blocked):
        units.remove_row(
            m.MetricBinding.objects.filter(record=record).first(), by=record.created_by, now=timezone.now()
        )


def test_rows_change_places_with_their_neighbours(record):
    by, now = record.created_by, timezone.now()
    option = m.Option.objects.get(record=record, label="C")
    units.move_row(option, up=True, by=by, now=now)
    assert [row.label for row in m.Option.objects.filter(record=record)] == ["A", "C", "B"]
    units.move_row(m.Option.objects.get(pk=option.pk), up=False, by=by, now=now)
    units.move_row(m.Option.objects.get(pk=option.pk), up=False, by=by, now=now)
    assert [row.label for row in m.Option.objects.filter(record=record)] == ["A", "B", "C"]


def test_owner_and_approver_get_access_and_lose_it_again(record):
    first, second = make_person(), make_person()
    approval = m.Approval.objects.get(record=record)
    save(approval, approver=first.pk)
    save(approval, revision=2, approver=second.pk)
    named = m.Access.objects.filter(record=record, via="approver").values_list("user", flat=True)
    assert list(named) == [second.pk]


def test_a_metric_of_the_dictionary_is_bound_to_its_newest_definition(record):
    row = units.add_row(
        record,
        "metric",
        pk=uuid.uuid4(),
        values={"key": "gross_margin"},
        by=record.created_by,
        now=timezone.now(),
    ).unit
    assert (row.definition.metric_id, row.is_asked) == ("gross_margin", False)


def test_a_list_has_an_end(record):
    by, now = record.created_by, timezone.now()
    m.Risk.objects.bulk_create(m.Risk(record=record, position=i) for i in range(units.MOST_ROWS))
    with pytest.raises(Blocked):
        units.add_row(record, "risk", pk=uuid.uuid4(), by=by, now=now)


def test_every_state_of_a_unit_is_kept_by_the_database(record, people):
    save(people, decides="The board")
    m.People.objects.filter(pk=people.pk).update(decides="Somebody else")
    states = m.People.pgh_event_model.objects.filter(pgh_obj_id=people.pk).order_by("pgh_id")
    assert [state.decides for state in states] == ["", "The board", "Somebody else"]


def test_numbers_are_kept_exactly(record):
    criterion = m.Criterion.objects.filter(record=record).first()
    save(criterion, worst=Decimal("-1.000001"), best=Decimal("41200.5"))
    kept = m.Criterion.objects.get(pk=criterion.pk)
    assert (kept.worst, kept.best) == (Decimal("-1.000001"), Decimal("41200.5"))
