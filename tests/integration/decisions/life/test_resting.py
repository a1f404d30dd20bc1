"""Which records rest on metrics: by what was approved where that is in force, else by the draft."""

from decisions.draft.load import load_draft
from decisions.life.resting import records_resting_on
from decisions.sections.metrics import MetricBinding, window_of
from decisions.sections.scope import partner_set
from tests.factories import make_decided, make_person, make_record


def keys_of(record):
    return set(
        MetricBinding.objects.filter(record=record, definition__isnull=False).values_list("key", flat=True)
    )


def test_a_draft_rests_on_what_it_says_now():
    record = make_record()
    [found] = records_resting_on(make_person(), keys_of(record))
    draft = load_draft(record)
    rows = {row.definition.metric_id: row for row in draft.all(MetricBinding) if row.definition}
    assert (found.code, found.is_in_force, found.address) == (record.code, False, record.get_absolute_url())
    assert {use.definition.metric_id for use in found.uses} == set(rows)
    for use in found.uses:
        assert use.window == window_of(draft, rows[use.definition.metric_id])
        assert (use.partners.segment, use.partners.ids) == (
            partner_set(draft).segment,
            partner_set(draft).ids,
        )


def test_other_metrics_are_left_out():
    record = make_record()
    assert not records_resting_on(make_person(), {"no_such_metric"})
    one = min(keys_of(record))
    [found] = records_resting_on(make_person(), {one})
    assert {use.definition.metric_id for use in found.uses} == {one}


def test_private_records_are_told_to_those_who_may_see_them():
    record = make_record(private=True)
    assert not records_resting_on(make_person(), keys_of(record))
    assert records_resting_on(record.created_by, keys_of(record))


def test_what_is_in_force_rests_on_what_was_approved(django_assert_max_num_queries):
    record = make_decided()
    keys = keys_of(record)
    rows = record.in_force.data()["parts"]["metrics"]["rows"]
    MetricBinding.objects.filter(record=record).update(first_month="2001-01-01", last_month="2001-02-01")
    frozen = {row["key"] for row in rows if row["baseline"] and row["baseline"]["from"]}
    with django_assert_max_num_queries(6):
        found = records_resting_on(make_person(), keys)
    told = {use.definition.metric_id for one in found if one.is_in_force for use in one.uses}
    assert told == frozen & keys
    assert all(f"{use.window.first:%Y}" != "2001" for one in found for use in one.uses)
