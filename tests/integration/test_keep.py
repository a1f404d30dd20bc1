"""What a module keeps is whole when it is made: no test of it pays for that again."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partners.models import ComplianceCheckpoint
from tests.factories import make_partner, make_person


def checkpoint(**partner):
    return ComplianceCheckpoint.objects.create(
        **partner, name="x", due_on=timezone.localdate(), owner=make_person()
    )


def test_a_row_that_refers_to_nothing_is_refused_at_once(keep):
    with pytest.raises(IntegrityError), transaction.atomic():
        keep(checkpoint, partner_id=uuid.uuid4())


def test_what_is_whole_waits_for_no_check(keep):
    with CaptureQueriesContext(connection) as asked:
        kept = keep(lambda: checkpoint(partner=make_partner()))
    assert asked[-1]["sql"] == "SET CONSTRAINTS ALL DEFERRED"
    assert ComplianceCheckpoint.objects.get().pk == kept.pk
