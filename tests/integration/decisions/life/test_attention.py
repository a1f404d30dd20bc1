"""A decision that needs somebody says so, in the list of records and beside its one-pager."""

import pytest
from django.utils import timezone

from accounts.models import Role
from decisions import models as m
from decisions.life import index
from decisions.triggers.report_change import report_change
from decisions.triggers.reviews.plan import open_review
from tests.factories import make_decided, make_person
from tests.integration.people import client_of

NOW = timezone.now


@pytest.fixture
def record():
    return make_decided()


def ahead(record):
    return m.Review.objects.get(record=record, kind="operating", state__in=["planned", "open"])


def test_the_list_of_records_marks_what_needs_attention(record):
    other, reader = make_decided(), make_person(Role.VIEWER)
    report_change(record, words="Sold", by=record.created_by, now=NOW())
    open_review(ahead(other), by=other.created_by, now=NOW())
    calm = make_decided()
    rows = {row.code: row for row in index.list_records(reader, {}, None).rows}
    assert (rows[record.code].has_open_case, rows[record.code].has_open_review) == (True, False)
    assert (rows[other.code].has_open_case, rows[other.code].has_open_review) == (False, True)
    html = client_of(reader).get("/records/?needs=attention").content.decode()
    assert record.code in html
    assert other.code in html
    assert calm.code not in html


def test_the_one_pager_on_screen_leads_to_what_is_open(record):
    by = record.created_by
    client = client_of(by)
    address = f"/records/{record.code}/one-pager/"
    assert "is open" not in client.get(address).content.decode()
    report_change(record, words="Sold", by=by, now=NOW())
    open_review(ahead(record), by=by, now=NOW())
    html = client.get(address).content.decode()
    assert "1 case is open" in html
    assert "The operating review of" in html
