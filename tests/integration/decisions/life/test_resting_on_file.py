"""From a file to the records whose figures rest on it: those that one may see, and no others."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role
from decisions import models as m
from decisions.life.resting_on_file import records_resting_on
from decisions.record.sharing import set_private, share_record
from decisions.states.stages import Stage
from metrics.measures.months import add_months
from partnerdesk.core.days import workspace_today
from partners.models import Partner
from tests.factories import make_decided, make_person, make_record

METRIC = "partner_contribution_margin"


@pytest.fixture
def loaded(load_margins):
    """A file that ends with the last whole month."""
    return load_margins(add_months(workspace_today().replace(day=1), -6), 10, 11, 12, 9, 8, 7)


def resting(imported, person=None):
    rows = records_resting_on(
        imported,
        person=person or make_person(Role.ADMIN),
        now=timezone.now(),
        today=workspace_today(),
    )
    return [(row.record.code, row.version.number if row.version else None) for row in rows]


def test_a_draft_and_a_version_rest_on_the_file_that_gave_their_values(loaded):
    draft, decided = make_record(), make_decided()
    found = resting(loaded)
    assert (draft.code, None) in found
    assert (decided.code, 1) in found
    [row] = [
        row
        for row in records_resting_on(
            loaded, person=make_person(), now=timezone.now(), today=workspace_today()
        )
        if row.record == draft
    ]
    assert len(row.metrics) == 1


def test_what_the_file_did_not_give_rests_on_it_not(loaded, load_margins):
    record = make_record()
    m.Scope.objects.filter(record=record).update(
        first_month=dt.date(2020, 1, 1), last_month=dt.date(2020, 12, 1)
    )
    assert (record.code, None) not in resting(loaded)
    other = Partner.objects.create(key="other", name="Other")
    narrow = make_record()
    m.Scope.objects.filter(record=narrow).update(partners="list", partner_ids=[other.pk])
    assert (narrow.code, None) not in resting(loaded)
    m.Scope.objects.filter(record=narrow).update(partner_ids=[Partner.objects.get(key="a").pk])
    assert (narrow.code, None) in resting(loaded)


def test_a_version_rests_on_what_counted_when_it_was_proposed(loaded, load_margins):
    before, draft = make_decided(), make_record()
    month = add_months(workspace_today().replace(day=1), -6)
    later = load_margins(month, 20, 21, 22, 19, 18, 17)
    after = make_decided()
    old, new = resting(loaded), resting(later)
    assert (before.code, 1) in old
    assert (before.code, 1) not in new
    assert (draft.code, None) not in old
    assert (draft.code, None) in new
    assert (after.code, 1) in new
    assert (after.code, 1) not in old


def test_a_newer_file_of_another_source_counts_in_its_place(loaded, load):
    draft = make_record()
    month = add_months(workspace_today().replace(day=1), -6)
    rows = [f"a,{add_months(month, index):%Y-%m-%d},100,50" for index in range(6)]
    spec = {"metric": METRIC, "measure": "margin", "revenue": "amount", "cost": "cost"}
    newer = load(*rows, metrics=[spec], source="newer")
    assert (draft.code, None) not in resting(loaded)
    assert (draft.code, None) in resting(newer)


def test_a_private_record_is_named_to_those_who_may_see_it(loaded):
    record = make_record()
    set_private(record, is_private=True, by=record.created_by, now=timezone.now())
    stranger, guest = make_person(), make_person()
    share_record(record, person=guest, by=record.created_by, now=timezone.now())
    assert (record.code, None) not in resting(loaded, stranger)
    assert (record.code, None) in resting(loaded, guest)
    assert (record.code, None) in resting(loaded, record.created_by)


def test_the_page(loaded, signed_in, client):
    record, private = make_record(), make_record()
    set_private(private, is_private=True, by=private.created_by, now=timezone.now())
    address = f"/metrics/imports/{loaded.pk}/records/"
    viewer = signed_in("viewer")
    html = viewer.get(address).content.decode()
    assert record.code in html
    assert private.code not in html
    assert address in viewer.get(loaded.get_absolute_url()).content.decode()
    assert viewer.post(address).status_code == 405
    assert viewer.get(f"/metrics/imports/{uuid.uuid4()}/records/").status_code == 404
    assert viewer.get("/metrics/imports/x/records/").status_code == 404
    assert client.get(address).status_code == 302


def test_it_asks_as_much_for_many_records_as_for_few(loaded, signed_in):
    viewer = signed_in("viewer")
    address = f"/metrics/imports/{loaded.pk}/records/"

    def questions():
        viewer.get(address)
        with CaptureQueriesContext(connection) as asked:
            viewer.get(address)
        return len(asked)

    make_record(), make_record(to=Stage.PROPOSED)
    few = questions()
    for _number in range(4):
        make_record(), make_record(to=Stage.PROPOSED)
    assert questions() == few
